"""Distances in time and what they come to: «قبل ثلاثة أشهر», «بعد يومين من», «خلال الأسابيع المقبلة».

How they are read from words is in `relative`; the setting and the counting of days are in `dating`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from storage.corpus.extraction.datewords import Step, Unit
from storage.corpus.extraction.dating import DAY, Period, Setting, fits, moved, period, span_of, written
from storage.corpus.extraction.tense import Tense
from storage.fuzzydate import Basis, Bound, FuzzyDate

_WEEK = timedelta(days=7)


_SHORT = frozenset({Unit.DAY, Unit.WEEK})


DURATION = "date.duration"
"""The reason of what is no date: how long something took."""


class Startable(Protocol):
    """What has a period in a setting."""

    def period(self, setting: Setting) -> Period | None: ...


class Origin(StrEnum):
    """What a distance is counted from: the publication, the date before, the date ahead, what the tense says,
    the date named just before, if there is one in the sentence, or the publication, if it is told of the future; the
    day of what the text has just told, else the publication."""

    PUBLICATION = "publication"
    BEFORE = "before"
    AHEAD = "ahead"
    TENSE = "tense"
    NEAR = "near"
    FUTURE = "future"
    TOLD = "told"


@dataclass(slots=True)
class Distance:
    """`count` units before (`sign` -1) or after (1) the origin; None of them is «some». `of_what_follows`: the words
    date what stands behind them («بعد عشر سنوات من تأسيسه»); `anniversary`: to the day, month or year of the origin."""

    unit: Unit
    count: int | None
    sign: int
    origin: Origin
    bound: Bound | None = None
    of_what_follows: bool = False
    anniversary: bool = False

    def period(self, setting: Setting) -> Period | None:
        origin = self._origin(setting)
        if origin is Origin.FUTURE and setting.tense is not Tense.FUTURE:
            return None
        if origin is Origin.AHEAD and setting.ahead is None and setting.near and self.count and self.sign > 0:
            told = replace(self, sign=-1)  # «صوّت في 5 كانون الثاني …، بعد يومين من مقتل …»
            return told._from(setting.before, "date.of_what_follows") if self.unit in _SHORT else None
        if origin is Origin.AHEAD:
            return self._from(setting.ahead, "date.from_event")
        if origin is Origin.TOLD:
            return self._from(setting.told, "date.of_what_follows")
        if origin is Origin.BEFORE:
            return self._from(setting.before, "date.from_text")
        if origin is Origin.NEAR and (near := setting.before):
            return self._anniversary(near) if self.anniversary else self._from(near, "date.of_what_follows")
        if (
            setting.near
            and self.origin is not Origin.TOLD
            and (said := _said(setting, self.unit, self.sign)) is not None
        ):
            return self._from(said, "date.from_saying")
        if self.unit is Unit.DAY and self.origin is not Origin.TOLD and _is_told(setting):
            return None
        reason = "date.of_what_follows" if self.of_what_follows else "date.distance"
        return self._hedged(setting.clock.over(self._counted), Basis.PUBLICATION, reason)

    @property
    def reason(self) -> str:
        """Why it may come to nothing."""
        return DURATION if self.origin is Origin.FUTURE else "date.unresolved"

    def _origin(self, setting: Setting) -> Origin:
        if self.origin is Origin.TENSE:
            return Origin.PUBLICATION if setting.tense is Tense.FUTURE or not setting.before else Origin.BEFORE
        if self.origin is Origin.NEAR:
            return Origin.NEAR if setting.near else Origin.PUBLICATION
        if self.origin is Origin.TOLD:
            return Origin.TOLD if _is_fresh(setting) else Origin.PUBLICATION
        return self.origin

    def _from(self, anchor: FuzzyDate | None, reason: str) -> Period | None:
        if anchor is None or not fits(anchor, Unit.DAY if self.count is None else self.unit):
            return None
        return self._hedged(self._counted(anchor.window[0]), Basis.OTHER_DATE, reason)

    def _anniversary(self, anchor: FuzzyDate) -> Period | None:
        """As precise as the day, month or year on which so many years are full."""
        result = moved(anchor.window[0], self.unit, self.sign * (self.count or 0)) if self.count else None
        size = len(anchor.core.split("/")[0])
        edtf = result.isoformat()[: min(size, 7)] if result else None
        return period(edtf, Basis.OTHER_DATE, "date.of_what_follows")

    def _hedged(self, edtf: str | None, basis: Basis, reason: str) -> Period | None:
        about = self.bound is not Bound.BY and (
            self.count is None or (self.unit is not Unit.DAY and basis is Basis.PUBLICATION) or self.unit is Unit.WEEK
        )
        return period(edtf, basis, reason, about, self.bound)

    def _counted(self, day: date) -> str | None:
        if self.count is None:
            return _some(day, self.unit, self.sign)
        result = moved(day, self.unit, self.sign * self.count)
        return None if result is None or self.unit is Unit.HOUR else written(result, self.unit)


@dataclass(slots=True)
class Lasting:
    """So many units from a start: «في ظرف 23 يوماً، ابتداءً من 21 كانون الثاني»."""

    start: Startable
    unit: Unit
    count: int

    def period(self, setting: Setting) -> Period | None:
        start = self.start.period(setting)
        span = span_of(start.edtf) if start and len(start.edtf) == len("2025-01-01") else None
        end = moved(span[0], self.unit, self.count) if span else None
        if start is None or span is None or end is None:
            return None
        return period(f"{start.edtf}/{end - DAY}", start.basis, "date.lasting")


@dataclass(slots=True)
class Stretch:
    """Units with a step and no number: «الأسابيع المقبلة», «الأشهر الماضية»."""

    unit: Unit
    step: Step

    def period(self, setting: Setting) -> Period | None:
        said = _said(setting, self.unit, 1) if setting.near else None
        if self.step is Step.FOLLOWING or (self.step is Step.NEXT and said):
            anchor = said or setting.before
            edtf = written(anchor.window[0], _shown(self.unit)) if anchor and fits(anchor, _shown(self.unit)) else None
            return period(edtf, Basis.OTHER_DATE, "date.stretch_after_text", bound=Bound.FROM)
        if self.step is Step.NEXT:
            edtf = setting.clock.over(lambda day: written(day, _shown(self.unit)))
            return period(edtf, Basis.PUBLICATION, "date.stretch_ahead", bound=Bound.FROM)
        if self.step is Step.LAST and self.unit in (Unit.DAY, Unit.WEEK):
            weeks = 1 if self.unit is Unit.DAY else 4
            edtf = setting.clock.over(lambda day: _months(day - weeks * _WEEK, day))
            return period(edtf, Basis.PUBLICATION, "date.stretch_behind", about="/" not in (edtf or "/"))
        return None


@dataclass(slots=True)
class AtHand:
    """The publication day itself, or the days just before it: «الآن», «ذلك اليوم», «في الغد»."""

    days: int
    origin: Origin

    def period(self, setting: Setting) -> Period | None:
        if self.origin is Origin.PUBLICATION:
            return period(setting.clock.over(date.isoformat), Basis.PUBLICATION, "date.now")
        anchor = setting.before if self.origin is Origin.BEFORE else setting.ahead
        result = moved(anchor.window[0], Unit.DAY, self.days) if anchor and fits(anchor, Unit.DAY) else None
        return period(result.isoformat() if result else None, Basis.OTHER_DATE, "date.day_of_text")


@dataclass(frozen=True, slots=True)
class Again:
    """The date named last in the sentence, with its bound: «خلال تلك الفترة», «بعد ذلك التاريخ»."""

    def period(self, setting: Setting) -> Period | None:
        last = setting.last
        if last is None or "~" in last.core:
            return None
        bound = last.bound if setting.bound is Bound.IN else None
        return period(last.core, Basis.OTHER_DATE, "date.that_date", bound=bound)


# ------------------------------------------------------------------ small parts


def _said(setting: Setting, unit: Unit, sign: int) -> FuzzyDate | None:
    """The day just named in the sentence, on which somebody speaks of this distance."""
    before, latest = setting.before, setting.clock.latest
    if before is None or len(before.core) != len("2025-01-01") or before.bound is not Bound.IN:
        return None
    if latest and before.window[0] > latest:
        return None
    week_old = latest is not None and before.window[0] < latest - _WEEK
    return None if week_old and sign < 0 and unit is Unit.DAY else before


def _is_told(setting: Setting) -> bool:
    """Whether the sentence tells of days past, from which «two days before» may be counted as well."""
    before, latest = setting.before, setting.clock.latest
    return bool(setting.near and before and latest and len(before.core) > 4 and before.window[1] < latest - _WEEK)


def _is_fresh(setting: Setting) -> bool:
    """Whether the date named before is one of the last days, of which the text goes on telling."""
    before, latest = setting.told, setting.clock.latest
    named = before is not None and len(before.core) == len("2025-01-01") and before.bound is Bound.IN
    return bool(named and before and latest and latest - 3 * DAY <= before.window[0] <= latest)


def _some(day: date, unit: Unit, sign: int) -> str | None:
    """«Some days, weeks, months ago»: the month or the year that they are sure to lie in."""
    reach: dict[Unit, tuple[int, int]] = {Unit.DAY: (3, 9), Unit.WEEK: (2, 4), Unit.MONTH: (2, 8)}
    if unit not in reach:
        return None
    near, far = (moved(day, unit, sign * count) for count in reach[unit])
    shown = Unit.YEAR if unit is Unit.MONTH else Unit.MONTH
    if near is None or far is None or written(near, shown) != written(far, shown):
        return None
    return written(near, shown)


def _shown(unit: Unit) -> Unit:
    return Unit.YEAR if unit in (Unit.YEAR, Unit.DECADE) else Unit.MONTH


def _months(first: date, last: date) -> str:
    start, end = written(first, Unit.MONTH), written(last, Unit.MONTH)
    return start if start == end else f"{start}/{end}"
