from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from bot.leading import lead
from storage.database.offices import Office
from storage.database.session import Database, open_database

BEAT = 0.02


class Telling:
    """A work that tells what happens; `held` = whether it is under way."""

    def __init__(self) -> None:
        self.times = 0
        self.held = False

    async def __call__(self, over: asyncio.Event) -> None:
        self.times += 1
        self.held = True
        await over.wait()
        self.held = False


class Chair(Office):
    """An office that several hold in one process: whoever sits on it, until pushed off."""

    sitting: Chair | None = None

    def __init__(self) -> None:
        super().__init__("chair", None)

    @property
    def sole(self) -> bool:
        return False

    def holds(self) -> bool:
        Chair.sitting = Chair.sitting or self
        return Chair.sitting is self

    def leave(self) -> None:
        if Chair.sitting is self:
            Chair.sitting = None


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    Chair.sitting = None
    yield
    Chair.sitting = None


async def _soon(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  (what is waited for lies in a database)
            await asyncio.sleep(BEAT / 4)


@asynccontextmanager
async def _leading(office: Office, work: Telling) -> AsyncIterator[asyncio.Event]:
    """Somebody who leads, or waits to; stopped at the end."""
    stop = asyncio.Event()
    task = asyncio.create_task(lead(office, work, stop, BEAT))
    try:
        yield stop
    finally:
        stop.set()
        async with asyncio.timeout(30):
            await task
    assert not work.held


async def test_whoever_is_alone_leads_until_told_to_stop(empty_database: Database) -> None:
    work = Telling()
    async with _leading(empty_database.office("polling"), work):
        await _soon(lambda: work.held)
        await asyncio.sleep(3 * BEAT)
    assert work.times == 1


async def test_one_leads_and_the_other_takes_over() -> None:
    first, second = Telling(), Telling()
    async with _leading(Chair(), first) as stop:
        await _soon(lambda: first.held)
        async with _leading(Chair(), second):
            await asyncio.sleep(3 * BEAT)
            assert not second.held
            stop.set()
            await _soon(lambda: second.held)
            assert not first.held


async def test_whoever_lost_the_lead_ends_and_stands_in_line_again() -> None:
    first, usurper = Telling(), Chair()
    async with _leading(Chair(), first):
        await _soon(lambda: first.held)
        Chair.sitting = usurper
        await _soon(lambda: not first.held)
        usurper.leave()
        await _soon(lambda: first.held)
    assert first.times == 2


async def test_what_the_work_raises_ends_it_and_frees_the_office() -> None:
    async def fail(over: asyncio.Event) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await lead(Chair(), fail, asyncio.Event(), BEAT)
    assert Chair.sitting is None


async def test_no_two_work_at_a_time() -> None:
    """Whoever leaves ends first: the next one begins with nobody at work."""
    working = 0

    async def slow(over: asyncio.Event) -> None:
        nonlocal working
        working += 1
        assert working == 1
        await over.wait()
        await asyncio.sleep(2 * BEAT)
        working -= 1

    stops = [asyncio.Event() for _ in range(3)]
    tasks = [asyncio.create_task(lead(Chair(), slow, stop, BEAT)) for stop in stops]
    for stop, task in zip(stops, tasks, strict=True):
        await _soon(lambda: working == 1)
        stop.set()
        await asyncio.sleep(BEAT)
        del task
    async with asyncio.timeout(30):
        await asyncio.gather(*tasks)
    assert working == 0


async def test_on_one_server_one_leads_and_another_takes_over_when_it_is_gone(postgresql_url: str) -> None:
    one, other = (open_database(postgresql_url) for _ in range(2))
    first, second = Telling(), Telling()
    try:
        async with _leading(one.office("polling"), first) as stop:
            await _soon(lambda: first.held)
            async with _leading(other.office("polling"), second):
                await asyncio.sleep(5 * BEAT)
                assert not second.held
                stop.set()
                await _soon(lambda: second.held)
                assert not first.held
    finally:
        one.close()
        other.close()
