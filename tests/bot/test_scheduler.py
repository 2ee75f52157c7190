"""The ticker: it never misses, never overlaps, and stops in time with nothing in doubt."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from telegram.ext import Application, JobQueue

from bot import scheduler as module
from bot.digests import Planner
from bot.local.api import LocalBotApi
from bot.scheduler import Chore, Scheduler
from storage.chat import ChatSettings
from storage.database.session import Database
from tests.bot.post import Post
from tests.conftest import TOKEN

READER = 1001


@pytest.fixture
def post(empty_database: Database) -> Iterator[Post]:
    made = Post(empty_database, LocalBotApi(TOKEN))
    made.meet(READER)
    yield made
    made.services.close()


def made(post: Post, *chores: Chore) -> Scheduler:
    return Scheduler(Planner(post.services, ChatSettings), post.sender(), post.clock, chores)


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await true():  # noqa: ASYNC110  (the database tells nobody)
            await asyncio.sleep(0.01)


async def all_sent(post: Post) -> bool:
    return set(await post.states()) == {"sent"}


async def test_a_tick_sends_what_is_in_the_outbox(post: Post) -> None:
    await post.enqueue(await post.subscribe(READER))
    scheduler = made(post)
    for _ in range(3):
        scheduler.tick()
    await until(lambda: all_sent(post))
    await scheduler.stop()
    assert post.received(READER) == ["موجز"]


async def test_a_round_that_is_under_way_is_left_alone(post: Post) -> None:
    begun: list[datetime] = []
    end = asyncio.Event()

    async def slow(now: datetime) -> None:
        begun.append(now)
        await end.wait()

    async def has_begun() -> bool:
        return bool(begun)

    scheduler = made(post, Chore("slow", timedelta(0), slow))
    scheduler.tick()
    await until(has_begun)
    for _ in range(20):
        scheduler.tick()
        await asyncio.sleep(0)
    assert len(begun) == 1
    end.set()
    await scheduler.stop()


async def test_chores_come_when_it_is_their_time_and_fail_alone(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    async def fails(now: datetime) -> None:
        done.append("fails")
        raise RuntimeError("the disk is full")

    async def daily(now: datetime) -> None:
        done.append("daily")

    scheduler = made(post, Chore("fails", timedelta(hours=1), fails), Chore("daily", timedelta(days=1), daily))
    for hours in (0, 0.5, 0.6, 24):
        post.now += timedelta(hours=hours)
        await scheduler._go_round()
    assert done == ["fails", "daily", "fails", "fails", "daily"]
    assert "fails failed; the next round tries again" in caplog.text
    await scheduler.stop()


async def test_planning_that_fails_does_not_hold_up_the_sending(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*args: Any) -> int:
        raise RuntimeError("no such table")

    monkeypatch.setattr(Planner, "plan", fails)
    await post.enqueue(await post.subscribe(READER))
    scheduler = made(post)
    scheduler.tick()
    await until(lambda: all_sent(post))
    await scheduler.stop()


async def test_a_stop_ends_a_round_and_no_other_begins(post: Post) -> None:
    scheduler = made(post)
    scheduler.tick()
    await asyncio.wait_for(scheduler.stop(), 15)
    await post.enqueue(await post.subscribe(READER))
    scheduler.tick()
    await asyncio.sleep(0.1)
    assert post.received(READER) == []


async def test_a_stop_does_not_wait_for_ever(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "STOP_WITHIN", -0.9)

    async def endless(now: datetime) -> None:
        await asyncio.sleep(60)

    scheduler = made(post, Chore("endless", timedelta(1), endless))
    scheduler.tick()
    await asyncio.sleep(0.1)
    await asyncio.wait_for(scheduler.stop(), 15)
    assert "could not be ended in time" in caplog.text


def test_a_stop_takes_less_than_twenty_seconds() -> None:
    from bot.delivery import LONGEST_CALL

    assert LONGEST_CALL < module.STOP_WITHIN < module.STOP_WITHIN + 1 < 20


# ------------------------------------------------------------------ through PTB's job queue


async def test_the_ticker_survives_an_event_loop_that_was_held(post: Post) -> None:
    """By default APScheduler drops a job that is late by a second."""
    pytest.importorskip("apscheduler", reason="the job queue needs APScheduler")
    application = Application.builder().bot(post.bot).updater(None).job_queue(JobQueue()).build()
    jobs = application.job_queue
    assert jobs is not None
    ticks: list[float] = []

    async def note(now: datetime) -> None:
        ticks.append(time.monotonic())

    async def until_ticks(many: int) -> None:
        async with asyncio.timeout(30):
            while len(ticks) < many:  # noqa: ASYNC110  (a list has no event)
                await asyncio.sleep(0.005)

    scheduler = made(post, Chore("note", timedelta(0), note))
    scheduler.start(jobs, timedelta(seconds=0.1))
    async with application:
        await application.start()
        await until_ticks(2)
        before = len(ticks)
        time.sleep(1.5)  # noqa: ASYNC251  (the point of it)
        released = time.monotonic()
        await until_ticks(before + 1)
        on_time = (time.monotonic() - released) / 0.1
        assert len(ticks) - before <= 2 + on_time, "the missed ticks are one"
        await application.stop()
        await scheduler.stop()
