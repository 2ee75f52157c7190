"""Who gets digests, where and when: kept, paused, moved, and found when they are due.

When a turn comes is reckoned by `storage.schedule`, here whenever a choice is kept and in `plans` whenever a
digest is planned; so being due is one column with an index. What is sent is in `deliveries`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, or_, select, update

from storage.database import chats, choices
from storage.database.delivery_models import deliveries, subscriptions
from storage.database.dialects import insert_new
from storage.database.models import chats as chat_rows
from storage.database.models import saved
from storage.errors import NotFound
from storage.schedule import Cadence, allowed_from, due_on, next_due
from storage.subscription import NEW, Counts, DeliveryState, Subscription, SubscriptionState

NOUN = "subscription"
_Row = Row[*tuple[Any, ...]]
REMOVED, PAUSED = "removed", "paused"
"""Why open deliveries of a subscription were folded; what it has seen stays, so nothing is lost by that."""

# ------------------------------------------------------------------ keeping


def put(conn: Connection, chosen: Subscription, now: datetime) -> Subscription:
    """Keep what was chosen for that chat and thread, active, with the time of its next turn; as it is kept.

    Where there is one already it keeps its id and what it was told; a day that had its digest gets no other,
    and a digest that is due and not planned yet stays due. One that was removed may be put back as it was.
    """
    before = _one(conn.execute(_LOCKED, {"chat": chosen.chat, "thread": chosen.thread or 0}).one_or_none())
    if before is None:
        conn.execute(insert_new(conn, subscriptions), _values(_timed(chosen, chosen, now)))
        if chosen.id != NEW:
            conn.execute(_UNFOLD, {"of": chosen.id, "why": REMOVED})
        # Somebody may have been faster; then that choice stands.
        return _subscription(conn.execute(_OF_THREAD, {"chat": chosen.chat, "thread": chosen.thread or 0}).one())
    same = replace(chosen, id=before.id, planned=before.planned, seen=before.seen, last_sent_at=before.last_sent_at)
    kept = _timed(same, before, now)
    conn.execute(_CHANGE, {"key": kept.id, **_values(kept)})
    return kept


def resume(conn: Connection, id_: int, now: datetime) -> Subscription:
    """Let a paused one have turns again, from now on. `NotFound`."""
    paused = by_id(conn, id_)
    return paused if paused.state is SubscriptionState.ACTIVE else put(conn, paused, now)


def pause(conn: Connection, id_: int, reason: str, now: datetime) -> bool:
    """No more turns until `resume`; what was planned and not sent is folded. False where it is not active."""
    changed = conn.execute(_PAUSE, {"key": id_, "why": reason}).rowcount == 1
    if changed:
        conn.execute(_FOLD, {"of": id_, "why": PAUSED, "now": now})
    return changed


def pause_chat(conn: Connection, chat: int, reason: str, now: datetime) -> int:
    """`pause` for everything in a chat, its topics included; how many there were."""
    return sum(pause(conn, each.id, reason, now) for each in of_chat(conn, chat))


def remove(conn: Connection, id_: int, now: datetime) -> Subscription:
    """Take it away, and fold what was planned and not sent; what `put` needs to undo that. `NotFound`."""
    gone = by_id(conn, id_)
    conn.execute(_REMOVE, {"key": id_})
    conn.execute(_FOLD, {"of": id_, "why": REMOVED, "now": now})
    return gone


def erase(conn: Connection, chat: int) -> int:
    """Forget everything in a chat: its subscriptions and what was ever sent there; how many rows that was."""
    gone = (delete(table).where(table.c.chat == chat) for table in (subscriptions, deliveries))
    return sum(conn.execute(statement).rowcount for statement in gone)


def migrate_chat(conn: Connection, old: int, new: int, now: datetime) -> None:
    """The group `old` has become `new`: its subscriptions, what is on its way there, its settings and
    buttons. Where the new one has made its own choice already, that stands."""
    for each in of_chat(conn, old):
        if get(conn, new, each.thread) is None:
            conn.execute(_MOVE, {"key": each.id, "new": new})
        else:
            remove(conn, each.id, now)
    for table in (deliveries, saved):
        conn.execute(update(table).where(table.c.chat == old).values(chat=new))
    if (settings := chats.settings(conn, old)) and chats.settings(conn, new) is None:
        chats.save(conn, replace(settings, chat=new))
    conn.execute(delete(chat_rows).where(chat_rows.c.chat == old))


# ------------------------------------------------------------------ asking


def get(conn: Connection, chat: int, thread: int | None) -> Subscription | None:
    """The subscription of a chat, or of a topic of it."""
    return _one(conn.execute(_OF_THREAD, {"chat": chat, "thread": thread or 0}).one_or_none())


def by_id(conn: Connection, id_: int) -> Subscription:
    """`NotFound` where it was removed."""
    found = _one(conn.execute(_BY_ID, {"key": id_}).one_or_none())
    if found is None:
        raise NotFound(NOUN, str(id_))
    return found


def of_owner(conn: Connection, owner: int) -> tuple[Subscription, ...]:
    """All that a person made, oldest first."""
    return _all(conn.execute(_OF_OWNER, {"owner": owner}).all())


def of_chat(conn: Connection, chat: int) -> tuple[Subscription, ...]:
    """All of a chat, its topics included, oldest first."""
    return _all(conn.execute(_OF_CHAT, {"chat": chat}).all())


def counts(conn: Connection, now: datetime) -> Counts:
    """How many there are, for admins."""
    cadences: dict[str, int] = dict(conn.execute(_CADENCES).all())
    reasons = {reason or "": many for reason, many in conn.execute(_REASONS)}
    due = conn.scalar(_DUE_BY, {"now": now + timedelta(hours=1)})
    return Counts(sum(cadences.values()), sum(reasons.values()), due or 0, cadences, reasons)


# ------------------------------------------------------------------ turns


def due(conn: Connection, now: datetime, limit: int) -> tuple[Subscription, ...]:
    """Whose turn has come, longest waiting first. One seek in an index, however many there are."""
    return _all(conn.execute(_DUE, {"now": now, "limit": limit}).all())


def postpone(conn: Connection, waiting: Subscription, until: datetime) -> bool:
    """Come back to the turn of one that `due` gave at `until`, for the same occasion: then what was late
    may be sent, or folds. False where its turn is no longer what it was."""
    values = {"key": waiting.id, "was": waiting.next_due_at, "until": until}
    return conn.execute(_POSTPONE, values).rowcount == 1


def wake(conn: Connection, now: datetime) -> int:
    """Something new was published: everyone who wants it at once has a turn; how many they are."""
    return conn.execute(_WAKE, {"now": now}).rowcount


# ------------------------------------------------------------------ records ↔ rows


def _timed(chosen: Subscription, before: Subscription, now: datetime) -> Subscription:
    """Active, with the occasion and time of its next turn."""
    day, due_at = _next_turn(chosen, before, now)
    return replace(chosen, state=SubscriptionState.ACTIVE, pause_reason=None, occasion=day, next_due_at=due_at)


def _next_turn(chosen: Subscription, before: Subscription, now: datetime) -> tuple[date | None, datetime | None]:
    if chosen.schedule.cadence is Cadence.AT_ONCE:
        # There may be something that it was not told yet. If not, its turn passes in silence.
        return None, allowed_from(now, chosen.schedule)
    if (owed := _owed(before, now)) is not None:
        return owed, allowed_from(now, chosen.schedule)
    coming = next_due(now, chosen.schedule, chosen.planned)
    return (None, None) if coming is None else (coming.day, allowed_from(coming.due, chosen.schedule))


def _owed(before: Subscription, now: datetime) -> date | None:
    """The day whose digest is due and not planned yet: waiting for the planner or for the quiet hours' end."""
    if before.occasion is None or before.next_due_at is None:
        return None
    due_at = due_on(before.occasion, before.schedule)
    return before.occasion if due_at is not None and due_at <= now else None


def _values(kept: Subscription) -> dict[str, object]:
    own = {} if kept.id == NEW else {"id": kept.id}
    return {
        **own,
        "chat": kept.chat,
        "thread": kept.thread or 0,
        "owner": kept.owner,
        "cadence": kept.schedule.cadence,
        "schedule": choices.schedule_text(kept.schedule),
        "wanted": choices.wanted_text(kept),
        "state": kept.state,
        "pause_reason": kept.pause_reason,
        "next_due_at": kept.next_due_at,
        "occasion": kept.occasion,
        "planned": kept.planned,
        "seen": kept.seen,
        "last_sent_at": kept.last_sent_at,
    }


def _all(rows: Sequence[_Row]) -> tuple[Subscription, ...]:
    return tuple(map(_subscription, rows))


def _one(row: _Row | None) -> Subscription | None:
    return None if row is None else _subscription(row)


def _subscription(row: _Row) -> Subscription:
    # By position, in the order of the table: by name takes twice as long, and thousands are due together.
    id_, chat, thread, owner, _, schedule, chosen, state, reason, due_at, occasion, planned, seen, sent_at = row
    wanted = choices.wanted(chosen)
    return Subscription(
        id_,
        chat,
        thread or None,
        owner,
        choices.schedule(schedule),
        wanted.sections,
        wanted.places,
        wanted.forces,
        wanted.sign_of_life,
        SubscriptionState(state),
        reason,
        due_at,
        occasion,
        planned,
        seen,
        sent_at,
    )


# ------------------------------------------------------------------ statements

_OWN = subscriptions.c.id == bindparam("key")
_ROWS = select(subscriptions)
_BY_ID = _ROWS.where(_OWN)
_OF_THREAD = _ROWS.where(subscriptions.c.chat == bindparam("chat"), subscriptions.c.thread == bindparam("thread"))
# Between reading and writing nobody else may plan a digest for it.
_LOCKED = _OF_THREAD.with_for_update()
_OF_CHAT = _ROWS.where(subscriptions.c.chat == bindparam("chat")).order_by(subscriptions.c.id)
_OF_OWNER = _ROWS.where(subscriptions.c.owner == bindparam("owner")).order_by(subscriptions.c.id)
_DUE = (
    _ROWS.where(subscriptions.c.next_due_at <= bindparam("now"))
    .order_by(subscriptions.c.next_due_at, subscriptions.c.id)
    .limit(bindparam("limit"))
)

_CHANGE = update(subscriptions).where(_OWN)
_MOVE = _CHANGE.values(chat=bindparam("new"))
_REMOVE = delete(subscriptions).where(_OWN)
_PAUSE = _CHANGE.where(subscriptions.c.state == SubscriptionState.ACTIVE).values(
    state=SubscriptionState.PAUSED, pause_reason=bindparam("why"), next_due_at=None, occasion=None
)
_POSTPONE = _CHANGE.where(subscriptions.c.next_due_at == bindparam("was")).values(next_due_at=bindparam("until"))
_WAKE = (
    update(subscriptions)
    .where(
        subscriptions.c.cadence == Cadence.AT_ONCE,
        subscriptions.c.state == SubscriptionState.ACTIVE,
        or_(subscriptions.c.next_due_at.is_(None), subscriptions.c.next_due_at > bindparam("now")),
    )
    .values(next_due_at=bindparam("now"))
)
_FOLD = (
    update(deliveries)
    .where(
        deliveries.c.subscription == bindparam("of"),
        deliveries.c.settled_at.is_(None),
        deliveries.c.state == DeliveryState.WAITING,
    )
    .values(state=DeliveryState.FOLDED, reason=bindparam("why"), settled_at=bindparam("now"))
)
_UNFOLD = (
    update(deliveries)
    .where(
        deliveries.c.subscription == bindparam("of"),
        deliveries.c.state == DeliveryState.FOLDED,
        deliveries.c.reason == bindparam("why"),
    )
    .values(state=DeliveryState.WAITING, reason=None, settled_at=None)
)

_MANY = func.count()
_CADENCES = (
    select(subscriptions.c.cadence, _MANY)
    .where(subscriptions.c.state == SubscriptionState.ACTIVE)
    .group_by(subscriptions.c.cadence)
)
_REASONS = (
    select(subscriptions.c.pause_reason, _MANY)
    .where(subscriptions.c.state == SubscriptionState.PAUSED)
    .group_by(subscriptions.c.pause_reason)
)
_DUE_BY = select(_MANY).where(subscriptions.c.next_due_at <= bindparam("now"))
