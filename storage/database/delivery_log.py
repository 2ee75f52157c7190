"""Looking back at the outbox: what was sent to a chat, how a day went, and forgetting it in the end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, case, delete, func, select

from storage.database.delivery_models import deliveries
from storage.database.delivery_rows import record
from storage.subscription import Delivery, DeliveryState, Tally


def of_chat(conn: Connection, chat: int) -> tuple[Delivery, ...]:
    """Every message that was made for a chat, oldest first."""
    return tuple(map(record, conn.execute(_OF_CHAT, {"of": chat})))


def tally(conn: Connection, since: datetime) -> Tally:
    """How it went since then, and what is still to be sent, for the daily report."""
    settled = {DeliveryState(row.state): row for row in conn.execute(_SETTLED, {"since": since})}
    waiting, failing = conn.execute(_OPEN).one()
    retried = sum(row.retried for row in settled.values())
    return Tally({state: row.many for state, row in settled.items()}, retried, waiting, failing)


def prune(conn: Connection, before: datetime) -> int:
    """Forget what was settled before then; how many rows that was. Who was told a fact by them is not told
    of its correction any more."""
    return conn.execute(_PRUNE, {"before": before}).rowcount


_MANY = func.count()
_OF_CHAT = (
    select(deliveries)
    .where(deliveries.c.chat == bindparam("of"), deliveries.c.content.is_not(None))
    .order_by(deliveries.c.id)
)
_SETTLED = (
    select(
        deliveries.c.state,
        _MANY.label("many"),
        func.sum(case((deliveries.c.attempts > 1, 1), else_=0)).label("retried"),
    )
    .where(deliveries.c.settled_at >= bindparam("since"), deliveries.c.content.is_not(None))
    .group_by(deliveries.c.state)
)
_OPEN = select(_MANY, func.coalesce(func.sum(case((deliveries.c.attempts > 0, 1), else_=0)), 0)).where(
    deliveries.c.settled_at.is_(None)
)
_PRUNE = delete(deliveries).where(deliveries.c.settled_at < bindparam("before"))
