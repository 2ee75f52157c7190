from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from storage.database import deliveries, delivery_log
from storage.subscription import DeliveryState, Tally
from tests.storage.database.subscribers import DAY, HOUR, LEASE, MORNING, claim, plan, rows, sending, subscribe


def test_a_day_is_told_in_numbers(writer: Connection) -> None:
    for chat in range(1, 6):
        subscribe(writer, chat)
    plan(writer, MORNING)
    given = claim(writer, MORNING)[:4]
    one, two, three, four = (deliveries.sending(writer, each, MORNING, LEASE) or each for each in given)
    deliveries.sent(writer, one, 1, MORNING)
    deliveries.retry(writer, two, MORNING)
    deliveries.sent(writer, sending(writer, MORNING, "two"), 2, MORNING)
    deliveries.ambiguous(writer, three, MORNING, assume_sent=True)
    deliveries.retry(writer, four, MORNING + HOUR)
    settled = {DeliveryState.SENT: 2, DeliveryState.UNKNOWN: 1}
    assert delivery_log.tally(writer, MORNING) == Tally(settled, retried=1, waiting=2, failing=1)
    assert delivery_log.tally(writer, MORNING + timedelta(seconds=1)) == Tally({}, retried=0, waiting=2, failing=1)


def test_days_that_folded_before_they_were_made_are_not_messages(writer: Connection) -> None:
    subscribe(writer)
    plan(writer, MORNING + DAY)
    assert delivery_log.tally(writer, MORNING) == Tally({}, retried=0, waiting=1, failing=0)
    (message,) = delivery_log.of_chat(writer, 1)
    assert message.occasion == "2026-11-23"
    assert delivery_log.of_chat(writer, 2) == ()


def test_what_was_settled_long_ago_is_forgotten(writer: Connection) -> None:
    subscribe(writer), subscribe(writer, 2)
    plan(writer, MORNING)
    first, _ = claim(writer, MORNING)
    deliveries.sent(writer, deliveries.sending(writer, first, MORNING, LEASE) or first, 1, MORNING)
    assert delivery_log.prune(writer, MORNING) == 0
    assert delivery_log.prune(writer, MORNING + DAY) == 1
    assert [row.chat for row in rows(writer)] == [2]
