from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from handlers import digest
from handlers.digest import AT_MOST, Composed, compose
from handlers.views.message import Message, render
from storage.answers import Dispute, DisputeSide
from storage.corrections import Correction
from storage.digest import WITHDRAWN, Arrival, DigestMaterial, Due, Fact, Move, NewNumber, version
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import (
    Disagreement,
    DisagreementType,
    Event,
    Extent,
    Issue,
    Kind,
    Localized,
    Modality,
    Phase,
    Sense,
    Side,
)
from storage.schedule import Schedule
from storage.subscription import Section, Subscription, Told
from tests.handlers.handmade import TODAY, claim, count, edition, event, milestone, shown, source, translator

DAY = dt.timedelta(days=1)
SENT = dt.datetime(2026, 11, 15, 5, tzinfo=dt.UTC)
READER = Subscription(1, 5, None, 5, Schedule(), seen=3, last_sent_at=SENT)
EMPTY = DigestMaterial(edition(), 3, 4, SENT)

VACATED = event(Kind.HANDOVER, Modality.HAPPENED, slug="a1#vacated", place="ain_al_asad", date=FuzzyDate("2026-11-20"))
PLAN = event(slug="a0#plan", place="ain_al_asad", date=FuzzyDate("../2025-09", bound=Bound.BY), extent=Extent.ALL)
REST = event(slug="a2#rest", place="iraq", date=FuzzyDate("../2026", Edge.END, Bound.BY), extent=Extent.REMAINING)


def arrival(fact: Event = VACATED, code: str = "k3x", was: Event | None = None) -> Arrival:
    return Arrival(milestone(fact, code=code), claim(fact), milestone(was, phase=Phase.PROMISED) if was else None)


def due(fact: Event, days: int, code: str = "wby") -> Due:
    return Due(milestone(fact, code=code), claim(fact), TODAY + days * DAY)


def dispute() -> Dispute:
    stay = event(Kind.PRESENCE, slug="a3#stay", place="iraq")
    about = Disagreement(
        "d", "d", DisagreementType.WHETHER, "iraq", (Side((REST.id,), "leave"), Side((stay.id,), "stay")), Issue.LEAVE
    )
    leaving = replace(claim(REST), milestone="wby")
    return Dispute(about, (DisputeSide("leave", (leaving,)), DisputeSide("stay", (claim(stay, source(2, "reuters")),))))


FULL = replace(
    EMPTY,
    arrivals=(arrival(was=PLAN),),
    moves=(Move(milestone(REST, code="wby"), claim(REST), FuzzyDate("../2025-09", bound=Bound.BY)),),
    numbers=(NewNumber(count(2000), count(2500, source_=source(2, "reuters", "2024-09"))),),
    disputes=(dispute(),),
    upcoming=(due(REST, 39),),
    overdue=(due(PLAN, -2, "hut"),),
)


def composed(
    material: DigestMaterial = FULL,
    language: str = "ar",
    reader: Subscription | None = READER,
    owed: tuple[Correction, ...] = (),
) -> Composed:
    return compose(material, reader, translator(language), TODAY, owed)


def lines(message: Message) -> list[str]:
    return shown(message).split("\n")


def correction(old: Fact, new: Fact | None, *, code: str = "", reviewed: bool = True) -> Correction:
    now = WITHDRAWN if new is None else version(new)
    return Correction(Told(old.id, version(old)), now, old, new, source(), code, reviewed)


# ------------------------------------------------------------------ the whole of it


def test_a_digest_in_arabic() -> None:
    assert shown(composed().message) == (
        "🗞 خبر جديد وموعد تغيّر وعدد جديد\n"
        "✅ 20 تشرين الثاني 2026 — تسليم قاعدة عين الأسد\n"
        "مقرر ← منجز · إرم نيوز · /m_k3x\n"
        "\n"
        "📅 مواعيد تغيّرت\n"
        "⏳ خروج بقية القوات الأميركية من العراق\n"
        "كان الموعد بحلول أيلول 2025، وصار بحلول نهاية 2026 · إرم نيوز · /m_wby\n"
        "\n"
        "🔢 أعداد جديدة\n"
        "▪️ القوات الأميركية: نحو 2,500 جندي ← نحو 2,000 جندي\n"
        "العدد الموجود · ورد في 19 أيلول 2025 · إرم نيوز · /a_c1\n"
        "قبله: ورد في أيلول 2024 · رويترز · /a_c2\n"
        "\n"
        "⚖️ خلافات جديدة بين المصادر\n"
        "▪️ هل يغادرون؟ — العراق\n"
        "🔹 يغادر الجميع · إرم نيوز · /m_wby\n"
        "🔹 بقاء · رويترز · /a_c2\n"
        "\n"
        "⚠️ مواعيد انقضت ولم يرد تأكيد\n"
        "⚠️ بحلول أيلول 2025 — إخلاء قاعدة عين الأسد من القوات الأميركية\n"
        "انقضى في 20 تشرين الثاني 2026، قبل يومين · إرم نيوز · /m_hut\n"
        "\n"
        "⏳ مواعيد قادمة\n"
        "⏳ بحلول نهاية 2026 — خروج بقية القوات الأميركية من العراق\n"
        "يتبقى نحو 39 يوماً · إرم نيوز · /m_wby\n"
        "\n"
        "الجديد منذ 15 تشرين الثاني 2026\n"
        "تصل المصادر إلى 1 تشرين الأول 2025"
    )


def test_a_digest_in_english() -> None:
    assert shown(composed(language="en").message) == (
        "🗞 1 new development, 1 date moved and 1 new number\n"
        "✅ 20 November 2026 — Ain al-Asad air base handed over\n"
        "promised → done · Erem News · /m_k3x\n"
        "\n"
        "📅 Dates that moved\n"
        "⏳ Remaining US forces to leave Iraq\n"
        "was by September 2025, now by the end of 2026 · Erem News · /m_wby\n"
        "\n"
        "🔢 New numbers\n"
        "▪️ US forces: about 2,500 troops → about 2,000 troops\n"
        "present · reported 19 September 2025 · Erem News · /a_c1\n"
        "before: reported September 2024 · Reuters · /a_c2\n"
        "\n"
        "⚖️ New disagreements\n"
        "▪️ Will they leave? — Iraq\n"
        "🔹 All leave · Erem News · /m_wby\n"
        "🔹 They stay · Reuters · /a_c2\n"
        "\n"
        "⚠️ Overdue, unconfirmed\n"
        "⚠️ by September 2025 — US forces to vacate Ain al-Asad air base\n"
        "passed on 20 November 2026, 2 days ago · Erem News · /m_hut\n"
        "\n"
        "⏳ Coming up\n"
        "⏳ by the end of 2026 — Remaining US forces to leave Iraq\n"
        "about 39 days left · Erem News · /m_wby\n"
        "\n"
        "New since 15 November 2026\n"
        "Sources reach up to 1 October 2025"
    )


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("part", ["arrivals", "moves", "numbers", "disputes"])
def test_whatever_is_new_stands_in_the_first_three_lines(language: str, part: str) -> None:
    only = replace(EMPTY, upcoming=FULL.upcoming, **{part: getattr(FULL, part)})
    first, second, third, *_ = lines(composed(only, language).message)
    assert first.startswith("🗞 ")
    assert second
    assert any(link in third for link in ("/m_", "/a_", "🔹"))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_item_has_its_receipt(language: str) -> None:
    text = shown(composed(owed=(correction(PLAN, REST, code="hut"),), language=language).message)
    for section in text.split("\n\n")[:-1]:
        assert "/m_" in section or "/a_" in section, section


# ------------------------------------------------------------------ what it tells


def test_it_knows_which_facts_it_told_in_which_version() -> None:
    told = composed().told
    assert {each.fact for each in told} == {"a1#vacated", "a2#rest", "f2000", "f2500", "a3#stay", "a0#plan"}
    assert Told("a2#rest", version(REST)) in told


def test_what_is_left_out_was_not_told() -> None:
    many = tuple(arrival(replace(VACATED, id=f"a1#{n}"), f"c{n}") for n in range(20))
    found = composed(replace(EMPTY, arrivals=many))
    assert len(found.told) == AT_MOST["milestones"]
    assert "20 خبراً جديداً" in lines(found.message)[0]
    assert "والبقية (14) في /timeline" in lines(found.message)


def test_a_correction_is_told_in_the_version_of_now() -> None:
    wrong = replace(REST, date=FuzzyDate("2027"))
    found = composed(EMPTY, owed=(correction(REST, wrong), correction(VACATED, None)))
    assert set(found.told) == {Told(REST.id, version(wrong)), Told(VACATED.id, WITHDRAWN)}


# ------------------------------------------------------------------ whether it is worth writing


def test_nothing_new_is_empty_and_says_so_to_whoever_asks() -> None:
    found = composed(EMPTY)
    assert found.empty
    assert lines(found.message) == [
        "🗞 لا جديد منذ 15 تشرين الثاني 2026",
        "",
        "تصل المصادر إلى 1 تشرين الأول 2025",
    ]
    assert lines(composed(EMPTY, "en").message)[0] == "🗞 Nothing new since 15 November 2026"


def test_a_deadline_far_from_every_mark_is_shown_but_no_reason_to_write() -> None:
    found = composed(replace(EMPTY, upcoming=(due(REST, 39),)))
    assert found.empty
    assert "⏳ مواعيد قادمة" in lines(found.message)


@pytest.mark.parametrize(("days", "first"), [(3, "🗞 موعد يقترب"), (-1, "🗞 موعد انقضى بلا تأكيد")])
def test_a_deadline_that_passed_a_mark_since_the_last_digest_is(days: int, first: str) -> None:
    part = "upcoming" if days > 0 else "overdue"
    other = {"overdue": (due(PLAN, -20),)} if days > 0 else {"upcoming": (due(REST, 39),)}
    found = composed(replace(EMPTY, **{part: (due(PLAN, days),), **other}))
    assert not found.empty
    assert lines(found.message)[0] == first
    # The section that holds the news comes first, under the title.
    assert lines(found.message)[1].endswith("إخلاء قاعدة عين الأسد من القوات الأميركية")


def test_what_is_overdue_for_long_is_counted_not_listed() -> None:
    old = tuple(due(PLAN, -days) for days in (40, 50, 60))
    assert "⚠️ 3 مواعيد سابقة انقضت ولم يرد تأكيد: /next" in lines(composed(replace(FULL, overdue=old)).message)
    recent = composed(replace(FULL, overdue=(due(PLAN, -2), *old))).message
    assert "والبقية (3) في /next" in lines(recent)


@pytest.mark.parametrize(
    ("section", "parts"),
    [
        (Section.MILESTONES, ("arrivals",)),
        (Section.DEADLINES, ("moves", "upcoming", "overdue")),
        (Section.NUMBERS, ("numbers",)),
        (Section.DISAGREEMENTS, ("disputes",)),
    ],
)
def test_a_reader_gets_the_sections_that_he_chose(section: Section, parts: tuple[str, ...]) -> None:
    reader = replace(READER, sections=frozenset({section}))
    alone = replace(EMPTY, **{part: getattr(FULL, part) for part in parts})
    assert composed(FULL, reader=reader).message == composed(alone).message
    without = replace(FULL, **dict.fromkeys(parts, ()))
    assert composed(without, reader=reader).empty


def test_whoever_was_never_written_to_is_told_since_he_subscribed() -> None:
    fresh = replace(READER, last_sent_at=None)
    assert "الجديد منذ 15 تشرين الثاني 2026" in lines(composed(reader=fresh).message)
    assert not composed(replace(EMPTY, overdue=(due(PLAN, -6),)), reader=fresh).empty
    assert composed(replace(EMPTY, overdue=(due(PLAN, -8),)), reader=fresh).empty


def test_before_the_first_load_there_is_no_day_to_name() -> None:
    nothing = composed(replace(EMPTY, since_at=None), reader=None)
    assert lines(nothing.message)[0] == "🗞 لا جديد"
    assert not any("منذ" in line for line in lines(composed(replace(FULL, since_at=None), reader=None).message))


# ------------------------------------------------------------------ buttons


@pytest.mark.parametrize(("reader", "data"), [(READER, "x:digest"), (None, "b:often")])
def test_one_tap_ends_a_subscription_or_begins_one(reader: Subscription | None, data: str) -> None:
    assert [[button.data for button in row] for row in composed(reader=reader).message.buttons] == [[data]]


# ------------------------------------------------------------------ corrections


def test_a_correction_stands_first_old_and_new_together() -> None:
    right = replace(PLAN, date=FuzzyDate("../2026-03", bound=Bound.BY))
    found = composed(FULL, owed=(correction(PLAN, right, code="hut"),))
    assert not found.empty
    assert lines(found.message)[:4] == [
        "🗞 تصحيح واحد وخبر جديد وموعد تغيّر",
        "ذكرنا: إخلاء قاعدة عين الأسد من القوات الأميركية · بحلول أيلول 2025",
        "والصحيح: إخلاء قاعدة عين الأسد من القوات الأميركية · بحلول آذار 2026 · /m_hut",
        "",
    ]
    assert "🆕 أخبار جديدة" in lines(found.message)


def test_a_corrected_number_in_english() -> None:
    old, new = count(2500).figure, replace(count(2500).figure, value=2000, place="iraq")
    found = composed(EMPTY, "en", owed=(correction(old, new),))
    assert lines(found.message)[:3] == [
        "🗞 1 correction",
        "We said: about 2,500 troops · US forces · present",
        "It should be: about 2,000 troops · US forces, Iraq · present · /a_c1",
    ]


def test_a_withdrawal_says_so() -> None:
    found = composed(EMPTY, owed=(correction(VACATED, None),))
    assert lines(found.message)[1:3] == [
        "ذكرنا: تسليم قاعدة عين الأسد · 20 تشرين الثاني 2026",
        "وقد سُحب ذلك، فلا يُعتمد عليه · /a_c1",
    ]
    assert lines(composed(EMPTY, "en", owed=(correction(VACATED, None),)).message)[2].startswith("This is withdrawn")


def test_what_went_with_its_article_has_no_receipt_any_more() -> None:
    gone = replace(correction(VACATED, None), source=None)
    assert lines(composed(EMPTY, owed=(gone,)).message)[2] == "وقد سُحب ذلك، فلا يُعتمد عليه"


def test_where_only_the_modality_differs_it_is_said() -> None:
    titled = replace(PLAN, title=Localized("إعلان الخطة", "The plan is announced"))
    found = composed(EMPTY, owed=(correction(titled, replace(titled, modality=Modality.CONDITIONAL)),))
    assert lines(found.message)[1:3] == [
        "ذكرنا: إعلان الخطة · بحلول أيلول 2025 · مقرر",
        "والصحيح: إعلان الخطة · بحلول أيلول 2025 · مشروط · /a_c1",
    ]


def test_a_change_that_nobody_can_see_is_no_correction() -> None:
    unseen = correction(VACATED, replace(VACATED, counterpart=None, extent=Extent.SOME))
    found = composed(EMPTY, owed=(unseen,))
    assert found.empty
    assert found.told == ()
    assert digest.correct((unseen,), edition(), translator()).empty


def test_a_place_that_the_story_lost_is_told_by_the_sentence() -> None:
    found = composed(EMPTY, owed=(correction(replace(VACATED, place="atlantis"), None),))
    assert lines(found.message)[1] == f"ذكرنا: {VACATED.citation.sentence}"


def test_what_is_corrected_is_not_told_as_news_too() -> None:
    wrong = correction(replace(VACATED, date=FuzzyDate("2026-11-19")), VACATED)
    number = correction(replace(count(2000).figure, sense=Sense.TARGET), count(2000).figure)
    message = composed(replace(EMPTY, arrivals=FULL.arrivals, numbers=FULL.numbers), owed=(wrong, number)).message
    assert lines(message)[0] == "🗞 تصحيحان"


def test_a_correction_that_waits_for_no_digest() -> None:
    right = replace(PLAN, date=FuzzyDate("../2026-03", bound=Bound.BY))
    found = digest.correct((correction(PLAN, right, code="hut"), correction(VACATED, None)), edition(), translator())
    assert lines(found.message)[0] == "🗞 تصحيحان"
    assert lines(found.message)[-1] == "تصل المصادر إلى 1 تشرين الأول 2025"
    assert set(found.told) == {Told(PLAN.id, version(right)), Told(VACATED.id, WITHDRAWN)}
    assert [[button.data for button in row] for row in found.message.buttons] == [["x:digest"]]


# ------------------------------------------------------------------ the sign of life


def test_the_sign_of_life_says_that_nothing_is_new_and_what_comes_next() -> None:
    message = digest.alive(replace(EMPTY, upcoming=(due(REST, 39), due(PLAN, 50))), READER, translator(), TODAY)
    assert lines(message) == [
        "🗞 لا جديد منذ 15 تشرين الثاني 2026",
        "ما زلت أتابع، وأكتب إليك حين يرد جديد.",
        "",
        "⏳ مواعيد قادمة",
        "⏳ بحلول نهاية 2026 — خروج بقية القوات الأميركية من العراق",
        "يتبقى نحو 39 يوماً · إرم نيوز · /m_wby",
        "",
        "تصل المصادر إلى 1 تشرين الأول 2025",
    ]
    english = lines(digest.alive(EMPTY, READER, translator("en"), TODAY))
    assert english[:2] == [
        "🗞 Nothing new since 15 November 2026",
        "Still following; you will hear from me when there is something new.",
    ]


# ------------------------------------------------------------------ length


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("limit", [1500, 4096])
def test_a_long_digest_is_cut_between_sections_only(language: str, limit: int) -> None:
    title = Localized("عنوان طويل " * 9, "A long headline " * 7)
    arrivals = tuple(arrival(replace(VACATED, id=f"a1#{n}", title=title), f"c{n}") for n in range(6))
    late = tuple(due(replace(PLAN, title=title), -n, f"d{n}") for n in range(1, 5))
    moves = tuple(replace(FULL.moves[0], milestone=replace(FULL.moves[0].milestone, title=title)) for _ in range(6))
    long = replace(FULL, arrivals=arrivals, overdue=late, moves=moves)
    parts = [part.plain for part in render(composed(long, language).message, limit, rtl=language == "ar")]
    assert len(parts) == 1 if limit == 4096 else len(parts) > 1
    firsts = {section.split("\n")[0] for section in shown(composed(long, language).message).split("\n\n")}
    for part in parts:
        assert part.split("\n")[0].strip("\u200e\u200f") in firsts


def test_a_section_that_fits_no_message_is_cut_between_its_items() -> None:
    """Corrections are never left out, however many there are."""
    title = Localized("عنوان طويل " * 20, "long")
    wrong = replace(VACATED, title=title)
    owed = tuple(
        correction(replace(wrong, id=f"a1#{n}"), replace(wrong, id=f"a1#{n}", date=FuzzyDate("2026")))
        for n in range(30)
    )
    parts = [part.plain for part in render(composed(EMPTY, owed=owed).message, rtl=True)]
    assert len(parts) > 2
    assert all(part.strip("\u200f").startswith(("🗞", "ذكرنا", "تصل")) for part in parts)
    assert sum(part.count("ذكرنا") for part in parts) == sum(part.count("والصحيح") for part in parts) == 30


# ------------------------------------------------------------------ sharing


def test_the_same_text_for_all_for_whom_sameness_is_the_same() -> None:
    t = translator()
    other = replace(READER, id=2, chat=6, owner=7, last_sent_at=SENT + dt.timedelta(hours=2))
    assert digest.sameness(READER, t, TODAY) == digest.sameness(other, t, TODAY)
    assert composed(reader=other).message == composed().message
    for different in (
        replace(READER, last_sent_at=SENT - DAY),
        replace(READER, last_sent_at=None),
        replace(READER, sections=frozenset({Section.NUMBERS})),
        replace(READER, places=frozenset({"iraq"})),
        replace(READER, seen=2),
    ):
        assert digest.sameness(different, t, TODAY) != digest.sameness(READER, t, TODAY)
    assert digest.sameness(READER, translator("en"), TODAY) != digest.sameness(READER, t, TODAY)
