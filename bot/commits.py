"""Commits: many small writes of one kind of work, made durable together.

A commit waits for the disk; while it does, others queue up, and they go into the next one. Whoever asked goes on
only when their own write is on the disk. What is written is the caller's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from typing import Any, Protocol, TypeVar, cast

from sqlalchemy import Connection

T = TypeVar("T")
Action = Callable[[Connection], T]
_Asked = tuple[Action[Any], "asyncio.Future[Any]"]


class Writing(Protocol):
    """`handlers.services.Services.write` for an action without arguments."""

    def __call__(self, action: Action[T], /) -> Awaitable[T]: ...


class Commits:
    """Runs actions in as few transactions as there are commits. Belongs to one event loop.

    An action that fails is run again on its own, as are those that shared its transaction: so actions must
    do nothing but write, and only the one at fault fails.
    """

    def __init__(self, write: Writing, most: int = 256) -> None:
        self._write, self._most = write, most
        self._asked: list[_Asked] = []
        self._running: asyncio.Task[None] | None = None

    async def do(self, action: Action[T]) -> T:
        """Run `action` in a transaction that is committed when this returns; whatever it raises."""
        done = asyncio.get_running_loop().create_future()
        self._asked.append((action, done))
        if self._running is None:
            # It works for everyone who asks, and so goes by nobody's context.
            self._running = asyncio.create_task(self._run(), context=Context())
        return cast(T, await done)

    async def _run(self) -> None:
        try:
            while self._asked:
                taken, self._asked = self._asked[: self._most], self._asked[self._most :]
                await self._together(taken)
        finally:
            self._running = None

    async def _together(self, taken: Sequence[_Asked]) -> None:
        def all_of_them(conn: Connection) -> list[object]:
            return [action(conn) for action, _ in taken]

        try:
            results = await self._write(all_of_them)
        except Exception as error:
            if len(taken) == 1:
                _fail(taken[0][1], error)
                return
            for one in taken:
                await self._together([one])
            return
        for (_, done), result in zip(taken, results, strict=True):
            if not done.done():  # whoever asked may have gone
                done.set_result(result)


def _fail(done: asyncio.Future[Any], error: Exception) -> None:
    if not done.done():
        done.set_exception(error)
