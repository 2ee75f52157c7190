"""The receiving side, as it is killed: the whole program on a local Telegram over HTTP, counting what it is told.

Two things are not the program's own: the handler that counts, which makes changes that would show if they were made
twice, and the limits, which are ten times as wide.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypedDict

from pydantic import SecretStr
from sqlalchemy import Connection, text
from telegram import Update
from telegram.ext import ApplicationHandlerStop, MessageHandler, filters

from bot import app as composition
from bot import lifecycle, sharing
from bot.app import App, build
from bot.settings import Settings
from bot.windows import Rate, Rates
from handlers.context import Context

WORD = "count"
"""What a message begins with that is to be counted."""
TURNS = 2
"""So many changes are made for each."""
TABLE = "CREATE TABLE counted (update_id BIGINT NOT NULL, turn INTEGER NOT NULL)"
FAST = Rates(Rate(280, 1.0), Rate(10, 1.0), Rate(200, 60.0))
_COUNT = text("INSERT INTO counted VALUES (:update_id, :turn)")


class Job(TypedDict):
    url: str
    api: str
    token: str
    seeds: str


def main(job: Job) -> None:
    """Receive until SIGTERM."""
    os.environ["PTB_TIMEDELTA"] = "1"
    for module in (composition, sharing):
        module.Rates = lambda: FAST  # type: ignore[attr-defined]  # in place of Telegram's
    asyncio.run(_receive(job))


async def _receive(job: Job) -> None:
    settings = Settings(
        _env_file=None,
        telegram_bot_token=SecretStr(job["token"]),
        telegram_api_url=job["api"],
        database_url=job["url"],
        seeds_dir=Path(job["seeds"]),
    )
    app = build(settings)
    app.application.add_handler(MessageHandler(filters.Regex(f"^{WORD}"), _counting(app)), group=-1)
    await lifecycle.run(app, lambda _: None)


def _counting(app: App) -> Callable[[Update, Context], Awaitable[None]]:
    async def count(update: Update, context: Context) -> None:
        """Changes, each of which has to be made once, and an answer."""
        for turn in range(TURNS):
            await app.services.write(_count, update.update_id, turn)
        assert update.effective_chat is not None
        await context.bot.send_message(update.effective_chat.id, str(update.update_id))
        raise ApplicationHandlerStop

    return count


def _count(conn: Connection, update_id: int, turn: int) -> int:
    conn.execute(_COUNT, {"update_id": update_id, "turn": turn})
    return turn
