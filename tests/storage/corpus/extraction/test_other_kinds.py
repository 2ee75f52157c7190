"""Attacks, agreements, talks, votes, elections, the coalition's founding and its enemy's defeat, in many wordings: each
sentence claims the event beside it."""

from __future__ import annotations

import pytest

from tests.storage.corpus.extraction.test_events import published, told

_ROWS = [
    (
        "استهدفت طائرتان مسيرتان قاعدة حرير فجر الثلاثاء، بحسب جهاز مكافحة الإرهاب في الإقليم.",
        "attack 2026-02-03 harir happened",
    ),
    (
        "وتعرضت قاعدة عين الأسد مساء أمس لهجوم بصواريخ غراد لم يسفر عن إصابات بين الجنود الأميركيين.",
        "attack 2026-02-04 ain_al_asad happened",
    ),
    (
        "وكانت الولايات المتحدة قد اغتالت قاسم سليماني في غارة قرب مطار بغداد في 3 كانون الثاني 2020.",
        "attack 2020-01-03 baghdad_airport happened",
    ),
    (
        "وأسفر قصف بالكاتيوشا استهدف معسكر التاجي في 11 آذار 2020 عن مقتل جنديين أميركيين وجندية بريطانية.",
        "attack 2020-03-11 taji happened",
    ),
    (
        "دوت انفجارات في محيط قاعدة فكتوريا ليل الاثنين بعد سقوط أربع قذائف هاون.",
        "attack 2026-02-02 victoria_base happened",
    ),
    (
        "وأسقطت الدفاعات الجوية مسيّرة مفخخة قرب القوات الأميركية في قاعدة أربيل يوم 20 كانون الثاني.",
        "attack 2026-01-20 erbil_base happened",
    ),
    (
        "وقضى ثلاثة جنود أميركيين في هجوم بطائرة مسيّرة على البرج 22 في 28 كانون الثاني 2024.",
        "attack 2024-01-28 tower_22 happened",
    ),
    (
        "وردت إيران في 8 كانون الثاني 2020 بإطلاق أكثر من عشرة صواريخ باليستية على قاعدة عين الأسد.",
        "attack 2020-01-08 ain_al_asad happened",
    ),
    (
        "وشنت مقاتلات أميركية غارات على مواقع لكتائب حزب الله في القائم في 29 كانون الأول 2019.",
        "attack 2019-12-29 al_qaim happened",
    ),
    (
        "توصلت بغداد وواشنطن إلى اتفاق في أيلول 2024 يقضي بإنهاء مهمة التحالف.",
        "agreement 2024-09 iraq happened",
    ),
    (
        "ووقّع الجانبان العراقي والأميركي الاتفاقية الأمنية في 17 تشرين الثاني 2008.",
        "agreement 2008-11-17 iraq happened",
    ),
    (
        "وبموجب التفاهم الذي أبرمه البلدان في 27 أيلول 2024، تنسحب القوات الأميركية من العراق على مرحلتين.",
        "agreement 2024-09-27 iraq happened",
    ),
    (
        "اتفقت واشنطن وبغداد على جدول لسحب القوات الأميركية.",
        "agreement - iraq happened",
    ),
    (
        "صدر في واشنطن وبغداد بيان مشترك في 27 أيلول 2024 حدد موعد انتهاء مهمة التحالف.",
        "agreement 2024-09-27 iraq happened",
    ),
    (
        "عقدت اللجنة العسكرية العليا أولى جولاتها في بغداد في 27 كانون الثاني 2024.",
        "talks 2024-01-27 baghdad happened",
    ),
    (
        "انطلقت في واشنطن يوم 7 آب 2023 جولة محادثات بين وزارتي الدفاع العراقية والأميركية بشأن القوات.",
        "talks 2023-08-07 washington happened",
    ),
    (
        "وتستأنف بغداد وواشنطن المفاوضات حول القوات الأميركية في آذار المقبل.",
        "talks 2026-03 iraq planned",
    ),
    (
        "صوّت البرلمان العراقي في 5 كانون الثاني 2020 على قرار يلزم الحكومة بإخراج القوات الأجنبية.",
        "other 2020-01-05 iraq happened",
    ),
    (
        "وجاء تصويت مجلس النواب في الخامس من كانون الثاني 2020 بعد يومين من الضربة الأميركية.",
        "other 2020-01-05 iraq happened",
    ),
    (
        "أعلن العراق النصر على داعش في 9 كانون الأول 2017 بإسناد من القوات الأميركية.",
        "defeat 2017-12-09 iraq happened",
    ),
    (
        "تأسس التحالف الدولي في أيلول 2014 بقيادة الولايات المتحدة.",
        "formation 2014-09 - happened",
    ),
    (
        "وشُكّل التحالف في صيف 2014 لمحاربة داعش.",
        "formation 2014-22 - happened",
    ),
    (
        "يتوجه العراقيون إلى صناديق الاقتراع في 11 تشرين الثاني 2025 وسط وجود القوات الأميركية.",
        "election 2025-11-11 iraq happened",
    ),
    (
        "أعلن البنتاغون في 1 تشرين الأول 2025 خفض القوات الأميركية في العراق.",
        "announcement 2025-10-01 iraq happened",
    ),
    (
        "أعلنت واشنطن وبغداد في 27 أيلول 2024 إنهاء مهمة التحالف في العراق.",
        "announcement 2024-09-27 iraq happened",
    ),
    (
        "ولقي جندي أميركي حتفه في قصف بقذائف الهاون على قاعدة كي وان في 27 كانون الأول 2019.",
        "attack 2019-12-27 k1 happened",
    ),
    (
        "وتبنت المقاومة الإسلامية في العراق هجوماً بالمسيّرات على قاعدة التنف يوم 23 تشرين الأول 2023.",
        "attack 2023-10-23 al_tanf happened",
    ),
    (
        "ونجا الجنود الأميركيون من هجوم انتحاري قرب قاعدة الشدادي في 21 كانون الثاني 2019.",
        "attack 2019-01-21 al_shaddadi happened",
    ),
    (
        "هُزم تنظيم داعش في الباغوز شرقي سوريا في 23 آذار 2019.",
        "defeat 2019-03-23 syria happened",
    ),
    (
        "الجولة الثانية من المحادثات بين العراق والتحالف الدولي عُقدت في بغداد في 11 شباط 2024.",
        "talks 2024-02-11 baghdad happened",
    ),
    (
        "اختُتمت في واشنطن في 20 آب 2020 جلسات الحوار الاستراتيجي بين العراق والولايات المتحدة.",
        "talks 2020-08-20 washington happened",
    ),
    (
        "إسبر يزور بغداد في 23 تشرين الأول 2019 ويجري مباحثات مع عادل عبد المهدي حول القوات الأميركية.",
        "talks 2019-10-23 baghdad happened",
    ),
]


@pytest.mark.parametrize(("text", "event"), _ROWS, ids=[event for _, event in _ROWS])
def test_a_sentence_claims_this_event(text: str, event: str) -> None:
    assert event in [told(one) for one in published(text, "2026-02-05")]


def test_what_happened_then_happened_on_the_day_named_before() -> None:
    text = "وفي الخامس من آب 2024 أصيب جنود أميركيون عندما سقط صاروخان على قاعدة عين الأسد."
    assert [told(event) for event in published(text, "2024-08-16")] == ["attack 2024-08-05 ain_al_asad happened"]


def test_an_attack_told_twice_in_a_sentence_is_one() -> None:
    text = "قُتل جنديان أميركيان وجُرح ثالث، السبت، حين هاجم مسلح دورية قرب تدمر بالرصاص."
    attacks = [told(event) for event in published(text, "2025-12-14") if event.kind == "attack"]
    assert len(attacks) == 1


def test_the_day_after_an_attack_dates_it() -> None:
    text = "وقال رئيس الوزراء في 5 كانون الثاني 2024 إن القوات ستغادر، وذلك غداة غارة أميركية في بغداد."
    assert "attack 2024-01-04 baghdad happened" in [told(event) for event in published(text, "2024-01-29")]


def test_an_announcement_put_off_is_denied() -> None:
    text = "أرجأ العراق، الخميس، الإعلان عن موعد انتهاء مهمة التحالف."
    assert "announcement 2024-08-15 iraq denied" in [told(event) for event in published(text, "2024-08-16")]


def test_an_entry_of_a_chronicle_is_told_in_the_present() -> None:
    text = "28 كانون الثاني 2024: مسيّرة تقتل ثلاثة جنود أميركيين في البرج 22."
    assert [told(event) for event in published(text)] == ["attack 2024-01-28 tower_22 happened"]
