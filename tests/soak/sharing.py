"""Two processes that send from one PostgreSQL, one of which dies, or sleeps for longer than its lease."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from bot.delivery import LEASE, LONGEST_CALL
from bot.local.api import LocalBotApi
from bot.local.records import User
from bot.local.server import create_app, serving
from storage.database.delivery_models import deliveries
from storage.database.session import open_database
from storage.subscription import DeliveryState
from tests.soak.judging import Outcome, judged
from tests.soak.killing import START, TOKEN, Plan, job, left_behind, make_weather, prepare
from tests.soak.nursery import Child, Nursery, nursery

PACE = 10
"""Seconds of the wall clock in one of ours: so a lease ends while one waits."""
SETTLED = 0.3
"""Seconds in which the server has done what the one that was hit had asked for last."""
SLEEP = LEASE.total_seconds() / PACE * 1.2
PATIENCE = SLEEP / 2
"""So whoever sleeps in the middle of a call sleeps for longer than the call may take."""


async def soak(plan: Plan, folder: Path) -> tuple[Outcome, int]:
    """So many times one of the two is hit by the plan's signal. What came of it, and how many lives have sent
    something."""
    await asyncio.to_thread(prepare, plan)
    api = LocalBotApi(TOKEN)
    api.add(*(User(chat, "R") for chat in plan.chats))
    make_weather(api, plan)
    outcome = Outcome()
    async with serving(create_app(api)) as address, _two(folder) as nurseries:
        office = _Office(plan, api, address, outcome)
        await asyncio.gather(*(office.open(each) for each in nurseries))
        await office.manned()
        while office.busy and outcome.kills < plan.kills:
            await office.hit()
        for child in office.desks:
            outcome.statuses[(await child.end()).status] += 1
    judged(outcome, api, plan.url, plan.chats)
    return outcome, await asyncio.to_thread(_senders, plan.url)


@asynccontextmanager
async def _two(folder: Path) -> AsyncIterator[tuple[Nursery, Nursery]]:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(nursery("tests.soak.sending", folder / "first.log"))
        yield first, await stack.enter_async_context(nursery("tests.soak.sending", folder / "second.log"))


class _Office:
    def __init__(self, plan: Plan, api: LocalBotApi, address: str, outcome: Outcome) -> None:
        self._plan, self._api, self._address, self._outcome = plan, api, address, outcome
        self._dice, self._numbers, self._began = random.Random(plan.seed), count(), time.monotonic()
        self._owners: dict[Child, tuple[str, Nursery]] = {}

    @property
    def desks(self) -> tuple[Child, ...]:
        return tuple(self._owners)

    @property
    def busy(self) -> bool:
        return any(child.running for child in self.desks)

    async def manned(self) -> None:
        """Wait until all of them have sent something."""
        while self.busy and await asyncio.to_thread(_senders, self._plan.url) < len(self.desks):  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    async def open(self, lives: Nursery) -> None:
        """A process more; all go by the same clock."""
        now = START + PACE * (time.monotonic() - self._began) * (LEASE / LEASE.total_seconds())
        owner = f"life {next(self._numbers)}"
        patience = PATIENCE if self._plan.signal is signal.SIGSTOP else LONGEST_CALL
        child = await lives.child(job(self._plan, self._address, now, owner, PACE, patience))
        self._owners[child] = (owner, lives)

    async def hit(self) -> None:
        """At a random moment one of them is killed, and followed by another; or put to sleep, and woken."""
        await self._moment()
        victim = self._dice.choice(self.desks)
        owner, lives = self._owners[victim]
        if not victim.running:
            return
        victim.kill(self._plan.signal)
        self._outcome.kills += 1
        await asyncio.sleep(SETTLED)
        in_flight, _ = await asyncio.to_thread(left_behind, self._plan.url, owner)
        self._outcome.in_flight += in_flight
        if self._plan.signal is signal.SIGSTOP:
            await asyncio.sleep(SLEEP)
            victim.kill(signal.SIGCONT)
            return
        self._outcome.statuses[(await victim.end()).status] += 1
        del self._owners[victim]
        await self.open(lives)

    async def _moment(self) -> None:
        received = self._api.truth.received
        left = max(self._plan.messages - len(received), 0)
        goal = len(received) + self._dice.randint(1, 1 + left // (self._plan.kills - self._outcome.kills + 1))
        while len(received) < goal and self.busy:  # noqa: ASYNC110  (no event)
            await asyncio.sleep(0.001)


def _senders(url: str) -> int:
    database = open_database(url)
    with database.reader() as conn:
        owners = select(func.count(deliveries.c.owner.distinct())).where(deliveries.c.state == DeliveryState.SENT)
        found = int(conn.scalar(owners) or 0)
    database.close()
    return found
