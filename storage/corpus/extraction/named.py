"""Named times and what they come to: «الخامس من تموز», «أيلول من العام الماضي», «السبت الماضي», «ربيع 2003».

How they are read from words is in `calendars`; the setting they stand in is `dating`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from storage.corpus.extraction.datewords import Step, Unit
from storage.corpus.extraction.dating import (
    DAY,
    OF_TEXT,
    OFFSETS,
    YEARS,
    Period,
    Setting,
    fits,
    months_on,
    period,
    span_of,
    start_of,
)
from storage.corpus.extraction.tense import Tense
from storage.fuzzydate import Basis, Bound

_SEASON_BEGINS = {21: (3, 20), 22: (6, 21), 23: (9, 22), 24: (12, 21)}
_FAR, _BESIDE = timedelta(days=240), timedelta(days=45)
_CLOSE = timedelta(days=120)
_OLD = timedelta(days=60)
"""A date so far before the publication that a weekday beside it is not of this week."""


@dataclass(slots=True)
class Calendar:
    """A named time, its parts as far as they are named; `step` belongs to its smallest unnamed part, `year_step`
    to the year («أيلول من العام الماضي»). `last_day` ends a range of days (of a weekday: so many days on); `part`
    is days or months of the whole."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    season: int | None = None
    weekday: int | None = None
    step: Step | None = None
    year_step: Step | None = None
    part: tuple[int, int] | None = None

    @property
    def lacks_year(self) -> bool:
        """Whether a month or a season is named, and nothing of its year."""
        return bool(self.month or self.season) and not (self.year or self.step or self.year_step)

    def period(self, setting: Setting) -> Period | None:
        if self.year is not None:
            return period(self._edtf(self.year, self.month), Basis.STATED, "date.stated")
        if self.year_step is not None:
            return self._of_year(self.year_step, setting)
        if self.weekday is not None and self.day is None:
            return _weekday(self.weekday, self.step, setting, self.last_day or 0)
        if self.month is None and self.season is None:
            return self._of_month(setting)
        return self._yearless(setting)

    def in_year(self, year: int) -> str | None:
        return self._edtf(year, self.month)

    def _edtf(self, year: int | None, month: int | None) -> str | None:
        if year is None or year not in YEARS:
            return None
        if self.season is not None:
            return f"{year}-{self.season}"
        if self.part is not None:
            return _part_of(year, month, self.part)
        text = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{self.day:02}" if self.day else "")
        return f"{text}/{year:04}-{month:02}-{self.last_day:02}" if self.last_day and month else text

    def _of_year(self, step: Step, setting: Setting) -> Period | None:
        offset = OFFSETS[step]
        if step in OF_TEXT:
            same = setting.last if step is Step.SAME else None  # «منذ حزيران 2014 …، وفي أيلول من السنة ذاتها»
            year = start_of(same or setting.before)
            found = self._edtf(year.year + offset, self.month) if year else None
            return period(found, Basis.OTHER_DATE, "date.year_of_text")
        found = setting.clock.over(lambda day: self._edtf(day.year + offset, self.month))
        return period(found, Basis.PUBLICATION, "date.relative_year")

    def _of_month(self, setting: Setting) -> Period | None:
        """A day of a month that is named by its relation only («26 من الشهر نفسه»)."""
        step = self.step or Step.SAME
        if step in OF_TEXT:
            anchor = start_of(setting.before) if fits(setting.before, Unit.MONTH) else None
            named = self._in_month(anchor, OFFSETS[step]) if anchor else None
            return period(named, Basis.OTHER_DATE, "date.month_of_text")
        found = setting.clock.over(lambda day: self._in_month(day, OFFSETS[step]))
        return period(found, Basis.PUBLICATION, "date.relative_month")

    def _in_month(self, day: date, months: int) -> str | None:
        moved = months_on(day, months)
        return self._edtf(moved.year, moved.month)

    # ---------------------------------------------------------------- a month or a season without its year

    def _yearless(self, setting: Setting) -> Period | None:
        if self.step in OF_TEXT:
            return self._after_text(setting)
        if self.step is not None:
            step = self.step
            found = setting.clock.over(lambda day: self._stepped(step, day))
            return period(found, Basis.PUBLICATION, "date.relative_month_name")
        since = setting.clock.since
        if since is not None and self.month:
            year = since.year if self.month >= since.month else None
            return period(self._edtf(year, self.month), Basis.OTHER_DATE, "date.year_of_chronicle")
        if chained := self._chained(setting):
            return chained
        direction = _direction(setting)
        if direction is None and (this := setting.clock.over(self._this)):
            return period(this, Basis.INFERRED, "date.this_month")
        if direction is None and (told := self._gone_on(setting)):
            return period(told, Basis.OTHER_DATE, "date.year_of_text")
        if direction is None:
            return period(setting.clock.over(self._by_far_nearest), Basis.INFERRED, "date.nearest_year")
        found = setting.clock.over(lambda day: self._told(day, direction))
        return period(found, Basis.INFERRED, f"date.year_from_tense_{setting.tense}")

    def _after_text(self, setting: Setting) -> Period | None:
        anchor = setting.before.window[1] if setting.before else None
        if anchor is None:
            return None
        if self.step is Step.FOLLOWING:
            return period(self._strictly(anchor, 1), Basis.OTHER_DATE, "date.after_text")
        return period(self._edtf(anchor.year, self.month), Basis.OTHER_DATE, "date.year_of_text")

    def _stepped(self, step: Step, day: date) -> str | None:
        return self._this(day) if step is Step.THIS else self._strictly(day, OFFSETS[step])

    def _this(self, day: date) -> str | None:
        """The occurrence in the year of `day`, if it is the month (or within reach of the season) of `day`."""
        if self.season is not None:
            span = span_of(f"{day.year}-{self.season}")
            return f"{day.year}-{self.season}" if span and abs((span[0] - day).days) < 150 else None
        return self._edtf(day.year, self.month) if self.month == day.month else None

    def _strictly(self, day: date, sign: int) -> str | None:
        """The nearest occurrence wholly before (-1) or after (1) `day`, or, of a month, the month of `day`."""
        for year in (day.year, day.year + sign, day.year + 2 * sign):
            text = self._edtf(year, self.month)
            span = span_of(text)
            if span is None:
                continue
            begins = self._begins(year, span[0])
            if sign < 0 and span[1] < day and (self.day or span[1].replace(day=1) < day.replace(day=1)):
                return text
            if sign > 0 and begins > day and (self.day or begins.replace(day=1) > day.replace(day=1) or self.season):
                return text
        return None

    def _begins(self, year: int, first: date) -> date:
        """A season begins by the sky, not by the month: on 19 September, autumn is still to come."""
        return date(year, *_SEASON_BEGINS[self.season]) if self.season else first

    def _told(self, day: date, sign: int) -> str | None:
        """The nearest occurrence on one side; None where it is far and that of the other side very near."""
        text, other = self._nearest(day, sign), span_of(self._nearest(day, -sign))
        span = span_of(text)
        if span is None or other is None:
            return None
        far = (day - span[1] if sign < 0 else span[0] - day) > _FAR
        near = (other[0] - day if sign < 0 else day - other[1]) < _BESIDE
        return None if far and near else text

    def _gone_on(self, setting: Setting) -> str | None:
        """The first occurrence after a date just named in the sentence, where both are past: «… في 26 آذار، قبل أن
        يغادر … في 4 نيسان»."""
        before, latest = setting.before, setting.clock.latest
        if not (setting.near and before and latest and before.bound is Bound.IN and len(before.core) >= 7):
            return None
        start = before.window[0]
        texts = (self._edtf(year, self.month) for year in (start.year, start.year + 1))
        return next((t for t in texts if (s := span_of(t)) and start <= s[0] and s[1] <= latest), None)

    def _by_far_nearest(self, day: date) -> str | None:
        """The occurrence so near `day`, on whichever side, that no other can be meant."""
        found = [(text, span) for sign in (-1, 1) if (text := self._nearest(day, sign)) and (span := span_of(text))]
        near = {text for text, span in found if max(day - span[1], span[0] - day) <= _CLOSE}
        return near.pop() if len(near) == 1 else None

    def _nearest(self, day: date, sign: int) -> str | None:
        """The nearest occurrence that has begun by `day` (-1), or has not ended before it (1)."""
        for year in (day.year, day.year + sign):
            text = self._edtf(year, self.month)
            span = span_of(text)
            if span and (span[0] <= day if sign < 0 else span[1] >= day):
                return text
        return None

    def _chained(self, setting: Setting) -> Period | None:
        """The year of a date just named in the same sentence, in a story of the past that is older than a year."""
        before, latest = setting.before, setting.clock.latest
        if not (setting.near and before and before.bound is Bound.IN and setting.tense is not Tense.FUTURE):
            return None
        if latest and before.window[1] > latest - timedelta(days=300):
            return None
        start = before.window[0]
        if len(before.core) == 4:  # «خلال عام 2020 …، أولها في 19 آذار»
            return period(self._edtf(start.year, self.month), Basis.OTHER_DATE, "date.year_of_text")
        if len(before.core) < 7:
            return None
        texts = (self._edtf(year, self.month) for year in (start.year, start.year + 1))
        found = next((t for t in texts if (s := span_of(t)) and s[1] >= start), None)
        return period(found, Basis.OTHER_DATE, "date.year_of_text")


# ------------------------------------------------------------------ weekdays and directions


def _weekday(weekday: int, step: Step | None, setting: Setting, days_on: int) -> Period | None:
    if step in OF_TEXT:
        anchor = start_of(setting.before)
        if anchor is None or step is not Step.FOLLOWING or not fits(setting.before, Unit.DAY):
            return None
        return period(_day_after(anchor + DAY, weekday).isoformat(), Basis.OTHER_DATE, "date.text_weekday")
    if step is None and _is_old(setting):
        return None
    forward = step is Step.NEXT or (step is not Step.LAST and setting.tense is Tense.FUTURE)
    strict = DAY if step in (Step.LAST, Step.NEXT) else 0 * DAY

    def of(day: date) -> str:
        first = _day_after(day + strict, weekday) if forward else _day_before(day - strict, weekday)
        return f"{first}/{first + days_on * DAY}" if days_on else first.isoformat()

    return period(setting.clock.over(of), Basis.PUBLICATION, "date.relative_weekday")


def _is_old(setting: Setting) -> bool:
    """Whether the sentence tells of days long past: its weekdays are of those weeks, not of this one."""
    before, latest = setting.before, setting.clock.latest
    return bool(setting.near and before and latest and len(before.core) > 4 and before.window[1] < latest - _OLD)


def _day_before(day: date, weekday: int) -> date:
    return day - ((day.isoweekday() - weekday) % 7) * DAY


def _day_after(day: date, weekday: int) -> date:
    return day + ((weekday - day.isoweekday()) % 7) * DAY


def _direction(setting: Setting) -> int | None:
    """Where a date without a year lies: before the publication (-1), after it (1), or None."""
    if setting.tense is Tense.FUTURE:
        return 1
    if setting.tense is Tense.PAST or _is_since(setting):
        return -1
    if setting.bound in (Bound.BY, Bound.UNTIL, Bound.UNTIL_AT_LEAST):
        return 1
    return -1 if setting.bound is Bound.FROM else None


def _is_since(setting: Setting) -> bool:
    """Whether the sentence tells what has gone on since a day past: «منذ آذار الماضي والقوات تخلي …»."""
    before, latest = setting.before, setting.clock.latest
    since = setting.near and before is not None and before.bound is Bound.FROM
    return bool(since and before and latest and before.window[0] < latest)


def _part_of(year: int, month: int | None, part: tuple[int, int]) -> str | None:
    if month is None:
        return f"{year}-{part[0]:02}/{year}-{part[1]:02}"
    whole = span_of(f"{year}-{month:02}")
    return whole and f"{year}-{month:02}-{part[0]:02}/{year}-{month:02}-{min(part[1], whole[1].day):02}"
