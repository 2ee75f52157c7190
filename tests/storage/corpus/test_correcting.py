"""Correcting a fact part by part: what each part becomes, and what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.correcting import NEEDED, VOCABULARY, Part, corrected, date_text, dated, number_of, parts
from storage.errors import FactError
from storage.fuzzydate import Basis, Bound, Edge, FuzzyDate
from storage.records import (
    Attribution,
    Casualty,
    Event,
    Extent,
    Figure,
    Frame,
    Kind,
    Localized,
    Modality,
    Qualifier,
    Sense,
    Unit,
)
from tests import corpora, desk

STORY = corpora.story()
ARTICLE = corpora.article("a1", "يغادر الجميع عين الأسد. وفي العراق نحو 2500 جندي.")
LEAVE = desk.event(
    ARTICLE,
    "يغادر الجميع عين الأسد.",
    "x1",
    date=FuzzyDate("2025", None, Bound.IN, "هذا العام", Basis.PUBLICATION),
    attribution=Attribution("مسؤول", "رويترز", anonymous=True),
    title=Localized("عنوان", "title"),
    frame=Frame.WITHDRAWAL,
)
COUNT = desk.figure(ARTICLE, "وفي العراق نحو 2500 جندي.", "x2")


def event(changes: Mapping[Part, str | None]) -> Event:
    fact = corrected(LEAVE, changes, STORY)
    assert isinstance(fact, Event)
    return fact


def figure(changes: Mapping[Part, str | None], of: Figure = COUNT) -> Figure:
    fact = corrected(of, changes, STORY)
    assert isinstance(fact, Figure)
    return fact


def numbers(fact: Figure) -> tuple[Qualifier, int | None, int | None, int | None]:
    return fact.qualifier, fact.value, fact.low, fact.high


def test_each_part_of_an_event_can_be_corrected() -> None:
    fact = event(
        {
            Part.KIND: "handover",
            Part.MODALITY: "denied",
            Part.EXTENT: "some",
            Part.ACTOR: "us",
            Part.COUNTERPART: "coalition",
            Part.PLACE: "erbil",
            Part.TO_PLACE: "iraq",
            Part.DATE: "../2026 end",
        }
    )
    assert (fact.kind, fact.modality, fact.extent) == (Kind.HANDOVER, Modality.DENIED, Extent.SOME)
    assert (fact.actor, fact.counterpart, fact.place, fact.to_place) == ("us", "coalition", "erbil", "iraq")
    assert fact.date == FuzzyDate("../2026", Edge.END, Bound.BY, "هذا العام", Basis.PUBLICATION)
    assert (fact.id, fact.citation) == (LEAVE.id, LEAVE.citation)


def test_a_title_does_not_outlive_what_it_said() -> None:
    assert event({Part.PLACE: "erbil"}).title is None
    assert event({Part.KIND: "handover"}).frame is None
    assert event({Part.KIND: "withdrawal"}).frame is Frame.WITHDRAWAL
    assert event({Part.DATE: None}).title == LEAVE.title


def test_a_part_can_be_taken_away() -> None:
    fact = event({Part.PLACE: None, Part.DATE: None, Part.SPEAKER: None, Part.EXTENT: None})
    assert (fact.place, fact.date, fact.extent) == (None, None, None)
    assert fact.attribution == Attribution(None, "رويترز")


def test_whoever_says_it_is_given_a_name_or_none() -> None:
    assert event({Part.SPEAKER: "وزير الدفاع"}).attribution == Attribution("وزير الدفاع", "رويترز", anonymous=True)
    assert event({Part.ANONYMOUS: None}).attribution == Attribution("مسؤول", "رويترز")
    assert figure({Part.ANONYMOUS: "yes"}).attribution == Attribution(anonymous=True)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("900", (Qualifier.ABOUT, 900, None, None)),
        ("900-1000", (Qualifier.BETWEEN, None, 900, 1000)),
        ("0", (Qualifier.ABOUT, 0, None, None)),
    ],
)
def test_a_number_keeps_its_hedge_where_it_can(value: str, expected: object) -> None:
    assert numbers(figure({Part.NUMBER: value})) == expected


def test_one_number_for_a_vague_one_is_exact() -> None:
    vague = replace(COUNT, qualifier=Qualifier.HUNDREDS, value=None)
    assert numbers(figure({Part.NUMBER: "300"}, vague)) == (Qualifier.EXACT, 300, None, None)
    between = figure({Part.NUMBER: "900-1000"})
    assert numbers(figure({Part.NUMBER: "950"}, between)) == (Qualifier.EXACT, 950, None, None)


@pytest.mark.parametrize("qualifier", [each for each in Qualifier if each is not Qualifier.BETWEEN])
def test_a_hedge_puts_the_number_where_it_belongs(qualifier: Qualifier) -> None:
    fact = figure({Part.QUALIFIER: qualifier.value})
    assert fact.qualifier is qualifier
    assert number_of(fact) in (2500, None)
    assert (number_of(fact) is None) == (qualifier in (Qualifier.HUNDREDS, Qualifier.DOZENS, Qualifier.THOUSANDS))


def test_the_order_of_corrections_is_the_order_in_which_they_were_made() -> None:
    vague = replace(COUNT, qualifier=Qualifier.HUNDREDS, value=None)
    later = {Part.NUMBER: "300", Part.QUALIFIER: "at_least"}
    assert numbers(figure(later, vague)) == (Qualifier.AT_LEAST, None, 300, None)


def test_each_part_of_a_figure_can_be_corrected() -> None:
    dead = replace(COUNT, unit=Unit.CASUALTIES, casualty=Casualty.KILLED)
    fact = figure(
        {
            Part.UNIT: "detainees",
            Part.SENSE: "leaving",
            Part.FORCE: "coalition",
            Part.PLACE: "syria",
            Part.DATE: "2025",
        },
        dead,
    )
    assert (fact.unit, fact.casualty, fact.sense) == (Unit.DETAINEES, None, Sense.LEAVING)
    assert (fact.force, fact.place, fact.as_of) == ("coalition", "syria", FuzzyDate("2025"))


@pytest.mark.parametrize(
    ("fact", "part", "value", "code"),
    [
        (LEAVE, Part.KIND, None, "missing"),
        (LEAVE, Part.KIND, "going", "unknown_value"),
        (LEAVE, Part.PLACE, "narnia", "unknown_place"),
        (LEAVE, Part.ACTOR, "narnians", "unknown_force"),
        (LEAVE, Part.DATE, "2025-13", "no_such_date"),
        (LEAVE, Part.DATE, "soon", "bad_edtf"),
        (LEAVE, Part.DATE, "2025 end late", "bad_edtf"),
        (LEAVE, Part.DATE, "2025 by", "bound_disagrees"),
        (LEAVE, Part.NUMBER, "3", "unknown_field"),
        (COUNT, Part.KIND, "withdrawal", "unknown_field"),
        (COUNT, Part.NUMBER, "many", "not_a_number"),
        (COUNT, Part.NUMBER, "1000-900", "interval_reversed"),
        (COUNT, Part.NUMBER, "9" * 12, "not_a_number"),
        (COUNT, Part.QUALIFIER, "between", "numbers_do_not_fit"),
        (replace(COUNT, qualifier=Qualifier.DOZENS, value=None), Part.QUALIFIER, "exact", "numbers_do_not_fit"),
    ],
)
def test_what_cannot_be_is_named(fact: Event | Figure, part: Part, value: str | None, code: str) -> None:
    with pytest.raises(FactError) as caught:
        corrected(fact, {part: value}, STORY)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "bound"),
    [("2026", Bound.IN), ("../2026", Bound.BY), ("2026/..", Bound.FROM), ("../2026 until", Bound.UNTIL)],
)
def test_the_bound_of_a_date_may_be_left_out(text: str, bound: Bound) -> None:
    assert dated(text).bound is bound


@given(
    st.sampled_from(["2025", "2025-09", "2025-09-19", "2014/2017", "2025-23", "2025~"]),
    st.sampled_from([None, *Edge]),
    st.sampled_from(list(Bound)),
)
def test_a_date_as_text_is_read_back(core: str, edge: Edge | None, bound: Bound) -> None:
    left, right = (
        bound in (Bound.BY, Bound.UNTIL, Bound.BEFORE),
        bound in (Bound.FROM, Bound.AFTER, Bound.UNTIL_AT_LEAST),
    )
    if "/" in core and (left or right):
        return
    when = FuzzyDate(f"../{core}" if left else f"{core}/.." if right else core, edge, bound)
    assert dated(date_text(when)) == when


@given(st.sampled_from([LEAVE, COUNT]), st.data())
def test_any_value_of_the_vocabulary_makes_a_fact_or_says_why_not(fact: Event | Figure, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([part for part in parts(fact) if part in VOCABULARY]))
    value = data.draw(st.sampled_from([*VOCABULARY[part], *([] if part in NEEDED else [None])]))
    if value is Qualifier.BETWEEN:
        with pytest.raises(FactError):
            corrected(fact, {part: value}, STORY)
    else:
        assert getattr(corrected(fact, {part: value}, STORY), part.value) == value
