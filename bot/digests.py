"""The planner of digests: whose turn has come → what each is told → the outbox, and on to the next turn.

A batch is read in one thread hop and written in one transaction, in which the outbox and the turns move
together: a crash between two batches loses nothing and repeats nothing. What is said is composed in
`bot.composing`, what a turn has come to is `storage.subscription`, what becomes of the outbox `bot.delivery`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.composing import Composer, Outdated, Text
from handlers.services import Services
from storage.chat import ChatSettings
from storage.database import chats, contents, outbox, subscriptions
from storage.database.queries import changes, edition, owing
from storage.errors import NotFound
from storage.schedule import Turn
from storage.subscription import Plan, Receiver, Subscription, turn_of

_log = logging.getLogger(__name__)
BATCH = 500
"""Turns planned in one transaction: short enough that an answer which writes is not held up."""
LATER = timedelta(minutes=1)
"""When one is looked at again whose earlier digest is half way to Telegram."""
MUCH_LATER = timedelta(minutes=10)
"""The same for one whose digest could not be composed."""
LOOKED_BACK = timedelta(days=3)
"""A start looks so far back for corrections that nobody sent."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A turn that has come, and the text for it; none for silence. `taken` is None for ``at_once``."""

    subscription: Subscription
    taken: Turn | None
    text: Text | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one look at those who are due has come to: digests, and turns that come back later."""

    drawn: tuple[Drawn, ...]
    later: tuple[tuple[Subscription, datetime], ...]

    def __bool__(self) -> bool:
        return bool(self.drawn or self.later)


# ------------------------------------------------------------------ the planner


class Planner:
    """Plans what is due. Several processes may: whoever comes second finds the turns moved on.

    `defaults` are the settings of a chat that chose none.
    """

    def __init__(self, services: Services, defaults: Callable[[int], ChatSettings], batch: int = BATCH) -> None:
        self._services, self._defaults, self._batch = services, defaults, batch
        self._known: int | None = None
        self._stopping = False

    def stop(self) -> None:
        """End after the batch that is being planned."""
        self._stopping = True

    async def plan(self, now: datetime, planned: Callable[[], None] = lambda: None) -> int:
        """Plan every turn that has come by `now`; how many. `planned` is called after each batch."""
        done = 0
        try:
            composer = await self._composer(now)
            while not self._stopping:
                try:
                    batch = await self._services.read(self._look, composer, now)
                except Outdated:
                    composer = await self._composer(now)
                    continue
                if not batch:
                    break
                done += await self._services.write(_move_on, batch, composer.upto, now)
                planned()
        except NotFound:
            _log.debug("nothing is known yet, so there is nothing to tell")
        return done

    async def _composer(self, now: datetime) -> Composer:
        """A composer of what is known now, after everyone was told whom that concerns at once: those who want
        news when it comes, and those who were told what was wrong. `NotFound` before the first load."""
        composer = Composer(await self._services.read(_latest))
        if composer.upto != self._known:
            for step in await self._services.read(_steps, self._known, composer.upto, now - LOOKED_BACK):
                corrections = await self._services.read(self._correct, composer, step)
                for start in range(0, len(corrections), self._batch):
                    some = corrections[start : start + self._batch]
                    await self._services.write(_enqueue, some, f"fix:{step}", now)
            await self._services.write(subscriptions.wake, now)
            self._known = composer.upto
        return composer

    # -------------------------------------------------------------- in a reading thread

    def _look(self, conn: Connection, composer: Composer, now: datetime) -> Batch:
        due = subscriptions.due(conn, now, self._batch)
        chosen = chats.of_chats(conn, {each.chat for each in due})
        owed = owing.owed_by(conn, due)
        drawn: list[Drawn] = []
        later: list[tuple[Subscription, datetime]] = []
        for each in due:
            taken = turn_of(each, now)
            if isinstance(taken, datetime):
                later.append((each, taken))
                continue
            settings = chosen.get(each.chat) or self._defaults(each.chat)
            try:
                drawn.append(Drawn(each, taken, composer.digest(conn, each, settings, now, owed.get(each.id, ()))))
            except Outdated:
                raise
            except Exception:
                _log.exception("a digest for subscription %d could not be composed", each.id)
                later.append((each, now + MUCH_LATER))
        return Batch(tuple(drawn), tuple(later))

    def _correct(self, conn: Connection, composer: Composer, step: int) -> list[tuple[Receiver, Text]]:
        owed = owing.at_once(conn, step)
        chosen = chats.of_chats(conn, {each.chat for each in owed})
        texts = (
            (to, composer.correction(conn, wrong, chosen.get(to.chat) or self._defaults(to.chat)))
            for to, wrong in owed.items()
        )
        return [(to, text) for to, text in texts if text is not None]


# ------------------------------------------------------------------ in one transaction


def _latest(conn: Connection) -> int:
    edition.current(conn)
    return changes.latest(conn)


def _steps(conn: Connection, known: int | None, upto: int, looked_back: datetime) -> range:
    """The steps whose corrections may not have gone out yet. To look at one twice sends nothing twice."""
    return range((changes.step_at(conn, looked_back) if known is None else known) + 1, upto + 1)


def _move_on(conn: Connection, batch: Batch, upto: int, now: datetime) -> int:
    """Everything of a batch goes into the outbox, and its turns move on; how many were planned."""
    texts = _kept(conn, (each.text for each in batch.drawn if each.text), now)
    plans = [_plan(each, texts, upto, now) for each in batch.drawn]
    done = outbox.plan(conn, plans, now)
    for each, until in batch.later:
        subscriptions.postpone(conn, each, until)
    if done < len(plans):
        # Those that moved on have another time by now, and are passed over here.
        for plan in plans:
            subscriptions.postpone(conn, plan.subscription, now + LATER)
    return done


def _plan(drawn: Drawn, texts: Mapping[Text, int], upto: int, now: datetime) -> Plan:
    content = texts[drawn.text] if drawn.text else None
    if drawn.taken is None:
        return Plan.of_news(drawn.subscription, now, content, upto)
    return Plan.of_turn(drawn.subscription, drawn.taken, content, upto)


def _enqueue(conn: Connection, corrections: Sequence[tuple[Receiver, Text]], occasion: str, now: datetime) -> None:
    for text, content in _kept(conn, (text for _, text in corrections), now).items():
        outbox.correct(conn, [to for to, its in corrections if its == text], occasion, content, now)


def _kept(conn: Connection, texts: Iterable[Text], now: datetime) -> Mapping[Text, int]:
    return {text: contents.keep(conn, text.parts, text.told, now) for text in dict.fromkeys(texts)}
