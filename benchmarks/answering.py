"""Answers: each command against a bare echo handler, and the fortieth command against the first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks import bots
from benchmarks.invention import SEEDS
from benchmarks.measuring import Ratio, Sizes, Watch, awaited_in_turns, spoken, times_as_long
from bot.app import App
from bot.seeding import Seeds
from handlers import registry
from handlers.command import Answer
from handlers.views import message
from storage.database.session import open_database

COMMANDS = ("/timeline", "/next", "/bases", "/troops", "/disputes", "/search قوات", "/sources", "/help")


async def measure(folder: Path, sizes: Sizes, watch: Watch) -> list[Ratio]:
    """On the seeds that ship."""
    database = folder / "answers.db"
    await asyncio.to_thread(_fill, database)
    return [ratio async for ratio in _ratios(database, sizes.answers // bots.READERS, watch)]


async def _ratios(database: Path, rounds: int, watch: Watch) -> AsyncIterator[Ratio]:
    echo, app = await bots.echo(), await bots.ours(database)
    for number, command in enumerate(COMMANDS, 1):
        new = bots.asking(app.application, command, before=lambda: _forget(app))
        works = (bots.asking(app.application, command), bots.asking(echo, "مرحبا"), new)
        mine, bare, first = await awaited_in_turns(works, rounds)
        detail = f"{_each(mine)} / {_each(bare)}; by the first who asks {_each(first)}"
        yield Ratio(f"answering {command}", "bare echo handler", times_as_long(mine, bare), 6, detail=detail)
        watch(number, len(COMMANDS) + 1, "answering")
    yield await _fortieth(app, rounds)
    watch(len(COMMANDS) + 1, len(COMMANDS) + 1, "answering")
    await app.stop()
    await echo.shutdown()


def _each(times: Sequence[float]) -> str:
    return spoken(median(times) / bots.READERS)


def _forget(app: App) -> None:
    """What was answered before: the queries, and with their answers the paragraphs made of them."""
    app.services.forget()
    message._parts.cache_clear()


async def _fortieth(app: App, rounds: int) -> Ratio:
    """Forty commands with one and the same answer; the table is put back afterwards."""
    table = registry.ANSWERS
    registry.ANSWERS = _forty(table["help"]) | dict(table)
    try:
        works = (bots.asking(app.application, "/c40"), bots.asking(app.application, "/c01"))
        last, first = await awaited_in_turns(works, rounds)
    finally:
        registry.ANSWERS = table
    detail = f"{_each(last)} / {_each(first)}"
    return Ratio("the last of 40 commands", "the first", times_as_long(last, first), 1.25, detail=detail)


def _forty(answer: Answer) -> dict[str, Answer]:
    return {f"c{number:02}": answer for number in range(1, 41)}


def _fill(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    database.migrate()
    Seeds(SEEDS, SEEDS / "story.yaml").load(database, datetime.now(UTC))
    database.close()
