"""Who is owed which correction, for many subscriptions at a time: what the planner of digests asks.

What a correction is, and what it was told as, is in `queries.corrections`; a correction that is on its way
already is owed no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select

from storage.corrections import Correction, owed
from storage.database import contents
from storage.database.delivery_models import deliveries, subscriptions, told
from storage.database.folding import chunks
from storage.database.queries.corrections import corrections, revised
from storage.subscription import DeliveryState, Receiver, Subscription, SubscriptionState, Told


def owed_by(conn: Connection, whom: Sequence[Subscription]) -> dict[int, tuple[Correction, ...]]:
    """By subscription, what it is owed for all that was changed or withdrawn since what it has seen."""
    found: dict[int, tuple[Correction, ...]] = {}
    for seen in {each.seen for each in whom}:
        if facts := revised(conn, seen):
            found |= _owed(conn, [each.id for each in whom if each.seen == seen], set(facts))
    return found


def at_once(conn: Connection, step: int) -> dict[Receiver, tuple[Correction, ...]]:
    """The corrections of what was changed for the last time in `step` that wait for no digest, by who is owed
    them; whoever is paused gets them with the next digest. The receivers have no version."""
    facts = set(revised(conn, step - 1)) - set(revised(conn, step))
    told_to = {fact: contents.received(conn, fact) for fact in facts}
    urgent = [each for each in _corrections(conn, told_to) if each.at_once]
    due = owed(urgent, told_to)
    whom = {each.subscription: replace(each, version="") for several in told_to.values() for each in several}
    return {whom[id_]: due[id_] for id_ in _active(conn, sorted(due))}


def _owed(conn: Connection, ids: Sequence[int], facts: set[str]) -> dict[int, tuple[Correction, ...]]:
    told_to = _told_to(conn, ids, facts)
    return owed(_corrections(conn, told_to), told_to)


def _corrections(conn: Connection, told_to: Mapping[str, Sequence[Receiver]]) -> tuple[Correction, ...]:
    """What of all that anybody was told is told otherwise now."""
    return corrections(conn, {Told(fact, each.version) for fact, several in told_to.items() for each in several})


def _told_to(conn: Connection, ids: Sequence[int], facts: set[str]) -> Mapping[str, Sequence[Receiver]]:
    """By fact, who of them was told it, in the version of the last time."""
    last: dict[tuple[str, int], Receiver] = {}
    for chunk in chunks(ids):
        for row in conn.execute(_TOLD_TO, {"ids": chunk}):
            if row.fact in facts:
                last[row.fact, row.subscription] = Receiver(row.subscription, row.chat, row.thread, row.version)
    by_fact: dict[str, list[Receiver]] = defaultdict(list)
    for (fact, _), receiver in last.items():
        by_fact[fact].append(receiver)
    return by_fact


def _active(conn: Connection, ids: Sequence[int]) -> Iterator[int]:
    for chunk in chunks(ids):
        yield from conn.scalars(_ACTIVE, {"ids": chunk})


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ON_ITS_WAY = and_(deliveries.c.settled_at.is_(None), deliveries.c.upto.is_(None))
_TOLD_TO = (
    select(deliveries.c.subscription, deliveries.c.chat, deliveries.c.thread, told.c.fact, told.c.version)
    .join(told, told.c.content == deliveries.c.content)
    .where(
        deliveries.c.subscription.in_(_IDS),
        or_(deliveries.c.state.in_([DeliveryState.SENT, DeliveryState.UNKNOWN]), _ON_ITS_WAY),
    )
    .order_by(deliveries.c.id)
)
_ACTIVE = (
    select(subscriptions.c.id)
    .where(subscriptions.c.id.in_(_IDS), subscriptions.c.state == SubscriptionState.ACTIVE)
    .order_by(subscriptions.c.id)
)
