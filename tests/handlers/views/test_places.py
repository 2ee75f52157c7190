"""Places: their state and since when, who disagrees, and one place in full with its map."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.views.places import CLAIMS, FIGURES, MILESTONES, overview, place, unknown
from storage.answers import Claim, Dispute, DisputeSide, PlaceAnswer, PlaceCard, Places
from storage.fuzzydate import Edge, FuzzyDate
from storage.records import (
    Disagreement,
    DisagreementType,
    Extent,
    Issue,
    Kind,
    Modality,
    PlaceState,
    PlaceStatus,
    Sense,
)
from tests.handlers.handmade import (
    REPORTED,
    TODAY,
    claim,
    count,
    edition,
    event,
    labels,
    milestone,
    shown,
    source,
    story,
    translator,
)

LATE_AUGUST = FuzzyDate("2025-08", Edge.LATE)
CONVOYS = event(modality=Modality.HAPPENED, extent=Extent.FIRST, place="ain_al_asad", date=LATE_AUGUST)
GOING_ON = event(modality=Modality.ONGOING, slug="e2", place="ain_al_asad", date=FuzzyDate("2025-10-01"))
ASAD = claim(CONVOYS, source(1, "alaraby", "2025-10-01"))
STILL = claim(GOING_ON, source(2, "newsalist", "2025-10-01"))


def status(
    place_: str = "ain_al_asad",
    state: PlaceState = PlaceState.DRAWING_DOWN,
    since: FuzzyDate | None = LATE_AUGUST,
    *,
    disputed: bool = False,
) -> PlaceStatus:
    return PlaceStatus(place_, state, since, disputed, (), REPORTED)


def dispute(place_: str, *claims: Claim) -> Dispute:
    about = Disagreement("d", "d", DisagreementType.WHEN, place_, (), Issue.MISSED)
    return Dispute(about, tuple(DisputeSide("deadline", (each,)) for each in claims))


def card(place_: str = "ain_al_asad", state: PlaceState = PlaceState.DRAWING_DOWN, *claims: Claim) -> PlaceCard:
    return PlaceCard(status(place_, state), claims or (ASAD,))


def listed(*cards: PlaceCard, disputes: tuple[Dispute, ...] = (), language: str = "ar") -> str:
    return shown(overview(Places(edition(), cards), translator(language), disputes))


# ------------------------------------------------------------------ all places


def test_a_place_says_how_it_stands_since_when_and_what_came_last() -> None:
    text = listed(PlaceCard(status(), (ASAD, STILL)))
    assert "🟡 قاعدة عين الأسد — انسحاب جارٍ منذ أواخر آب 2025" in text
    assert "آخر ما ورد: انسحاب القوات الأميركية من قاعدة عين الأسد، 1 تشرين الأول 2025" in text
    assert "/p_ain_al_asad" in text
    english = listed(PlaceCard(status(), (ASAD, STILL)), language="en")
    assert "🟡 Ain al-Asad air base — drawing down since late August 2025" in english
    assert "last report: US forces leaving Ain al-Asad air base, 1 October 2025" in english


@pytest.mark.parametrize(
    ("state", "mark", "arabic"),
    [
        (PlaceState.PRESENT, "🟢", "حضور قائم"),
        (PlaceState.DRAWING_DOWN, "🟡", "انسحاب جارٍ"),
        (PlaceState.VACATED, "⚪", "انسحاب مكتمل"),
        (PlaceState.HANDED_OVER, "🤝", "تسليم مكتمل"),
        (PlaceState.UNCLEAR, "❔", "وضع غير محسوم"),
    ],
)
def test_every_state_has_its_mark_and_words(state: PlaceState, mark: str, arabic: str) -> None:
    assert f"{mark} قاعدة عين الأسد — {arabic}" in listed(card("ain_al_asad", state))


def test_since_about_keeps_its_hedge() -> None:
    about = replace(card("syria"), status=status("syria", since=FuzzyDate("2025-06~")))
    assert "انسحاب جارٍ منذ نحو حزيران 2025" in listed(about)
    assert "drawing down since about June 2025" in listed(about, language="en")


def test_places_stand_under_their_country() -> None:
    text = listed(card("syria"), card("ain_al_asad"), card("ne_syria"))
    assert text.index("العراق") < text.index("عين الأسد") < text.index("🟡 سوريا") < text.index("شمال شرق سوريا")
    assert text.count("سوريا —") == 2
    assert text.splitlines().count("العراق") == 1


def test_a_country_that_has_a_state_needs_no_other_heading() -> None:
    text = listed(card("iraq"), card("ain_al_asad"))
    assert "العراق" not in text.splitlines()
    assert "🟡 العراق — " in text


def test_who_disagrees_is_named() -> None:
    differing = (dispute("ain_al_asad", ASAD, STILL),)
    assert "⚖️ خلاف بين العربي الجديد ونيوزاليست" in listed(card(), disputes=differing)
    assert "⚖️ Al-Araby Al-Jadeed and Newsalist differ" in listed(card(), disputes=differing, language="en")


def test_an_outlet_against_itself_is_named_once() -> None:
    assert "⚖️ روايات مختلفة في العربي الجديد" in listed(card(), disputes=(dispute("ain_al_asad", ASAD, ASAD),))


def test_a_disagreement_elsewhere_is_not_of_this_place() -> None:
    assert "⚖️" not in listed(card(), disputes=(dispute("baghdad", ASAD, STILL),))


def test_disputed_without_names_is_still_said() -> None:
    assert "⚖️ تختلف المصادر" in listed(replace(card(), status=status(disputed=True)))


def test_no_places_at_all() -> None:
    assert listed().startswith("لا تذكر المصادر أي موقع")


# ------------------------------------------------------------------ one place


FULL = PlaceCard(
    status=status(),
    claims=(ASAD, STILL),
    milestones=(milestone(CONVOYS, code="cnv"), milestone(event(place="ain_al_asad"), code="udt")),
    counts=(count(2500), count(2000, sense=Sense.TARGET)),
    disputes=(dispute("ain_al_asad", ASAD, STILL),),
)


def test_one_place_shows_state_history_figures_receipts_and_disputes_in_that_order() -> None:
    text = shown(place(PlaceAnswer(edition(), "ain_al_asad", FULL, ()), translator(), TODAY))
    wanted = [
        "🟡 قاعدة عين الأسد",
        "انسحاب جارٍ منذ أواخر آب 2025 · ⚖️ خلاف بين العربي الجديد ونيوزاليست",
        "الأنبار، العراق",
        "آخر المحطات",
        "/m_cnv",
        "/m_udt",
        "• نحو 2,500 جندي · القوات الأميركية · عدد الموجودين · 19 أيلول 2025 · إرم نيوز",
        "• نحو 2,000 جندي · القوات الأميركية · الهدف المعلن",
        CONVOYS.citation.sentence,
        "⚖️ تختلف المصادر في: الموعد · /disputes",
        "تصل المصادر إلى 1 تشرين الأول 2025",
    ]
    assert [text.find(words) for words in wanted] == sorted(text.index(words) for words in wanted)


def test_one_place_lies_on_the_map() -> None:
    message = place(PlaceAnswer(edition(), "ain_al_asad", FULL, ()), translator(), TODAY)
    known = story().places["ain_al_asad"]
    assert message.venue is not None
    assert (message.venue.lat, message.venue.lon) == (known.lat, known.lon)
    assert (message.venue.title, message.venue.address) == ("قاعدة عين الأسد", "الأنبار، العراق")


def test_an_uncertain_spot_says_so() -> None:
    approx = next(p.id for p in story().places.values() if p.approx)
    message = place(PlaceAnswer(edition(), approx, None, ()), translator(), TODAY)
    assert message.venue is not None
    assert message.venue.title.endswith("(موقع تقريبي)")


def test_only_the_newest_of_many_is_shown_and_the_rest_is_a_button_away() -> None:
    past = [
        milestone(event(Kind.ATTACK, place="ain_al_asad", date=FuzzyDate(str(2010 + n))), code=f"y{n}")
        for n in range(MILESTONES + 2)
    ]
    claims = [claim(event(slug=f"e{n}", sentence=f"الجملة رقم {n} من المقال.")) for n in range(CLAIMS + 2)]
    full = replace(FULL, milestones=(*past, FULL.milestones[1]), claims=tuple(claims), counts=(count(1),) * 9)
    message = place(PlaceAnswer(edition(), "ain_al_asad", full, ()), translator(), TODAY)
    text = shown(message)
    assert [n for n in range(MILESTONES + 2) if f"/m_y{n}" in text] == list(range(2, MILESTONES + 2))
    assert "/m_udt" not in text
    assert text.count("الجملة رقم") == CLAIMS
    assert text.count("• ") == FIGURES
    assert labels(message) == ["كل المحطات هنا"]
    assert message.buttons[0][0].data == "t:-:p:ain_al_asad"


def test_the_places_in_it_are_listed() -> None:
    text = shown(place(PlaceAnswer(edition(), "anbar", None, (card(),)), translator(), TODAY))
    assert "مواقع تابعة" in text
    assert "🟡 قاعدة عين الأسد — انسحاب جارٍ منذ أواخر آب 2025 · /p_ain_al_asad" in text
    assert "لا تذكر المصادر شيئاً" not in text


def test_a_place_of_which_nobody_speaks_says_so() -> None:
    message = place(PlaceAnswer(edition(), "baghdad_airport", None, ()), translator("en"), TODAY)
    assert "The sources say nothing of Baghdad International Airport" in shown(message)
    assert message.venue is not None


# ------------------------------------------------------------------ an unknown name


def test_an_unknown_name_offers_what_sounds_like_it() -> None:
    message = unknown("عين الاسود", ("ain_al_asad",), edition(), translator())
    assert "لا أعرف مكاناً باسم «عين الاسود»" in shown(message)
    assert [(b.label, b.data) for row in message.buttons for b in row] == [("قاعدة عين الأسد", "p:ain_al_asad")]


def test_a_name_like_nothing_offers_nothing() -> None:
    message = unknown("خوزستان", (), edition(), translator())
    assert message.buttons == ()
    assert "هل قصدت" not in shown(message)


def test_a_long_unknown_name_is_repeated_only_in_part() -> None:
    assert "«" + "ا" * 60 + "…»" in shown(unknown("ا" * 4000, (), edition(), translator()))
