"""Two bots over the same silent Bot API: one of bare python-telegram-bot that echoes, and ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from benchmarks.silence import SilentRequest
from bot.app import App, build
from bot.settings import Settings
from handlers.context import BotApplication

TOKEN = "1:benchmark"
READERS = 10
"""People who ask, one after another."""


def message(text: str, user: int) -> dict[str, object]:
    """An update as Telegram sends it."""
    command = text.split()[0]
    return {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": 1_790_000_000,
            "chat": {"id": user, "type": "private", "first_name": "R"},
            "from": {"id": user, "is_bot": False, "first_name": "R", "language_code": "ar"},
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(command)}] if text[0] == "/" else [],
        },
    }


async def echo() -> BotApplication:
    """Bare python-telegram-bot, started, with one handler that sends the text back."""

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await update.message.reply_text(update.message.text or "")

    request = SilentRequest()
    application = (
        Application.builder().token(TOKEN).request(request).get_updates_request(request).job_queue(None).build()
    )
    application.add_handler(MessageHandler(filters.TEXT, answer))
    await application.initialize()
    return application


def settings(database: Path) -> Settings:
    plain = Settings(_env_file=None)  # type: ignore[call-arg]  # mypy does not see what pydantic-settings adds
    return plain.local(TOKEN).model_copy(update={"database_url": f"sqlite:///{database}"})


async def ours(database: Path) -> App:
    """The whole application, started, on that database."""
    app = build(settings(database), request=SilentRequest())
    await app.start()
    return app


def _nothing() -> None:
    """Nothing has to be done first."""


def asking(
    application: BotApplication, text: str, before: Callable[[], None] = _nothing
) -> Callable[[], Awaitable[object]]:
    """The same text from each of `READERS` people: read from its JSON, handled, answered."""
    updates = [message(text, 1_000 + number) for number in range(READERS)]

    async def ask() -> None:
        for update in updates:
            before()
            await application.process_update(Update.de_json(update, application.bot))

    return ask
