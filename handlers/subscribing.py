"""Making a subscription of what somebody wants: the one unit of work behind /subscribe, in the caller's transaction.

It gives back plain words, so that an update which is handled again after a crash gets them again. What is wanted
is read in `handlers.wishes`; what is then said is `handlers.commands.subscribe`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from sqlalchemy import Connection

from handlers import wishes
from handlers.command import Ask
from handlers.wishes import Wish
from storage.database import awaited, subscriptions
from storage.database.queries import changes
from storage.schedule import Cadence, Schedule, at_hour
from storage.subscription import NEW, Subscription

AN_HOUR = "hour:"
"""Before the wish that still lacks its hour, in what is awaited."""
FIRST, CHANGED, IN_QUIET, NOTHING_ASKED = "first", "changed", "quiet:", ""
"""What became of a wish: there was no subscription before; there was; its hour lies in the quiet hours (followed
by the wish); no hour was asked for."""


def settle(conn: Connection, ask: Ask, zone: str, wish: Wish, give_way: bool | None) -> str:
    """Make the subscription what `wish` wants; what became of it."""
    kept = subscriptions.get(conn, ask.chat, ask.thread)
    before = kept or _fresh(conn, ask, zone)
    schedule = timed(wish, before.schedule)
    shifted = at_hour(schedule, schedule.at)
    if shifted != schedule and wish.cadence is not Cadence.AT_ONCE:
        if give_way is None:
            ask_for_hour(conn, ask, wish)
            return IN_QUIET + wishes.packed(wish)
        schedule = shifted if give_way else schedule
    subscriptions.put(conn, replace(before, schedule=schedule), ask.now)
    # Who mistyped the hour may just type another.
    ask_for_hour(conn, ask, wish)
    return CHANGED if kept else FIRST


def ask_for_hour(conn: Connection, ask: Ask, wish: Wish) -> None:
    """Let an hour that is typed from now on be that of `wish`; none where it has none."""
    if wish.cadence is Cadence.AT_ONCE:
        awaited.forget(conn, ask.chat, ask.thread)
    else:
        question = AN_HOUR + wishes.packed(replace(wish, at=None))
        awaited.expect(conn, ask.chat, ask.thread, question, ask.now)


def timed(wish: Wish, before: Schedule) -> Schedule:
    """`before` with the time that is wanted."""
    return replace(before, cadence=wish.cadence or before.cadence, weekdays=wish.days, at=wish.at or before.at)


def _fresh(conn: Connection, ask: Ask, zone: str) -> Subscription:
    """A first subscription: what is served today was there before, and is no news."""
    return Subscription(NEW, ask.chat, ask.thread, ask.user, Schedule(zone=zone), seen=changes.latest(conn))


def typed(conn: Connection, ask: Ask, zone: str, at: time) -> str:
    """`settle` with the hour that was asked for."""
    wish = _asked(conn, ask)
    return settle(conn, ask, zone, replace(wish, at=at), None) if wish else NOTHING_ASKED


def completed(conn: Connection, ask: Ask, wish: Wish, today: int) -> Wish:
    """`wish` with how often, where it names only an hour: as was just chosen, else as it is, else daily."""
    if wish.cadence is Cadence.WEEKLY and not wish.days:
        return replace(wish, days=frozenset({today}))
    if wish.cadence is not None:
        return replace(wish, at=None) if wish.cadence is Cadence.AT_ONCE else wish
    if (asked := _asked(conn, ask)) is not None:
        return replace(asked, at=wish.at)
    kept = subscriptions.get(conn, ask.chat, ask.thread)
    if kept is None or kept.schedule.cadence is Cadence.AT_ONCE:
        return replace(wish, cadence=Cadence.DAILY)
    return replace(wish, cadence=kept.schedule.cadence, days=kept.schedule.weekdays)


def _asked(conn: Connection, ask: Ask) -> Wish | None:
    """The wish of which only the hour was still asked for."""
    question = awaited.expected(conn, ask.chat, ask.thread, ask.now) or ""
    return wishes.unpacked(question.removeprefix(AN_HOUR)) if question.startswith(AN_HOUR) else None
