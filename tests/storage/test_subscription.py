"""Plans: what a subscription's turn has come to, and when the next one comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from storage.schedule import Cadence, Occasion, Schedule, Turn
from storage.subscription import Plan, Subscription, turn_of

DAILY = Schedule(at=time(12), quiet_from=time(0), quiet_to=time(0))
AT_ONCE = Schedule(Cadence.AT_ONCE)


def subscription(schedule: Schedule, **values: Any) -> Subscription:
    return Subscription(1, 1001, None, 1001, schedule, **values)


def test_a_turn_in_time_is_taken() -> None:
    now = datetime(2025, 11, 20, 9, 0, tzinfo=UTC)
    taken = turn_of(subscription(DAILY, occasion=date(2025, 11, 20), next_due_at=now), now)
    assert isinstance(taken, Turn)
    assert (taken.occasion.day, taken.folded, taken.start) == (date(2025, 11, 20), (), now)


def test_a_late_turn_waits_for_the_end_of_the_quiet_hours() -> None:
    schedule = Schedule(at=time(12))
    late = datetime(2025, 11, 20, 20, 0, tzinfo=UTC)
    came_back = turn_of(subscription(schedule, occasion=date(2025, 11, 20), next_due_at=late), late)
    assert came_back == datetime(2025, 11, 21, 4, 0, tzinfo=UTC)


def test_a_turn_that_is_a_day_late_folds_into_the_next() -> None:
    now = datetime(2025, 11, 22, 9, 30, tzinfo=UTC)
    taken = turn_of(subscription(DAILY, occasion=date(2025, 11, 20), next_due_at=now), now)
    assert isinstance(taken, Turn)
    assert (taken.occasion.day, taken.folded) == (date(2025, 11, 22), (date(2025, 11, 20), date(2025, 11, 21)))


def test_a_turn_on_a_day_that_a_zone_left_out_is_taken_now() -> None:
    """Samoa had no 30 December 2011: a subscriber who moved there can have had it planned elsewhere."""
    now = datetime(2011, 12, 30, 12, 0, tzinfo=UTC)
    taken = turn_of(subscription(replace(DAILY, zone="Pacific/Apia"), occasion=date(2011, 12, 30)), now)
    assert isinstance(taken, Turn)
    assert taken.start == now


@pytest.mark.parametrize(("hour", "waits"), [(12, False), (20, True)])
def test_news_at_once_wait_only_for_the_end_of_the_quiet_hours(hour: int, waits: bool) -> None:
    now = datetime(2025, 11, 20, hour, 0, tzinfo=UTC)
    came = turn_of(subscription(AT_ONCE), now)
    assert came == (datetime(2025, 11, 21, 4, 0, tzinfo=UTC) if waits else None)


def test_news_at_once_that_may_not_be_told_yet_come_back_even_with_a_day_of_their_own() -> None:
    now = datetime(2025, 11, 20, 20, 0, tzinfo=UTC)
    assert turn_of(subscription(AT_ONCE, occasion=date(2025, 11, 20)), now) == datetime(2025, 11, 21, 4, 0, tzinfo=UTC)


def test_a_subscription_without_a_day_is_told_what_is_new_at_its_next_turn() -> None:
    assert turn_of(subscription(DAILY), datetime(2025, 11, 20, 5, 0, tzinfo=UTC)) is None


# ------------------------------------------------------------------ plans

FRIDAY, SATURDAY, SUNDAY = (date(2025, 11, day) for day in (21, 22, 23))


def test_a_plan_by_the_calendar_goes_on_from_its_turn_and_spares_the_next_night() -> None:
    late = Schedule(at=time(23))
    due, following = (Occasion(day, datetime(2025, 11, day.day, 20, 0, tzinfo=UTC)) for day in (SATURDAY, SUNDAY))
    start = datetime(2025, 11, 23, 4, 0, tzinfo=UTC)
    whose = subscription(late)
    assert Plan.of_turn(whose, Turn(due, (FRIDAY,), start, following), 5, 7) == Plan(
        subscription=whose,
        occasion="2025-11-22",
        day=SATURDAY,
        content=5,
        upto=7,
        not_before=start,
        folded=(FRIDAY,),
        next_due_at=datetime(2025, 11, 24, 4, 0, tzinfo=UTC),
        next_day=SUNDAY,
    )


NIGHT = datetime(2025, 11, 21, 21, 30, tzinfo=UTC)
"""The 22nd in Baghdad."""


@pytest.mark.parametrize(
    ("seen", "alive", "occasion", "again"),
    [
        (6, False, "rev:7", None),
        (7, False, "2025-11-22", None),
        (7, True, "2025-11-22", datetime(2025, 11, 29, 4, 0, tzinfo=UTC)),
        (8, True, "2025-11-22", datetime(2025, 11, 29, 4, 0, tzinfo=UTC)),
    ],
)
def test_a_plan_for_news_is_named_for_what_it_tells(
    seen: int, alive: bool, occasion: str, again: datetime | None
) -> None:
    whose = subscription(AT_ONCE, seen=seen, sign_of_life=alive)
    assert Plan.of_news(whose, NIGHT, 5, 7) == Plan(whose, occasion, None, 5, 7, NIGHT, (), again, None)
