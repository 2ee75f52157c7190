"""What becomes of the outbox: claimed by one sender, sent at most once more than known, and settled.

A sender claims rows (owner, epoch, lease), takes a rate token, says `sending` and commits, makes one call to
Telegram, and says how it went; no transaction is open during the call. Every word of a sender is heard only
while nobody else has claimed the row since: its epoch is then the row's. What goes in is `outbox`, which
error means what is `bot.outcomes`, and what a crash leaves behind `recovering`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Update, bindparam, exists, or_, select, update

from storage.database.delivery_models import deliveries, subscriptions
from storage.database.delivery_rows import record, schedules
from storage.database.folding import fold, half_way, open_digests
from storage.subscription import Delivery, DeliveryState

# ------------------------------------------------------------------ claiming


def claim(conn: Connection, owner: str, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
    """Take up to `limit` messages whose time has come, longest waiting first, until `now` + `lease`.

    Nobody else gets them before that. Of a text in parts only the first that is not settled is given out.
    """
    values = {"now": now, "by": owner, "until": now + lease, "limit": limit}
    rows = conn.execute(_CLAIM, values).all()
    found = sorted(map(record, rows), key=lambda each: (each.not_before, each.id))
    known = schedules(conn, found)
    return tuple(replace(each, schedule=known.get((each.chat, each.thread or 0))) for each in found)


def release(conn: Connection, owner: str) -> int:
    """Give back what `owner` claimed and did not begin to send; how many there were."""
    return conn.execute(_RELEASE, {"by": owner}).rowcount


def sending(conn: Connection, claimed: Delivery, now: datetime, lease: timedelta) -> Delivery | None:
    """The last word before the call: once this is committed, the message counts as perhaps sent.

    The delivery as it is now, with a new lease, which the call must not outlast; None where it is not the
    claimer's any more, and must not be sent.
    """
    row = conn.execute(_SENDING, _held(claimed) | {"until": now + lease}).one_or_none()
    return None if row is None else replace(record(row), schedule=claimed.schedule)


# ------------------------------------------------------------------ how it went


def sent(conn: Connection, delivery: Delivery, message: int | None, now: datetime) -> bool:
    """Telegram has it. Once all parts of a digest are settled, its subscription has seen what it tells.

    Each of these words is False, and changes nothing, where another sender has claimed the row since.
    """
    values = {"to": DeliveryState.SENT, "now": now, "as_message": message, "why": None}
    return _settle(conn, _SETTLE_LATE, delivery, values, now)


def failed(conn: Connection, delivery: Delivery, reason: str, now: datetime) -> bool:
    """Telegram will never take it. Its subscription has not seen it: what it says is told again later."""
    values = {"to": DeliveryState.FAILED, "now": now, "as_message": None, "why": reason}
    lock(conn, [delivery.subscription])
    return conn.execute(_SETTLE, _held(delivery) | values).rowcount == 1


def retry(conn: Connection, delivery: Delivery, not_before: datetime, *, reason: str = "", plain: bool = False) -> bool:
    """Telegram certainly does not have it: again, from `not_before` on; with `plain` without its markup."""
    values = {"at": not_before, "again": delivery.repeat, "bare": plain or delivery.plain, "why": reason or None}
    return conn.execute(_RETRY, _held(delivery) | values).rowcount == 1


def ambiguous(
    conn: Connection, delivery: Delivery, now: datetime, *, reason: str = "", assume_sent: bool = False
) -> DeliveryState | None:
    """Nobody knows whether Telegram has it. The first time it is sent once more and says that it may be a
    repeat (`waiting`); the second time, or with `assume_sent`, it is `unknown`, and counts as seen."""
    if not (delivery.repeat or assume_sent):
        values = {"at": now, "again": True, "bare": delivery.plain, "why": reason or None}
        heard = conn.execute(_RETRY, _held(delivery) | values).rowcount == 1
        return DeliveryState.WAITING if heard else None
    values = {"to": DeliveryState.UNKNOWN, "now": now, "as_message": None, "why": reason or None}
    return DeliveryState.UNKNOWN if _settle(conn, _SETTLE, delivery, values, now) else None


def postpone(conn: Connection, claimed: Delivery, until: datetime, now: datetime) -> DeliveryState | None:
    """It may not be sent before `until` (quiet hours). A digest of which nothing went out is folded instead,
    if by then the next one is due."""
    lock(conn, [claimed.subscription])
    if conn.execute(_HELD_BY, _held(claimed)).one_or_none() is None:
        return None
    if folding := _foldable(conn, claimed, until):
        fold(conn, folding, now)
        return DeliveryState.FOLDED
    values = {"at": until, "again": claimed.repeat, "bare": claimed.plain, "why": None}
    conn.execute(_RETRY, _held(claimed) | values)
    return DeliveryState.WAITING


def _foldable(conn: Connection, claimed: Delivery, until: datetime) -> Sequence[int]:
    """The open parts of a digest, if the next one is due by `until` and nothing of this one went out."""
    whom = claimed.subscription
    if whom is None or claimed.upto is None or conn.scalar(_NEXT_BY, {"whom": whom, "until": until}) is None:
        return ()
    parts = [each for each in open_digests(conn, [whom])[whom] if each.occasion == claimed.occasion]
    return () if half_way(parts) else [each.id for each in parts]


# ------------------------------------------------------------------ rows and records


def _settle(conn: Connection, statement: Update, of: Delivery, values: dict[str, object], now: datetime) -> bool:
    lock(conn, [of.subscription])
    heard = conn.execute(statement, _held(of) | values).rowcount == 1
    if heard:
        see(conn, of, now)
    return heard


def lock(conn: Connection, whose: Collection[int | None]) -> None:
    """Before their deliveries: see `outbox`."""
    if ids := sorted({id_ for id_ in whose if id_ is not None}):
        conn.execute(_LOCK, {"whose": ids})


def see(conn: Connection, settled: Delivery, now: datetime) -> None:
    """A subscription has been written to; and has seen what its digest tells, if that was the last part."""
    if settled.subscription is None:
        return
    whom = {"whom": settled.subscription}
    conn.execute(_WRITTEN_TO, whom | {"now": now})
    if settled.upto is not None:
        conn.execute(_SEEN, whom | {"upto": settled.upto, "what": settled.occasion})


def _held(delivery: Delivery) -> dict[str, object]:
    return {"key": delivery.id, "by": delivery.owner, "in_epoch": delivery.epoch}


# ------------------------------------------------------------------ statements

_UNSETTLED = deliveries.c.settled_at.is_(None)
_WAITS = deliveries.c.state == DeliveryState.WAITING
_HELD = (
    deliveries.c.id == bindparam("key"),
    deliveries.c.owner == bindparam("by"),
    deliveries.c.epoch == bindparam("in_epoch"),
)
_earlier = deliveries.alias("earlier")
_EARLIER_PART = exists().where(
    _earlier.c.subscription == deliveries.c.subscription,
    _earlier.c.notice == deliveries.c.notice,
    _earlier.c.occasion == deliveries.c.occasion,
    _earlier.c.part < deliveries.c.part,
    _earlier.c.settled_at.is_(None),
)
# A CTE, because PostgreSQL may run a plain subquery twice, and would then lock more than the limit.
_FREE = (
    select(deliveries.c.id)
    .where(
        _UNSETTLED,
        _WAITS,
        deliveries.c.not_before <= bindparam("now"),
        or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= bindparam("now")),
        ~_EARLIER_PART,
    )
    .order_by(deliveries.c.not_before, deliveries.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
    .cte("free")
)
_CLAIM = (
    update(deliveries)
    .where(deliveries.c.id.in_(select(_FREE.c.id)))
    .values(owner=bindparam("by"), epoch=deliveries.c.epoch + 1, lease_until=bindparam("until"))
    .returning(deliveries)
)
_RELEASE = update(deliveries).where(_UNSETTLED, _WAITS, deliveries.c.owner == bindparam("by")).values(lease_until=None)
_SENDING = (
    update(deliveries)
    .where(*_HELD, _UNSETTLED, _WAITS)
    .values(state=DeliveryState.SENDING, attempts=deliveries.c.attempts + 1, lease_until=bindparam("until"))
    .returning(deliveries)
)
_SETTLED_AS: dict[str, object] = {
    "state": bindparam("to"),
    "message": bindparam("as_message"),
    "reason": bindparam("why"),
    "lease_until": None,
    "settled_at": bindparam("now"),
}
_SETTLE = update(deliveries).where(*_HELD, _UNSETTLED).values(_SETTLED_AS)
# The truth is welcome even after it was given up or folded.
_SETTLE_LATE = (
    update(deliveries)
    .where(*_HELD, deliveries.c.state.not_in([DeliveryState.SENT, DeliveryState.FAILED]))
    .values(_SETTLED_AS)
)
_RETRY = (
    update(deliveries)
    .where(*_HELD, _UNSETTLED)
    .values(
        state=DeliveryState.WAITING,
        not_before=bindparam("at"),
        repeat=bindparam("again"),
        plain=bindparam("bare"),
        reason=bindparam("why"),
        lease_until=None,
    )
)
_sibling = deliveries.alias("sibling")
_WRITTEN_TO = update(subscriptions).where(subscriptions.c.id == bindparam("whom")).values(last_sent_at=bindparam("now"))
_SEEN = (
    update(subscriptions)
    .where(
        subscriptions.c.id == bindparam("whom"),
        subscriptions.c.seen < bindparam("upto"),
        ~exists().where(
            _sibling.c.subscription == subscriptions.c.id,
            _sibling.c.notice == 0,
            _sibling.c.occasion == bindparam("what"),
            or_(_sibling.c.settled_at.is_(None), _sibling.c.state == DeliveryState.FAILED),
        ),
    )
    .values(seen=bindparam("upto"))
)
_LOCK = (
    select(subscriptions.c.id)
    .where(subscriptions.c.id.in_(bindparam("whose", expanding=True)))
    .order_by(subscriptions.c.id)
    .with_for_update()
)
_HELD_BY = select(deliveries.c.id).where(*_HELD, _UNSETTLED, _WAITS).with_for_update()
_NEXT_BY = select(subscriptions.c.id).where(
    subscriptions.c.id == bindparam("whom"), subscriptions.c.next_due_at <= bindparam("until")
)
