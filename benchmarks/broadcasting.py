"""A broadcast over loopback HTTP: what a message costs, how much of the allowed rate is used, how much memory.

Each broadcast is a notice in the outbox, sent by the program's sender: two durable commits for each message.
"""

from __future__ import annotations

import asyncio
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from sqlalchemy import Connection
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from benchmarks import subscribers
from benchmarks.invention import ROOT
from benchmarks.loopback import loopback
from benchmarks.measuring import Ratio, Sizes, Watch, spoken, times_as_long, undisturbed
from bot import parcels
from bot.delivery import ROOM, Sender
from bot.limits import Gate, GateLimiter, Pass
from bot.services import StoredServices
from bot.windows import Rate, Rates, Turn
from handlers.i18n import Translator
from handlers.views.message import Message, Paragraph
from storage.chat import ChatSettings
from storage.database import contents, outbox
from storage.database.session import open_database
from storage.database.signs import Sign

TOKEN = "1:benchmark"
FEW, FEWER = 1_000, 300
ROUNDS = 5
TEXT = "تغادر القوات قاعدة عين الأسد قبل نهاية أيلول. " * 10
UNHURRIED = Rates(overall=Rate(1_000_000, 1.0), chat=Rate(1_000_000, 1.0), group=Rate(1_000_000, 1.0))
"""Where the cost of a message is measured, nobody waits."""


def measure(folder: Path, sizes: Sizes, watch: Watch) -> Iterator[Ratio]:
    watch(0, 3, "broadcasting")
    yield asyncio.run(_cost(folder))
    watch(1, 3, "broadcasting")
    yield asyncio.run(_pace(folder, sizes))
    watch(2, 3, "broadcasting")
    yield _memory(folder, sizes)
    watch(3, 3, "broadcasting")


# ------------------------------------------------------------------ what a message costs


async def _cost(folder: Path) -> Ratio:
    """Against as many calls of `Bot.send_message`, as many at a time as the sender has in hand, in turns."""
    database = await asyncio.to_thread(subscribers.filled, folder / "cost.db", FEWER, 0)
    services, gate = subscribers.services(database), Gate(UNHURRIED)
    mine, bare = list[float](), list[float]()
    with loopback() as address:
        async with _bot(address, gate) as bot, _bare(address) as other:
            for turn in range(ROUNDS + 1):
                await services.write(announce)
                with undisturbed():
                    began = time.perf_counter()
                    sent = await _sender(services, bot, gate).run_once(subscribers.NOW)
                    between = time.perf_counter()
                    await _side_by_side(other)
                    ended = time.perf_counter()
                if sent != FEWER:
                    raise AssertionError(f"{sent} were sent of {FEWER}")
                if turn:
                    mine.append(between - began)
                    bare.append(ended - between)
    services.close()
    database.close()
    detail = f"{spoken(median(mine) / FEWER)} / {spoken(median(bare) / FEWER)}, {ROOM} at a time"
    return Ratio("a message of a broadcast", "Bot.send_message", times_as_long(mine, bare), 2, detail=detail)


async def _side_by_side(bot: ExtBot[None]) -> None:
    chats = iter(range(subscribers.FIRST_CHAT, subscribers.FIRST_CHAT + FEWER))

    async def send() -> None:
        for chat in chats:
            await bot.send_message(chat, TEXT, parse_mode="HTML")

    await asyncio.gather(*(send() for _ in range(ROOM)))


# ------------------------------------------------------------------ the rate


class _Noting(Gate):
    """Notes when each message leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.times = list[float]()

    async def left(self, turn: Turn, patience: float) -> bool:
        let_out = await super().left(turn, patience)
        self.times.append(time.perf_counter())
        return let_out


async def _pace(folder: Path, sizes: Sizes) -> Ratio:
    """How much of 28 a second is used from the first message to the last."""
    allowed = Rates().overall
    many = int(sizes.sending * allowed.count / allowed.seconds)
    database = await asyncio.to_thread(subscribers.filled, folder / "pace.db", many, 0)
    services, gate = subscribers.services(database), _Noting()
    await services.write(announce)
    with loopback() as address:
        async with _bot(address, gate) as bot:
            await _sender(services, bot, gate).run_once(subscribers.NOW)
    services.close()
    database.close()
    spent = gate.times[-1] - gate.times[0]
    rate = (len(gate.times) - 1) / spent
    detail = f"{rate:.2f} a second for {spoken(spent)}"
    share = rate * allowed.seconds / allowed.count
    return Ratio("rate of a broadcast", f"{allowed.count} a second", share, 0.98, at_least=True, detail=detail)


# ------------------------------------------------------------------ memory


def _memory(folder: Path, sizes: Sizes) -> Ratio:
    """The most memory that a process ever had, each a process of its own."""
    few, many = (_peak(folder / f"memory-{number}.db", number) for number in (FEW, sizes.recipients))
    detail = f"{many / 1024:.0f} MB / {few / 1024:.0f} MB, the whole process"
    return Ratio(f"memory of a broadcast to {sizes.recipients:,}", f"to {FEW:,}", many / few, 1.1, detail=detail)


def _peak(file: Path, recipients: int) -> int:
    subscribers.filled(file, recipients, 0).close()
    with loopback() as address:
        command = [sys.executable, "-m", "benchmarks.broadcasting", str(file), address]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    sent, peak = json.loads(done.stdout)
    if sent != recipients:
        raise AssertionError(f"{sent} were sent of {recipients}")
    return int(peak)


async def _alone(file: str, address: str) -> None:
    database = open_database(f"sqlite:///{file}")
    services, gate = subscribers.services(database), Gate(UNHURRIED)
    async with _bot(address, gate) as bot:
        await services.write(announce)
        sent = await _sender(services, bot, gate).run_once(subscribers.NOW)
    services.close()
    database.close()
    print(json.dumps([sent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))


# ------------------------------------------------------------------ what all of them do


def announce(conn: Connection) -> int:
    """Put a notice to everyone into the outbox."""
    t = Translator(ChatSettings(1))
    text = contents.keep(conn, parcels.packed(Message((Paragraph((TEXT,)),)), t), (), subscribers.NOW)
    return outbox.broadcast(conn, outbox.notice(conn, 1, text, subscribers.NOW), subscribers.NOW)


def _sender(services: StoredServices, bot: ExtBot[Pass], gate: Gate) -> Sender:
    return Sender(services, bot, gate, lambda: subscribers.NOW, Sign("benchmark"))


def _bot(address: str, gate: Gate) -> ExtBot[Pass]:
    request = HTTPXRequest(connection_pool_size=2 * ROOM)
    return ExtBot(TOKEN, base_url=f"{address}/bot", request=request, rate_limiter=GateLimiter(gate))


def _bare(address: str) -> ExtBot[None]:
    return ExtBot(TOKEN, base_url=f"{address}/bot", request=HTTPXRequest(connection_pool_size=2 * ROOM))


if __name__ == "__main__":
    asyncio.run(_alone(*sys.argv[1:]))
