"""Planning: a tick with nothing to do, and ten thousand digests planned and rendered, in three ways.

The three are the program's planner, plain sqlite3 that writes the same rows in as many transactions, and one
APScheduler job for each subscriber, which plans its own digest. All make the texts with the same code.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from statistics import median

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import Connection, func, select
from telegram.ext import ExtBot

from benchmarks import by_hand, subscribers
from benchmarks.measuring import Ratio, Sizes, Watch, awaited_in_turns, spoken, times_as_long, undisturbed
from benchmarks.silence import SilentRequest
from benchmarks.subscribers import NOW
from bot import digests
from bot.composing import Composer
from bot.delivery import Sender
from bot.digests import Batch, Drawn, Planner
from bot.limits import Gate, GateLimiter, Pass
from storage.chat import ChatSettings
from storage.database import chats, subscriptions
from storage.database.delivery_models import deliveries
from storage.database.delivery_models import subscriptions as rows
from storage.database.queries import changes
from storage.database.session import Database, open_database
from storage.database.signs import Sign
from storage.schedule import Turn
from storage.subscription import turn_of

FEW = 1_000
ROUNDS, TICKS = 3, 50
_GLANCE = 0.001


def measure(folder: Path, sizes: Sizes, watch: Watch) -> list[Ratio]:
    return asyncio.run(_measure(folder, sizes, watch))


async def _measure(folder: Path, sizes: Sizes, watch: Watch) -> list[Ratio]:
    watch(0, 3, "planning")
    idle = await _idle(folder, sizes)
    watch(1, 3, "planning")
    file = folder / "due.db"
    await asyncio.to_thread(lambda: subscribers.filled(file, sizes.subscribers, sizes.due).close())
    found = [idle, *await _planned(file, sizes)]
    watch(2, 3, "planning")
    found.append(await _against_jobs(file, sizes))
    watch(3, 3, "planning")
    return found


# ------------------------------------------------------------------ nothing to do


async def _idle(folder: Path, sizes: Sizes) -> Ratio:
    few, many = (folder / f"idle-{number}.db" for number in (FEW, sizes.idle))
    async with _ticking(few, FEW) as small, _ticking(many, sizes.idle) as large:
        at_many, at_few = await awaited_in_turns((large.often, small.often), ROUNDS * 3)
    # The least that either takes: a tick is short, and whatever else the machine does would count more.
    slow, quick = min(at_many), min(at_few)
    detail = f"{spoken(slow / TICKS)} / {spoken(quick / TICKS)}"
    work = f"a tick with nothing due, {sizes.idle:,} subscriptions"
    return Ratio(work, f"{FEW:,} subscriptions", slow / quick, 2, detail=detail)


class _Ticks:
    def __init__(self, planner: Planner, sender: Sender) -> None:
        self._planner, self._sender = planner, sender

    async def often(self) -> None:
        for _ in range(TICKS):
            await self._planner.plan(NOW)
            await self._sender.run_once(NOW)


@asynccontextmanager
async def _ticking(file: Path, many: int) -> AsyncIterator[_Ticks]:
    database = await asyncio.to_thread(subscribers.filled, file, many, 0)
    services, gate = subscribers.services(database), Gate()
    bot: ExtBot[Pass] = ExtBot("1:benchmark", request=SilentRequest(), rate_limiter=GateLimiter(gate))
    yield _Ticks(Planner(services, ChatSettings), Sender(services, bot, gate, lambda: NOW, Sign("bench")))
    services.close()
    database.close()


# ------------------------------------------------------------------ plan and render


async def _planned(file: Path, sizes: Sizes) -> list[Ratio]:
    """The two in turns, each on a copy of its own."""
    mine, raw = list[tuple[float, float]](), list[tuple[float, float]]()
    for turn in range(ROUNDS + 1):
        with _copy(file) as database:
            ours = await _plan(database, sizes.due)
        with _copy(file) as database:
            other = await _held(asyncio.to_thread(by_hand.planned, database, digests.BATCH))
            _expect(database, sizes.due)
        if turn:
            mine.append(ours)
            raw.append(other)
    (spent, held), (by_hand_, gaps) = zip(*mine, strict=True), zip(*raw, strict=True)
    work = f"planning and rendering {sizes.due:,} due of {sizes.subscribers:,}"
    detail = f"{spoken(median(spent))} / {spoken(median(by_hand_))}"
    stands = f"{spoken(median(held))} / {spoken(median(gaps))}"
    return [
        Ratio(work, "raw sqlite3", times_as_long(spent, by_hand_), 1.5, detail=detail),
        Ratio("event loop held meanwhile", "raw in a thread", times_as_long(held, gaps), 3, detail=stands),
    ]


async def _plan(database: Database, due: int) -> tuple[float, float]:
    """Seconds that planning takes, and the longest time that the event loop could do nothing else."""
    services = subscribers.services(database)
    found = await _held(Planner(services, ChatSettings).plan(NOW))
    services.close()
    _expect(database, due)
    return found


async def _held(work: Awaitable[object]) -> tuple[float, float]:
    with undisturbed():
        async with _watched() as gaps:
            began = time.perf_counter()
            await work
            return time.perf_counter() - began, max(gaps)


@asynccontextmanager
async def _watched() -> AsyncIterator[list[float]]:
    """How much later than it should somebody else on the event loop had its turn, each time."""
    gaps = [0.0]

    async def look() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_GLANCE)
            gaps.append(time.perf_counter() - began - _GLANCE)

    watching = asyncio.create_task(look())
    yield gaps
    watching.cancel()


@contextmanager
def _copy(file: Path) -> Iterator[Database]:
    copy = file.with_suffix(".copy.db")
    shutil.copy(file, copy)
    database = open_database(f"sqlite:///{copy}")
    try:
        yield database
    finally:
        database.close()
        for each in file.parent.glob(f"{copy.name}*"):
            each.unlink()


def _expect(database: Database, due: int) -> None:
    """Whoever left somebody out was quick for nothing."""
    with database.reader() as conn:
        planned = conn.scalar(select(func.count(deliveries.c.subscription.distinct())))
        waiting = conn.scalar(select(func.count()).where(rows.c.next_due_at <= NOW))
    if (planned, waiting) != (due, 0):
        raise AssertionError(f"{planned} planned and {waiting} still due of {due}")


# ------------------------------------------------------------------ a job for each subscriber


async def _against_jobs(file: Path, sizes: Sizes) -> Ratio:
    """By the seconds of the processor, for planning alone: a job store in memory costs nothing else."""
    with _copy(file) as database:
        began = time.process_time()
        await _plan(database, sizes.due)
        mine = time.process_time() - began
    with _copy(file) as database:
        jobs = await _jobs(database, sizes)
    detail = f"{spoken(jobs)} / {spoken(mine)} of the processor"
    work = f"planning {sizes.due:,} due of {sizes.subscribers:,}, times as cheap"
    return Ratio(work, "an APScheduler job for each", jobs / mine, 5, at_least=True, detail=detail)


async def _jobs(database: Database, sizes: Sizes) -> float:
    services, done = subscribers.services(database), asyncio.Semaphore(0)
    composer = Composer(await services.read(changes.latest))

    async def plan(chat: int) -> None:
        batch = await services.read(_look, composer, chat)
        await services.write(digests._move_on, batch, composer.upto, NOW)
        done.release()

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.start(paused=True)
    first = subscribers.FIRST_CHAT
    for chat in range(first, first + sizes.subscribers):
        trigger = DateTrigger() if chat < first + sizes.due else CronTrigger(hour=8, timezone="Asia/Baghdad")
        scheduler.add_job(plan, trigger, (chat,), misfire_grace_time=None)
    began = time.process_time()
    scheduler.resume()
    for _ in range(sizes.due):
        await done.acquire()
    spent = time.process_time() - began
    scheduler.shutdown(wait=False)
    services.close()
    _expect(database, sizes.due)
    return spent


def _look(conn: Connection, composer: Composer, chat: int) -> Batch:
    due = subscriptions.get(conn, chat, None)
    if due is None:
        raise LookupError(chat)
    settings, taken = chats.settings(conn, chat) or ChatSettings(chat), turn_of(due, NOW)
    text = composer.digest(conn, due, settings, NOW)
    return Batch((Drawn(due, taken if isinstance(taken, Turn) else None, text),), ())
