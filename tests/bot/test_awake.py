"""A limit in which only time counts that this process was awake."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.awake import awake


async def test_what_takes_too_long_ends() -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        async with awake(0.05):
            await asyncio.sleep(30)
    assert 0.05 <= time.monotonic() - began < 10


async def test_time_that_was_slept_through_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.awake._STEP", 0.1)
    async with awake(0.3):
        time.sleep(1.0)  # noqa: ASYNC251  (as a process that is stopped)
        await asyncio.sleep(0.1)


async def test_but_what_comes_after_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.awake._STEP", 0.1)

    async def sleeps_and_wakes_up() -> None:
        time.sleep(1.0)  # noqa: ASYNC251
        await asyncio.sleep(30)

    with pytest.raises(TimeoutError):
        async with awake(0.3):
            await sleeps_and_wakes_up()


async def test_what_is_done_in_time_leaves_nothing_behind() -> None:
    async with awake(0.05):
        pass
    await asyncio.sleep(0.1)
