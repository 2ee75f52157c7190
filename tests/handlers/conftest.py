"""The whole application before a Telegram that says of people what a test wants it to say."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from telegram import Bot, Update

from storage.schedule import Schedule
from storage.subscription import NEW, Subscription
from tests.conftest import TODAY, TOKEN

if TYPE_CHECKING:
    from bot.app import App
    from bot.settings import Settings
    from tests.handlers.telegrams import Telegram

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Stage:
    """`heard` is what the last update led to: texts that were written, alerts that were shown."""

    app: App
    telegram: Telegram
    now: datetime = TODAY

    @property
    def bot(self) -> Bot:
        bot: Bot = self.app.application.bot
        return bot

    async def hear(self, update: Update) -> list[str]:
        """The texts and alerts that the update led to, oldest first."""
        calls, chats = self.telegram.api.calls, self.telegram.api.world.chats
        if chat := update.effective_chat:
            chats.meet(chat.id, chats.user(abs(chat.id)))
        before = len(calls)
        await self.app.application.process_update(update)
        texts = [str(call.params.get("text") or "") for call in calls[before:]]
        return [bare(text) for text in texts if text]

    async def subscribe(self, chat: int, thread: int | None = None, **chosen: Any) -> Subscription:
        """A subscription as it is kept, made in the database."""
        from storage.database import subscriptions

        schedule = chosen.pop("schedule", Schedule())
        wanted = replace(Subscription(NEW, chat, thread, chosen.pop("owner", 1), schedule), **chosen)
        return await self.app.services.write(subscriptions.put, wanted, self.now)

    async def subscription(self, chat: int, thread: int | None = None) -> Subscription | None:
        from storage.database import subscriptions

        return await self.app.services.read(subscriptions.get, chat, thread)

    async def rows(self) -> Rows:
        """Everything that readers and admins can change."""
        from storage.database.delivery_models import contents, deliveries, notices, subscriptions
        from storage.database.models import chats, saved, serving

        def read(conn: Any) -> Rows:
            tables = (subscriptions, deliveries, contents, notices, chats, saved, serving)
            return {table.name: sorted(map(tuple, conn.execute(table.select())), key=repr) for table in tables}

        return await self.app.services.read(read)


def bare(text: str) -> str:
    """HTML as it is read, without the marks that keep directions apart."""
    words = html.unescape(re.sub(r"</?\w[^>]*>", "", text))
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", words)


@pytest.fixture
async def stage(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    # PTB warns of what `retry_after` will one day be whenever such an error is made.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    from bot.app import build
    from bot.local.api import LocalBotApi
    from tests.handlers.telegrams import CHATS, PERSON, Telegram

    api = LocalBotApi(TOKEN, clock=lambda: made.now)
    api.add(*CHATS.values(), api.world.chats.user(PERSON))
    telegram = Telegram(api)
    app = build(settings, request=telegram, clock=lambda: made.now)
    made = Stage(app, telegram)
    async with app:
        yield made
