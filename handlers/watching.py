"""Progress from a working thread, shown in the chat now and then.

The thread says how far it is as often as it likes; the chat sees the newest word once a second, so that
a message is not edited more often than Telegram allows.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from handlers.command import Ask
from handlers.i18n import Translator
from handlers.services import Progress
from handlers.views.corpus import working

EVERY = 1.0
"""Seconds between two looks."""
State = tuple[int, int, str]
"""(done, total, what)"""
_NOTHING: State = (0, 0, "")


@asynccontextmanager
async def watched(ask: Ask, t: Translator) -> AsyncIterator[Progress]:
    """A `Progress` to give to the working thread; what it says is shown to `ask` while the block runs."""
    said = [_NOTHING]
    done = asyncio.Event()

    def report(count: int, total: int, what: str) -> None:
        said[:] = [(count, total, what)]

    await ask.progress(working(*_NOTHING, t))
    watcher = asyncio.create_task(_watch(ask, t, said, done))
    try:
        yield report
    finally:
        # Not cancelled: an edit that is under way must arrive before the answer does.
        done.set()
        await watcher


async def _watch(ask: Ask, t: Translator, said: list[State], done: asyncio.Event) -> None:
    shown = _NOTHING
    while not done.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), EVERY)
        if said[0] != shown and not done.is_set():
            shown = said[0]
            await ask.progress(working(*shown, t))
