"""Movements in the plain sentences of the daily news: who leaves, comes, stays, hands over or ends a mission, each said
in one of the everyday ways."""

from __future__ import annotations

import pytest

from tests.storage.corpus.extraction.event_rows import Row
from tests.storage.corpus.extraction.test_events import published, told

LEAVING: tuple[Row, ...] = (
    ("تركت القوات الأميركية قاعدة القائم في آذار 2020.", "2021-02-20", ("withdrawal 2020-03 al_qaim happened",)),
    (
        "ودّع الجنود الأميركيون قاعدة عين الأسد في 17 كانون الثاني 2026.",
        "2026-02-20",
        ("withdrawal 2026-01-17 ain_al_asad happened",),
    ),
    (
        "بحلول أيلول 2026 ستكون القوات الأميركية قد غادرت العراق.",
        "2026-02-20",
        ("withdrawal ../2026-09 iraq planned",),
    ),
    (
        "تعتزم واشنطن سحب ما تبقى من جنودها في سوريا خلال شهرين.",
        "2026-02-20",
        ("withdrawal ../2026-04 syria planned",),
    ),
    (
        "تضاءل عدد الجنود الأميركيين في سوريا إلى نحو 900 جندي عام 2019.",
        "2026-02-20",
        ("reduction 2019 syria happened",),
    ),
)
MOVING: tuple[Row, ...] = (
    (
        "أعاد التحالف تموضع قواته من عين الأسد إلى أربيل في كانون الثاني 2026.",
        "2026-02-20",
        ("redeployment 2026-01 ain_al_asad>erbil happened",),
    ),
    (
        "ستعيد القوات الأميركية تمركزها في أربيل خلال العام الحالي.",
        "2026-02-20",
        ("redeployment 2026 erbil planned",),
    ),
    (
        "نقلت الولايات المتحدة السيطرة على قاعدة بلد إلى العراق في تشرين الثاني 2011.",
        "2026-02-20",
        ("handover 2011-11 balad_base happened",),
    ),
    ("وصل نحو 300 مستشار أميركي إلى العراق في حزيران 2014.", "2026-02-20", ("entry 2014-06 iraq happened",)),
    ("احتلت القوات الأميركية بغداد في 9 نيسان 2003.", "2026-02-20", ("entry 2003-04-09 baghdad happened",)),
)
STAYING: tuple[Row, ...] = (
    (
        "كانت القوات الأميركية تنتشر في قاعدة عين الأسد حتى كانون الثاني الماضي.",
        "2026-02-20",
        ("presence ../2026-01 ain_al_asad happened",),
    ),
    (
        "يستمر الوجود الأميركي في أربيل إلى أيلول 2026.",
        "2026-02-20",
        ("presence ../2026-09 erbil planned",),
    ),
    (
        "أنجز التحالف مهمته في العراق في أيلول 2025.",
        "2026-02-20",
        ("mission_end 2025-09 iraq happened",),
    ),
)
TOLD: tuple[Row, ...] = (
    (
        "وأفضت تفاهمات بين واشنطن وبغداد إلى رحيل قوات التحالف نهاية أيلول 2026.",
        "2026-02-20",
        ("withdrawal 2026-09 iraq planned",),
    ),
    (
        "وكان أوباما قال في تشرين الأول 2011 إن القوات الأميركية ستغادر العراق بنهاية العام.",
        "2026-02-20",
        ("statement 2011-10 iraq happened", "withdrawal 2011 iraq planned"),
    ),
    (
        "وفي تموز 2021 وعد بايدن بأن تغادر القوات القتالية العراق قبل نهاية العام الجاري.",
        "2021-08-20",
        ("withdrawal ../2021 iraq planned",),
    ),
    (
        "تنتشر القوات الأميركية في قاعدة حرير منذ حزيران 2015 وستغادرها بنهاية العام.",
        "2026-02-20",
        ("presence 2015-06/.. harir ongoing", "withdrawal 2026 harir planned"),
    ),
)

LOCAL: tuple[Row, ...] = (
    (
        "دخل الجيش السوري قاعدة التنف في 12 كانون الثاني 2026 بعد انسحاب القوات الأميركية منها.",
        "2026-02-20",
        ("withdrawal 2026-01-12 al_tanf happened",),
    ),
    ("دخلت القوات العراقية قاعدة عين الأسد في 17 كانون الثاني 2026.", "2026-02-20", ()),
    ("دخلت وحدات من الفرقة السابعة العراقية قاعدة عين الأسد أمس، وفق التحالف.", "2026-02-20", ()),
    ("وصلت قوات من الجيش العراقي إلى القاعدة أمس لتسلمها من القوات الأميركية.", "2026-02-20", ()),
    (
        "غادرت الأراضي العراقية أمس آخر قوات التحالف.",
        "2026-02-20",
        ("withdrawal 2026-02-19 iraq happened",),
    ),
)
"""The land's own forces come: no guest does."""

ROWS = (*LOCAL, *LEAVING, *MOVING, *STAYING, *TOLD)


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:60] for row in ROWS])
def test_a_plain_sentence_claims_this_movement_and_no_other(row: Row) -> None:
    text, day, expected = row
    assert sorted(map(told, published(text, day))) == sorted(expected)
