"""Scoring is strict about what is right, and lenient where readers of the gold may differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Article, Attribution, Event, Figure, Kind, Modality, Qualifier, Unit
from tests import corpora
from tests.gold.labels import Labelled, Trap, WantedEvent, WantedFigure
from tests.gold.scoring import Tally, event_level, figure_level, rates, score, total
from tests.gold.windows import same_date, window

LEAVE = "ستغادر القوات الأميركية أربيل بحلول نهاية عام 2026."
COUNT = "وينتشر نحو 2500 جندي في العراق."
ARTICLE: Article = corpora.article("scored", f"{LEAVE}\n{COUNT}", "2025-10-01")

EVENT: Event = corpora.event(
    ARTICLE,
    LEAVE,
    "leave",
    Kind.WITHDRAWAL,
    modality=Modality.PLANNED,
    actor="us",
    place="erbil",
    date=FuzzyDate("../2026", bound=Bound.BY),
    speaker="مسؤول أميركي كبير",
)
FIGURE: Figure = corpora.figure(ARTICLE, COUNT, "count", 2500)

WANTED_EVENT = WantedEvent(
    head=LEAVE[:40],
    places=frozenset({"erbil"}),
    speakers=("مسؤول أميركي",),
    required=True,
    kinds=frozenset({"withdrawal"}),
    modalities=frozenset({"planned"}),
    actors=frozenset({"us", "coalition"}),
    dates=("../2026",),
)
WANTED_FIGURE = WantedFigure(
    head=COUNT[:40],
    places=frozenset({"iraq"}),
    speakers=(),
    required=True,
    units=frozenset({"personnel"}),
    forces=frozenset({"us"}),
    qualifiers=frozenset({"about"}),
    qualifier="about",
    bounds=(2500.0, None, None),
    values=(2500.0,),
)
GOLD = Labelled("scored", window("2025-10-01"), (WANTED_EVENT,), (WANTED_FIGURE,), (Trap(2026, None, False, False),))


def tally(*facts: Event | Figure, gold: Labelled = GOLD) -> Tally:
    events = [fact for fact in facts if isinstance(fact, Event)]
    figures = [fact for fact in facts if isinstance(fact, Figure)]
    return score(ARTICLE, events, figures, gold).tally


def test_what_is_wholly_right_reaches_every_level() -> None:
    found = rates(tally(EVENT, FIGURE))
    assert {name for name, value in found.items() if value != 1} == {"traps", "uncited"}
    assert (found["traps"], found["uncited"]) == (0, 0)


@pytest.mark.parametrize(
    ("event", "level"),
    [
        (replace(EVENT, actor="iraq"), 2),
        (replace(EVENT, actor="coalition"), 3),
        (replace(EVENT, place="iraq"), 1),
        (replace(EVENT, modality=Modality.HAPPENED), 1),
        (replace(EVENT, kind=Kind.HANDOVER), 1),
        (replace(EVENT, kind=Kind.PRESENCE), 0),
        (replace(EVENT, date=None), 0),
        (replace(EVENT, date=FuzzyDate("2026/..", bound=Bound.FROM)), 0),
        (replace(EVENT, citation=FIGURE.citation), 0),
    ],
)
def test_an_event_is_right_up_to_the_level_of_its_fields(event: Event, level: int) -> None:
    assert event_level(event, WANTED_EVENT) == level


@pytest.mark.parametrize(
    ("figure", "level"),
    [
        (FIGURE, 2),
        (replace(FIGURE, force="iraq"), 1),
        (replace(FIGURE, place=None), 1),
        (replace(FIGURE, qualifier=Qualifier.EXACT), 1),
        (replace(FIGURE, qualifier=Qualifier.AT_LEAST, value=None, low=2500), 1),
        (replace(FIGURE, value=2400), 0),
        (replace(FIGURE, unit=Unit.DETAINEES), 0),
    ],
)
def test_a_figure_is_right_up_to_the_level_of_its_fields(figure: Figure, level: int) -> None:
    assert figure_level(figure, WANTED_FIGURE) == level


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2026", "../2026", True),
        ("../2026", "2026/..", False),
        ("2025-09", "2025-09-15", False),
        ("2025-08/2025-09", "2025-08", True),
        ("2025-08/2025-09", "2025-09", False),
        ("2025-23", "2025-10", False),
        ("2025-23", "2025-09/2025-10", True),
        ("2025~", "2025", True),
        (None, None, True),
        (None, "2025", False),
        ("2025-02-30", None, True),
    ],
)
def test_dates_are_the_same_where_they_share_half_of_their_days(one: str, other: str, same: bool) -> None:
    assert same_date(one, other) is same
    assert same_date(other, one) is same


def test_each_gold_fact_is_matched_once() -> None:
    twice = tally(EVENT, replace(EVENT, id="scored#again"))
    assert (twice.events_wanted, twice.events_found, twice.events_1) == (1, 2, 1)


def test_the_better_of_two_is_matched() -> None:
    assert tally(replace(EVENT, place="iraq"), replace(EVENT, id="scored#better")).events_3 == 1


def test_what_is_optional_counts_for_neither_side() -> None:
    gold = replace(GOLD, events=(replace(WANTED_EVENT, required=False),))
    assert tally(EVENT, gold=gold) == replace(tally(EVENT, gold=gold), events_wanted=0, events_found=0, events_1=0)
    assert tally(gold=gold).events_wanted == 0


def test_what_is_required_is_matched_before_what_is_optional() -> None:
    gold = replace(GOLD, events=(replace(WANTED_EVENT, required=False), WANTED_EVENT))
    assert tally(EVENT, gold=gold).events_3 == 1


def test_a_trap_is_sprung_by_a_stray_alone() -> None:
    year = replace(FIGURE, id="scored#year", value=2026)
    assert tally(EVENT, FIGURE).traps == 0
    assert tally(EVENT, FIGURE, year).traps == 1
    traps = (Trap(None, None, any_event=True, any_figure=False), Trap(None, "erbil", any_event=False, any_figure=False))
    off_story = replace(GOLD, events=(), figures=(), traps=traps)
    assert tally(EVENT, gold=off_story).traps == 2
    assert tally(FIGURE, gold=off_story).traps == 0


def test_a_speaker_is_right_by_half_of_the_words() -> None:
    def right(said: str | None, *names: str) -> tuple[int, int]:
        gold = replace(GOLD, events=(replace(WANTED_EVENT, speakers=names),))
        found = tally(replace(EVENT, attribution=Attribution(said)), gold=gold)
        return found.speakers_right, found.speakers

    assert right("مسؤول", "مسؤول أميركي كبير") == (1, 1)
    assert right("المتحدث باسم الحكومة", "باسم العوادي المتحدث باسم الحكومة") == (1, 1)
    assert right("وزير الدفاع", "مسؤول أميركي") == (0, 1)
    assert right(None, "مسؤول أميركي") == (0, 1)
    assert right("مسؤول") == (0, 0)


def test_a_sentence_that_is_not_the_text_is_counted() -> None:
    elsewhere = replace(ARTICLE, text=f"خبر. {ARTICLE.text}")
    assert score(elsewhere, [EVENT], [], GOLD).tally.uncited == 1


def test_an_interval_holds_the_true_day_or_not() -> None:
    gold = replace(GOLD, published=window("2025-09"))
    assert tally().dated_right == 1
    assert score(ARTICLE, [], [], gold).tally.dated_right == 0
    assert score(ARTICLE, [], [], replace(GOLD, published=None)).tally.dated == 0


def test_tallies_add_up() -> None:
    both = total([tally(EVENT), tally(FIGURE)])
    assert (both.events_wanted, both.events_3, both.figures_2, both.dated) == (2, 1, 1, 2)
    assert rates(both)["events.L1.r"] == 0.5
    assert rates(Tally())["events.L1.f1"] == 1
