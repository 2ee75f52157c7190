"""A sender that stands still in the middle of a call, and another on the same PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.delivery import LEASE
from bot.local.api import LocalBotApi
from bot.outcomes import Step
from handlers.i18n import Translator
from storage.chat import ChatSettings
from storage.database.recovering import LONGEST_SLEEP
from storage.database.session import open_database
from tests.bot.post import Post
from tests.conftest import TOKEN
from tests.postgres import Server

READER = 1001
REPEAT = Translator(ChatSettings(READER))("delivery.repeat")


@dataclass
class Two:
    """Two processes. The first has one message on its way, whose answer comes when it `wakes`; the other goes by a
    clock of its own."""

    one: Post
    other: Post
    wakes: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def asleep(self) -> AsyncIterator[None]:
        called = asyncio.Event()

        async def sleep() -> None:
            called.set()
            await self.wakes.wait()

        await self.one.enqueue(await self.one.subscribe(READER))
        self.one.request.faults[1] = sleep
        sending = asyncio.create_task(self.one.send())
        async with asyncio.timeout(20):
            await called.wait()
            yield
            self.wakes.set()
            await sending


@pytest.fixture
def two(postgresql_url: str) -> Iterator[Two]:
    databases = open_database(postgresql_url), open_database(postgresql_url)
    api = LocalBotApi(TOKEN)
    posts = [Post(each, api, each.sign(name)) for each, name in zip(databases, ("one", "two"), strict=True)]
    posts[0].meet(READER)
    yield Two(*posts)
    for post, database in zip(posts, databases, strict=True):
        post.sign.end()
        post.services.close()
        database.close()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_what_a_sleeper_has_on_its_way_is_left_to_it(two: Two) -> None:
    async with two.asleep():
        assert await two.other.send(LEASE + timedelta(minutes=5)) == 0
        assert await two.other.states() == ["sending"]
        two.one.now = two.other.now
    assert two.one.received(READER) == ["موجز"]
    (row,) = await two.one.rows()
    assert (row.state, row.repeat, row.attempts) == ("sent", False, 1)
    assert await two.other.send(LONGEST_SLEEP) == 0


async def test_nor_does_it_take_that_for_left_behind_itself(two: Two) -> None:
    """When it goes on, its round may be there before the answer."""
    sender = two.one.sender()
    called = asyncio.Event()

    async def sleep() -> None:
        called.set()
        await two.wakes.wait()

    await two.one.enqueue(await two.one.subscribe(READER))
    two.one.request.faults[1] = sleep
    sending = asyncio.create_task(sender.run_once(two.one.now))
    async with asyncio.timeout(20):
        await called.wait()
        two.one.now += LEASE
        await sender._recover(two.one.sign.last)
        assert await two.one.states() == ["sending"]
        two.wakes.set()
        assert await sending == 1
    assert two.one.received(READER) == ["موجز"]


async def test_a_sleeper_that_never_wakes_up_is_given_up_with_an_alarm(two: Two) -> None:
    async with two.asleep():
        assert await two.other.send(LEASE + LONGEST_SLEEP) == 1
        assert [(each.step, each.reason) for each in two.other.troubles] == [(Step.REPEAT, "asleep")]
        assert two.other.received(READER) == [f"{REPEAT}\n\nموجز"]
    assert await two.other.states() == ["sent"]
    assert two.one.troubles == []


async def test_a_sleeper_that_never_wakes_up_may_leave_a_second_doubt(two: Two) -> None:
    async with two.asleep():
        await two.other.send(LEASE + LONGEST_SLEEP, assume_sent=True)
        assert [(each.step, each.reason) for each in two.other.troubles] == [(Step.UNKNOWN, "asleep")]


async def test_whose_connection_is_lost_is_taken_for_dead_after_its_lease_and_goes_on_under_another_name(
    two: Two, postgres: Server, postgresql_url: str
) -> None:
    async with two.asleep():
        with postgres.connect(postgresql_url.rpartition("/")[2]) as conn:
            conn.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        assert await two.other.send(LEASE - timedelta(seconds=1)) == 0
        assert await two.other.send(timedelta(seconds=2)) == 1
        assert two.other.received(READER) == [f"{REPEAT}\n\nموجز"]
    assert await two.one.send(LEASE) == 0
    assert two.one.sign.last != "one"
    assert await two.one.states() == ["sent"]
