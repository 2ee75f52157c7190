"""Answers: each command against a bare echo handler, and the fortieth command against the first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
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
from storage.database.session import open_database

BATCH = 10
COMMANDS = ("/timeline", "/next", "/bases", "/troops", "/disputes", "/search قوات", "/sources", "/help")


async def measure(folder: Path, sizes: Sizes, watch: Watch) -> list[Ratio]:
    """On the seeds that ship."""
    database = folder / "answers.db"
    await asyncio.to_thread(_fill, database)
    return [ratio async for ratio in _ratios(database, sizes.answers // BATCH, watch)]


async def _ratios(database: Path, rounds: int, watch: Watch) -> AsyncIterator[Ratio]:
    echo, app = await bots.echo(), await bots.ours(database)
    for number, command in enumerate(COMMANDS, 1):
        works = (bots.asking(app.application, command, BATCH), bots.asking(echo, "مرحبا", BATCH))
        mine, bare = await awaited_in_turns(works, rounds)
        detail = f"{spoken(median(mine) / BATCH)} / {spoken(median(bare) / BATCH)}"
        yield Ratio(f"answering {command}", "bare echo handler", times_as_long(mine, bare), 6, detail=detail)
        watch(number, len(COMMANDS) + 1, "answering")
    yield await _fortieth(app, rounds)
    watch(len(COMMANDS) + 1, len(COMMANDS) + 1, "answering")
    await app.stop()
    await echo.shutdown()


async def _fortieth(app: App, rounds: int) -> Ratio:
    """Forty commands with one and the same answer; the table is put back afterwards."""
    table = registry.ANSWERS
    registry.ANSWERS = _forty(table["help"]) | dict(table)
    try:
        works = (bots.asking(app.application, "/c40", BATCH), bots.asking(app.application, "/c01", BATCH))
        last, first = await awaited_in_turns(works, rounds)
    finally:
        registry.ANSWERS = table
    detail = f"{spoken(median(last) / BATCH)} / {spoken(median(first) / BATCH)}"
    return Ratio("the last of 40 commands", "the first", times_as_long(last, first), 1.25, detail=detail)


def _forty(answer: Answer) -> dict[str, Answer]:
    return {f"c{number:02}": answer for number in range(1, 41)}


def _fill(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    database.migrate()
    Seeds(SEEDS, SEEDS / "story.yaml").load(database, datetime.now(UTC))
    database.close()
