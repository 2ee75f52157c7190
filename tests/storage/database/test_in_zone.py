"""A chat that moves to another zone takes its subscriptions along."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import Connection

from storage.database import in_zone, subscriptions
from storage.schedule import Schedule
from storage.subscription import NEW, Subscription, SubscriptionState
from tests.storage.database.conftest import NOW


def test_the_hour_stays_and_the_instant_changes(writer: Connection) -> None:
    for thread in (None, 3):
        subscriptions.put(writer, Subscription(NEW, -5, thread, 1, Schedule(at=time(8))), NOW)
    other = subscriptions.put(writer, Subscription(NEW, -6, None, 1, Schedule(at=time(8))), NOW)
    assert in_zone.move(writer, -5, "Europe/London", NOW) == 2
    for each in subscriptions.of_chat(writer, -5):
        assert (each.schedule.at, each.schedule.zone) == (time(8), "Europe/London")
        assert each.next_due_at == datetime(2025, 11, 22, 8, tzinfo=UTC)
    assert subscriptions.of_chat(writer, -6) == (other,)
    assert in_zone.move(writer, -5, "Europe/London", NOW) == 0


def test_a_paused_one_moves_in_its_sleep(writer: Connection) -> None:
    made = subscriptions.put(writer, Subscription(NEW, -5, None, 1, Schedule()), NOW)
    subscriptions.pause(writer, made.id, "kicked", NOW)
    assert in_zone.move(writer, -5, "Asia/Tokyo", NOW) == 1
    (after,) = subscriptions.of_chat(writer, -5)
    assert (after.state, after.pause_reason, after.schedule.zone) == (SubscriptionState.PAUSED, "kicked", "Asia/Tokyo")
    assert after.next_due_at is None
