from __future__ import annotations

import pytest
from sqlalchemy import Connection

from storage.answers import Figures
from storage.database import loading
from storage.database.queries import figures
from storage.errors import NotFound
from storage.fuzzydate import FuzzyDate
from storage.records import Sense, Unit
from tests import corpora
from tests.storage.database.conftest import NOW


def _values(found: Figures) -> list[list[int | None]]:
    return [[count.figure.value for count in card.counts] for card in found.cards]


def test_figures_stand_in_story_order_with_their_sources(loaded: Connection) -> None:
    found = figures.table(loaded)
    assert _values(found) == [[2500], [900]]
    assert [card.series.place for card in found.cards] == ["iraq", "syria"]
    assert found.cards[0].counts[0].source.article == "000_old"
    assert found.others == ()


def test_a_place_takes_in_all_that_lies_in_it_and_nothing_around_it(loaded: Connection) -> None:
    assert _values(figures.table(loaded, place="iraq")) == [[2500]]
    assert _values(figures.table(loaded, place="erbil")) == []


def test_a_force_takes_in_its_whole_line(loaded: Connection) -> None:
    assert len(figures.table(loaded, force="coalition").cards) == 2
    assert figures.table(loaded, force="isis").cards == ()


def test_detainees_are_never_counted_as_troops(writer: Connection) -> None:
    held = corpora.figure(corpora.OLD, "2500", "held", 9000, force="isis", unit=Unit.DETAINEES, sense=None)
    loading.load(writer, corpora.corpus([corpora.OLD], figures=[held]), NOW)
    found = figures.table(writer)
    assert found.cards == ()
    assert [card.series.unit for card in found.others] == [Unit.DETAINEES]


def test_strength_and_target_are_told_apart(writer: Connection) -> None:
    target = corpora.figure(corpora.OLD, "2500", "target", 2000, sense=Sense.TARGET)
    strength = corpora.figure(corpora.OLD, "2500", "strength", 2500)
    loading.load(writer, corpora.corpus([corpora.OLD], figures=[target, strength]), NOW)
    assert [card.series.sense for card in figures.table(writer).cards] == [Sense.STRENGTH, Sense.TARGET]


def test_a_series_comes_newest_first_by_the_day_it_speaks_of(writer: Connection) -> None:
    early = corpora.figure(corpora.NEW, "900", "early", 5200, as_of=FuzzyDate("2020"))
    printed = corpora.figure(corpora.OLD, "2500", "printed", 2500)
    late = corpora.figure(corpora.OLD, "2500", "late", 2400, as_of=FuzzyDate("2025-01"))
    run = corpora.series(early, printed, late)
    made = corpora.corpus([corpora.OLD, corpora.NEW], figures=[early, printed, late], runs=[run])
    loading.load(writer, made, NOW)
    assert _values(figures.table(writer)) == [[2400, 2500, 5200]]


def test_hidden_figures_stay_hidden(writer: Connection) -> None:
    hidden = corpora.figure(corpora.OLD, "2500", published=False)
    made = corpora.corpus([corpora.OLD], figures=[hidden], runs=[corpora.series(hidden)])
    loading.load(writer, made, NOW)
    assert figures.table(writer).cards == ()


def test_names_that_the_story_lacks_are_refused(loaded: Connection) -> None:
    with pytest.raises(NotFound):
        figures.table(loaded, place="atlantis")
    with pytest.raises(NotFound):
        figures.table(loaded, force="martians")
