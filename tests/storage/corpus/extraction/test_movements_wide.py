"""Movements in more of the words that journalists have for them, one row for each way of saying it: phases that end,
land that is left, chronicles under a year, what has begun, what an undated condition or denial claims."""

from __future__ import annotations

import pytest

from storage.records import Kind
from tests.storage.corpus.extraction.test_events import published, told
from tests.storage.corpus.extraction.test_movements import _MOVEMENTS, _OPENING, Row

ENDED: tuple[Row, ...] = (
    (
        "وأعلن الأعرجي أن المهام القتالية لقوات التحالف الدولي في العراق قد انتهت أمس الأول.",
        "2021-12-20",
        ("mission_end 2021-12-18 iraq happened",),
    ),
    (
        "أُسدل الستار في 30 أيلول 2025 على المرحلة الأولى من مهمة التحالف في العراق.",
        "2025-10-20",
        ("mission_end 2025-09-30 iraq happened",),
    ),
    (
        "أعلنت واشنطن انتهاء عملياتها القتالية في العراق في آب 2010.",
        "2021-10-20",
        ("mission_end 2010-08 iraq happened",),
    ),
)

LEFT: tuple[Row, ...] = (
    (
        "30 حزيران 2009: الوحدات الأميركية تخلي المدن والبلدات.",
        "2025-10-20",
        ("withdrawal 2009-06-30 iraq happened",),
    ),
    (
        "واتفق الجانبان في واشنطن على أن تخرج القوات الأميركية من البلاد بحلول 31 كانون الأول 2021.",
        "2021-09-20",
        ("withdrawal ../2021-12-31 iraq planned",),
    ),
    (
        "في 17 آب شرعت قوافل أميركية تغادر قاعدة فكتوريا وقاعدة عين الأسد.",
        "2025-08-24",
        ("withdrawal 2025-08-17 ain_al_asad ongoing", "withdrawal 2025-08-17 victoria_base ongoing"),
    ),
    (
        "واتفق الطرفان على تقليص القوات الأميركية في عين الأسد وحرير، وأُنجز التقليص في أيلول 2021.",
        "2021-10-20",
        (
            "reduction 2021-09 ain_al_asad happened",
            "reduction 2021-09 harir happened",
        ),
    ),
    ("ورأى أن الانسحاب قد يتأجل إذا اضطربت الحدود.", "2025-08-24", ("withdrawal - iraq conditional",)),
    (
        "ولا يزال قرار البرلمان القاضي بإخراج القوات الأجنبية حبراً على ورق.",
        "2021-12-10",
        ("withdrawal - iraq conditional",),
    ),
)

STAYING: tuple[Row, ...] = (
    (
        "وأوضح أن المرحلة الثانية تمتد حتى أيلول 2026.",
        "2025-03-02",
        ("presence ../2026-09 iraq planned",),
    ),
    (
        "وسيتواصل دعم عمليات التحالف في سوريا انطلاقاً من الأراضي العراقية حتى أيلول 2026 على الأقل.",
        "2025-03-02",
        ("presence 2026-09/.. iraq planned",),
    ),
    (
        "ويواصل التحالف مساندة العمليات ضد داعش في سوريا من أربيل حتى أيلول 2026.",
        "2025-10-02",
        ("presence ../2026-09 erbil planned",),
    ),
    ("وأكد أن ما قيل عن بقاء مفرزة أميركية في التاجي لا أساس له.", "2026-01-24", ("presence - taji denied",)),
    ("وهم يتمركزون اليوم في أربيل وحرير.", "2026-01-24", ("presence - erbil ongoing", "presence - harir ongoing")),
)

PLANNED: tuple[Row, ...] = (
    (
        "وكان يُفترض أن تُخلى عين الأسد في أيلول 2025.",
        "2026-01-24",
        ("withdrawal 2025-09 ain_al_asad planned",),
    ),
    (
        "وقضت الاتفاقية بخروج القوات المقاتلة من المدن، وهو ما تم في 30 حزيران 2009.",
        "2011-12-16",
        ("withdrawal 2009-06-30 iraq happened",),
    ),
    (
        "ويُلزم الاتفاق القوات الأميركية بأن تغادر العراق قبل نهاية عام 2011.",
        "2011-10-20",
        ("withdrawal ../2011 iraq planned",),
    ),
    (
        "ستنتقل قاعدة بلد إلى عهدة السلطات العراقية الشهر المقبل، يليها في مطلع ديسمبر مجمع فكتوريا.",
        "2011-10-20",
        ("handover 2011-11 balad_base planned", "handover 2011-12 victoria_base planned"),
    ),
    ("رفض المتحدث أن يوصف الأمر بأنه انسحاب أميركي.", "2024-09-28", ("withdrawal - iraq denied",)),
    (
        "والمرحلة الثانية من المهمة تنتهي في أيلول 2026، ولا تمديد ولو ليوم.",
        "2026-01-24",
        ("mission_end 2026-09 iraq planned",),
    ),
)

ASIDES: tuple[Row, ...] = (
    (
        "طالبت الحركة، في بيان صدر مطلع الشهر الجاري، بإخراج آخر جندي أجنبي من العراق قبل نهاية 2025.",
        "2025-10-12",
        ("withdrawal ../2025 iraq conditional",),
    ),
    (
        "وقال مصدر عسكري، مشترطاً عدم الإفصاح عن هويته، إن رتلاً أميركياً خرج أمس من قاعدة عين الأسد.",
        "2025-08-19",
        ("withdrawal 2025-08-18 ain_al_asad happened",),
    ),
    (
        "وشدد المسؤول، في إيجاز للصحافيين، على أن بلاده لا تتفاوض على انسحاب قواتها من العراق.",
        "2020-01-12",
        ("withdrawal - iraq denied",),
    ),
    (
        "واتفقت اللجنة، في 16 أيلول 2021، على تقليص القوات في عين الأسد وأربيل قبل نهاية أيلول 2021.",
        "2021-12-10",
        ("reduction ../2021-09 ain_al_asad planned", "reduction ../2021-09 erbil planned"),
    ),
    (
        "لو وقعت الحرب، لوجدت القوات الأميركية نفسها في خطر، واضطرت إلى إخلاء عين الأسد.",
        "2025-06-04",
        ("withdrawal - ain_al_asad conditional",),
    ),
    (
        "على الرغم من انقضاء المهلة التي أعلنتها بغداد، ما زالت قوات الاحتلال في عين الأسد.",
        "2025-10-12",
        ("presence - ain_al_asad ongoing",),
    ),
    (
        "أما المهمة القتالية فأعلن أوباما انتهاءها في آب 2010.",
        "2011-12-16",
        ("mission_end 2010-08 iraq happened",),
    ),
    (
        "ففي المرحلة الأولى، تُخلى قاعدة عين الأسد ويُقلص الوجود الأميركي في بغداد.",
        "2024-09-10",
        ("reduction - baghdad planned", "withdrawal - ain_al_asad planned"),
    ),
    (
        "سحبت واشنطن جنودها من العراق نهاية 2011، قبل أن تعيد بعضهم ابتداء من حزيران 2014 إثر سقوط الموصل.",
        "2025-10-03",
        ("withdrawal 2011 iraq happened", "entry 2014-06/.. iraq happened"),
    ),
    (
        "وشهد نيسان 2020 تسليمين: قاعدة التقدم في 4 نيسان 2020، وقاعدة القيارة في 6 نيسان 2020.",
        "2020-08-24",
        ("handover 2020-04-04 taqaddum happened", "handover 2020-04-06 qayyarah happened"),
    ),
    ("وأوضح أن نقل المستشارين إلى أربيل لا يزال قيد الإعداد.", "2025-08-19", ("redeployment - iraq>erbil planned",)),
)

STEPS: tuple[Row, ...] = (
    (
        "وأكد أن آخر الجنود سيعودون إلى الولايات المتحدة بحلول نهاية 2011.",
        "2011-10-22",
        ("withdrawal ../2011 iraq>usa planned",),
    ),
    ("عادت القوات الأمريكية إلى العراق في صائفة 2014.", "2024-02-11", ("entry 2014-22 iraq happened",)),
    (
        "وهبط عدد القوات الأميركية في العراق من 5200 جندي إلى 3000 في أيلول 2020، فإلى 2500 في كانون الثاني 2021.",
        "2021-04-12",
        ("reduction 2020-09 iraq happened", "reduction 2021-01 iraq happened"),
    ),
    (
        "ويُتوقع أن يهبط عددهم من نحو 5200 جندي حالياً إلى 3500 جندي.",
        "2020-08-24",
        ("reduction - iraq planned",),
    ),
    (
        "وأكد أن آخر جندي أميركي سيعبر الحدود إلى الكويت في 18 كانون الأول 2011.",
        "2011-12-16",
        ("withdrawal 2011-12-18 iraq>kuwait planned",),
    ),
    (
        "وعين الأسد دخلتها القوات الأميركية في نيسان 2003، ثم أعادتها إلى العراقيين في كانون الأول 2011.",
        "2026-01-18",
        ("entry 2003-04 ain_al_asad happened", "handover 2011-12 ain_al_asad happened"),
    ),
    (
        "ولا تمديد إلى ما بعد أيلول 2026، وهو الموعد المحدد لانسحاب القوات من العراق.",
        "2025-10-03",
        ("withdrawal 2026-09 iraq planned",),
    ),
    (
        "خرجت القوات الأميركية من المدن في 30 حزيران 2009، وبعدها بعام وشهرين أُعلن انتهاء العمليات القتالية.",
        "2025-08-24",
        ("withdrawal 2009-06-30 iraq happened", "mission_end 2010-08 iraq happened"),
    ),
)

ROWS = (*ENDED, *LEFT, *STAYING, *PLANNED, *ASIDES, *STEPS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:60] for row in ROWS])
def test_a_sentence_claims_these_movements_and_no_others(row: Row) -> None:
    text, day, expected = row
    found = [told(event) for event in published(_OPENING + text, day) if event.kind in _MOVEMENTS]
    assert sorted(found) == sorted(expected)


_CHRONICLE = """محطات الوجود الأميركي في العراق

هذه أبرز محطات القوات الأميركية والتحالف الدولي في العراق منذ دخولها أول مرة قبل سنوات طويلة.

2020

- 17 آذار: التحالف يسلم قاعدة القائم إلى القوات العراقية.
- 25 تموز ثم 23 آب: تسليم معسكري بسماية والتاجي على التوالي.

2025

- 17 آب: بدء الانسحاب من قاعدة عين الأسد.

وتنتظر بغداد أن يغادر الباقون في موعدهم المعلن وفق ما قاله مسؤولون."""


def test_the_entries_of_a_chronicle_are_of_the_year_over_them() -> None:
    found = [told(event) for event in published(_CHRONICLE, "2026-02-20") if event.kind is Kind.HANDOVER]
    assert found == [
        "handover 2020-03-17 al_qaim happened",
        "handover 2020-07-25 basmaya happened",
        "handover 2020-08-23 taji happened",
    ]
    left = [told(event) for event in published(_CHRONICLE, "2026-02-20") if event.kind is Kind.WITHDRAWAL]
    assert "withdrawal 2025-08-17 ain_al_asad ongoing" in left


def test_an_entry_goes_on_in_the_year_of_the_one_before_it() -> None:
    text = "- 17 آذار 2020: إخلاء قاعدة القائم.\n- 26 آذار: إخلاء قاعدة القيارة.\n- 5 كانون الثاني: إخلاء قاعدة التاجي."
    assert [told(event) for event in published(_OPENING + text, "2025-10-20")] == [
        "withdrawal 2020-03-17 al_qaim happened",
        "withdrawal 2020-03-26 qayyarah happened",
    ]
