"""What distances come to from the publication, from a date of the text, and over an interval."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.extraction.datewords import Step, Unit
from storage.corpus.extraction.dating import Clock, Setting, months_on, moved, written
from storage.corpus.extraction.distances import Distance, Origin, Stretch
from storage.fuzzydate import Bound, FuzzyDate

DAY = date(2025, 9, 19)
SETTING = Setting(Clock(DAY, DAY))


@pytest.mark.parametrize(
    ("unit", "count", "sign", "edtf", "about"),
    [
        (Unit.DAY, 3, -1, "2025-09-16", False),
        (Unit.WEEK, 2, -1, "2025-09-05", True),
        (Unit.MONTH, 3, -1, "2025-06", True),
        (Unit.YEAR, 2, -1, "2023", True),
        (Unit.DECADE, 1, -1, "2015", True),
        (Unit.MONTH, 4, 1, "2026-01", True),
        (Unit.MONTH, None, -1, "2025", True),
    ],
)
def test_a_distance_is_as_precise_as_its_unit(unit: Unit, count: int | None, sign: int, edtf: str, about: bool) -> None:
    found = Distance(unit, count, sign, Origin.PUBLICATION).period(SETTING)
    assert found is not None
    assert (found.edtf, found.about) == (edtf, about)


def test_some_years_are_no_date() -> None:
    assert Distance(Unit.YEAR, None, -1, Origin.PUBLICATION).period(SETTING) is None
    assert Distance(Unit.HOUR, 3, -1, Origin.PUBLICATION).period(SETTING) is None


def test_days_are_not_counted_from_a_month() -> None:
    month = Setting(Clock(DAY, DAY), before=FuzzyDate("2025-08"))
    assert Distance(Unit.DAY, 2, 1, Origin.BEFORE).period(month) is None
    after = Distance(Unit.MONTH, 1, 1, Origin.BEFORE).period(month)
    assert after is not None
    assert after.edtf == "2025-09"


def test_the_weeks_to_come_begin_now() -> None:
    found = Stretch(Unit.WEEK, Step.NEXT).period(SETTING)
    assert found is not None
    assert (found.edtf, found.bound) == ("2025-09", Bound.FROM)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-40, 40))
def test_months_there_and_back(day: date, count: int) -> None:
    assert months_on(months_on(day, count), -count) == day.replace(day=1)


@given(st.dates(), st.sampled_from(Unit), st.integers(-(10**6), 10**6))
def test_no_distance_is_too_far(day: date, unit: Unit, count: int) -> None:
    result = moved(day, unit, count)
    assert result is None or 1900 <= result.year <= 2100
    assert result is None or written(result, unit)


@given(st.dates(date(1995, 1, 1), date(2090, 1, 1)), st.integers(0, 400), st.sampled_from(Unit), st.integers(1, 30))
def test_a_value_over_an_interval_is_that_of_every_day_in_it(first: date, length: int, unit: Unit, count: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    said = Distance(unit, count, -1, Origin.PUBLICATION)
    found = said.period(Setting(Clock(first, last)))
    if found is not None:
        for ordinal in range(first.toordinal(), last.toordinal() + 1, max(1, length // 7)):
            day = date.fromordinal(ordinal)
            assert said.period(Setting(Clock(day, day))) == found
