"""Who gets what, and each message on its way: subscriptions, deliveries and what is counted of them.

Plain records, no database. When something is due is `storage.schedule`; where these are kept is
`storage.database.subscriptions` and `storage.database.deliveries`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from storage.schedule import Cadence, Occasion, Schedule, Turn, allowed_from, due_on, turn

NEW = 0
"""The id of a subscription that was never kept."""
SIGN_OF_LIFE = timedelta(days=7)
"""How long a subscriber who asked for signs of life goes without any message."""


class Section(StrEnum):
    """The parts of a digest that a subscriber may choose."""

    MILESTONES = "milestones"
    DEADLINES = "deadlines"
    NUMBERS = "numbers"
    DISAGREEMENTS = "disagreements"


class SubscriptionState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat's subscription, or that of one topic of a forum: one for each (chat, thread).

    `owner` is the person who made it. Empty `places` and `forces` mean all. `seen` is the revision up to
    which the reader was told: it moves when a digest was sent, not when one is planned. `next_due_at` (UTC)
    is when the planner's next turn comes, None while paused or while ``at_once`` waits for something new;
    `occasion` is the local day that it is for. `planned` is the last local day that had its digest planned.
    """

    id: int
    chat: int
    thread: int | None
    owner: int
    schedule: Schedule
    sections: frozenset[Section] = field(default=frozenset(Section))
    places: frozenset[str] = field(default=frozenset())
    forces: frozenset[str] = field(default=frozenset())
    sign_of_life: bool = False
    state: SubscriptionState = SubscriptionState.ACTIVE
    pause_reason: str | None = None
    next_due_at: datetime | None = None
    occasion: date | None = None
    planned: date | None = None
    seen: int = 0
    last_sent_at: datetime | None = None


def turn_of(due: Subscription, now: datetime) -> Turn | datetime | None:
    """The turn of one that is due; the moment to come back to it, where it must wait; None where it may be
    told at once what is new."""
    if due.schedule.cadence is Cadence.AT_ONCE or due.occasion is None:
        start = allowed_from(now, due.schedule)
        return start if start > now else None
    came = due_on(due.occasion, due.schedule) or now
    taken = turn(Occasion(due.occasion, came), now, due.schedule)
    return taken.start if taken.start > now else taken


@dataclass(frozen=True, slots=True)
class Plan:
    """What one turn of a subscription, as `due` gave it, has come to. Made by `of_turn` or `of_news`.

    `occasion` is its key: a local date or ``rev:7``; `day` the local day that has had its digest by it.
    `content` None: there is nothing to say. The digest tells everything up to the revision `upto`; nothing
    is sent before `not_before`. The `folded` days go into it. `next_due_at` and `next_day` are those of the
    next turn.
    """

    subscription: Subscription
    occasion: str
    day: date | None
    content: int | None
    upto: int
    not_before: datetime
    folded: tuple[date, ...]
    next_due_at: datetime | None
    next_day: date | None

    @classmethod
    def of_turn(cls, subscription: Subscription, taken: Turn, content: int | None, upto: int) -> Self:
        """The plan for a turn by the calendar."""
        day, following = taken.occasion.day, taken.following
        next_due_at = _allowed_from(following.due, subscription.schedule)
        return cls(
            subscription, day.isoformat(), day, content, upto, taken.start, taken.folded, next_due_at, following.day
        )

    @classmethod
    def of_news(cls, subscription: Subscription, now: datetime, content: int | None, upto: int) -> Self:
        """The plan for a turn of ``at_once``. Where nothing is new its occasion is the local day: it can only
        be a sign of life, and the next may come a week later."""
        day = now.astimezone(ZoneInfo(subscription.schedule.zone)).date()
        occasion = f"rev:{upto}" if upto > subscription.seen else day.isoformat()
        again = allowed_from(now + SIGN_OF_LIFE, subscription.schedule) if subscription.sign_of_life else None
        return cls(subscription, occasion, None, content, upto, now, (), again, None)


# Thousands have the same turn at the same time.
_allowed_from = lru_cache(maxsize=1 << 12)(allowed_from)


class DeliveryState(StrEnum):
    """`waiting` for its time or for a sender; `sending`: a sender may be calling Telegram with it;
    `sent`; `failed` for certain; `unknown` whether it arrived; `folded` into a later one."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message of the outbox: part `part` (from 1) of content `content`, for a subscription or a notice.

    `owner`, `epoch` and `lease_until` say who has claimed it; whoever holds an older epoch is refused.
    `attempts` counts the calls to Telegram. `repeat`: an earlier call may have arrived, so the message says
    that it may be a repeat. `plain`: Telegram refused its markup. `upto` as in `Plan`; None where it is not
    a digest. `schedule` is that of the chat as it is now, None where the chat has no subscription.
    """

    id: int
    subscription: int | None
    notice: int | None
    chat: int
    thread: int | None
    occasion: str
    part: int
    content: int
    state: DeliveryState
    attempts: int
    not_before: datetime
    owner: str | None
    epoch: int
    lease_until: datetime | None
    message: int | None
    repeat: bool
    plain: bool = False
    upto: int | None = None
    schedule: Schedule | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A fact in the version in which a digest told it: the value of the hash that the database keeps of it."""

    fact: str
    version: str


@dataclass(frozen=True, slots=True)
class Content:
    """A rendered text, shared by all who get the same. Each of `parts` is what the sender stored for one
    message; nothing here reads it."""

    id: int
    parts: tuple[str, ...]
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Receiver:
    """A subscription that was told a fact, and the version that it was told last."""

    subscription: int
    chat: int
    thread: int | None
    version: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Subscriptions: `cadences` of the active ones, `reasons` of the paused ones; `due_next_hour` from now,
    what is already due included."""

    active: int
    paused: int
    due_next_hour: int
    cadences: Mapping[str, int]
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """Deliveries settled since a moment, by state; `retried` of them took more than one call. `waiting`
    and `failing` are those of now: still to be sent, and of these the ones whose last call failed."""

    states: Mapping[DeliveryState, int]
    retried: int
    waiting: int
    failing: int
