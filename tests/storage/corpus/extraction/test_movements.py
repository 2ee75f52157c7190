"""Movements in the words of many outlets: chronicles, passives, nouns that open a sentence, headlines in the present,
lists, handovers told from the other side. Every sentence stands in an article about foreign forces."""

from __future__ import annotations

import pytest

from storage.records import Kind
from tests.storage.corpus.extraction.test_events import published, told

_OPENING = "القوات الأميركية والتحالف الدولي في العراق\n\n"
_MOVEMENTS = frozenset(
    {
        Kind.WITHDRAWAL,
        Kind.REDUCTION,
        Kind.REDEPLOYMENT,
        Kind.HANDOVER,
        Kind.PRESENCE,
        Kind.MISSION_END,
        Kind.ENTRY,
    }
)

Row = tuple[str, str, tuple[str, ...]]

CHRONICLES: tuple[Row, ...] = (
    ("مارس 2003: الغزو الأمريكي للعراق.", "2025-10-20", ("entry 2003-03 iraq happened",)),
    (
        "آذار - آب 2020: تسليم القيارة وكي وان والتاجي إلى الجيش العراقي.",
        "2025-10-20",
        (
            "handover 2020-03/2020-08 k1 happened",
            "handover 2020-03/2020-08 qayyarah happened",
            "handover 2020-03/2020-08 taji happened",
        ),
    ),
    (
        "11 شباط 2026: إخلاء التنف، وبعدها بأربعة أيام الشدادي.",
        "2026-03-01",
        ("withdrawal 2026-02-11 al_tanf happened", "withdrawal 2026-02-15 al_shaddadi happened"),
    ),
    (
        "يناير 2026 - الجيش العراقي يتسلم قاعدة عين الأسد.",
        "2026-03-01",
        ("handover 2026-01 ain_al_asad happened",),
    ),
    (
        "18 كانون الأول 2011: عبور آخر رتل أميركي إلى الكويت.",
        "2025-10-20",
        ("withdrawal 2011-12-18 iraq>kuwait happened",),
    ),
    ("2020: تسليم قاعدة القيارة إلى القوات العراقية.", "2025-10-20", ("handover 2020 qayyarah happened",)),
    (
        "31 كانون الأول 2021: نهاية المهمة القتالية للتحالف.",
        "2025-10-20",
        ("mission_end 2021-12-31 iraq happened",),
    ),
)

HANDED: tuple[Row, ...] = (
    ("أصبحت قاعدة عين الأسد تحت سيطرة الجيش العراقي.", "2026-02-01", ("handover - ain_al_asad happened",)),
    (
        "آلت السيطرة على قاعدة التنف إلى الجيش السوري في 11 شباط 2026.",
        "2026-03-01",
        ("handover 2026-02-11 al_tanf happened",),
    ),
    (
        "قاعدة التقدم: في الرابع من نيسان 2020 انتقلت عهدتها إلى الجيش العراقي.",
        "2020-08-24",
        ("handover 2020-04-04 taqaddum happened",),
    ),
    (
        "تسلم الجيش موقعين من التحالف، كان أولهما موقع القائم في 19 آذار 2020.",
        "2020-08-24",
        ("handover - iraq happened",),
    ),
    (
        "تسلمت القوات العراقية مواقع من التحالف، كان أولها القائم في 19 آذار 2020 وآخرها التاجي في 23 آب 2020.",
        "2020-09-24",
        ("handover - iraq happened", "handover 2020-03-19 al_qaim happened", "handover 2020-08-23 taji happened"),
    ),
)

STAYING: tuple[Row, ...] = (
    (
        "ولا يزال الأمريكيون موجودين في قسرك والرميلان.",
        "2026-02-16",
        ("presence - qasrak ongoing", "presence - rmelan ongoing"),
    ),
    (
        "ويقتصر وجود المستشارين على أربيل حتى أيلول 2026.",
        "2026-01-19",
        ("presence ../2026-09 erbil planned",),
    ),
    (
        "نفت اللجنة ما تناقلته منصات عن بقاء 120 عنصراً أميركياً في قاعدة فكتوريا.",
        "2026-01-19",
        ("presence - victoria_base denied",),
    ),
    ("وبعثة الناتو تنوي البقاء في العراق.", "2025-11-05", ("presence - iraq planned",)),
    ("وسيظل نحو 300 مستشار في عين الأسد لفترة مؤقتة.", "2025-10-20", ("presence - ain_al_asad planned",)),
    ("ولم يتبق في العراق سوى بضع مئات من المستشارين.", "2026-02-20", ("presence - iraq ongoing",)),
    ("تستضيف قاعدة حرير قوات أميركية حتى أيلول المقبل.", "2025-10-20", ("presence ../2026-09 harir planned",)),
    ("نفى مكتبه صحة أنباء عن تمركز القوات القادمة من سوريا في قاعدة حرير.", "2019-10-24", ("presence - harir denied",)),
)

LEAVING: tuple[Row, ...] = (
    (
        "خلت قاعدة عين الأسد من الجنود الأميركيين في 17 كانون الثاني 2026.",
        "2026-02-01",
        ("withdrawal 2026-01-17 ain_al_asad happened",),
    ),
    ("أفرغت القوات الأميركية قاعدة الشدادي من معداتها.", "2026-02-20", ("withdrawal - al_shaddadi happened",)),
    (
        "تعتزم الولايات المتحدة سحب ما تبقى من قواتها من سوريا في غضون شهرين.",
        "2026-02-16",
        ("withdrawal ../2026-04 syria planned",),
    ),
    (
        "ومنذ نيسان خفضت واشنطن قواتها في سوريا، وأغلقت ما لا يقل عن ثلاث قواعد، من بينها كونيكو وحقل العمر.",
        "2025-11-05",
        (
            "reduction 2025-04/.. syria happened",
            "withdrawal 2025-04/.. conoco happened",
            "withdrawal 2025-04/.. omar_field happened",
        ),
    ),
    (
        "وكان عدد القوات الأميركية في سوريا نحو ألفين، ثم هبط إلى ما دون 1500 في صيف 2025.",
        "2026-02-16",
        ("reduction 2025-22 syria happened",),
    ),
    (
        "شوهدت أرتال أميركية تغادر قاعدة قسرك أمس الأحد.",
        "2025-10-20",
        ("withdrawal 2025-10-19 qasrak happened",),
    ),
    ("شددت على أن الخطوة ليست انسحاباً كاملاً من سوريا.", "2025-06-04", ("withdrawal - syria denied",)),
    (
        "وأكد أن كل كلام عن انسحاب القوات من سوريا قبل صيف 2026 «بلا أساس».",
        "2025-12-14",
        ("withdrawal ../2026-22 syria denied",),
    ),
    ("تراجع عدد القوات الأميركية في العراق إلى 2500 خلال عام 2020.", "2021-12-10", ("reduction 2020 iraq happened",)),
    ("وأنهت واشنطن رسمياً وجودها العسكري في عين الأسد.", "2026-02-20", ("withdrawal - ain_al_asad happened",)),
    ("غادر نحو نصف القوات الأميركية سوريا في كانون الثاني 2026.", "2026-02-20", ("withdrawal 2026-01 syria happened",)),
    ("وأوضح أن أي رد قد يعجل بخروج القوات من العراق.", "2024-01-29", ("withdrawal - iraq conditional",)),
)

COMING: tuple[Row, ...] = (
    ("سترسل الدنمارك 285 عنصراً إلى العراق.", "2021-02-19", ("entry - iraq planned",)),
    ("تدرس ألمانيا إرسال 100 مدرب إضافي إلى العراق.", "2021-02-19", ("entry - iraq conditional",)),
    ("أرسلت واشنطن مئات المستشارين إلى العراق في حزيران 2014.", "2025-10-20", ("entry 2014-06 iraq happened",)),
)

NOTHING: tuple[Row, ...] = (
    ("وكان ذلك قبل المغادرة.", "2026-01-19", ()),
    ("ولم يتضح متى بدأت واشنطن سحب جنودها من القاعدة.", "2026-01-19", ()),
    ("وقال مسؤول رفض الكشف عن هويته إن عدد المصابين عشرة، وإن ثمانية منهم نقلوا إلى الأردن.", "2024-01-29", ()),
    ("وخرجا ببيان مشترك في بغداد.", "2021-07-29", ()),
    ("نافياً وجود خطط للقوات الأميركية.", "2024-12-20", ()),
    ("ولا يقل عدد الجنود في التاجي عن ألفين.", "2020-08-24", ()),
    ("نشرت وزارة الدفاع العراقية قوات إضافية في بغداد أمس.", "2025-10-20", ()),
    ("نشرت القيادة المركزية صوراً لجنود في قاعدة عين الأسد.", "2025-10-20", ()),
    ("تسلمت بغداد دفعة من المقاتلات أمس.", "2025-10-20", ()),
    ("انسحب الحشد الشعبي من القائم أمس.", "2025-10-20", ()),
    ("تراجع عدد المصابين من الجنود إلى ثلاثة أمس.", "2025-10-20", ()),
)

ROWS = (*CHRONICLES, *HANDED, *STAYING, *LEAVING, *COMING, *NOTHING)


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:60] for row in ROWS])
def test_a_sentence_claims_these_movements_and_no_others(row: Row) -> None:
    text, day, expected = row
    found = [told(event) for event in published(_OPENING + text, day) if event.kind in _MOVEMENTS]
    assert sorted(found) == sorted(expected)
