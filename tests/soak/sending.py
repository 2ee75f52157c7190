"""The sending side, as it is killed: the scheduler, planner and sender of the program, on a local Telegram over HTTP.

Only the clock of the limits is not real: at twenty-eight messages a second a hundred thousand would take an hour.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypedDict

from sqlalchemy import Connection, bindparam, or_, select
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot import delivery, parcels
from bot.delivery import Sender
from bot.digests import Planner
from bot.limits import Gate, GateLimiter, Pass
from bot.scheduler import Scheduler
from bot.seeding import Seeds
from bot.services import StoredServices
from storage.chat import ChatSettings
from storage.database import subscriptions
from storage.database.delivery_models import deliveries
from storage.database.session import open_database
from storage.subscription import DeliveryState, Section

FOLDER = Path(__file__).resolve().parent.parent.parent / "seeds"
SECTIONS = frozenset({Section.DEADLINES, Section.DISAGREEMENTS})
"""What the digests tell: two sections are enough to come in parts, and four would only take longer to carry."""
LONGEST = 1_100
"""Characters of a message: in English those sections are too long for one, in Arabic they are not."""
TICK = 0.1


class Job(TypedDict):
    """`now` is the wall clock at the start, ISO, and `pace` how many of its seconds are one of ours; `owner` the
    name of this life; `room` how many messages are in hand, `patience` how many seconds an answer may take: what a
    busy machine delays is no doubt, unless doubts are wanted."""

    url: str
    api: str
    token: str
    now: str
    pace: int
    owner: str
    room: int
    patience: float


class Clock:
    """A wall clock that starts where it is told, and can be put forward."""

    def __init__(self, start: datetime, pace: int) -> None:
        self._start, self._pace, self._began = start, pace, time.monotonic()

    def __call__(self) -> datetime:
        return self._start + self._pace * timedelta(seconds=time.monotonic() - self._began)

    def skip(self, seconds: float) -> None:
        self._start += timedelta(seconds=seconds)


class Fast:
    """The clock of the limits: ten of its seconds are one of ours. The order of things stays what it is, one
    message after another, only closer together."""

    SPEED = 10

    def __call__(self) -> float:
        return self.SPEED * time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.SPEED)


def main(job: Job) -> None:
    """Plan and send until nothing is left, or until SIGTERM."""
    os.environ["PTB_TIMEDELTA"] = "1"
    parcels.TEXT_LIMIT = LONGEST  # type: ignore[assignment]  # a number in place of a number
    delivery.LONGEST_CALL = job["patience"]
    asyncio.run(_send(job))


async def _send(job: Job) -> None:
    # Before anything is begun, as in the program: whoever is told to stop earlier simply ends.
    with _stopped_by_sigterm() as stop:
        clock, limits = Clock(datetime.fromisoformat(job["now"]), job["pace"]), Fast()
        database = open_database(job["url"])
        services = StoredServices(database, Seeds(FOLDER, FOLDER / "story.yaml"), clock)
        gate = Gate(clock=limits, sleep=limits.sleep)
        async with _bot(job, gate) as bot:
            sender = Sender(services, bot, gate, clock, database.sign(job["owner"]), room=job["room"])
            scheduler = Scheduler(Planner(services, ChatSettings), sender, clock)
            await _until_done(scheduler, services, clock, stop)
            await scheduler.stop()
        services.close()
        database.close()


def _bot(job: Job, gate: Gate) -> ExtBot[Pass]:
    request = HTTPXRequest(
        connection_pool_size=job["room"],
        pool_timeout=10.0,
        httpx_kwargs={"verify": False},
    )
    # It asks for no updates; a second request would only read the certificates of the machine again.
    base, limiter = f"{job['api']}/bot", GateLimiter(gate)
    return ExtBot(job["token"], base_url=base, request=request, get_updates_request=request, rate_limiter=limiter)


@contextmanager
def _stopped_by_sigterm() -> Iterator[asyncio.Event]:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    yield stop


async def _until_done(scheduler: Scheduler, services: StoredServices, clock: Clock, stop: asyncio.Event) -> None:
    """Tick, as the job queue does; what waits for its time does not wait long."""
    while not stop.is_set():
        scheduler.tick()
        try:
            await asyncio.wait_for(stop.wait(), TICK)
        except TimeoutError:
            waiting = await services.read(_waiting, clock())
            if waiting is None:
                return
            if waiting:
                clock.skip(10)


def _waiting(conn: Connection, now: datetime) -> bool | None:
    """Whether there is nothing to do now, but later; none where there is nothing to do at all."""
    if subscriptions.due(conn, now, 1) or conn.scalar(_BUSY, {"now": now}):
        return False
    return True if conn.scalar(_OPEN) else None


_OPEN = select(deliveries.c.id).where(deliveries.c.settled_at.is_(None)).limit(1)
_BUSY = _OPEN.where(or_(deliveries.c.state == DeliveryState.SENDING, deliveries.c.not_before <= bindparam("now")))
