"""Updates are stored before Telegram is told that they came, handled once, and never lost."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import Application, ExtBot, MessageHandler, filters

from bot.app import ChatOrder, build
from bot.inbox import MOST_TIMES, Inbox
from bot.local.api import LocalBotApi
from bot.local.request import LocalRequest
from bot.seeding import Seeds
from bot.services import StoredServices
from handlers.context import BotApplication, Context
from storage.chat import ChatSettings
from storage.database import updates
from storage.database.session import Database
from storage.errors import AlreadyApplied
from tests.conftest import ROOT, TODAY, TOKEN

READER = 1001
Handler = Callable[[Update, Context], Awaitable[None]]


@dataclass
class Process:
    """One life of the receiving side, up to the moment when it is cut off."""

    application: BotApplication
    inbox: Inbox
    services: StoredServices
    seen: list[int] = field(default_factory=list)

    async def write(self, action: Callable[[Connection], object]) -> object:
        return await self.services.write(action)


@pytest.fixture
def api() -> LocalBotApi:
    return LocalBotApi(TOKEN, clock=lambda: TODAY)


Start = Callable[..., "contextlib.AbstractAsyncContextManager[Process]"]


@pytest.fixture
def start(empty_database: Database, api: LocalBotApi) -> Start:
    """Start a process on the same database; it handles messages with the handler that it is given."""
    with empty_database.writer() as conn:
        conn.execute(text("CREATE TABLE counted (update_id INTEGER, turn INTEGER)"))

    @contextlib.asynccontextmanager
    async def process(handler: Handler) -> AsyncIterator[Process]:
        services = StoredServices(empty_database, Seeds(ROOT / "seeds", ROOT / "seeds" / "story.yaml"), lambda: TODAY)
        inbox = Inbox(services, lambda: TODAY)
        request = LocalRequest(api)
        application: BotApplication = (
            Application.builder()
            .bot(ExtBot(TOKEN, request=request, get_updates_request=request))
            .update_queue(inbox)
            .concurrent_updates(ChatOrder(8, inbox.handle))
            .job_queue(None)
            .build()
        )
        application.add_handler(MessageHandler(filters.ALL, handler))
        life = Process(application, inbox, services)
        await application.initialize()
        await application.start()
        try:
            yield life
        finally:
            await application.stop()
            await application.shutdown()
            services.close()

    return process


async def fetched(life: Process) -> list[Update]:
    """What PTB's polling does: fetch, put, and only then confirm."""
    offset = life.application.bot_data.get("offset", 0)
    found = await life.application.bot.get_updates(offset=offset, timeout=0)
    for update in found:
        await life.inbox.put(update)
        life.application.bot_data["offset"] = update.update_id + 1
    return list(found)


async def handled(life: Process) -> None:
    await asyncio.wait_for(life.inbox.join(), 30)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(1500):
        if true():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it never came true")


def counting(life: Callable[[], Process], times: int = 1, dies_at: int = -1) -> Handler:
    """A handler that makes so many changes, one after another, and may hang for ever before one of them."""

    async def count(update: Update, _: Context) -> None:
        process = life()
        process.seen.append(update.update_id)
        for turn in range(times):
            if turn == dies_at:
                await asyncio.Event().wait()
            values = {"update_id": update.update_id, "turn": turn}
            await process.services.write(_count, values)

    return count


def _count(conn: Connection, values: dict[str, int]) -> int:
    conn.execute(text("INSERT INTO counted VALUES (:update_id, :turn)"), values)
    return values["turn"]


def counted(database: Database) -> list[tuple[int, int]]:
    with database.reader() as conn:
        return [(row[0], row[1]) for row in conn.execute(text("SELECT update_id, turn FROM counted ORDER BY 1, 2"))]


def left(database: Database) -> list[int]:
    with database.reader() as conn:
        return [each.id for each in updates.pending(conn)]


# ------------------------------------------------------------------ stored first


async def test_an_update_is_stored_before_telegram_is_told(
    start: Start, api: LocalBotApi, empty_database: Database
) -> None:
    number = api.user_sends(READER, READER, "سؤال")
    stuck = asyncio.Event()

    async def wait(update: Update, _: Context) -> None:
        await stuck.wait()

    async with start(wait) as life:
        await fetched(life)
        assert [waiting for waiting, _ in api.world.updates.waiting] == [number]
        assert left(empty_database) == [number]
        stuck.set()
        await handled(life)
        assert left(empty_database) == []


async def test_an_update_that_comes_twice_is_handled_once(
    start: Start, api: LocalBotApi, empty_database: Database
) -> None:
    number = api.user_sends(READER, READER, "سؤال")
    async with start(counting(lambda: life)) as life:
        for update in 2 * list(await life.application.bot.get_updates(timeout=0)):
            await life.inbox.put(update)
        await handled(life)
        assert life.seen == [number]
    assert counted(empty_database) == [(number, 0)]


async def test_what_cannot_be_stored_is_not_taken_for_received(
    start: Start, api: LocalBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = api.user_sends(READER, READER, "سؤال")
    async with start(counting(lambda: life)) as life:

        def full(*_: object) -> bool:
            raise OperationalError("INSERT", {}, Exception("database or disk is full"))

        with monkeypatch.context() as broken:
            broken.setattr(updates, "store", full)
            with pytest.raises(NetworkError, match="stored"):
                await fetched(life)
        assert life.seen == []
        await fetched(life)
        await handled(life)
        assert life.seen == [number]


async def test_polling_goes_on_after_an_update_that_could_not_be_stored(
    start: Start, api: LocalBotApi, monkeypatch: pytest.MonkeyPatch, empty_database: Database
) -> None:
    async with start(counting(lambda: life)) as life:
        real, failures = updates.store, iter([True])

        def full_at_first(*args: object) -> bool:
            if next(failures, False):
                raise OperationalError("INSERT", {}, Exception("database or disk is full"))
            return real(*args)  # type: ignore[arg-type]  # as it was called

        monkeypatch.setattr(updates, "store", full_at_first)
        updater = life.application.updater
        assert updater is not None
        await updater.start_polling(poll_interval=0.01, timeout=0)
        number = api.user_sends(READER, READER, "سؤال")
        await until(lambda: bool(counted(empty_database)))
        await updater.stop()
    assert counted(empty_database) == [(number, 0)]


# ------------------------------------------------------------------ handled once


async def test_what_a_crash_left_undone_is_handled_by_the_next_process(
    start: Start, api: LocalBotApi, empty_database: Database
) -> None:
    """The first process stores them and gets none done; the second asks Telegram for nothing, and keeps their order."""
    numbers = [api.user_sends(READER, READER, str(number)) for number in range(8)]
    async with crashing(start(counting(lambda: first, dies_at=0))) as first:
        await fetched(first)
        await until(lambda: first.seen == numbers[:1])
    async with start(counting(lambda: second)) as second:
        assert await second.inbox.replay(second.application.bot) == len(numbers)
        assert await second.inbox.replay(second.application.bot) == 0
        await handled(second)
        assert second.seen == numbers
    assert counted(empty_database) == [(number, 0) for number in numbers]
    assert left(empty_database) == []


@pytest.mark.parametrize("dies_at", range(4))
async def test_a_handling_that_broke_off_goes_on_where_it_was(
    start: Start, api: LocalBotApi, empty_database: Database, dies_at: int
) -> None:
    number = api.user_sends(READER, READER, "سؤال")
    async with crashing(start(counting(lambda: first, times=3, dies_at=dies_at))) as first:
        await fetched(first)
        await until(lambda: len(counted(empty_database)) >= min(dies_at, 3))
    async with start(counting(lambda: second, times=3)) as second:
        await second.inbox.replay(second.application.bot)
        await handled(second)
    assert counted(empty_database) == [(number, turn) for turn in range(3)]


async def test_a_replayed_update_is_the_update_that_came(start: Start, api: LocalBotApi) -> None:
    api.user_sends(READER, -77, "/timeline@MujazBot الأنبار", topic=0)
    async with crashing(start(counting(lambda: first, dies_at=0))) as first:
        (sent,) = await fetched(first)
        await until(lambda: bool(first.seen))
    again: list[Update] = []

    async def keep(update: Update, _: Context) -> None:
        again.append(update)

    async with start(keep) as second:
        await second.inbox.replay(second.application.bot)
        await handled(second)
        assert [each.to_dict() for each in again] == [sent.to_dict()]
        assert again[0].get_bot() is second.application.bot


async def test_a_handler_that_fails_is_done_with_its_update(
    start: Start, api: LocalBotApi, empty_database: Database
) -> None:
    async def fail(update: Update, _: Context) -> None:
        raise RuntimeError("a bug")

    async with start(fail) as life:
        life.application.add_error_handler(_silent)
        api.user_sends(READER, READER, "سؤال")
        await fetched(life)
        await handled(life)
    assert left(empty_database) == []


async def _silent(update: object, context: Context) -> None:
    """What a handler throws ends here."""


async def test_an_update_that_brings_the_process_down_again_and_again_is_set_aside(
    start: Start, api: LocalBotApi, empty_database: Database
) -> None:
    number = api.user_sends(READER, READER, "سم")
    lives = 0
    while left(empty_database) or not lives:
        lives += 1
        async with crashing(start(counting(lambda: life, dies_at=0))) as life:
            await life.inbox.replay(life.application.bot)
            await fetched(life)
            await until(lambda seen=life.seen: bool(seen) or not left(empty_database))
            was_handled = life.seen == [number]
        assert was_handled == (lives <= MOST_TIMES + 1)
    assert lives == MOST_TIMES + 2


async def test_what_was_in_hand_when_another_brought_the_process_down_is_not_set_aside(
    start: Start, api: LocalBotApi, empty_database: Database
) -> None:
    poison = api.user_sends(READER, READER, "سم")
    innocent = [api.user_sends(READER + n, READER + n, "سؤال") for n in range(1, 5)]
    died = asyncio.Event()

    async def handle(update: Update, _: Context) -> None:
        if update.update_id == poison:
            died.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0.2)
        await life.services.write(_count, {"update_id": update.update_id, "turn": 0})

    for _ in range(MOST_TIMES + 1):
        died.clear()
        async with crashing(start(handle)) as life:
            await life.inbox.replay(life.application.bot)
            await fetched(life)
            await asyncio.wait_for(died.wait(), 30)
    async with start(handle) as life:
        await life.inbox.replay(life.application.bot)
        await handled(life)
    assert counted(empty_database) == [(number, 0) for number in innocent]


async def test_a_change_that_another_process_has_made_is_not_made_again(
    start: Start, api: LocalBotApi, empty_database: Database
) -> None:
    """The first process was taken for dead, but only slept."""
    number = api.user_sends(READER, READER, "سؤال")
    woken = asyncio.Event()
    caught: list[Exception] = []

    async def sleepy(update: Update, _: Context) -> None:
        await woken.wait()
        await first.services.write(_count, {"update_id": update.update_id, "turn": 0})
        try:
            await first.services.write(_settings)
        except AlreadyApplied as error:
            caught.append(error)

    async def awake(update: Update, _: Context) -> None:
        await second.services.write(_count, {"update_id": update.update_id, "turn": 0})
        await second.services.write(_settings)

    async with start(sleepy) as first:
        await fetched(first)
        async with start(awake) as second:
            await second.inbox.replay(second.application.bot)
            await handled(second)
        woken.set()
        await handled(first)
    assert counted(empty_database) == [(number, 0)]
    assert len(caught) == 1


def _settings(conn: Connection) -> ChatSettings:
    return ChatSettings(READER)


async def test_changes_outside_of_any_update_are_made_as_often_as_asked(start: Start, empty_database: Database) -> None:
    async with start(counting(lambda: life)) as life:
        for _ in range(2):
            await life.services.write(_count, {"update_id": 0, "turn": 0})
    assert counted(empty_database) == [(0, 0), (0, 0)]


@contextlib.asynccontextmanager
async def crashing(started: contextlib.AbstractAsyncContextManager[Process]) -> AsyncIterator[Process]:
    """A process that is cut off in the middle of whatever it does."""
    async with started as life:
        yield life
        await _cut_off(life)


async def _cut_off(life: Process) -> None:
    gone = asyncio.create_task(life.inbox.join())
    while not gone.done():
        for task in asyncio.all_tasks():
            if "process_concurrent_update" in task.get_name():
                task.cancel()
        await asyncio.wait({gone}, timeout=0.01)


# ------------------------------------------------------------------ in the application


async def test_only_updates_that_come_over_http_are_stored(settings: object) -> None:
    from bot.settings import Settings

    assert isinstance(settings, Settings)
    over_http = build(settings)
    within = build(settings, request=LocalRequest(LocalBotApi(TOKEN)))
    try:
        assert over_http.application.update_queue is over_http.inbox
        assert within.inbox is None
        assert over_http.application.updater is not None
        assert over_http.application.updater.update_queue is over_http.inbox
    finally:
        for app in (over_http, within):
            await app.stop()
