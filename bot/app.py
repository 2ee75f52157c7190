"""The only composition root: settings in, a wired application out. Nothing here connects until `App.start`.

How the application is fed (Telegram, the chat page, one question) is `bot.lifecycle` and `bot.cli`.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import Application, BaseUpdateProcessor, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.alarms import Alarms
from bot.delivery import Sender
from bot.digests import Planner
from bot.inbox import Inbox
from bot.limits import Gate, GateLimiter, Pass
from bot.redaction import HIDDEN
from bot.scheduler import Chore, Scheduler
from bot.seeding import Seeds
from bot.services import StoredServices
from bot.settings import Ambiguous, Settings
from bot.sharing import SharedRates
from bot.windows import Rate, Rates
from handlers import registry
from handlers.context import BotApplication
from storage.chat import Language
from storage.database import contents, delivery_log, updates
from storage.database.session import Database, open_database

AT_ONCE = 256
"""Chats answered side by side; more wait their turn."""

DAILY, EVERY_QUARTER, EVERY_MINUTE = timedelta(days=1), timedelta(minutes=15), timedelta(minutes=1)
KEPT = timedelta(days=400)
"""So long it is known who was told what: whoever was told what proves wrong is told of the correction."""
_UNHURRIED = Rates(overall=Rate(1000, 1.0), chat=Rate(1000, 1.0), group=Rate(1000, 1.0))
"""The local Bot API is nobody's server but ours: its readers need not wait out Telegram's limits."""

_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class QuietBot(ExtBot[Pass]):
    """PTB's bot, whose repr does not hold the token."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}[token={HIDDEN}]"


async def _answer(_: object, answer: Awaitable[Any]) -> None:
    await answer


class ChatOrder(BaseUpdateProcessor):
    """Updates of one chat one after another, in order; chats side by side.

    `handle` gets an update when its turn has come, with what answers it: whatever it awaits beside that cannot
    let a later update of the chat go first.
    """

    def __init__(self, at_once: int, handle: Callable[[object, Awaitable[Any]], Awaitable[None]] = _answer) -> None:
        super().__init__(at_once)
        self._handle = handle
        # A lock lives as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        try:
            async with self._locks.setdefault(chat.id, asyncio.Lock()) if chat else nullcontext():
                await self._handle(update, coroutine)
        finally:
            if asyncio.iscoroutine(coroutine):  # it may never have been begun
                coroutine.close()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


@dataclass(frozen=True, slots=True)
class App:
    """The wired application. Use it as ``async with app``; `start` migrates the database first."""

    application: BotApplication
    database: Database
    services: StoredServices
    admins: frozenset[int]
    inbox: Inbox | None
    """Where updates are stored; none where they come from within the process, and end with it."""
    scheduler: Scheduler
    shared: SharedRates | None
    """The rate of the token, agreed on with the other processes that send with it; none where there can be none."""

    async def start(self) -> None:
        await asyncio.to_thread(self.database.migrate)
        await self.application.initialize()
        await self.application.start()

    async def stop(self) -> None:
        """Wait for the answers that are being made, then close everything; safe after a failed start."""
        try:
            if self.application.running:
                await self.application.stop()
            await self.application.shutdown()
        finally:
            await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self.services.close()
        if self.shared:
            self.shared.close()
        self.database.close()

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()


def build(
    settings: Settings,
    *,
    request: BaseRequest | None = None,
    clock: Clock = utc_now,
    admins: frozenset[int] = frozenset(),
    language: Language | None = None,
) -> App:
    """Wire the application. `request` carries the Bot API calls (None: HTTP to `TELEGRAM_API_URL`).

    `admins` are admins of this process only, besides those of the settings; `language` is spoken in this
    process whatever a chat has chosen.
    """
    database = open_database(settings.database_url)
    seeds = Seeds(settings.seeds_dir, settings.story_path)
    services = StoredServices(database, seeds, clock)
    inbox = Inbox(services, clock) if request is None else None
    shared = SharedRates(database) if request is None and database.shared else None
    gate = Gate(Rates() if request is None else _UNHURRIED, shared=shared)
    bot = _bot(settings, request, gate)
    application = _application(bot, inbox)
    admins |= settings.admin_ids
    registry.register(
        application, services, admins=admins, defaults=settings.chat_defaults, clock=clock, language=language
    )
    alarms = Alarms(services, admins, settings.chat_defaults)
    sender = Sender(
        services,
        bot,
        gate,
        clock,
        database.sign(secrets.token_hex(8)),
        assume_sent=settings.ambiguous is Ambiguous.ASSUME_SENT,
        report=alarms,
    )
    chores = (*_reports(alarms), *_forgetting(services))
    scheduler = Scheduler(Planner(services, settings.chat_defaults), sender, clock, chores)
    return App(application, database, services, admins, inbox, scheduler, shared)


def _reports(alarms: Alarms) -> tuple[Chore, ...]:
    """What admins hear of the sending without asking."""
    return Chore("alarms", EVERY_MINUTE, alarms.flush), Chore("daily report", EVERY_QUARTER, alarms.daily)


def _forgetting(services: StoredServices) -> tuple[Chore, ...]:
    """What is forgotten once it has served."""

    async def updates_(now: datetime) -> None:
        await services.write(updates.prune, now - timedelta(days=7))

    async def deliveries_(now: datetime) -> None:
        await services.write(delivery_log.prune, now - KEPT)
        await services.write(contents.prune, now - KEPT)

    return Chore("updates", DAILY, updates_), Chore("deliveries", DAILY, deliveries_)


def _bot(settings: Settings, request: BaseRequest | None, gate: Gate) -> QuietBot:
    return QuietBot(
        settings.token or "",
        base_url=f"{settings.telegram_api_url}/bot",
        base_file_url=f"{settings.telegram_api_url}/file/bot",
        request=request or HTTPXRequest(connection_pool_size=AT_ONCE),
        get_updates_request=request or HTTPXRequest(connection_pool_size=1),
        rate_limiter=GateLimiter(gate),
    )


def _application(bot: QuietBot, inbox: Inbox | None) -> BotApplication:
    builder = Application.builder().bot(bot).update_queue(inbox or asyncio.Queue())
    return (
        builder
        # No persistence, no job queue of its own: the database is the only truth. See `bot.lifecycle`.
        .job_queue(None)
        .concurrent_updates(ChatOrder(AT_ONCE, inbox.handle) if inbox else ChatOrder(AT_ONCE))
        .build()
    )
