"""The two ways of running on: on Telegram, and behind the chat page. Both end cleanly on SIGTERM and Ctrl-C."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from telegram.error import NetworkError, TelegramError
from telegram.ext import Updater

from bot.app import App, build
from bot.leading import POLLING, lead
from bot.settings import Settings
from handlers import registry

if TYPE_CHECKING:
    from bot.local.api import LocalBotApi

_log = logging.getLogger(__name__)
USUAL_PORT = 8765
LONGEST_WAIT = 60
"""Seconds between two tries to reach Telegram, at most."""


class PortTaken(Exception):
    """Somebody else listens on the port that was asked for."""


# ------------------------------------------------------------------ the chat page


async def chat(settings: Settings, port: int | None, ready: Callable[[str], None]) -> None:
    """Serve the chat page on this machine until told to stop; `ready` gets its address. `PortTaken`.

    The page's admin is an admin in this process only; the token of its bot is made up anew each time.
    """
    from bot.local.api import LocalBotApi
    from bot.local.records import ADMIN
    from bot.local.request import LocalRequest

    token = f"1:{secrets.token_urlsafe(24)}"
    api = LocalBotApi(token)
    app = build(settings.local(token), request=LocalRequest(api), admins=frozenset({ADMIN.id}))
    with _stopping() as stop:
        async with _page(api, port) as address, app:
            await _introduced(app)
            ready(address)
            await _polling(app, stop)


@asynccontextmanager
async def _page(api: LocalBotApi, port: int | None) -> AsyncIterator[str]:
    """The chat page on `port`, for None on the usual one or any free one. Gives its whole address."""
    from bot.local.server import create_app, serving

    page = create_app(api)
    async with AsyncExitStack() as stack:
        try:
            address = await stack.enter_async_context(serving(page, USUAL_PORT if port is None else port))
        except OSError as error:
            if port is not None:
                raise PortTaken(str(port)) from error
            address = await stack.enter_async_context(serving(page))
        yield f"{address}{page.state.page}"


# ------------------------------------------------------------------ Telegram


async def run(app: App, ready: Callable[[str], None]) -> None:
    """Answer on Telegram until told to stop; `ready` gets the bot's name. `InvalidToken`."""
    with _stopping() as stop:
        if not await _reached(app, stop):
            return
        try:
            await _introduced(app)
            ready(app.application.bot.username)
            await _polling(app, stop)
        finally:
            await app.stop()


async def _reached(app: App, stop: asyncio.Event) -> bool:
    """Start the application, however long Telegram cannot be reached; False where it was stopped before."""
    wait = 1
    while not stop.is_set():
        try:
            await app.start()
        except NetworkError as error:
            _log.warning("Telegram cannot be reached (%s); trying again in %d s", error.message, wait)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)
            wait = min(2 * wait, LONGEST_WAIT)
        except BaseException:
            await app.stop()
            raise
        else:
            return True
    await app.stop()
    return False


# ------------------------------------------------------------------ what both do


async def _introduced(app: App) -> None:
    """Tell Telegram the bot's names and menus. Without them it still answers."""
    try:
        await registry.introduce(app.application.bot, app.admins)
    except TelegramError as error:
        _log.warning("the bot's names and menus could not be set: %s", error.message)


async def _polling(app: App, stop: asyncio.Event) -> None:
    """Answer and send until told to stop. Of several processes on one database all send, and one answers."""
    async with _ticking(app):
        await lead(app.database.office(POLLING), partial(_answering, app), stop)


async def _answering(app: App, stop: asyncio.Event) -> None:
    updater = app.application.updater
    if not isinstance(updater, Updater):
        raise TypeError("the application was built without an updater")
    if app.inbox:
        await app.inbox.replay(app.application.bot)
    await updater.start_polling(allowed_updates=registry.UPDATES)
    try:
        await stop.wait()
    finally:
        await updater.stop()
        if app.inbox:  # whoever polls next would handle anew what is not done
            await app.inbox.join()


@asynccontextmanager
async def _ticking(app: App) -> AsyncIterator[None]:
    """Digests are planned and sent meanwhile; ends when the calls under way have ended."""
    from telegram.ext import JobQueue

    jobs = JobQueue[Any]()
    jobs.set_application(app.application)
    await jobs.start()
    app.scheduler.start(jobs)
    try:
        yield
    finally:
        await app.scheduler.stop()
        await jobs.stop(wait=False)


@contextmanager
def _stopping() -> Iterator[asyncio.Event]:
    """An event that SIGTERM and Ctrl-C set."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
