"""Leading: of all the processes on one database one does a work, and another takes over when that one dies.

Which of them it is, the database says (`storage.database.offices`): here it is asked again and again. A process
that was stopped for so long that another leads hears of it when it goes on, and ends the work.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from storage.database.offices import Office

POLLING = "polling"
"""The office of the process that asks Telegram for updates."""
BEAT = 2.0
"""Seconds between two questions: an office is free as soon as its holder is gone, or silent for five of them."""
_log = logging.getLogger(__name__)
Work = Callable[[asyncio.Event], Awaitable[None]]


async def lead(office: Office, work: Work, stop: asyncio.Event, beat: float = BEAT) -> None:
    """Do `work` whenever this process holds `office`, until `stop`.

    `work` is given the event that tells it to end, and does so before anything else. What it raises ends this.
    """
    if office.sole:
        await work(stop)
        return
    try:
        waiting = False
        while not stop.is_set():
            if await asyncio.to_thread(office.holds):
                await _in_office(office, work, stop, beat)
                waiting = False
            elif not waiting:
                waiting = True
                _log.info("another process does this work (%s); this one takes over when that one ends", office.name)
            await _passed(beat, stop)
    finally:
        await asyncio.to_thread(office.leave)


async def _in_office(office: Office, work: Work, stop: asyncio.Event, beat: float) -> None:
    _log.info("this process does the work that one of them does (%s)", office.name)
    over, done = asyncio.Event(), asyncio.Event()
    watch = asyncio.create_task(_watch(office, (stop, done), over, beat))
    try:
        await work(over)
    finally:
        done.set()
        await watch
        # Only now, when nothing of it goes on, may another begin.
        await asyncio.to_thread(office.leave)


async def _watch(office: Office, ends: tuple[asyncio.Event, ...], over: asyncio.Event, beat: float) -> None:
    """Set `over` when one of the `ends` is set, or the office is lost."""
    try:
        while not await _passed(beat, *ends):
            if not await asyncio.to_thread(office.holds):
                _log.warning("this process was silent for too long, and another may do its work (%s)", office.name)
                break
    finally:
        over.set()


async def _passed(seconds: float, *ends: asyncio.Event) -> bool:
    """Wait so long, or until one of `ends`: whether it was that."""
    waiting = [asyncio.create_task(end.wait()) for end in ends]
    try:
        done, _ = await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
    return bool(done)
