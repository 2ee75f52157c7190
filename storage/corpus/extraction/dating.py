"""What time expressions mean, and the days that they come to: meaning + setting → period.

A meaning is what the words say by themselves («the 5th of July, no year»); the setting is where they are said: the
publication interval, the date before, the tense. How meanings are read from words is in `calendars` and `relative`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from storage.corpus.extraction.datewords import Step, Unit
from storage.corpus.extraction.tense import Tense
from storage.errors import FactError
from storage.fuzzydate import Basis, Bound, FuzzyDate

DAY = timedelta(days=1)
OFFSETS = {Step.LAST: -1, Step.THIS: 0, Step.NEXT: 1, Step.PRECEDING: -1, Step.SAME: 0, Step.FOLLOWING: 1}
OF_TEXT = frozenset({Step.PRECEDING, Step.SAME, Step.FOLLOWING})
YEARS = range(1900, 2101)


@dataclass(slots=True)
class Clock:
    """The days between which the article was published; None where nothing bounds them. `since` is the day
    from which the entry of a chronicle goes on: the first of the year over it, or that of the entry before."""

    earliest: date | None
    latest: date | None
    since: date | None = None

    def over(self, value: Callable[[date], str | None]) -> str | None:
        """`value` of the publication day, None unless it is the same over the whole interval. `value` must not
        turn back: what is equal at both ends is then equal between them."""
        if self.earliest is None or self.latest is None:
            return None
        first = value(self.earliest)
        return first if first == value(self.latest) else None


@dataclass(slots=True)
class Setting:
    """Where a time expression stands. `before` is the date named last, `near` whether in the same sentence;
    `ahead` the next date of the sentence, where an expression leans on it; `told` the date named last before the
    sentence; `last` the one named last in the sentence, be it a bound."""

    clock: Clock
    before: FuzzyDate | None = None
    near: bool = False
    tense: Tense = Tense.NONE
    bound: Bound = Bound.IN
    ahead: FuzzyDate | None = None
    told: FuzzyDate | None = None
    last: FuzzyDate | None = None


@dataclass(slots=True)
class Period:
    """A resolved period: `edtf` closed, without its hedge; `bound` where the expression itself has one."""

    edtf: str
    basis: Basis
    reason: str
    about: bool = False
    bound: Bound | None = None


@dataclass(slots=True)
class Turn:
    """A unit of the calendar and which one it is: «الشهر المقبل», «العام التالي»; `bare` where nothing but an edge says
    so: «نهاية العام»."""

    unit: Unit
    step: Step
    bare: bool = False

    def period(self, setting: Setting) -> Period | None:
        offset = OFFSETS[self.step]
        if self.step in OF_TEXT or (self.bare and self._is_told_of(setting)):
            anchor = start_of(setting.before)
            if anchor is None or not fits(setting.before, self.unit):
                return None
            return period(_turned(anchor, self.unit, offset), Basis.OTHER_DATE, f"date.text_{self.unit}")
        found = setting.clock.over(lambda day: _turned(day, self.unit, offset))
        return period(found, Basis.PUBLICATION, f"date.relative_{self.unit}")

    def _is_told_of(self, setting: Setting) -> bool:
        """«أعلن في تشرين الأول 2011 أن القوات ستغادر بنهاية العام»: that of a day told before in the sentence, where it
        is of an earlier year."""
        told, today = setting.before, setting.clock.earliest
        if (
            self.unit is not Unit.YEAR
            or not setting.near
            or told is None
            or told.bound is not Bound.IN
            or today is None
        ):
            return False
        return fits(told, Unit.MONTH) and told.window[1].year < today.year


@dataclass(slots=True)
class Days:
    """So many days from the publication: «أمس الثلاثاء». A weekday that is named must agree, within a day."""

    offset: int
    weekday: int | None = None

    def period(self, setting: Setting) -> Period | None:
        found = setting.clock.over(self._day)
        return period(found, Basis.PUBLICATION, "date.relative_day")

    def _day(self, day: date) -> str | None:
        meant = day + self.offset * DAY
        if self.weekday is None:
            return meant.isoformat()
        near = (meant, meant - DAY, meant + DAY)
        return next((d.isoformat() for d in near if d.isoweekday() == self.weekday), None)


@dataclass(slots=True)
class Unclear:
    """A time that the words do not fix."""

    reason: str

    def period(self, setting: Setting) -> Period | None:
        return None


@dataclass(slots=True)
class Fixed:
    """A period that needs no setting."""

    edtf: str
    reason: str = "date.stated"

    def period(self, setting: Setting) -> Period | None:
        return period(self.edtf, Basis.STATED, self.reason)


# ------------------------------------------------------------------ counting


def months_on(day: date, months: int) -> date:
    """The first of the month so many months from that of `day`; kept within the years that are read."""
    index = min(max(day.year * 12 + day.month - 1 + months, YEARS[0] * 12), YEARS[-1] * 12 + 11)
    return date(index // 12, index % 12 + 1, 1)


def written(day: date, unit: Unit) -> str:
    """`day` as precise as `unit`."""
    return day.isoformat()[: {Unit.YEAR: 4, Unit.DECADE: 4, Unit.MONTH: 7}.get(unit, 10)]


def moved(day: date, unit: Unit, count: int) -> date | None:
    """`day` moved by `count` units; None out of the years that are read."""
    months = {Unit.MONTH: 1, Unit.YEAR: 12, Unit.DECADE: 120}.get(unit)
    try:
        if months is None:
            result = day + timedelta(days=count * (7 if unit is Unit.WEEK else 1))
        else:
            result = months_on(day, count * months)
    except OverflowError:
        return None
    return result if result.year in YEARS else None


def _turned(day: date, unit: Unit, offset: int) -> str | None:
    if unit is Unit.WEEK:  # from Sunday to Saturday
        start = moved(day - (day.isoweekday() % 7) * DAY, Unit.WEEK, offset)
        return f"{start.isoformat()}/{(start + 6 * DAY).isoformat()}" if start else None
    result = moved(day, unit, offset)
    return None if result is None or unit in (Unit.DECADE, Unit.HOUR) else written(result, unit)


# ------------------------------------------------------------------ small parts


def start_of(anchor: FuzzyDate | None) -> date | None:
    return anchor.window[0] if anchor else None


def fits(anchor: FuzzyDate | None, unit: Unit) -> bool:
    """Whether an anchor is precise enough to count `unit` from it."""
    size = len(anchor.core.split("/")[0]) if anchor else 0
    return size >= {Unit.YEAR: 4, Unit.DECADE: 4, Unit.MONTH: 7}.get(unit, 10)


@lru_cache(maxsize=1 << 12)
def span_of(edtf: str | None) -> tuple[date, date] | None:
    """The days of a closed EDTF, None where the calendar has none such."""
    if edtf is None:
        return None
    try:
        return FuzzyDate(edtf).window
    except FactError:
        return None


def period(
    edtf: str | None, basis: Basis, reason: str, about: bool = False, bound: Bound | None = None
) -> Period | None:
    """A period of days that the calendar has, else None."""
    return Period(edtf, basis, reason, about, bound) if edtf and span_of(edtf) else None
