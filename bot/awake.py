"""Awake: a time limit in which only time counts that this process was awake.

A process that was stopped (SIGSTOP, a machine that was suspended) finds all its timers overdue when it goes on, and
would give up calls whose answers lie ready to be read: the loop may run timers before it looks at what has come.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_STEP = 1.0
"""Seconds: time is counted in steps, and a step that took twice as long or more was slept through."""


@asynccontextmanager
async def awake(seconds: float) -> AsyncIterator[None]:
    """`asyncio.timeout` in seconds awake, to the step."""
    async with asyncio.timeout(None) as limit:
        count = _Count(limit, seconds)
        try:
            yield
        finally:
            count.end()


class _Count:
    """Ends `limit` when so many seconds have been counted."""

    def __init__(self, limit: asyncio.Timeout, seconds: float) -> None:
        self._limit, self._left, self._step = limit, seconds, min(_STEP, seconds)
        self._loop = asyncio.get_running_loop()
        self._wait()

    def end(self) -> None:
        self._next.cancel()

    def _wait(self) -> None:
        due = self._loop.time() + self._step
        self._next = self._loop.call_at(due, self._passed, due)

    def _passed(self, due: float) -> None:
        now = self._loop.time()
        if now - due < self._step:
            self._left -= self._step
        if self._left <= 0:
            self._limit.reschedule(now)
        else:
            self._wait()
