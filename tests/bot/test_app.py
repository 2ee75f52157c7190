"""The composition root: nothing before `start`, order within a chat, everything closed at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Chat, Message, Update

from bot.app import ChatOrder, build
from bot.local.api import LocalBotApi
from bot.local.request import LocalRequest
from bot.settings import Settings
from tests.conftest import TOKEN, Running


def update(number: int, chat: int) -> Update:
    message = Message(number, datetime(2026, 11, 21, tzinfo=UTC), Chat(chat, "private"), text=str(number))
    return Update(number, message=message)


async def process(order: ChatOrder, *work: tuple[Update | object, Awaitable[None]]) -> None:
    await asyncio.gather(*(order.process_update(what, coroutine) for what, coroutine in work))


async def test_updates_of_one_chat_stay_in_order() -> None:
    seen: list[int] = []

    async def answer(number: int) -> None:
        await asyncio.sleep(0.01 if number == 0 else 0)
        seen.append(number)

    await process(ChatOrder(8), *((update(number, 5), answer(number)) for number in range(6)))
    assert seen == list(range(6))


async def test_chats_are_answered_side_by_side() -> None:
    together = asyncio.Barrier(3)

    async def answer() -> None:
        async with asyncio.timeout(30):
            await together.wait()

    await process(ChatOrder(8), *((update(chat, chat), answer()) for chat in (1, 2, 3)))


async def test_an_answer_that_breaks_lets_the_next_one_through() -> None:
    async def broken() -> None:
        raise RuntimeError("boom")

    done = asyncio.Event()

    async def fine() -> None:
        done.set()

    order = ChatOrder(8)
    with pytest.raises(RuntimeError):
        await order.process_update(update(1, 5), broken())
    await order.process_update(update(2, 5), fine())
    await order.process_update(object(), fine())
    assert done.is_set()


async def test_building_sends_nothing(settings: Settings) -> None:
    api = LocalBotApi(TOKEN)
    app = build(settings, request=LocalRequest(api))
    assert api.calls == []
    assert not app.application.running
    await app.stop()


async def test_starting_makes_the_tables_of_a_new_database(settings: Settings, tmp_path: Path) -> None:
    new = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'a' / 'new.db'}"})
    async with build(new, request=LocalRequest(LocalBotApi(TOKEN))) as app:
        with app.database.reader() as conn:
            assert conn.exec_driver_sql("select count(*) from sqlite_master").scalar_one() > 0


async def test_admins_of_the_process_stand_beside_those_of_the_settings(settings: Settings) -> None:
    app = build(settings, request=LocalRequest(LocalBotApi(TOKEN)), admins=frozenset({99}))
    assert app.admins == settings.admin_ids | {99}
    await app.stop()


async def test_it_can_be_stopped_after_a_failed_start(settings: Settings) -> None:
    app = build(settings, request=LocalRequest(LocalBotApi("2:other")))
    with pytest.raises(Exception, match="token"):
        async with app:
            pytest.fail("it started with a token that nobody knows")


async def test_many_readers_at_once_all_get_their_answer(running: Running) -> None:
    for user in range(100, 140):
        running.api.user_sends(user, user, "/next")
    app = running.app.application
    updates = await app.bot.get_updates(timeout=0)
    await asyncio.gather(*(app.process_update(one) for one in updates))
    for user in range(100, 140):
        assert any(message.sender.is_bot for message in running.api.messages(user))
