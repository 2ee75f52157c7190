"""The services that commands see, over a real database: one thread hop and one unit of work per call.

Reads run side by side on a few threads of their own; writes run one after another on a single thread,
as the database has one writer. Loading reads its files on a thread of its own, so that nobody waits for it; a
decision on a fact is written into its file on another, so that no editor waits for a load.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection

from bot import parcels
from bot.inbox import once
from bot.seeding import Seeds
from handlers import commands
from handlers.i18n import Translator
from handlers.services import Progress
from handlers.views.message import Message
from storage.changes import LoadReport
from storage.database import loading, queries
from storage.database.queries import edition
from storage.database.session import Database

P = ParamSpec("P")
A = TypeVar("A")
T = TypeVar("T")
READERS = 4
"""Threads that read. Queries take a millisecond or so: more threads would only wait for each other."""
_NOUNS = ("articles", "deadlines", "disputes", "figures", "milestones", "places", "search", "timeline")
OF_A_REVISION = frozenset(f"{floor.__name__}.{noun}" for floor in (queries, commands) for noun in _NOUNS)
"""Where queries live whose answers depend on the serving revision alone: those that are remembered. What
chats have chosen, saved and been told lives elsewhere."""
REMEMBERED = 256
"""Answers that are remembered. Most readers ask the same few questions."""


class Answers:
    """The answers last given, by question and serving revision: a revision answers the same for ever.

    Which revision serves is asked of the database each time, in the transaction of the question itself, so
    that an answer is never older than the store. Usable from several threads.
    """

    def __init__(self, most: int = REMEMBERED) -> None:
        self._given: OrderedDict[Hashable, object] = OrderedDict()
        self._most = most
        self._lock = threading.Lock()

    def of(self, conn: Connection, question: Hashable, ask: Callable[[Connection], T]) -> T:
        """The answer to `question`, remembered or asked now; errors are not remembered."""
        serving = edition.current(conn)
        key = (serving.revision, serving.loaded_at, question)
        with self._lock:
            if key in self._given:
                self._given.move_to_end(key)
                return cast(T, self._given[key])
        answer = ask(conn)
        with self._lock:
            self._given[key] = answer
            if len(self._given) > self._most:
                self._given.popitem(last=False)
        return answer


class StoredServices:
    """`handlers.services.Services` on a `Database`. `close` waits for what is under way."""

    def __init__(self, database: Database, seeds: Seeds, clock: Callable[[], datetime]) -> None:
        self._database, self._seeds, self._clock = database, seeds, clock
        self._readers = ThreadPoolExecutor(READERS, "mujaz-read")
        # One connection for each reading thread: taking one out of the pool costs as much as a small query.
        self._own = threading.local()
        self._opened = ExitStack()
        self._answers = Answers()
        self._writer = ThreadPoolExecutor(1, "mujaz-write")
        self._loader = ThreadPoolExecutor(1, "mujaz-load")
        self._editor = ThreadPoolExecutor(1, "mujaz-edit")

    async def read(self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        def ask(conn: Connection) -> T:
            return query(conn, *args, **kwargs)

        if query.__module__ in OF_A_REVISION:
            question = (query, args, tuple(kwargs.items()))
            return await _on(self._readers, self._read, lambda conn: self._answers.of(conn, question, ask))
        return await _on(self._readers, self._read, ask)

    async def write(self, action: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        change = once(getattr(action, "__qualname__", ""), lambda conn: action(conn, *args, **kwargs))
        return await _on(self._writer, self._write, change)

    async def amend(self, action: Callable[Concatenate[Path, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await _on(self._editor, lambda folder: action(folder, *args, **kwargs), self._seeds.folder)

    async def preview(self, progress: Progress) -> LoadReport:
        return await _on(self._loader, partial(self._seeds.preview, self._database), progress)

    async def reload(self, fingerprint: str, progress: Progress) -> LoadReport:
        load = partial(self._seeds.load, self._database, self._clock(), confirmed=fingerprint)
        return await _on(self._loader, load, progress)

    def packed(self, message: Message, t: Translator) -> tuple[str, ...]:
        return parcels.packed(message, t)

    async def undo(self) -> LoadReport:
        return await self.write(loading.undo, self._clock())

    def forget(self) -> None:
        """Forget the answers given so far; for measuring."""
        self._answers = Answers()

    def close(self) -> None:
        for pool in (self._readers, self._writer, self._loader, self._editor):
            pool.shutdown(wait=True, cancel_futures=True)
        self._opened.close()

    def _read(self, call: Callable[[Connection], T]) -> T:
        conn = self._connection()
        try:
            return call(conn)
        finally:
            # The next read sees what was written in the meantime.
            conn.rollback()

    def _connection(self) -> Connection:
        conn: Connection | None = getattr(self._own, "conn", None)
        if conn is None:
            conn = self._own.conn = self._opened.enter_context(self._database.reader())
        return conn

    def _write(self, call: Callable[[Connection], T]) -> T:
        with self._database.writer() as conn:
            return call(conn)


async def _on(pool: ThreadPoolExecutor, call: Callable[[A], T], argument: A) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, call, argument)
