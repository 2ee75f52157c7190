"""The scheduler: one ticker, through PTB's job queue, that wakes the planner, the sender and the chores.

APScheduler only wakes: what is due is a question to the database, asked at start-up and every few seconds. A tick
begins a round and returns; a round that is still under way is left alone. So no tick is ever late, or dropped.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.ext import JobQueue

from bot.delivery import Sender
from bot.digests import Planner

_log = logging.getLogger(__name__)
EVERY = timedelta(seconds=2)
"""Between two ticks: so much later than its minute a digest may begin to be sent."""
STOP_WITHIN = 18.0
"""Seconds for the calls to Telegram that are under way when the process is told to stop. The longest takes less."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every now and then; the first time at the first tick. It should not take long."""

    name: str
    every: timedelta
    do: Callable[[datetime], Awaitable[object]]


class Scheduler:
    """Runs rounds: plan what is due, send what is planned, then the chores whose time has come."""

    def __init__(
        self, planner: Planner, sender: Sender, clock: Callable[[], datetime], chores: Sequence[Chore] = ()
    ) -> None:
        self._planner, self._sender, self._clock = planner, sender, clock
        self._chores = dict.fromkeys(chores, datetime.min.replace(tzinfo=UTC))
        self._round: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self, jobs: JobQueue[Any], every: timedelta = EVERY) -> None:
        """Tick from now on, however late a tick comes: by itself APScheduler drops what is late by a second."""
        jobs.run_repeating(
            self._on_tick,
            every,
            first=timedelta(),
            name="tick",
            job_kwargs={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def tick(self) -> None:
        """Begin a round, if none is under way."""
        if not self._stopping and (self._round is None or self._round.done()):
            self._round = asyncio.create_task(self._go_round(), context=Context())

    async def stop(self) -> None:
        """End the round and wait for the calls under way, within 20 seconds; nothing is left ambiguous."""
        self._stopping = True
        self._planner.stop()
        try:
            async with asyncio.timeout(STOP_WITHIN + 1):
                await self._sender.stop(STOP_WITHIN)
                if self._round is not None:
                    await asyncio.wait({self._round})
        except TimeoutError:
            _log.error("a round could not be ended in time")
        finally:
            if self._round is not None:
                self._round.cancel()

    async def _on_tick(self, _: object) -> None:
        self.tick()

    async def _go_round(self) -> None:
        await _logged("planning", self._planner.plan(self._clock(), self._sender.kick))
        self._sender.kick()
        for chore, due in self._chores.items():
            now = self._clock()
            if now >= due and not self._stopping:
                self._chores[chore] = now + chore.every
                await _logged(chore.name, chore.do(now))


async def _logged(name: str, work: Awaitable[object]) -> None:
    """Whatever goes wrong, the next round tries again."""
    try:
        await work
    except Exception:
        _log.exception("%s failed; the next round tries again", name)
