"""What came in from Telegram: committed before Telegram is told that it arrived, and applied once.

Payloads are kept only until they are applied; what people write does not stay here.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.database.delivery_models import updates
from storage.database.dialects import insert_new


class Stored(NamedTuple):
    """An update as it came in: its number, and its JSON."""

    id: int
    payload: str


def store(conn: Connection, update_id: int, payload: str, now: datetime) -> bool:
    """Keep an update (JSON) until it is applied; False where it was seen before."""
    values = {"id": update_id, "payload": payload, "stored_at": now}
    return conn.execute(insert_new(conn, updates), values).rowcount == 1


def pending(conn: Connection) -> tuple[Stored, ...]:
    """What was stored and not applied yet, in Telegram's order."""
    return tuple(Stored(row.id, row.payload) for row in conn.execute(_PENDING))


def applied(conn: Connection, update_id: int, now: datetime) -> bool:
    """Its change is made in this transaction. False where it was made before: then it must not be made."""
    return conn.execute(_APPLIED, {"key": update_id, "now": now}).rowcount == 1


def prune(conn: Connection, before: datetime) -> int:
    """Forget what was applied before then. Telegram repeats nothing after a day, and begins to count anew
    after a week without updates."""
    return conn.execute(_PRUNE, {"before": before}).rowcount


_PENDING = select(updates.c.id, updates.c.payload).where(updates.c.applied_at.is_(None)).order_by(updates.c.id)
_APPLIED = (
    update(updates)
    .where(updates.c.id == bindparam("key"), updates.c.applied_at.is_(None))
    .values(applied_at=bindparam("now"), payload="")
)
_PRUNE = delete(updates).where(updates.c.applied_at < bindparam("before"))
