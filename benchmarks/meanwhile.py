"""Answers during a broadcast: how long a reader waits for one, against an idle bot, in turns in one run.

The whole program at the pace that Telegram allows, over HTTP to a Bot API in a process of its own. The readers
ask now and then, as people do: each from a chat of their own.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select
from telegram import Update

from benchmarks import bots, subscribers
from benchmarks.broadcasting import announce
from benchmarks.loopback import loopback
from benchmarks.measuring import Ratio, Sizes, Watch, percentile, spoken
from bot.app import App, build
from bot.windows import Rates
from storage.database.delivery_models import deliveries
from storage.subscription import DeliveryState

COMMANDS = ("/timeline", "/next", "/bases", "/troops", "/help")
FIRST_READER = 500_000
PAUSE = 0.15
"""Seconds between two questions, on the average."""
DISTANCES = (0.0, 0.04)
"""Seconds that the Bot API takes: none at all, and what it takes from afar."""
PHASES = 4
USED = 0.85
"""The share of the allowed rate that is used at the least, by answers and the broadcast together."""


def measure(folder: Path, sizes: Sizes, watch: Watch) -> list[Ratio]:
    return [asyncio.run(_measure(folder, sizes, distance, watch)) for distance in DISTANCES]


async def _measure(folder: Path, sizes: Sizes, distance: float, watch: Watch) -> Ratio:
    file = folder / f"meanwhile-{distance}.db"
    await asyncio.to_thread(lambda: subscribers.filled(file, sizes.recipients, 0).close())
    with loopback(distance) as address:
        async with _running(file, address) as app:
            readers = _Readers(app)
            await readers.ask(sizes.sending / PHASES)  # warms up
            # Half before and half after, so that a machine that becomes busier or idler hits both.
            idle = await readers.ask(sizes.sending / 2)
            watch(1, 2, f"answering during a broadcast, {distance} s away")
            await app.services.write(announce)
            app.scheduler.tick()
            await readers.ask(sizes.sending / PHASES)
            before = await app.services.read(_sent)
            busy = await readers.ask(sizes.sending)
            sent = await app.services.read(_sent) - before
            watch(2, 2, f"answering during a broadcast, {distance} s away")
            await app.scheduler.stop()
            idle += await readers.ask(sizes.sending / 2)
    if sent + len(busy) < sizes.sending * Rates().overall.count * USED:
        raise AssertionError(f"that was no broadcast: {sent} sent")
    at = percentile(busy, 0.95), percentile(idle, 0.95)
    work = f"an answer during a broadcast to {sizes.recipients:,}, p95, Telegram {distance * 1000:.0f} ms away"
    detail = f"{spoken(at[0])} / {spoken(at[1])}, {len(busy)} and {len(idle)} answers, {sent} sent meanwhile"
    return Ratio(work, "idle", at[0] / at[1], 3, detail=detail)


def _sent(conn: Connection) -> int:
    return conn.scalar(select(func.count()).where(deliveries.c.state == DeliveryState.SENT)) or 0


@asynccontextmanager
async def _running(file: Path, address: str) -> AsyncIterator[App]:
    settings = bots.settings(file).model_copy(update={"telegram_api_url": address})
    # Whatever the time is here: at night notices wait.
    began = time.monotonic()
    async with build(settings, clock=lambda: subscribers.NOW + timedelta(seconds=time.monotonic() - began)) as app:
        yield app


class _Readers:
    def __init__(self, app: App) -> None:
        self._application = app.application
        self._dice = random.Random(1)
        self._asked = 0

    async def ask(self, seconds: float) -> list[float]:
        """Seconds until each answer had arrived."""
        until, waiting = time.perf_counter() + seconds, list[asyncio.Task[float]]()
        while time.perf_counter() < until:
            await asyncio.sleep(self._dice.expovariate(1 / PAUSE))
            waiting.append(asyncio.create_task(self._answered()))
        return await asyncio.gather(*waiting)

    async def _answered(self) -> float:
        self._asked += 1
        said = bots.message(self._dice.choice(COMMANDS), FIRST_READER + self._asked)
        update = Update.de_json(said | {"update_id": self._asked}, self._application.bot)
        began = time.perf_counter()
        await self._application.process_update(update)
        return time.perf_counter() - began
