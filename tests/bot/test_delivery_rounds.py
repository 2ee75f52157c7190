"""The sender's rounds: how they are begun, what they survive, how they are stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import (
    Forbidden,
)

from bot.delivery import LEASE, LONGEST_CALL
from bot.local.api import LocalBotApi
from bot.windows import BURST, Rate, Rates
from handlers.i18n import Translator
from storage.chat import ChatSettings
from storage.database import deliveries
from storage.database.session import Database
from tests.bot.post import DAY, Post, on_both, opened
from tests.conftest import TOKEN

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")
READER, GROUP = 1001, -1002
REPEAT = Translator(ChatSettings(READER))("delivery.repeat")
BLOCKED = Forbidden("Forbidden: bot was blocked by the user")


@pytest.fixture
def api() -> LocalBotApi:
    return LocalBotApi(TOKEN)


database = pytest.fixture(opened)


@pytest.fixture
def post(database: Database, api: LocalBotApi) -> Iterator[Post]:
    made = Post(database, api)
    made.meet(READER)
    yield made
    made.services.close()


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await true():  # noqa: ASYNC110  (the database tells nobody)
            await asyncio.sleep(0.01)


async def test_a_kick_begins_a_round_and_another_kick_no_second(post: Post) -> None:
    await post.enqueue(await post.subscribe(READER))
    sender = post.sender()
    for _ in range(5):
        sender.kick()
    await until(lambda: done(post))
    assert post.received(READER) == ["موجز"]
    await sender.stop()
    sender.kick()
    await post.enqueue(await post.subscribe(READER), day=DAY + timedelta(days=1))
    await asyncio.sleep(0.1)
    assert len(post.received(READER)) == 1, "after a stop nothing is sent"


async def done(post: Post) -> bool:
    return "waiting" not in (states := await post.states()) and "sending" not in states


async def test_a_round_that_fails_does_not_end_the_sending(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = deliveries.claim
    failed = threading.Event()

    def fails_once(*args: Any) -> Any:
        if not failed.is_set():
            failed.set()
            raise RuntimeError("the disk is full")
        return claim(*args)

    monkeypatch.setattr(deliveries, "claim", fails_once)
    await post.enqueue(await post.subscribe(READER))
    sender = post.sender()
    sender.kick()
    assert await asyncio.to_thread(failed.wait, 30)
    assert post.received(READER) == []

    async def another_round_sends() -> bool:
        sender.kick()
        return await done(post)

    await until(another_round_sends)
    assert post.received(READER) == ["موجز"]


async def test_what_came_of_a_call_is_written_even_if_the_database_fails_for_a_while(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery._REST", 0.01)
    sent, failures = deliveries.sent, iter([True, True])

    def fails_twice(*args: Any) -> Any:
        if next(failures, False):
            raise RuntimeError("the disk is full")
        return sent(*args)

    monkeypatch.setattr(deliveries, "sent", fails_twice)
    await post.enqueue(await post.subscribe(READER))
    assert await post.send() == 1
    assert await post.states() == ["sent"]


async def test_what_could_never_be_written_is_in_doubt(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery._REST", 0.01)

    def fails(*args: Any) -> Any:
        raise RuntimeError("the disk is full")

    await post.enqueue(await post.subscribe(READER))
    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "sent", fails)
        assert await post.send() == 0
    assert await post.send(LEASE) == 1
    assert post.received(READER) == ["موجز", f"{REPEAT}\n\nموجز"]


@on_both
async def test_a_stop_waits_for_the_calls_under_way_and_leaves_nothing_in_doubt(
    database: Database, api: LocalBotApi
) -> None:
    post = Post(database, api, rates=Rates(overall=Rate(10, 600.0)))
    try:
        readers = range(2001, 2061)
        post.meet(*readers)
        for reader in readers:
            await post.enqueue(await post.subscribe(reader))
        called, answered = asyncio.Semaphore(0), asyncio.Event()

        async def slow() -> None:
            called.release()
            await answered.wait()

        post.request.faults = dict.fromkeys(range(1, 100), slow)
        sender = post.sender()
        async with asyncio.timeout(20):
            sender.kick()
            for _ in range(BURST + 1):
                await called.acquire()
            stopping = asyncio.create_task(sender.stop())
            await asyncio.sleep(0.05)
            assert not stopping.done()
            answered.set()
            await stopping
        states = await post.states()
        assert (states.count("sent"), states.count("waiting")) == (BURST + 1, 59 - BURST)
        assert sum(len(post.received(reader)) for reader in readers) == BURST + 1
        assert all(row.lease_until is None for row in await post.rows()), "others need not wait for the lease"
        assert LONGEST_CALL < 18
    finally:
        post.services.close()


async def test_a_stop_ends_a_round_that_is_only_waiting_out_a_halt(post: Post) -> None:
    await post.enqueue(await post.subscribe(READER))
    await post.gate.halt(600)
    sender = post.sender()
    sender.kick()
    await asyncio.sleep(0.2)
    async with asyncio.timeout(15):
        await sender.stop()
    assert await post.states() == ["waiting"]
    assert post.request.calls == 0


async def test_a_stop_before_anything_began_is_harmless(post: Post) -> None:
    sender = post.sender()
    await sender.stop()
    sender.kick()
    assert post.request.calls == 0
