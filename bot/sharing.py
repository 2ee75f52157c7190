"""Sharing: the rate of one token among the processes that send with it, agreed on in their database.

What is agreed on is `storage.database.rates`; who waits for it is `bot.limits`. An SQLite file is one process's,
and its gate needs nobody else.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from bot.windows import LEAD, MARGIN, Chat, Rate, Rates
from storage.database import rates as agreed
from storage.database.rates import Place
from storage.database.session import Database

DRIFT = 0.001
"""How much faster than time a server's clock may run while it is being set right."""


class SharedRates:
    """`bot.limits.Shared` on a database. A thread of its own, so that no other work holds up a place."""

    def __init__(self, database: Database, rates: Rates | None = None, lead: float = LEAD) -> None:
        self._database, self._rates, self._lead = database, rates or Rates(), lead
        self._thread = ThreadPoolExecutor(1, "mujaz-rate")

    async def take(self, chat: Chat, allowance: float, instead_of: int | None = None) -> Place:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._take, chat, allowance, instead_of)

    async def halt(self, seconds: float) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._halt, seconds)

    async def halted(self) -> float:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._halted)

    def close(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _take(self, chat: Chat, allowance: float, instead_of: int | None) -> Place:
        overall, own = _window(self._rates.overall), tuple(map(_window, self._rates.of(chat)))
        with self._database.writer() as conn:
            return agreed.take(conn, str(chat), overall, own, self._lead, allowance, instead_of)

    def _halt(self, seconds: float) -> None:
        with self._database.writer() as conn:
            agreed.halt(conn, seconds)

    def _halted(self) -> float:
        with self._database.reader() as conn:
            return agreed.halted(conn)


def _window(rate: Rate) -> agreed.Window:
    return rate.count, rate.seconds * (1 + DRIFT) + MARGIN
