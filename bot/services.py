"""The services that commands see, over a real database: one thread hop and one unit of work per call.

Reads run side by side on a few threads of their own; writes run one after another on a single thread,
as the database has one writer. Loading reads its files on a thread of its own, so that nobody waits for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.seeding import Seeds
from handlers.services import Progress
from storage.changes import LoadReport
from storage.database import loading
from storage.database.session import Database

P = ParamSpec("P")
A = TypeVar("A")
T = TypeVar("T")
READERS = 4
"""Threads that read. Queries take a millisecond or so: more threads would only wait for each other."""


class StoredServices:
    """`handlers.services.Services` on a `Database`. `close` waits for what is under way."""

    def __init__(self, database: Database, seeds: Seeds, clock: Callable[[], datetime]) -> None:
        self._database, self._seeds, self._clock = database, seeds, clock
        self._readers = ThreadPoolExecutor(READERS, "mujaz-read")
        self._writer = ThreadPoolExecutor(1, "mujaz-write")
        self._loader = ThreadPoolExecutor(1, "mujaz-load")

    async def read(self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await _on(self._readers, self._read, lambda conn: query(conn, *args, **kwargs))

    async def write(self, action: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await _on(self._writer, self._write, lambda conn: action(conn, *args, **kwargs))

    async def preview(self, progress: Progress) -> LoadReport:
        return await _on(self._loader, partial(self._seeds.preview, self._database), progress)

    async def reload(self, fingerprint: str, progress: Progress) -> LoadReport:
        load = partial(self._seeds.load, self._database, self._clock(), confirmed=fingerprint)
        return await _on(self._loader, load, progress)

    async def undo(self) -> LoadReport:
        return await self.write(loading.undo, self._clock())

    def close(self) -> None:
        for pool in (self._readers, self._writer, self._loader):
            pool.shutdown(wait=True, cancel_futures=True)

    def _read(self, call: Callable[[Connection], T]) -> T:
        with self._database.reader() as conn:
            return call(conn)

    def _write(self, call: Callable[[Connection], T]) -> T:
        with self._database.writer() as conn:
            return call(conn)


async def _on(pool: ThreadPoolExecutor, call: Callable[[A], T], argument: A) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, call, argument)
