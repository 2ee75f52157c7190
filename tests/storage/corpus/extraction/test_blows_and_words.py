"""Seizures, threats, counted attacks and who carries them out; talks and agreements that share the day of what was said
at them: each sentence claims the event beside it."""

from __future__ import annotations

import pytest

from tests.storage.corpus.extraction.test_events import published, told

_DAY = "2026-02-05"
_ROWS = [
    ("وفي 10 حزيران 2014 سيطر تنظيم داعش على الموصل، فعادت القوات الأميركية.", "other 2014-06-10 mosul happened"),
    ("واستولى التنظيم على الموصل في حزيران 2014 فعاد الجنود الأميركيون.", "other 2014-06 mosul happened"),
    ("ومنذ اجتياح داعش للموصل في صيف 2014 تنتشر القوات الأميركية هناك.", "other 2014-22 mosul happened"),
    ("بعد سقوط الموصل في قبضة داعش في 10 حزيران 2014 تشكل التحالف.", "other 2014-06-10 mosul happened"),
    ("سقطت الموصل بأيدي مقاتلي داعش في حزيران 2014.", "other 2014-06 mosul happened"),
    ("دخل مسلحو داعش الموصل في حزيران 2014، ثم جاء التحالف.", "other 2014-06 mosul happened"),
    (
        "وأحصت القيادة المركزية منذ 18 تشرين الأول 2023 أكثر من 150 هجوماً على قواتها في العراق.",
        "attack 2023-10-18/.. iraq happened",
    ),
    (
        "ووثّق البنتاغون بين تشرين الأول 2023 وشباط 2024 عشرات الهجمات على جنوده في سوريا.",
        "attack 2023-10/2024-02 syria happened",
    ),
    ("وتوعّدت كتائب حزب الله باستهداف القوات الأميركية في العراق ما لم تنسحب.", "attack - iraq conditional"),
    ("وتلوّح فصائل مسلحة باستئناف الهجمات على القوات الأميركية.", "attack - iraq conditional"),
    ("وأصدرت الحركة بياناً أنذرت فيه بضرب القواعد الأميركية في العراق إذا بقيت القوات.", "attack - iraq conditional"),
    ("وانهمر وابل من الصواريخ على قاعدة حرير ليل 3 كانون الثاني 2026.", "attack 2026-01-03 harir happened"),
    ("وفي 15 شباط 2021 سقطت رشقة صواريخ على قاعدة أربيل.", "attack 2021-02-15 erbil_base happened"),
    (
        "وأصدر العراق والولايات المتحدة يوم 27 أيلول 2024 بياناً مشتركاً حدد مراحل الانسحاب.",
        "agreement 2024-09-27 iraq happened",
    ),
    ("ويستند الجدول إلى اتفاق أُعلن في 27 أيلول 2024 وينهي مهمة التحالف.", "agreement 2024-09-27 iraq happened"),
    ("بغداد وواشنطن تعلنان في 27 أيلول 2024 الاتفاق على إنهاء مهمة التحالف.", "agreement 2024-09-27 iraq happened"),
    (
        "واتفقت اللجنة الفنية في 16 أيلول 2021 على تقليص الوحدات الأميركية في العراق.",
        "agreement 2021-09-16 iraq happened",
    ),
    (
        "اتفق الرئيسان بايدن والكاظمي، خلال لقائهما في واشنطن يوم 26 تموز 2021، على إنهاء المهمة القتالية في العراق.",
        "agreement 2021-07-26 iraq happened",
    ),
    ("ونفى الوفد العراقي التوصل إلى اتفاق مع واشنطن حتى الآن.", "agreement - iraq denied"),
    ("ولم توقّع بغداد وواشنطن الاتفاق بعد.", "agreement - iraq denied"),
    ("وقال الوزير العراقي: قد نوقّع مذكرة تفاهم مع دول التحالف.", "agreement - iraq conditional"),
    (
        "وأعلن الأعرجي، أمس، في ختام الجولة الأخيرة من الحوار مع التحالف، انتهاء المهام القتالية.",
        "talks 2026-02-04 iraq happened",
    ),
    ("وأكد مصدر عراقي أن المفاوضات مع واشنطن بشأن التحالف انتهت.", "talks - iraq happened"),
    ("تلتئم اللجنة العسكرية العليا غداً الجمعة في بغداد للمرة الأولى.", "talks 2026-02-06 baghdad planned"),
    ("وصادق مجلس النواب في 5 كانون الثاني 2020 على قرار إخراج القوات الأجنبية.", "other 2020-01-05 iraq happened"),
    (
        "استقبل ترامب في البيت الأبيض، الخميس 20 آب 2020، الكاظمي وبحثا الانسحاب من العراق.",
        "talks 2020-08-20 washington happened",
    ),
    (
        "أما إذا احتجنا إلى التدريب فقد نوقّع مذكرة تفاهم مع دول التحالف في العراق.",
        "agreement - iraq conditional",
    ),
    (
        "وفي 21 تشرين الأول 2011 خرج أوباما ليعلن أن الجنود الأميركيين سيغادرون العراق.",
        "announcement 2011-10-21 iraq happened",
    ),
    ("سقطت صواريخ على عين الأسد، في الخامس من آب 2024، أصابت سبعة أميركيين.", "attack 2024-08-05 ain_al_asad happened"),
    (
        "ويعود التأجيل إلى انهيار المحادثات. وانهارت المحادثات بين بغداد وواشنطن في تشرين الأول 2011.",
        "talks 2011-10 iraq happened",
    ),
    ("وصدر في 6 تشرين الثاني 2025 بيان عراقي أميركي مشترك بشأن القوات.", "agreement 2025-11-06 iraq happened"),
    (
        "وكان الكونغرس قد وافق في 10 كانون الأول 2025 على إلغاء تفويض القوات الأميركية.",
        "other 2025-12-10 iraq happened",
    ),
    ("وأرجأت بغداد في 15 آب 2024 إعلان موعد إنهاء مهمة التحالف.", "announcement 2024-08-15 iraq denied"),
    ("وكانت الجولة الثالثة قد عُقدت عبر الشاشة في السابع من نيسان 2021.", "talks 2021-04-07 iraq happened"),
    ("وقالت الكتائب إن استهداف القواعد الأميركية سيتواصل ما لم يخرج آخر جندي.", "attack - iraq conditional"),
    ("وانفجرت سيارة مفخخة أمس في سوق بمدينة كركوك قرب دورية أميركية.", "attack 2026-02-04 kirkuk happened"),
    (
        "وصل نائب الرئيس الأميركي جو بايدن في 30 آب 2010 إلى بغداد، حيث أجرى محادثات مع رئيس الوزراء العراقي.",
        "talks 2010-08-30 baghdad happened",
    ),
    (
        "صوّت البرلمان العراقي في 5 كانون الثاني 2020 على إخراج القوات، بعد يومين من مقتل سليماني قرب مطار بغداد.",
        "attack 2020-01-03 baghdad_airport happened",
    ),
    ("وبعد اجتياح داعش للموصل في حزيران 2014 تأسس التحالف.", "formation 2014-06 - happened"),
    ("وأقر مجلس الوزراء العراقي في 16 تشرين الثاني 2008 اتفاقية انسحاب القوات.", "other 2008-11-16 iraq happened"),
    (
        "توصلت بغداد وواشنطن إلى اتفاق على إنهاء مهمة التحالف في 27 أيلول 2024.",
        "agreement 2024-09-27 iraq happened",
    ),
    (
        "وجاءت الضربات الأميركية بعد هجوم لداعش على الجنود الأميركيين في تدمر يوم 13 كانون الأول 2025.",
        "attack 2025-12-13 palmyra happened",
    ),
    (
        "تعرضت القوات الأميركية لثمانين هجوماً منذ 17 تشرين الأول 2023، منها 37 في العراق و47 في سوريا.",
        "attack 2023-10-17/.. syria happened",
    ),
    (
        "بغداد 27 تموز 2025 (الصقر) - اتفقت بغداد وواشنطن، خلال محادثات الاثنين 21 تموز 2025، على إنهاء مهمة التحالف.",
        "agreement 2025-07-21 iraq happened",
    ),
    ("وقد حارب داعش تحالف دولي أبصر النور في أيلول 2014.", "formation 2014-09 - happened"),
    (
        "تقع عين الأسد في الأنبار، وفجر 8 كانون الثاني 2020 أمطرها الحرس الثوري بالصواريخ.",
        "attack 2020-01-08 ain_al_asad happened",
    ),
]


@pytest.mark.parametrize(("text", "event"), _ROWS, ids=[f"{event} {n}" for n, (_, event) in enumerate(_ROWS)])
def test_a_sentence_claims_this_event(text: str, event: str) -> None:
    assert event in [told(one) for one in published(text, _DAY)]


_SILENT = [
    ("عقد البرلمان العراقي السبت 10 كانون الثاني 2026 جلسة لبحث الغارات الأميركية.", "attack"),
    ("وأعلن التحالف أنه علّق عملياته ضد تنظيم داعش منذ 5 كانون الثاني 2026.", "attack"),
    ("خسر تنظيم داعش سيطرته على الموصل في تموز 2017 أمام القوات العراقية.", "other"),
    ("سيطرت القوات العراقية على الموصل في تموز 2017 بعد طرد داعش.", "other"),
    ("وكشف السوداني في 5 كانون الثاني 2026 عن تشكيل لجنة لإنهاء مهمة التحالف.", "formation"),
    ("وصفتها القوات الأميركية في 5 كانون الثاني 2026 بالمهمة.", "attack"),
]


@pytest.mark.parametrize(("text", "kind"), _SILENT)
def test_a_sentence_claims_no_event_of_this_kind(text: str, kind: str) -> None:
    assert kind not in [event.kind for event in published(text, _DAY)]


def test_an_election_is_told_once_on_its_day() -> None:
    text = "مر نحو ستة أشهر على انتخابات آذار 2010 التي جرت في السابع من آذار 2010 وسط وجود القوات الأميركية."
    dates = [event.date.edtf for event in published(text, _DAY) if event.kind == "election" and event.date]
    assert dates == ["2010-03-07"]


def test_an_election_is_held_where_its_candidate_is() -> None:
    text = "وتعهد الرئيس جو بايدن لمؤيديه بإعادة ما يسميها «آخر دفعة» من جنود بلاده قبل اقتراع الثالث نوفمبر المقبل."
    held = {event.place for event in published(text, _DAY) if event.kind == "election"}
    assert held == {"usa"}


def test_talks_that_lasted_are_over() -> None:
    text = "وجاء الاتفاق ثمرة محادثات استمرت ستة أشهر بين بغداد وواشنطن."
    assert "talks" not in [event.kind for event in published(text, _DAY)]


def test_what_is_announced_is_not_what_it_is_for() -> None:
    text = "كشف السوداني في 5 كانون الثاني 2026 عن لجنة لوضع ترتيبات إنهاء مهمة التحالف."
    assert "mission_end" not in [event.kind for event in published(text, _DAY)]


def test_an_announcement_is_made_for_a_country() -> None:
    text = "أعلن البنتاغون في 5 كانون الثاني 2026 أن القوات الأميركية غادرت قاعدة عين الأسد."
    assert "announcement 2026-01-05 iraq happened" in [told(event) for event in published(text, _DAY)]


def test_a_parliament_of_guests_votes_for_its_own() -> None:
    text = "وافق البوندستاغ في 20 كانون الثاني 2026 على بقاء الجنود الألمان في العراق."
    assert [event.actor for event in published(text, _DAY) if event.kind == "other"] == ["germany"]


_WHO = [
    ("أما الفصائل التي قصفت عين الأسد في 5 آب 2024 فصامتة.", "factions"),
    ("استُهدفت القوات الأميركية في العراق بمسيّرتين في 3 كانون الثاني 2026.", None),
    ("أحصت وزارة الدفاع الأميركية منذ تشرين الأول 2023 أكثر من 150 هجوماً على قواتها في العراق.", None),
    ("وتعرضت قاعدة حرير في 3 كانون الثاني 2026 لهجوم على الأميركيين.", None),
    ("وهددت فصائل مسلحة بضرب القواعد الأميركية في العراق إذا لم تنسحب.", "factions"),
    ("مقتل جنديين أميركيين بتفجير في سوريا في 3 كانون الثاني 2026.", None),
]


@pytest.mark.parametrize(("text", "actor"), _WHO)
def test_who_suffers_an_attack_does_not_carry_it_out(text: str, actor: str | None) -> None:
    assert [event.actor for event in published(text, _DAY) if event.kind == "attack"][:1] == [actor]


def test_an_agreement_that_is_announced_is_told_once() -> None:
    text = "أعلنت بغداد وواشنطن في بيان مشترك صدر في 27 أيلول 2024 أن مهمة التحالف ستنتهي خلال عام."
    kinds = [event.kind for event in published(text, _DAY)]
    assert "agreement" in kinds
    assert "announcement" not in kinds
