from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.chat import ChatSettings, Digits, Language, Months
from storage.database import codec
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import Corpus, Event, Figure, Kind, Localized, Milestone, Modality, Qualifier, Unit
from tests import corpora

SMALL = corpora.small()
RECORDS = [
    SMALL.story,
    *chain(SMALL.articles, SMALL.events, SMALL.figures, SMALL.milestones),
    *chain(SMALL.places, SMALL.disagreements, SMALL.series),
    SMALL,
    ChatSettings(7, Language.ENGLISH, Digits.ARABIC, Months.BOTH, "Asia/Tokyo"),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_every_record_comes_back_as_it_was(record: object) -> None:
    assert codec.load(type(record), codec.dump(record)) == record


DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(dt.date.isoformat)
DATES = st.one_of(
    st.builds(FuzzyDate, DAYS, surface=st.text()),
    st.builds(lambda day: FuzzyDate(f"../{day}", bound=Bound.BEFORE), DAYS),
    st.builds(lambda day: FuzzyDate(f"{day}/..", bound=Bound.FROM), DAYS),
    st.builds(lambda year, edge: FuzzyDate(f"{year}~", edge), st.integers(1000, 9999), st.sampled_from(Edge)),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(
    kind=st.sampled_from(Kind),
    modality=st.sampled_from(Modality),
    date=st.none() | DATES,
    place=st.none() | WORDS,
    title=st.none() | st.builds(Localized, WORDS, WORDS),
    confidence=st.floats(0, 1),
    published=st.booleans(),
)
def test_any_event_comes_back_as_it_was(
    kind: Kind,
    modality: Modality,
    date: FuzzyDate | None,
    place: str | None,
    title: Localized | None,
    confidence: float,
    published: bool,
) -> None:
    cited = SMALL.events[0].citation
    event = Event("a#b", kind, modality, cited, place=place, date=date, title=title)
    event = replace(event, confidence=confidence, published=published)
    assert codec.load(Event, codec.dump(event)) == event


@given(low=st.integers(0, 2**62), high=st.integers(0, 2**62))
def test_any_figure_comes_back_as_it_was(low: int, high: int) -> None:
    cited = SMALL.figures[0].citation
    figure = Figure("a#b", None, Unit.PERCENT, Qualifier.BETWEEN, Modality.PLANNED, cited, low=low, high=high)
    assert codec.load(Figure, codec.dump(figure)) == figure


def test_defaults_are_left_out_so_that_a_new_field_changes_no_stored_record() -> None:
    kept = json.loads(codec.dump(ChatSettings(7, zone="Asia/Tokyo")))
    assert kept == {"chat": 7, "zone": "Asia/Tokyo"}


def test_arabic_is_stored_as_letters() -> None:
    assert codec.dump(Localized("بغداد", "Baghdad")) == '{"ar":"بغداد","en":"Baghdad"}'


def test_mappings_keep_their_order_and_the_type_of_their_keys() -> None:
    back = codec.load(Corpus, codec.dump(SMALL)).story
    assert list(back.places) == list(SMALL.story.places)
    assert all(type(kind) is Kind for kind in back.kinds)


@pytest.mark.parametrize("text", ['{"ar":"x"}', '{"ar":"x","en":"y","fr":"z"}', '{"ar":', "[]"])
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError)):
        codec.load(Localized, text)


def test_an_unknown_member_of_a_vocabulary_is_refused() -> None:
    with pytest.raises(KeyError):
        codec.load(ChatSettings, '{"chat":1,"language":"fr"}')


@dataclass(frozen=True)
class _Odd:
    parts: Mapping[str, frozenset[int]]


def test_a_type_without_a_json_form_is_refused_rather_than_guessed() -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        codec.dump(_Odd({"a": frozenset({1})}))
    with pytest.raises(TypeError, match="no JSON form"):
        codec.load(_Odd, '{"parts":{"a":[1]}}')


def test_what_is_recalled_is_what_is_loaded_and_made_once() -> None:
    text = codec.dump(SMALL.milestones[0])
    recalled = codec.recall(Milestone, text)
    assert recalled == codec.load(Milestone, text) == SMALL.milestones[0]
    assert codec.recall(Milestone, str(text)) is recalled
