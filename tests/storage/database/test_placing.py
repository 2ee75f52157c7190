from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.answers import Lane
from storage.database import placing
from storage.database.placing import NOT_AWAITED, Promise
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Kind, Localized, Milestone, Modality
from tests import corpora

STORY = corpora.story()


def _milestone(
    kind: Kind = Kind.WITHDRAWAL, modality: Modality = Modality.PLANNED, date: FuzzyDate | None = None
) -> Milestone:
    return corpora.milestone(corpora.event(corpora.OLD, "اتفق", kind=kind, modality=modality, date=date))


def test_a_statement_without_a_title_stands_in_no_lane() -> None:
    untitled = _milestone(Kind.STATEMENT, date=FuzzyDate("2025"))
    assert placing.lane(untitled) is None
    assert placing.promise(untitled) == NOT_AWAITED
    assert placing.lane(replace(untitled, title=Localized("قول", "A saying"))) is Lane.DATED


def test_the_undated_stand_by_the_day_of_their_report() -> None:
    undated = _milestone()
    assert placing.lane(undated) is Lane.UNDATED
    assert placing.position(undated) == (dt.date(2025, 10, 1).toordinal(), 0)
    assert placing.position(replace(undated, reported=None)) == (1, 0)


def test_the_dated_stand_by_their_sort_key() -> None:
    by = _milestone(date=FuzzyDate("../2025-09", bound=Bound.BY))
    assert placing.position(by) == (dt.date(2025, 9, 30).toordinal(), 29)


def test_it_is_found_in_every_area_that_holds_it_and_by_its_line_or_without() -> None:
    moved = replace(_milestone(), actor="us_centcom", place="baghdad", to_place="erbil")
    expected = {(area, line) for area in ("", "baghdad", "iraq", "erbil", "kurdistan") for line in ("", "coalition")}
    found = list(placing.scopes(STORY, moved))
    assert set(found) == expected
    assert len(found) == len(expected)


def test_without_an_actor_it_has_no_line() -> None:
    assert set(placing.scopes(STORY, replace(_milestone(), actor=None, place=None))) == {("", "")}


@pytest.mark.parametrize(
    ("kind", "date", "promise"),
    [
        (Kind.WITHDRAWAL, FuzzyDate("../2025-09", bound=Bound.BY), Promise("due", dt.date(2025, 9, 30))),
        (Kind.ELECTION, FuzzyDate("2025-10"), Promise("due", dt.date(2025, 10, 31))),
        (Kind.WITHDRAWAL, FuzzyDate("2025-10/..", bound=Bound.FROM), Promise("open", None)),
        (Kind.WITHDRAWAL, None, Promise("open", None)),
        (Kind.PRESENCE, FuzzyDate("2026-09/..", bound=Bound.UNTIL_AT_LEAST), Promise("lapse", dt.date(2026, 9, 30))),
        (Kind.PRESENCE, FuzzyDate("../2026-09", bound=Bound.UNTIL), Promise("lapse", dt.date(2026, 9, 30))),
        (Kind.PRESENCE, FuzzyDate("2026/..", bound=Bound.FROM), Promise("open", None)),
    ],
)
def test_what_is_awaited(kind: Kind, date: FuzzyDate | None, promise: Promise) -> None:
    assert placing.promise(_milestone(kind, date=date)) == promise


def test_what_happened_was_denied_or_was_reported_done_is_not_awaited() -> None:
    date = FuzzyDate("2025")
    for modality in (Modality.HAPPENED, Modality.ONGOING, Modality.DENIED):
        assert placing.promise(_milestone(modality=modality, date=date)) == NOT_AWAITED
    assert placing.promise(replace(_milestone(date=date), fulfilled_by="done")) == NOT_AWAITED


DATES = st.none() | st.sampled_from(
    [
        FuzzyDate("2025"),
        FuzzyDate("../2025-09", bound=Bound.BY),
        FuzzyDate("2025-09-19/..", bound=Bound.FROM),
        FuzzyDate("2026-09/..", bound=Bound.UNTIL_AT_LEAST),
        FuzzyDate("../2025-11-21", bound=Bound.BEFORE),
    ]
)


@given(
    kind=st.sampled_from([kind for kind in Kind if kind not in {Kind.STATEMENT, Kind.ANNOUNCEMENT, Kind.OTHER}]),
    modality=st.sampled_from(Modality),
    date=DATES,
    fulfilled=st.booleans(),
    today=st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1)),
)
def test_overdue_is_what_the_milestone_itself_calls_overdue(
    kind: Kind, modality: Modality, date: FuzzyDate | None, fulfilled: bool, today: dt.date
) -> None:
    milestone = replace(_milestone(kind, modality, date), fulfilled_by="later" if fulfilled else None)
    promise = placing.promise(milestone)
    overdue = promise.kind == "due" and promise.closes is not None and promise.closes < today
    assert overdue == milestone.overdue(today)
