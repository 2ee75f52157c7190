"""Subscriptions, contents and plans to test with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, event, select

from storage.database import contents, deliveries, outbox, subscriptions
from storage.database import delivery_models as tables
from storage.schedule import Cadence, Occasion, Schedule, turn
from storage.subscription import NEW, Delivery, Plan, Subscription, Told

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
"""Noon in Baghdad, a Saturday."""
MORNING = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
"""When the next digest of `EIGHT` is due."""
EIGHT = Schedule(at=time(8))
AT_ONCE = Schedule(Cadence.AT_ONCE)
LEASE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def wish(chat: int = 1, thread: int | None = None, schedule: Schedule = EIGHT, **chosen: object) -> Subscription:
    """A subscription that was not kept yet."""
    return replace(Subscription(NEW, chat, thread, chat, schedule), **chosen)  # type: ignore[arg-type]


def subscribe(conn: Connection, chat: int = 1, thread: int | None = None, **chosen: object) -> Subscription:
    return subscriptions.put(conn, wish(chat, thread, **chosen), NOW)  # type: ignore[arg-type]


def text(conn: Connection, *parts: str, told: Sequence[Told] = ()) -> int:
    return contents.keep(conn, parts or ("a digest",), told, NOW)


def planned(of: Subscription, now: datetime, content: int | None, upto: int = 5) -> Plan:
    """What the planner makes of a turn."""
    if of.occasion is None:
        return Plan.of_news(of, now, content, upto)
    assert of.next_due_at is not None
    return Plan.of_turn(of, turn(Occasion(of.occasion, of.next_due_at), now, of.schedule), content, upto)


def plan(conn: Connection, now: datetime, *parts: str, upto: int = 5, told: Sequence[Told] = ()) -> int:
    """Plan the same text for everyone who is due."""
    content = text(conn, *parts, told=told)
    return outbox.plan(conn, [planned(each, now, content, upto) for each in subscriptions.due(conn, now, 1000)], now)


def claim(conn: Connection, now: datetime, owner: str = "one", limit: int = 100) -> tuple[Delivery, ...]:
    return deliveries.claim(conn, owner, now, LEASE, limit)


def claim_one(conn: Connection, now: datetime, owner: str = "one") -> Delivery:
    (only,) = claim(conn, now, owner)
    return only


def sending(conn: Connection, now: datetime, owner: str = "one") -> Delivery:
    """The only message that is due, about to be sent."""
    found = deliveries.sending(conn, claim_one(conn, now, owner), now, LEASE)
    assert found is not None
    return found


def rows(conn: Connection) -> Sequence[Row[object]]:
    """The whole outbox, oldest first."""
    return conn.execute(select(tables.deliveries).order_by(tables.deliveries.c.id)).all()


def states(conn: Connection) -> list[str]:
    return [row.state for row in rows(conn)]


def explained(conn: Connection, action: Callable[[], object]) -> list[str]:
    """How the engine goes about each statement of `action`, one text a statement."""
    asked: list[tuple[str, Any]] = []

    def watch(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        asked.append((statement, parameters))

    event.listen(conn, "before_cursor_execute", watch)
    action()
    event.remove(conn, "before_cursor_execute", watch)
    if conn.dialect.name == "sqlite":
        return ["\n".join(row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {s}", p)) for s, p in asked]
    # The tables of a test are so small that reading them whole is cheaper.
    conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return ["\n".join(row[0] for row in conn.exec_driver_sql(f"EXPLAIN {s}", p)) for s, p in asked]
