from __future__ import annotations

from dataclasses import replace

import pytest

from storage.digest import WITHDRAWN, Following, version
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import Attribution, Citation, Event, Figure, Kind, Localized, Modality, Origin, Qualifier, Unit
from tests import corpora
from tests.newsroom import leave, troops

STORY = corpora.story()
FACT = leave("000_a")
NUMBER = troops("000_a", 2500)


# ------------------------------------------------------------------ versions


@pytest.mark.parametrize(
    "other",
    [
        replace(FACT, date=FuzzyDate("../2025-10", bound=Bound.BY)),
        replace(FACT, date=FuzzyDate("../2025-09", Edge.END, Bound.BY)),
        replace(FACT, date=None),
        replace(FACT, modality=Modality.CONDITIONAL),
        replace(FACT, place="erbil"),
        replace(FACT, to_place="kurdistan"),
        replace(FACT, actor="us"),
        replace(FACT, counterpart="iraq"),
        replace(FACT, kind=Kind.REDUCTION),
    ],
)
def test_what_a_reader_is_told_of_an_event_is_its_version(other: Event) -> None:
    assert version(other) != version(FACT)


@pytest.mark.parametrize(
    "other",
    [
        replace(NUMBER, value=2400),
        replace(NUMBER, qualifier=Qualifier.EXACT),
        replace(NUMBER, value=None, low=2500, qualifier=Qualifier.AT_LEAST),
        replace(NUMBER, place="syria"),
        replace(NUMBER, force="coalition"),
        replace(NUMBER, unit=Unit.DETAINEES),
        replace(NUMBER, sense=None),
        replace(NUMBER, modality=Modality.PLANNED),
        replace(NUMBER, as_of=FuzzyDate("2025-10")),
    ],
)
def test_what_a_reader_is_told_of_a_number_is_its_version(other: Figure) -> None:
    assert version(other) != version(NUMBER)


@pytest.mark.parametrize("fact", [FACT, NUMBER])
def test_where_and_how_surely_a_fact_was_read_is_not(fact: Event | Figure) -> None:
    moved = Citation(fact.citation.article, 5, 5 + len(fact.citation.sentence), fact.citation.sentence)
    other = replace(
        fact,
        id="elsewhere#other",
        citation=moved,
        confidence=0.3,
        origin=Origin.EXTRACTED,
        attribution=Attribution("مسؤول", "رويترز", anonymous=True),
    )
    assert version(other) == version(fact)


def test_the_words_of_a_date_are_no_part_of_it() -> None:
    assert FACT.date is not None
    assert version(replace(FACT, date=replace(FACT.date, surface="بحلول أيلول"))) == version(FACT)


def test_what_is_not_published_counts_as_withdrawn() -> None:
    assert version(replace(FACT, published=False)) == version(replace(NUMBER, published=False)) == WITHDRAWN
    assert version(FACT)


def test_a_title_counts_only_where_it_says_everything() -> None:
    title, respelt, other = (Localized(ar, "x") for ar in ("إعلان الخطة", "اعلان الخطّة", "تأجيل الخطة"))
    assert version(replace(FACT, title=title)) == version(FACT)
    said = replace(FACT, kind=Kind.STATEMENT, title=title)
    assert version(replace(said, title=respelt)) == version(said)
    assert version(replace(said, title=other)) != version(said)


def test_a_field_never_runs_into_the_next() -> None:
    assert version(replace(FACT, place="a", to_place=None)) != version(replace(FACT, place=None, to_place="a"))


# ------------------------------------------------------------------ following


def test_who_follows_nothing_gets_everything() -> None:
    assert Following().takes(STORY, None, None)


def test_a_place_takes_what_lies_in_it_and_not_what_it_lies_in() -> None:
    anbar = Following(places=frozenset({"anbar"}))
    assert anbar.takes(STORY, None, "ain_al_asad")
    assert anbar.takes(STORY, None, None, "anbar")
    assert not anbar.takes(STORY, None, "iraq")
    assert not anbar.takes(STORY, None, None)


def test_a_force_takes_its_whole_line() -> None:
    coalition = Following(forces=frozenset({"coalition"}))
    assert coalition.takes(STORY, "us_centcom")
    assert not coalition.takes(STORY, "iraq")
    assert not coalition.takes(STORY, None)


def test_places_and_forces_add_up() -> None:
    both = Following(frozenset({"syria"}), frozenset({"isis"}))
    assert both.takes(STORY, "isis", "iraq")
    assert both.takes(STORY, "us", "syria")
    assert not both.takes(STORY, "us", "iraq")
