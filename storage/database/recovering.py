"""Recovering: what senders left behind while `sending`, of which nobody knows whether it arrived.

A row that is `sending` is left alone until its lease has ended; and after that for as long as its sender lives, as
whoever only slept knows what came of its call, and writes it down when it goes on. Who lives is `signs`; what becomes
of the rest of the outbox is `deliveries`.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from storage.database.deliveries import lock, see
from storage.database.delivery_models import deliveries
from storage.database.delivery_rows import record
from storage.database.signs import gone
from storage.subscription import Delivery, DeliveryState

LONGEST_SLEEP = timedelta(minutes=15)
"""How long beyond its lease a sender that sleeps is waited for. Longer than a process is stopped for on purpose (to
look into it, to save its machine), and so short that a digest of which nobody knows is still of its hour. Who sleeps
longer may never go on, and somebody may have got nothing."""


@dataclass(frozen=True, slots=True)
class Here:
    """The process that asks: its name, and the ids of those in its hands. What is its own and in no hand was left
    behind too: what came of it could not be written."""

    name: str = ""
    in_hand: Set[int] = frozenset()


NOBODY = Here()


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was left behind: `repeated` will be sent once more and say so, of `unknown` ones nobody will ever know.
    `asleep` are those senders of them that still live."""

    repeated: tuple[Delivery, ...] = ()
    unknown: tuple[Delivery, ...] = ()
    asleep: Set[str] = frozenset()


def recover(conn: Connection, now: datetime, here: Here = NOBODY, *, assume_sent: bool = False) -> Recovered:
    """Take up what is left behind. Each is ambiguous; should its sender go on after all before another claims it,
    it is still heard."""
    over = [row for row in conn.execute(_OVER, {"now": now}) if row.id not in here.in_hand]
    if not over:
        return Recovered()
    dead = gone(conn, sorted({row.owner for row in over} - {here.name})) | {here.name}
    left = [row for row in over if row.owner in dead or row.lease_until <= now - LONGEST_SLEEP]
    if not left:
        return Recovered()
    lock(conn, [row.subscription for row in left])
    these = {"now": now, "these": [row.id for row in left]}
    unknown = tuple(map(record, conn.execute(_GIVE_UP_ALL if assume_sent else _GIVE_UP, these)))
    for each in unknown:
        see(conn, each, now)
    return Recovered(tuple(map(record, conn.execute(_REPEAT, these))), unknown, {row.owner for row in left} - dead)


_LEFT = (
    deliveries.c.settled_at.is_(None),
    deliveries.c.state == DeliveryState.SENDING,
    deliveries.c.lease_until <= bindparam("now"),
)
_OVER = select(deliveries.c.id, deliveries.c.subscription, deliveries.c.owner, deliveries.c.lease_until).where(*_LEFT)
_THESE = deliveries.c.id.in_(bindparam("these", expanding=True))
_GIVE_UP_ALL = (
    update(deliveries)
    .where(*_LEFT, _THESE)
    .values(state=DeliveryState.UNKNOWN, lease_until=None, settled_at=bindparam("now"))
    .returning(deliveries)
)
_GIVE_UP = _GIVE_UP_ALL.where(deliveries.c.repeat)
_REPEAT = (
    update(deliveries)
    .where(*_LEFT, _THESE)
    .values(state=DeliveryState.WAITING, not_before=bindparam("now"), repeat=True, lease_until=None)
    .returning(deliveries)
)
