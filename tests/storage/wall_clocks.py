"""The wall clocks of every zone, reckoned from their changes alone: what `storage.schedule` is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from storage.schedule import Schedule

ZONES = sorted(zone for zone in available_timezones() if not zone.startswith(("posix", "right", "localtime")))
DAY = timedelta(days=1)
STRIDE = 5 * DAY
"""No zone has changed twice within so long since 1970: the least were seven days, in Brazil in 2000."""
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` until just before `end` (UTC) a zone's clock is `offset` ahead."""

    start: datetime
    end: datetime
    offset: timedelta

    def first(self, wanted: datetime) -> datetime | None:
        """The first instant of the stretch whose wall clock shows `wanted` or later."""
        reached = max(self.start, (wanted - self.offset).replace(tzinfo=UTC))
        return reached if reached < self.end else None

    def walls(self) -> tuple[datetime, datetime]:
        return ((self.start + self.offset).replace(tzinfo=None), (self.end + self.offset).replace(tzinfo=None))


@cache
def stretches(zone: str, first: int, last: int) -> tuple[Stretch, ...]:
    """From the beginning of the year `first` until that of `last`."""
    place, end = ZoneInfo(zone), datetime(last, 1, 1, tzinfo=UTC)
    found, start = [], datetime(first, 1, 1, tzinfo=UTC)
    while start < end:
        change = _change(place, start, end)
        found.append(Stretch(start, change, _offset(place, start)))
        start = change
    return tuple(found)


def _offset(place: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(place).utcoffset()
    assert offset is not None
    return offset


def _change(place: ZoneInfo, start: datetime, end: datetime) -> datetime:
    """When the offset next changes, to the second."""
    offset, step = _offset(place, start), start
    while step < end and _offset(place, step + STRIDE) == offset:
        step += STRIDE
    low, high = step, step + STRIDE
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        low, high = (middle, high) if _offset(place, middle) == offset else (low, middle)
    return min(high, end)


def existing_days(zone: str, first: int, last: int) -> list[date]:
    """Every day that the zone's wall clock showed, but for those at the two ends."""
    days = {day for stretch in stretches(zone, first, last) for day in _days(*stretch.walls())}
    return sorted(days)[2:-2]


def _days(first: datetime, end: datetime) -> Iterator[date]:
    day = first.date()
    while datetime.combine(day, time()) < end:
        yield day
        day += DAY


def due(zone: str, day: date, at: time, first: int, last: int) -> datetime | None:
    """The first instant of the day at `at` or later, else the last second of the day, else None."""
    passing = [stretch.first(datetime.combine(day, at)) for stretch in stretches(zone, first, last)]
    reached = min(moment for moment in passing if moment is not None)
    for moment in (reached, reached - SECOND):
        if moment.astimezone(ZoneInfo(zone)).date() == day:
            return moment
    return None


def is_quiet(moment: datetime, schedule: Schedule) -> bool:
    """Said in another way than the schedule does: how far round the clock from the beginning."""
    clock = moment.astimezone(ZoneInfo(schedule.zone)).replace(tzinfo=None)
    since = (clock - datetime.combine(clock.date(), schedule.quiet_from)) % DAY
    whole = (
        datetime.combine(clock.date(), schedule.quiet_to) - datetime.combine(clock.date(), schedule.quiet_from)
    ) % DAY
    return since < whole


@cache
def different(first: int, last: int) -> tuple[str, ...]:
    """One zone for each set of zones whose clocks go alike in these years."""
    alike = {stretches(zone, first, last): zone for zone in ZONES}
    return tuple(sorted(alike.values()))
