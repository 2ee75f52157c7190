"""Settling: what came of one call, written down for the delivery, its subscription and its chat in one transaction.

What came of it is decided in `bot.outcomes`; the call is made in `bot.delivery`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.outcomes import Next, Outcome, Step
from storage.database import deliveries, subscriptions
from storage.subscription import Delivery

_TOPIC = frozenset({"topic_closed", "topic_deleted"})


def note(conn: Connection, sending: Delivery, outcome: Outcome, step: Next, message: int | None, now: datetime) -> None:
    """Take `step` for the delivery that was called with `outcome`; `message` is the id of what arrived."""
    reason, at = outcome.reason, now + timedelta(seconds=step.wait)
    match step.step:
        case Step.SENT:
            deliveries.sent(conn, sending, message, now)
        case Step.AGAIN:
            deliveries.retry(conn, sending, at, reason=reason)
        case Step.PLAIN:
            deliveries.retry(conn, sending, at, reason=reason, plain=True)
        case Step.REPEAT:
            deliveries.ambiguous(conn, sending, at, reason=reason)
        case Step.UNKNOWN:
            deliveries.ambiguous(conn, sending, now, reason=reason, assume_sent=True)
        case Step.MOVE if outcome.chat is not None:
            subscriptions.migrate_chat(conn, sending.chat, outcome.chat, now)
            deliveries.retry(conn, sending, now, reason=reason)
        case Step.PAUSE:
            deliveries.failed(conn, sending, reason, now)
            _pause(conn, sending, reason, now)
        case _:
            deliveries.failed(conn, sending, reason, now)


def _pause(conn: Connection, refused: Delivery, reason: str, now: datetime) -> None:
    """No more turns for whom Telegram refuses: the whole chat, or only its topic."""
    if reason not in _TOPIC:
        subscriptions.pause_chat(conn, refused.chat, reason, now)
    elif found := subscriptions.get(conn, refused.chat, refused.thread):
        subscriptions.pause(conn, found.id, reason, now)
