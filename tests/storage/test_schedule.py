from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storage.schedule import Cadence, Occasion, Schedule, allowed_from, at_hour, due_on, next_due, turn
from tests.storage import wall_clocks
from tests.storage.outages import FIRST, LAST, Told, walk
from tests.storage.wall_clocks import DAY, SECOND, ZONES, existing_days, is_quiet, stretches

HOURS = (
    time(0),
    time(0, 30),
    time(1, 30),
    time(2),
    time(2, 15),
    time(3),
    time(7, 30),
    time(12),
    time(22),
    time(23, 30),
)
LEAPS = {
    "Pacific/Apia": date(2011, 12, 30),
    "Pacific/Fakaofo": date(2011, 12, 30),
    "Pacific/Kwajalein": date(1993, 8, 21),
    "Pacific/Kiritimati": date(1994, 12, 31),
    "Pacific/Enderbury": date(1994, 12, 31),
}
"""Days that a zone left out altogether."""
SPAN = (datetime(2010, 1, 1), datetime(2035, 1, 1))  # noqa: DTZ001
minutes = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))
moments = st.datetimes(*SPAN).map(lambda m: m.replace(microsecond=0, tzinfo=UTC))
zones = st.sampled_from(ZONES)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    cadence = draw(st.sampled_from([Cadence.DAILY, Cadence.WEEKDAYS, Cadence.WEEKLY]))
    many = {Cadence.DAILY: (0, 0), Cadence.WEEKDAYS: (1, 7), Cadence.WEEKLY: (1, 1)}[cadence]
    days = draw(st.frozensets(st.integers(0, 6), min_size=many[0], max_size=many[1]))
    return Schedule(cadence, days, draw(minutes), draw(zones), draw(minutes), draw(minutes))


def wall(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def upcoming(after: datetime, schedule: Schedule, past: date | None = None) -> Occasion:
    found = next_due(after, schedule, past)
    assert found is not None
    return found


# ------------------------------------------------------------------ which days, which instants


@pytest.mark.parametrize(("cadence", "named"), [(Cadence.DAILY, ""), (Cadence.WEEKDAYS, "046"), (Cadence.WEEKLY, "5")])
def test_every_local_day_of_ten_years_has_one_occasion(cadence: Cadence, named: str) -> None:
    """In some zones; `make soak` goes through all of them."""
    weekdays = frozenset(map(int, named))
    for number, zone in enumerate(wall_clocks.different(FIRST, LAST)[len(named) :: 4]):
        schedule = Schedule(cadence, weekdays, HOURS[number % len(HOURS)], zone)
        wanted = [day for day in existing_days(zone, FIRST, LAST) if day.weekday() in (weekdays or range(7))]
        occasion, found = upcoming(datetime(FIRST, 1, 1, tzinfo=UTC), schedule, wanted[0] - DAY), []
        while occasion.day <= wanted[-1]:
            assert wall(occasion.due, zone).date() == occasion.day
            found.append(occasion.day)
            later = upcoming(occasion.due, schedule)
            assert later.due > occasion.due
            occasion = later
        assert found == wanted, zone


def test_around_every_change_of_every_clock_the_instant_is_the_first_that_shows_the_hour() -> None:
    for zone in wall_clocks.different(FIRST, LAST):
        for before in stretches(zone, FIRST, LAST)[:-1]:
            change = wall(before.end, zone)
            near = (change, change - SECOND, before.walls()[1], before.walls()[1] - timedelta(minutes=20))
            hours = {*HOURS[::3], *(moment.time().replace(second=0, microsecond=0) for moment in near)}
            for day in (change.date() + n * DAY for n in (-1, 0, 1)):
                for at in hours:
                    expected = wall_clocks.due(zone, day, at, FIRST - 1, LAST + 1)
                    assert due_on(day, Schedule(at=at, zone=zone)) == expected, (zone, day, at)


@pytest.mark.parametrize("zone", LEAPS)
def test_a_day_that_the_zone_left_out_has_no_occasion(zone: str) -> None:
    for at in HOURS:
        schedule = Schedule(at=at, zone=zone)
        occasion = upcoming(datetime.combine(LEAPS[zone] - 3 * DAY, time(), UTC), schedule)
        days = [(occasion := upcoming(occasion.due, schedule)).day for _ in range(5)]
        assert LEAPS[zone] not in days
        assert [late - early for early, late in pairwise(days)].count(2 * DAY) == 1
        assert due_on(LEAPS[zone], schedule) is None


def test_a_weekly_digest_skips_the_week_whose_day_was_left_out() -> None:
    friday = Schedule(Cadence.WEEKLY, frozenset({4}), time(9), "Pacific/Apia")
    assert upcoming(utc("2011-12-25"), friday).day == date(2012, 1, 6)


def test_an_hour_that_the_day_lacks_is_the_first_instant_after_the_gap() -> None:
    berlin = Schedule(at=time(2, 30), zone="Europe/Berlin")
    assert due_on(date(2026, 3, 29), berlin) == utc("2026-03-29 01:00")


def test_an_hour_that_the_day_has_twice_is_the_first_of_them() -> None:
    berlin = Schedule(at=time(2, 30), zone="Europe/Berlin")
    assert due_on(date(2026, 10, 25), berlin) == utc("2026-10-25 00:30")


def test_an_hour_whose_gap_swallows_the_rest_of_the_day_is_the_last_second_before_it() -> None:
    nuuk = Schedule(at=time(23, 30), zone="America/Nuuk")  # 23:00 became the next midnight
    assert due_on(date(2024, 3, 30), nuuk) == utc("2024-03-31 00:59:59")
    assert due_on(date(2024, 3, 31), nuuk) == utc("2024-04-01 00:30")


def test_the_next_one_is_later_than_the_moment_asked_about() -> None:
    baghdad = Schedule(at=time(7, 30))
    assert upcoming(utc("2026-11-21 04:29:59"), baghdad) == Occasion(date(2026, 11, 21), utc("2026-11-21 04:30"))
    assert upcoming(utc("2026-11-21 04:30"), baghdad) == Occasion(date(2026, 11, 22), utc("2026-11-22 04:30"))


def test_the_day_is_that_of_the_zone_and_not_of_greenwich() -> None:
    auckland = Schedule(at=time(7, 30), zone="Pacific/Auckland")
    assert upcoming(utc("2026-11-20 12:00"), auckland) == Occasion(date(2026, 11, 21), utc("2026-11-20 18:30"))


@given(moments, schedules(), st.none() | st.dates(date(2010, 1, 1), date(2035, 1, 1)))
def test_the_next_one_is_the_first_day_that_fits(after: datetime, schedule: Schedule, past: date | None) -> None:
    assume(past is None or abs(past - after.date()) < 40 * DAY)
    occasion = upcoming(after, schedule, past)
    assert occasion.day.weekday() in schedule.days
    assert occasion.due > after
    assert past is None or occasion.day > past
    for n in range(1, 8):
        day = occasion.day - n * DAY
        due = due_on(day, schedule)
        missed = due is not None and due > after and day.weekday() in schedule.days and (past is None or day > past)
        assert not missed, day


def test_what_comes_at_once_has_no_hour() -> None:
    at_once = Schedule(Cadence.AT_ONCE)
    assert at_once.days == frozenset()
    assert next_due(utc("2026-11-21"), at_once) is None
    with pytest.raises(ValueError, match="at_once"):
        turn(Occasion(date(2026, 11, 21), utc("2026-11-21")), utc("2026-11-21"), at_once)


# ------------------------------------------------------------------ changing one's mind


@given(st.lists(st.tuples(schedules(), st.integers(0, 40 * 60)), min_size=1, max_size=12), moments)
def test_no_change_of_hour_or_zone_gives_a_day_two(changes: list[tuple[Schedule, int]], now: datetime) -> None:
    planned: list[date] = []
    for schedule, wait in changes:
        pending = upcoming(now, schedule, planned[-1] if planned else None)
        now += timedelta(minutes=wait)
        while pending.due <= now:
            planned.append(pending.day)
            pending = upcoming(pending.due, schedule, pending.day)
    assert planned == sorted(set(planned))


def test_a_later_hour_on_a_day_that_had_its_digest_is_for_tomorrow() -> None:
    evening = Schedule(at=time(20))
    assert upcoming(utc("2026-11-21 06:00"), evening, date(2026, 11, 21)).day == date(2026, 11, 22)
    assert upcoming(utc("2026-11-21 06:00"), evening, date(2026, 11, 20)).day == date(2026, 11, 21)


# ------------------------------------------------------------------ quiet hours


@given(moments, schedules())
def test_nothing_is_allowed_in_the_quiet_hours(moment: datetime, schedule: Schedule) -> None:
    start = allowed_from(moment, schedule)
    assert not is_quiet(start, schedule)
    assert start >= moment
    if not is_quiet(moment, schedule):
        assert start == moment


@given(moments, schedules())
def test_nothing_waits_for_longer_than_it_is_quiet(moment: datetime, schedule: Schedule) -> None:
    start = allowed_from(moment, schedule)
    offsets = [
        (moment + n * timedelta(hours=1)).astimezone(ZoneInfo(schedule.zone)).utcoffset() or timedelta()
        for n in range(int((start - moment) / timedelta(hours=1)) + 2)
    ]
    assume(offsets == sorted(offsets))  # the clock was not put back on the way
    many = int((start - moment) / timedelta(minutes=7))
    assert all(is_quiet(moment + n * timedelta(minutes=7), schedule) for n in range(many))
    assert start == moment or is_quiet(start - SECOND, schedule)


def test_around_every_change_of_every_clock_it_stays_quiet() -> None:
    for zone in wall_clocks.different(FIRST, LAST):
        for stretch in stretches(zone, FIRST, LAST)[:-1]:
            for night in (
                (time(22), time(7)),
                (time(0), time(1, 30)),
                (time(1), time(2, 30)),
                (time(23, 30), time(0, 30)),
            ):
                schedule = Schedule(zone=zone, quiet_from=night[0], quiet_to=night[1])
                for late in (-100, -40, -1, 0, 20, 70):
                    moment = stretch.end + timedelta(minutes=late)
                    start = allowed_from(moment, schedule)
                    assert moment <= start
                    assert not is_quiet(start, schedule)


@pytest.mark.parametrize(
    ("quiet", "moment", "start"),
    [
        ((22, 7), "2026-11-21 18:59:59", "2026-11-21 18:59:59"),
        ((22, 7), "2026-11-21 19:00", "2026-11-22 04:00"),
        ((22, 7), "2026-11-22 03:59:59", "2026-11-22 04:00"),
        ((22, 7), "2026-11-22 04:00", "2026-11-22 04:00"),
        ((13, 15), "2026-11-21 10:30", "2026-11-21 12:00"),
        ((13, 15), "2026-11-21 12:00", "2026-11-21 12:00"),
        ((13, 15), "2026-11-21 09:00", "2026-11-21 09:00"),
        ((0, 0), "2026-11-21 21:00", "2026-11-21 21:00"),
        ((22, 22), "2026-11-21 19:00", "2026-11-21 19:00"),
        ((22, 0), "2026-11-21 20:00", "2026-11-21 21:00"),
    ],
)
def test_the_quiet_hours_in_baghdad(quiet: tuple[int, int], moment: str, start: str) -> None:
    schedule = Schedule(quiet_from=time(quiet[0]), quiet_to=time(quiet[1]))
    assert allowed_from(utc(moment), schedule) == utc(start)


def test_quiet_hours_that_the_clock_repeats_last_until_their_second_end() -> None:
    berlin = Schedule(zone="Europe/Berlin", quiet_from=time(22), quiet_to=time(2, 30))
    assert allowed_from(utc("2026-10-25 00:10"), berlin) == utc("2026-10-25 00:30")
    assert allowed_from(utc("2026-10-25 01:10"), berlin) == utc("2026-10-25 01:30")


def test_quiet_hours_whose_end_was_left_out_with_its_day_last_until_that_of_the_next() -> None:
    apia = Schedule(zone="Pacific/Apia")
    assert allowed_from(utc("2011-12-30 09:00"), apia) == utc("2011-12-30 17:00")  # 29th, 23:00 → 31st, 7:00


# ------------------------------------------------------------------ turns


@given(schedules(), moments, st.integers(0, 4 * 24 * 60), st.integers(0, 24 * 60))
def test_whatever_the_outage_each_day_is_told_once_and_none_in_the_quiet_hours(
    schedule: Schedule, begin: datetime, down_after: int, down_for: int
) -> None:
    down = begin + timedelta(minutes=down_after)
    up = down + timedelta(minutes=down_for)
    pending, told, now = upcoming(begin, schedule), [], begin
    first = pending.day
    while now < begin + 30 * DAY:
        now = max(now, pending.due)
        now = up if down <= now < up else now
        taken = turn(pending, now, schedule)
        if taken.start > now:  # the planner comes again
            now = taken.start
            continue
        assert not is_quiet(now, schedule)
        assert all(late < taken.occasion.day for late in taken.folded)
        assert taken.following.due > now
        if not taken.folded and not down <= pending.due < up:
            assert now == allowed_from(pending.due, schedule) or down <= allowed_from(pending.due, schedule) < up
        told += [*taken.folded, taken.occasion.day]
        pending = taken.following
    days = (first + n * DAY for n in range((told[-1] - first).days + 1))
    wanted = [day for day in days if day.weekday() in schedule.days and due_on(day, schedule)]
    assert told == wanted


@pytest.mark.parametrize("part", range(4))
def test_ten_years_of_outages_lose_no_day_and_repeat_none(part: int) -> None:
    """In some zones; `make soak` goes through all of them."""
    for zone in wall_clocks.different(FIRST, LAST)[part::8]:
        told = walk(zone, seed=part)
        assert told.wrong(zone) is None
        assert told.outages > 500


def test_the_judge_of_ten_years_sees_what_is_wrong() -> None:
    days = existing_days("Asia/Baghdad", FIRST, LAST)
    assert Told(days).wrong("Asia/Baghdad") is None
    for wrong in (
        Told([*days[:99], *days[100:]]),
        Told([*days[:99], days[98], *days[99:]]),
        Told(days[:3000]),
        Told(days, in_quiet_hours=1),
        Told(days, folded_without_reason=1),
    ):
        assert wrong.wrong("Asia/Baghdad")


def test_a_digest_on_time_stands_alone() -> None:
    day, due = date(2026, 11, 21), utc("2026-11-21 05:00")
    taken = turn(Occasion(day, due), due, Schedule(at=time(8)))
    assert (taken.occasion, taken.folded, taken.start) == (Occasion(day, due), (), due)
    assert taken.following == Occasion(day + DAY, due + DAY)


def test_a_late_digest_waits_for_the_end_of_the_quiet_hours() -> None:
    pending = Occasion(date(2026, 11, 21), utc("2026-11-21 18:30"))
    taken = turn(pending, utc("2026-11-21 20:00"), Schedule(at=time(21, 30)))
    assert (taken.occasion, taken.folded, taken.start) == (pending, (), utc("2026-11-22 04:00"))


def test_a_late_digest_folds_into_the_next_if_that_is_due_by_then() -> None:
    yesterday, today = date(2026, 11, 21), date(2026, 11, 22)
    pending, now = Occasion(yesterday, utc("2026-11-21 04:00")), utc("2026-11-22 01:00")
    taken = turn(pending, now, Schedule(at=time(7)))
    assert (taken.occasion.day, taken.folded, taken.start) == (today, (yesterday,), utc("2026-11-22 04:00"))
    taken = turn(replaced(pending, minutes=1), now, Schedule(at=time(7, 1)))
    assert (taken.occasion.day, taken.folded, taken.start) == (yesterday, (), utc("2026-11-22 04:00"))


def replaced(occasion: Occasion, minutes: int) -> Occasion:
    return Occasion(occasion.day, occasion.due + timedelta(minutes=minutes))


def test_an_occasion_that_is_still_to_come_starts_at_its_time() -> None:
    pending = Occasion(date(2026, 11, 21), utc("2026-11-21 05:00"))
    assert turn(pending, utc("2026-11-20 10:00"), Schedule(at=time(8))).start == pending.due


# ------------------------------------------------------------------ choosing


@pytest.mark.parametrize(
    ("hour", "quiet"),
    [
        ("08:00", ("22:00", "07:00")),
        ("07:00", ("22:00", "07:00")),
        ("06:00", ("22:00", "06:00")),
        ("03:00", ("22:00", "03:00")),
        ("02:30", ("22:00", "02:30")),
        ("02:29", ("03:29", "07:00")),
        ("23:30", ("00:30", "07:00")),
        ("22:00", ("23:00", "07:00")),
    ],
)
def test_quiet_hours_give_way_to_the_chosen_hour_at_their_nearer_end(hour: str, quiet: tuple[str, str]) -> None:
    chosen = at_hour(Schedule(), time.fromisoformat(hour))
    assert chosen.at == time.fromisoformat(hour)
    assert (chosen.quiet_from, chosen.quiet_to) == tuple(map(time.fromisoformat, quiet))


def test_quiet_hours_that_have_no_room_to_give_way_end_altogether() -> None:
    chosen = at_hour(Schedule(quiet_from=time(13), quiet_to=time(14)), time(13, 20))
    assert chosen.quiet_from == chosen.quiet_to


@given(schedules(), minutes)
def test_what_is_chosen_is_allowed(schedule: Schedule, hour: time) -> None:
    assert not is_quiet(
        datetime(2026, 11, 21, hour.hour, hour.minute, tzinfo=UTC), replace(at_hour(schedule, hour), zone="UTC")
    )


@pytest.mark.parametrize(
    ("cadence", "weekdays"),
    [
        (Cadence.DAILY, {0}),
        (Cadence.AT_ONCE, {0}),
        (Cadence.WEEKDAYS, set()),
        (Cadence.WEEKDAYS, {7}),
        (Cadence.WEEKDAYS, {-1, 2}),
        (Cadence.WEEKLY, set()),
        (Cadence.WEEKLY, {1, 2}),
    ],
)
def test_days_that_do_not_fit_the_cadence_are_refused(cadence: Cadence, weekdays: set[int]) -> None:
    with pytest.raises(ValueError, match="weekdays"):
        Schedule(cadence, frozenset(weekdays))


@pytest.mark.parametrize("zone", ["Asia/Bagdad", "", "Asia", "../etc/passwd", "/etc/localtime"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="zone"):
        Schedule(zone=zone)


@pytest.mark.parametrize("wall", [time(8, 0, 1), time(8, tzinfo=UTC), time(8, 0, 0, 1)])
def test_a_local_time_is_hours_and_minutes(wall: time) -> None:
    for name in ("at", "quiet_from", "quiet_to"):
        with pytest.raises(ValueError, match="hours and minutes"):
            Schedule(**{name: wall})  # type: ignore[arg-type]
