"""Folding: a digest that nothing went out of yet is told by a later one instead.

Its subscription has not seen what it says, so the later one says that too. Who folds what, and when, is in
`outbox` and `deliveries`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, select, update

from storage.database.delivery_models import deliveries
from storage.subscription import DeliveryState

LATER = "later"
"""Why a delivery was folded: what it says is told in a later one."""
_MANY = 500
T = TypeVar("T")


def chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as one statement may ask for."""
    return (ids[start : start + _MANY] for start in range(0, len(ids), _MANY))


class OpenDigest(NamedTuple):
    """A row of the outbox that holds a part of a digest and is not settled."""

    id: int
    subscription: int
    occasion: str
    part: int
    state: str
    repeat: bool


Waiting = Mapping[int, Sequence[OpenDigest]]
"""By subscription."""


def open_digests(conn: Connection, ids: Sequence[int]) -> Waiting:
    """The open digests of these subscriptions; no sender can take them before the transaction ends."""
    found: dict[int, list[OpenDigest]] = defaultdict(list)
    for chunk in chunks(ids):
        for row in conn.execute(_OPEN, {"ids": chunk}):
            found[row.subscription].append(OpenDigest(*row))
    return found


def half_way(digests: Sequence[OpenDigest]) -> bool:
    """Whether any of it may have reached the reader: a part is on its way, or one before it was settled."""
    first: dict[str, int] = {}
    for each in digests:
        first[each.occasion] = min(each.part, first.get(each.occasion, each.part))
    on_their_way = any(each.repeat or each.state == DeliveryState.SENDING for each in digests)
    return on_their_way or any(part > 1 for part in first.values())


def fold(conn: Connection, ids: Sequence[int], now: datetime) -> None:
    """What these rows say is told later."""
    for chunk in chunks(ids):
        conn.execute(_FOLD, {"ids": chunk, "now": now})


_IDS: BindParameter[object] = bindparam("ids", expanding=True)
_OPEN = (
    select(*(deliveries.c[name] for name in OpenDigest._fields))
    .where(deliveries.c.subscription.in_(_IDS), deliveries.c.settled_at.is_(None), deliveries.c.upto.is_not(None))
    .order_by(deliveries.c.id)
    .with_for_update()
)
_FOLD = (
    update(deliveries)
    .where(deliveries.c.id.in_(_IDS))
    .values(state=DeliveryState.FOLDED, reason=LATER, lease_until=None, settled_at=bindparam("now"))
)
