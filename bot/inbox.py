"""Inbox: an update is committed to the database before Telegram hears that it came, and what it changes is
changed once.

PTB asks Telegram for the next updates, and thereby confirms the last ones, when `put` has returned for each of
them (a webhook is answered then): so `put` returns when the update is stored. It is in hand until its handling has
ended; what a crash leaves in hand, the next process that polls hands out anew. Its answer may then come twice; its
changes are made once (`storage.database.effects`), wherever the handling broke off.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update
from telegram.error import NetworkError

from bot.commits import Commits
from handlers.services import Services
from storage.database import effects, updates

MOST_TIMES = 5
"""An update that is handled anew more often is set aside: it may be what brings the process down."""
BESIDE_OTHERS = 2
"""So many times it is handled anew beside others; after that one such at a time, so that none of them is blamed for
the end that another brought."""

_log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(slots=True)
class _Handling:
    """An update that the current task works at, and how many changes it has made."""

    update: int
    changes: int = 0


_HANDLING: ContextVar[_Handling | None] = ContextVar("handling", default=None)


def once(name: str, change: Callable[[Connection], T]) -> Callable[[Connection], T]:
    """`change`, made once for the update that the current task works at; as it is where it works at none."""
    handling = _HANDLING.get()
    if handling is None:
        return change
    handling.changes += 1
    return partial(effects.once, update_id=handling.update, number=handling.changes, name=name, action=change)


class Inbox(asyncio.Queue[object]):
    """The application's ``update_queue``."""

    def __init__(self, services: Services, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._services, self._clock = services, clock
        self._commits = Commits(services.write)
        self._in_hand: set[int] = set()
        self._anew: set[int] = set()
        self._suspected = asyncio.Lock()

    async def put(self, item: object) -> None:
        """Store an update, then queue it; one that was stored before is passed over.

        `NetworkError` where it cannot be stored: PTB then asks Telegram for it again, and of any other error
        its polling would end.
        """
        if not isinstance(item, Update):
            await super().put(item)
            return
        try:
            new = await self._services.write(updates.store, item.update_id, item.to_json(), self._clock())
        except SQLAlchemyError as error:
            raise NetworkError(f"an update could not be stored: {error}") from error
        if new:
            self._in_hand.add(item.update_id)
            await super().put(item)

    async def replay(self, bot: Bot) -> int:
        """Hand out what another process stored and did not get done: before this one begins to poll. How many."""
        left = [each for each in await self._services.read(updates.pending) if each.id not in self._in_hand]
        for each in left:
            self._in_hand.add(each.id)
            self._anew.add(each.id)
            await super().put(Update.de_json(json.loads(each.payload), bot))
        if left:
            _log.warning("%d updates that were left undone are handled anew", len(left))
        return len(left)

    async def handle(self, update: object, answer: Awaitable[object]) -> None:
        """Await what answers an update, in the inbox's hands; called in the order in which a chat's updates came."""
        if not isinstance(update, Update):
            await answer
            return
        async with self.handling(update.update_id) as wanted:
            if wanted:
                await answer

    @asynccontextmanager
    async def handling(self, update: int) -> AsyncIterator[bool]:
        """Around the handling of an update: whether to handle it at all, and that it is done afterwards.

        A handling that is cancelled, or dies with the process, leaves the update for the next one.
        """
        token = _HANDLING.set(None)
        try:
            async with self._trying(update) as wanted:
                _HANDLING.set(_Handling(update))
                yield wanted
        except Exception:
            await self._done(update)
            raise
        else:
            await self._done(update)
        finally:
            _HANDLING.reset(token)

    @asynccontextmanager
    async def _trying(self, update: int) -> AsyncIterator[bool]:
        """Around the handling of an update, which may have ended in nothing before: whether to try at all."""
        if update not in self._anew:
            yield True
            return
        before = await self._services.read(effects.times_anew, update)
        async with nullcontext() if before < BESIDE_OTHERS else self._suspected:
            wanted = await self._services.write(effects.handled_anew, update) <= MOST_TIMES
            if not wanted:
                _log.error("update %d was handled %d times and never got done; it is set aside", update, MOST_TIMES)
            yield wanted

    async def _done(self, update: int) -> None:
        _HANDLING.set(None)
        self._in_hand.discard(update)
        self._anew.discard(update)
        try:
            await self._commits.do(partial(updates.applied, update_id=update, now=self._clock()))
        except SQLAlchemyError:
            _log.exception("update %d is done, but could not be noted: after a restart it is handled anew", update)
