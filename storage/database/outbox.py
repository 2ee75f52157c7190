"""What goes into the outbox: planned digests, corrections and notices; each at most once.

A row is named by (subscription or notice, occasion, part), and what is named already is passed over. All of
it happens in the caller's transaction, so that planning and moving on are one. Whoever locks more than one row
locks the subscription first, here and in `deliveries`: nobody waits for each other in a circle. What becomes of
the rows is `deliveries`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    Date,
    Insert,
    Text,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal,
    select,
    update,
)

from storage.database import folding
from storage.database.delivery_models import contents, deliveries, notices, subscriptions
from storage.database.dialects import insert_new
from storage.database.folding import chunks
from storage.subscription import DeliveryState, Plan, Receiver, SubscriptionState

_Values = dict[str, object]

# ------------------------------------------------------------------ digests


def plan(conn: Connection, plans: Sequence[Plan], now: datetime) -> int:
    """Enqueue what was planned, and move each subscription on to its next turn; how many there were.

    Passed over, to be planned again, are those that were changed or removed meanwhile, and those with an
    earlier digest half way to Telegram. An earlier digest that no call was made for is folded.
    """
    unchanged = _unchanged(conn, plans)
    waiting = folding.open_digests(conn, list(unchanged))
    batches: dict[_Batch, list[int]] = defaultdict(list)
    for each in plans:
        id_ = each.subscription.id
        if id_ in unchanged and not folding.half_way(waiting.get(id_, ())):
            batches[_batch(each)].append(id_)
    sizes = _sizes(conn, {batch.content for batch in batches if batch.content is not None})
    for batch, ids in batches.items():
        for chunk in chunks(ids):
            _move(conn, batch, range(1, 1 + sizes.get(batch.content, 0)), chunk, waiting, now)
    return sum(map(len, batches.values()))


def _unchanged(conn: Connection, plans: Sequence[Plan]) -> Set[int]:
    """Those that still have the turn that was planned. Nobody else can change them before the transaction ends;
    those that somebody is changing now are not among them."""
    turns: dict[datetime | None, list[int]] = defaultdict(list)
    for each in plans:
        turns[each.subscription.next_due_at].append(each.subscription.id)
    found = (
        conn.scalars(_UNCHANGED, {"ids": chunk, "turn": turn}) for turn, ids in turns.items() for chunk in chunks(ids)
    )
    return set(chain.from_iterable(found))


class _Batch(NamedTuple):
    """What the plans of many subscriptions have in common."""

    occasion: str
    day: date | None
    content: int | None
    upto: int
    not_before: datetime
    folded: tuple[date, ...]
    next_due_at: datetime | None
    next_day: date | None


def _batch(each: Plan) -> _Batch:
    return _Batch(
        each.occasion,
        each.day,
        each.content,
        each.upto,
        each.not_before,
        each.folded,
        each.next_due_at,
        each.next_day,
    )


def _move(
    conn: Connection, batch: _Batch, parts: range, ids: Sequence[int], waiting: folding.Waiting, now: datetime
) -> None:
    """Enqueue a batch for these subscriptions, and move them on."""
    earlier = (row for id_ in ids for row in waiting.get(id_, ()) if row.occasion != batch.occasion)
    folding.fold(conn, [row.id for row in earlier], now)
    digest = {"whom": ids, "up": batch.upto, "at": batch.not_before}
    later = {"nth": 1, "text": None, "as": DeliveryState.FOLDED, "why": folding.LATER, "settled": now}
    fresh = {"what": batch.occasion, "text": batch.content, "as": DeliveryState.WAITING, "why": None, "settled": None}
    for day in batch.folded:
        conn.execute(_digests(insert_new(conn, deliveries)), digest | later | {"what": day.isoformat()})
    for part in parts:
        conn.execute(_digests(insert_new(conn, deliveries)), digest | fresh | {"nth": part})
    conn.execute(_ADVANCE, _moved(batch) | {"whom": ids})


def _moved(batch: _Batch) -> _Values:
    return {
        "at": batch.next_due_at,
        "for_day": batch.next_day,
        "had": batch.day,
        # Where nothing is sent there is nothing to wait for: it has seen all that there is.
        "up": batch.upto if batch.content is None else None,
    }


# ------------------------------------------------------------------ corrections and notices


def correct(conn: Connection, receivers: Sequence[Receiver], occasion: str, content: int, now: datetime) -> int:
    """Enqueue a correction, ``fix:12``, for those who were told what it corrects; how many messages are new."""
    return _insert(
        conn,
        [
            {
                **_UNSENT,
                "subscription": each.subscription,
                "occasion": occasion,
                "part": part,
                "content": content,
                "chat": each.chat,
                "thread": each.thread or 0,
                "not_before": now,
            }
            for each in receivers
            for part in _parts(conn, content)
        ],
    )


def notice(conn: Connection, author: int, content: int, now: datetime) -> int:
    """Note that `author` sends out a notice; its id."""
    made = insert(notices).values(author=author, content=content, made_at=now)
    return int(conn.execute(made.returning(notices.c.id)).scalar_one())


def broadcast(conn: Connection, notice_id: int, now: datetime) -> int:
    """Enqueue a notice for every active subscription; how many messages are new."""
    content = conn.execute(_NOTICED, {"key": notice_id}).scalar_one()
    values = {**_UNSENT, "notice": notice_id, "content": content, "not_before": now}
    done = 0
    for part in _parts(conn, content):
        fixed = values | {"part": part}
        chosen = _ADDRESSES.add_columns(*(literal(value, deliveries.c[name].type) for name, value in fixed.items()))
        statement = insert_new(conn, deliveries).from_select(["chat", "thread", "occasion", *fixed], chosen)
        done += conn.execute(statement).rowcount
    return done


def notify(conn: Connection, notice_id: int, chats: Iterable[int], now: datetime) -> int:
    """Enqueue a notice for these chats, subscribed or not; how many messages are new."""
    content = conn.execute(_NOTICED, {"key": notice_id}).scalar_one()
    values = {**_UNSENT, "notice": notice_id, "content": content, "thread": 0, "not_before": now}
    parts = _parts(conn, content)
    return _insert(conn, [{**values, "chat": c, "occasion": f"{c}/0", "part": part} for c in chats for part in parts])


# ------------------------------------------------------------------ statements


def _insert(conn: Connection, rows: Sequence[_Values]) -> int:
    return conn.execute(insert_new(conn, deliveries), rows).rowcount if rows else 0


def _parts(conn: Connection, content: int) -> range:
    return range(1, 1 + _sizes(conn, {content})[content])


def _sizes(conn: Connection, texts: Collection[int]) -> Mapping[int | None, int]:
    """How many parts each of these texts has."""
    return {row.id: row.size for chunk in chunks(list(texts)) for row in conn.execute(_SIZES, {"ids": chunk})}


_UNSENT: _Values = {"subscription": 0, "notice": 0, "state": DeliveryState.WAITING}
_IDS: BindParameter[object] = bindparam("ids", expanding=True)
_WHOM: BindParameter[object] = bindparam("whom", expanding=True)
_UNCHANGED = (
    select(subscriptions.c.id)
    .where(subscriptions.c.id.in_(_IDS), subscriptions.c.next_due_at == bindparam("turn"))
    .with_for_update(skip_locked=True)
)
_SIZES = select(contents.c.id, contents.c.size).where(contents.c.id.in_(_IDS))
_NOTICED = select(notices.c.content).where(notices.c.id == bindparam("key"))
_ADVANCE = (
    update(subscriptions)
    .where(subscriptions.c.id.in_(_WHOM))
    .values(
        next_due_at=bindparam("at"),
        occasion=bindparam("for_day"),
        planned=func.coalesce(bindparam("had", type_=Date), subscriptions.c.planned),
        seen=case((subscriptions.c.seen < bindparam("up"), bindparam("up")), else_=subscriptions.c.seen),
    )
)


@cache
def _digests(new: Insert) -> Insert:
    """The same digest for each of many subscriptions."""
    given = {
        "occasion": "what",
        "part": "nth",
        "content": "text",
        "upto": "up",
        "state": "as",
        "not_before": "at",
        "reason": "why",
        "settled_at": "settled",
    }
    own = {
        "subscription": subscriptions.c.id,
        "notice": literal(0),
        "chat": subscriptions.c.chat,
        "thread": subscriptions.c.thread,
    }
    named = {name: bindparam(key, type_=deliveries.c[name].type) for name, key in given.items()}
    return new.from_select([*own, *named], select(*own.values(), *named.values()).where(subscriptions.c.id.in_(_WHOM)))


# The occasion of a notice is whom it is for.
_ADDRESSES = select(
    subscriptions.c.chat,
    subscriptions.c.thread,
    cast(subscriptions.c.chat, Text) + "/" + cast(subscriptions.c.thread, Text),
).where(subscriptions.c.state == SubscriptionState.ACTIVE)
