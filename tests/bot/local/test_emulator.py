"""A Telegram that we did not write: the bot answers there too, so that our own cannot flatter us.

It knows less and forgives broken HTML; that a start is answered and a press edits is all that is asked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from lo_bot_api_emulator import LoBotApiEmulator  # type: ignore[import-untyped]  # it ships no types
from telegram import Bot, User
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from tests.bot.local.test_request import answer_press, answer_start

TOKEN = "42:emulated"
PERSON = {"id": 7, "is_bot": False, "first_name": "قارئ"}
CHAT = {"id": 7, "type": "private", "first_name": "قارئ"}


class NamedBot(Bot):
    """The emulator's getMe lacks a username, which python-telegram-bot needs to read commands."""

    async def get_me(self, *args: object, **kwargs: object) -> User:
        self._bot_user = User(42, "Mujaz", is_bot=True, username="MujazBot")
        return self._bot_user


@pytest.fixture
async def emulator() -> AsyncIterator[tuple[LoBotApiEmulator, str]]:
    made = LoBotApiEmulator()
    runner = web.AppRunner(made.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield made, f"http://{host}:{port}/bot"
    await runner.cleanup()


def message(text: str, number: int, sender: dict[str, object], **more: object) -> dict[str, object]:
    return {"message_id": number, "date": 1, "chat": CHAT, "from": sender, "text": text, **more}


async def test_a_start_is_answered_and_a_press_edits(emulator: tuple[LoBotApiEmulator, str]) -> None:
    api, address = emulator
    application = Application.builder().bot(NamedBot(TOKEN, base_url=address)).updater(None).build()
    application.add_handlers([CommandHandler("start", answer_start), CallbackQueryHandler(answer_press)])
    start = message("/start", 1, PERSON, entities=[{"type": "bot_command", "offset": 0, "length": 6}])
    press = {
        "id": "9",
        "from": PERSON,
        "chat_instance": "7",
        "data": "t:1",
        "message": message("هلا", 1, {"id": 42, "is_bot": True, "first_name": "Mujaz"}),
    }
    async with application:
        await api.enqueue_update({"message": start}, token=TOKEN)
        await api.enqueue_update({"callback_query": press}, token=TOKEN)
        for update in await application.bot.get_updates():
            await application.process_update(update)
    answers = [(entry["method"], entry["status"]) for entry in api.requests]
    assert answers == [
        ("getUpdates", 200),
        ("sendMessage", 200),
        ("answerCallbackQuery", 200),
        ("editMessageText", 200),
    ]
