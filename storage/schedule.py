"""When a digest is due: local hours, days and quiet hours → instants. Pure; no clock is read here.

Wall clocks jump. An hour that a day lacks (the clock went forward) is the first instant after the gap; an
hour that it has twice (the clock went back) is the first of the two; a day that a zone left out altogether
has no occasion. Who is due is `storage.database.subscriptions`; what becomes of it is `bot.digests`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

EVENING = time(22)
MORNING = time(7)
_EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_LATEST_SEARCH = 15
"""Days: a week until the next weekday, another because the zone may have left that one out."""
_ROOM = timedelta(hours=1)


class Cadence(StrEnum):
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often and at what local time. `weekdays` counts from Monday = 0: some days for ``weekdays``,
    one for ``weekly``, none otherwise. `zone` is an IANA name. It is quiet from `quiet_from` until just
    before `quiet_to`, over midnight if need be; never where the two are equal.

    `ValueError` for days that do not fit, a time with a zone or with seconds, a zone that does not exist.
    """

    cadence: Cadence = Cadence.DAILY
    weekdays: frozenset[int] = field(default=frozenset())
    at: time = time(8)
    zone: str = "Asia/Baghdad"
    quiet_from: time = EVENING
    quiet_to: time = MORNING

    def __post_init__(self) -> None:
        if not self.weekdays <= _EVERY_DAY or len(self.weekdays) not in _DAYS_NAMED[self.cadence]:
            raise ValueError(f"weekdays: {sorted(self.weekdays)} for {self.cadence}")
        if any(wall != time(wall.hour, wall.minute) for wall in (self.at, self.quiet_from, self.quiet_to)):
            raise ValueError(f"local times are hours and minutes: {self.at}, {self.quiet_from}, {self.quiet_to}")
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:  # unknown; not a name; the name of a folder
            raise ValueError(f"zone: {self.zone}") from error

    @property
    def days(self) -> frozenset[int]:
        """The weekdays with an occasion; none at all for ``at_once``, which waits for something new."""
        return _EVERY_DAY if self.cadence is Cadence.DAILY else self.weekdays


_DAYS_NAMED = {
    Cadence.DAILY: range(1),
    Cadence.WEEKDAYS: range(1, 8),
    Cadence.WEEKLY: range(1, 2),
    Cadence.AT_ONCE: range(1),
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """A local day and the instant (UTC) of its digest, which always lies in that day."""

    day: date
    due: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What a subscription's turn has come to: `occasion` is told from `start` (UTC) on and takes in the
    `folded` days before it, oldest first; `following` is the next one."""

    occasion: Occasion
    folded: tuple[date, ...]
    start: datetime
    following: Occasion


# ------------------------------------------------------------------ what is due


def next_due(after: datetime, schedule: Schedule, past: date | None = None) -> Occasion | None:
    """The first occasion later than `after`, on a day later than `past`; None for ``at_once``.

    `past` is the last day that had its occasion: a changed hour never gives that day another.
    """
    first = max(_wall(after, ZoneInfo(schedule.zone)).date(), date.min if past is None else past + _DAY)
    return next((occasion for occasion in _occasions(first, schedule) if occasion.due > after), None)


def _turn(pending: Occasion, now: datetime, schedule: Schedule) -> Turn:
    """The turn of an occasion that is due. One that is late folds into the next, where that is due by the
    time that something may be sent. Not for ``at_once`` (`ValueError`)."""
    start = allowed_from(max(now, pending.due), schedule)
    folded: list[date] = []
    while (following := _following(pending.day, schedule)).due <= start:
        folded.append(pending.day)
        pending = following
    return Turn(pending, tuple(folded), start, following)


# Thousands have the same turn at the same time.
turn = lru_cache(maxsize=1 << 12)(_turn)


def due_on(day: date, schedule: Schedule) -> datetime | None:
    """The instant (UTC) of the digest on that local day; None where the zone left the day out."""
    return _due(schedule.zone, datetime.combine(day, schedule.at))


def _follow(day: date, schedule: Schedule) -> Occasion:
    found = next(_occasions(day + _DAY, schedule), None)
    if found is None:
        raise ValueError(f"{schedule.cadence} has no days")
    return found


_following = lru_cache(maxsize=1 << 12)(_follow)


def _occasions(first: date, schedule: Schedule) -> Iterator[Occasion]:
    """From `first` on, for as many days as it may take to find a good one."""
    wanted = schedule.days
    for day in (first + timedelta(days=n) for n in range(_LATEST_SEARCH)):
        if day.weekday() in wanted and (due := due_on(day, schedule)) is not None:
            yield Occasion(day, due)


# ------------------------------------------------------------------ quiet hours


def allowed_from(moment: datetime, schedule: Schedule) -> datetime:
    """The moment itself (UTC), or the end of the quiet hours that it lies in."""
    place = ZoneInfo(schedule.zone)
    while _is_quiet((wall := _wall(moment, place)).time(), schedule):
        over_midnight = wall.time() >= schedule.quiet_to
        end = datetime.combine(wall.date() + over_midnight * _DAY, schedule.quiet_to)
        reached = _reached(schedule.zone, end)
        # Where the clock went back, this is the second time that it comes to the end.
        moment = reached if reached > moment else end.replace(tzinfo=place, fold=1).astimezone(UTC)
    return moment


def at_hour(schedule: Schedule, hour: time) -> Schedule:
    """The schedule with another hour. Where that lies in the quiet hours, they give way at their nearer
    end: they stop at that hour, or begin an hour after it."""
    changed = replace(schedule, at=hour)
    if not _is_quiet(hour, schedule):
        return changed
    since, left = _between(schedule.quiet_from, hour), _between(hour, schedule.quiet_to)
    if since < left:
        return replace(changed, quiet_from=_later(hour, min(_ROOM, left)))
    return replace(changed, quiet_to=hour)


def _is_quiet(wall: time, schedule: Schedule) -> bool:
    start, end = schedule.quiet_from, schedule.quiet_to
    return start <= wall < end if start <= end else wall >= start or wall < end


def _between(first: time, second: time) -> timedelta:
    """Round the clock from one to the other; less than a day."""
    return (datetime.combine(date.min, second) - datetime.combine(date.min, first)) % _DAY


def _later(wall: time, by: timedelta) -> time:
    return (datetime.combine(date.min, wall) + by).time()


# ------------------------------------------------------------------ wall clocks


def _wall(moment: datetime, place: ZoneInfo) -> datetime:
    """What a clock on the wall shows, without a zone."""
    return moment.astimezone(place).replace(tzinfo=None)


def _instant(zone: str, wanted: datetime) -> datetime | None:
    """`wanted` on the zone's wall clock as an instant of that day, UTC; None where there is no such day."""
    reached, place = _reached(zone, wanted), ZoneInfo(zone)
    if _wall(reached, place).date() == wanted.date():
        return reached
    # The clock jumped over the hour and the rest of its day: what is left of the day is what came before.
    before = reached - _SECOND
    return before if _wall(before, place).date() == wanted.date() else None


_due = lru_cache(maxsize=1 << 14)(_instant)


def _reached(zone: str, wanted: datetime) -> datetime:
    """The first instant (UTC) at which the zone's wall clock shows `wanted` or later."""
    place = ZoneInfo(zone)
    reached = wanted.replace(tzinfo=place, fold=0).astimezone(UTC)
    if _wall(reached, place) == wanted:
        return reached
    # In a gap. Python reckons with the offset before it (fold 0: too late) or after it (fold 1: too
    # early); the jump lies between, and clocks jump at whole seconds.
    early = wanted.replace(tzinfo=place, fold=1).astimezone(UTC)
    seconds = range(int((reached - early) / _SECOND) + 1)
    passed = bisect_left(seconds, True, key=lambda n: _wall(early + n * _SECOND, place) >= wanted)
    return early + passed * _SECOND
