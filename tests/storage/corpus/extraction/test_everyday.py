"""Everyday wordings of attacks, talks, agreements, votes, elections, seizures and the enemy's defeat: each sentence
claims the event beside it."""

from __future__ import annotations

import pytest

from tests.storage.corpus.extraction.test_events import published, told

_DAY = "2026-02-05"
_ROWS = [
    ("وفجر اليوم هزت انفجارات قاعدة الشدادي.", "attack 2026-02-05 al_shaddadi happened"),
    ("فجّر انتحاري نفسه قرب دورية أميركية في الحسكة في 16 آب 2019.", "attack 2019-08-16 hasakah happened"),
    ("قتلت واشنطن قاسم سليماني في بغداد في 3 كانون الثاني 2020.", "attack 2020-01-03 baghdad happened"),
    ("أغارت مسيّرة على حقل العمر في 4 شباط 2024.", "attack 2024-02-04 omar_field happened"),
    ("ويأتي ذلك بعد هجوم صاروخي طال قاعدة حرير فجر الأربعاء.", "attack 2026-02-04 harir happened"),
    # A party's name inside that of a force makes nobody civil.
    ("شنت كتائب حزب الله الثلاثاء هجوماً بالمسيّرات على قاعدة حرير.", "attack 2026-02-03 harir happened"),
    ("هاجمت كتائب حزب الله الثلاثاء قاعدة حرير بالمسيّرات.", "attack 2026-02-03 harir happened"),
    ("تم استهداف السفارة الأميركية في بغداد في 8 كانون الأول 2023.", "attack 2023-12-08 green_zone happened"),
    ("اجتمعت اللجنة العسكرية العليا في بغداد الأحد الماضي.", "talks 2026-02-01 baghdad happened"),
    (
        "التقى وفد أميركي مسؤولين عراقيين في بغداد في 11 شباط 2024 لبحث الملف.",
        "talks 2024-02-11 baghdad happened",
    ),
    ("ناقش الجانبان خلال اجتماع في أربيل يوم الاثنين ملف القوات الأميركية.", "talks 2026-02-02 erbil happened"),
    # The city that hosts talks, or is visited for them.
    ("شهدت واشنطن في آب 2023 حواراً أمنياً بين العراق والولايات المتحدة.", "talks 2023-08 washington happened"),
    (
        "زار السوداني واشنطن في نيسان 2024 وبحث مع بايدن مستقبل القوات الأميركية.",
        "talks 2024-04 washington happened",
    ),
    (
        "تستضيف بغداد في آذار المقبل جولة جديدة من المفاوضات مع واشنطن بشأن القوات.",
        "talks 2026-03 baghdad planned",
    ),
    ("وافقت بغداد وواشنطن في أيلول 2024 على خطة تخص التحالف.", "agreement 2024-09 iraq happened"),
    ("أدلى العراقيون بأصواتهم في 11 تشرين الثاني 2025.", "election 2025-11-11 iraq happened"),
    ("صوّت الناخبون العراقيون في 11 تشرين الثاني 2025.", "election 2025-11-11 iraq happened"),
    ("انتهت خلافة داعش في الباغوز في 23 آذار 2019.", "defeat 2019-03-23 syria happened"),
    ("طُرد داعش من آخر معاقله في العراق عام 2017.", "defeat 2017 iraq happened"),
    ("وقضت القوات العراقية على داعش في كانون الأول 2017.", "defeat 2017-12 iraq happened"),
    ("وخسر داعش آخر جيوبه في سوريا في آذار 2019.", "defeat 2019-03 syria happened"),
    ("وانتهت الحرب ضد تنظيم داعش في العراق في كانون الأول 2017.", "defeat 2017-12 iraq happened"),
    ("وقعت الموصل في قبضة داعش في حزيران 2014.", "other 2014-06 mosul happened"),
    (
        "أصدر البرلمان العراقي في 5 كانون الثاني 2020 قراراً يخص القوات الأميركية.",
        "other 2020-01-05 iraq happened",
    ),
    ("عقد البرلمان العراقي أول أمس جلسة لمناقشة وجود القوات الأميركية.", "other 2026-02-03 iraq happened"),
    ("تسلّم العراق 150 معتقلاً من داعش في 21 كانون الثاني 2026.", "other 2026-01-21 iraq happened"),
]


@pytest.mark.parametrize(("text", "expected"), _ROWS, ids=[text[:60] for text, _ in _ROWS])
def test_a_sentence_claims_this_event(text: str, expected: str) -> None:
    assert [told(event) for event in published(text, _DAY)] == [expected]
