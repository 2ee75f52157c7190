"""Several gates of one token: together they keep what one keeps alone."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Iterator

import pytest
from sqlalchemy import select

from bot.limits import Gate
from bot.sharing import SharedRates
from bot.windows import Rate, Rates, Urgency
from storage.database.rate_models import departures
from storage.database.rates import Place
from storage.database.session import Database, open_database
from tests.bot.traffic import decided, windows_over

RATES = Rates(overall=Rate(12, 0.6), chat=Rate(1, 0.3), group=Rate(2, 0.9))
Log = list[tuple[float, int]]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Log:
    return decided(monkeypatch)


@pytest.fixture
def databases(any_url: str) -> Iterator[list[Database]]:
    opened = [open_database(any_url) for _ in range(2)]
    yield opened
    for each in opened:
        each.close()


@pytest.fixture
def shared(databases: list[Database]) -> Iterator[list[SharedRates]]:
    made = [SharedRates(each, RATES, lead=0.02) for each in databases]
    yield made
    for each in made:
        each.close()


@pytest.fixture
def gates(shared: list[SharedRates]) -> list[Gate]:
    return [Gate(RATES, lead=0.02, shared=each) for each in shared]


async def write(gate: Gate, chat: int, writing: float = 0.0) -> None:
    async with gate.turn(chat, Urgency.DIGEST) as turn:
        await asyncio.sleep(writing)
        assert await turn.leave()


def over(times: Iterable[float], rate: Rate) -> int:
    return windows_over(sorted(times), rate)


async def test_together_they_stay_within_every_limit_and_use_it(gates: list[Gate], log: Log) -> None:
    dice = random.Random(7)
    loop = asyncio.get_running_loop()
    began = loop.time()
    writes = (write(gates[n % 2], n + 1, dice.choice((0.0, 0.005, 0.06))) for n in range(60))
    await asyncio.wait_for(asyncio.gather(*writes), 30)
    assert len(log) == 60
    assert over((at for at, _ in log), RATES.overall) == 0
    assert loop.time() - began < 3 * 60 / 12 * 0.6, "and not much slower than allowed"


class Far(SharedRates):
    """A server that is far away: each question and each answer takes its time, and no two the same."""

    shortest, longest = 0.0, 0.09
    asked = 0

    async def take(self, chat: int | str, allowance: float, instead_of: int | None = None) -> Place:
        self.asked += 1
        await self._travel()
        place = await super().take(chat, allowance, instead_of)
        await self._travel()
        return place

    async def _travel(self) -> None:
        await asyncio.sleep(random.Random(self.asked).uniform(self.shortest, self.longest))


@pytest.fixture
def far(databases: list[Database]) -> Iterator[list[Far]]:
    made = [Far(each, RATES, lead=0.02) for each in databases]
    yield made
    for each in made:
        each.close()


async def test_no_window_is_over_however_long_an_answer_takes_on_its_way(far: list[Far], log: Log) -> None:
    gates = [Gate(RATES, lead=0.02, shared=each) for each in far]
    # To three chats in turn as well, so that two processes write to one chat.
    chats = [1 + n % 3 if n % 4 == 0 else 100 + n for n in range(48)]
    await asyncio.wait_for(asyncio.gather(*(write(gates[n // 2 % 2], chat) for n, chat in enumerate(chats))), 60)
    assert len(log) == 48
    assert over((at for at, _ in log), RATES.overall) == 0
    assert all(over((at for at, to in log if to == chat), RATES.chat) == 0 for chat in (1, 2, 3))
    assert sum(each.asked for each in far) < 6 * 48, "what one answer took, the next one is allowed"


async def test_an_answer_that_comes_too_late_is_no_place_and_the_next_is_allowed_more(far: list[Far]) -> None:
    there = far[0]
    there.shortest = there.longest = 0.05
    gate = Gate(RATES, lead=0.02, shared=there)
    await asyncio.wait_for(write(gate, 1), 30)
    assert there.asked > 1
    with there._database.reader() as conn:
        assert len(conn.scalars(select(departures.c.id)).all()) == 1, "the lost place was given back"


async def test_a_chat_is_one_chat_for_all_of_them(gates: list[Gate], log: Log) -> None:
    await asyncio.wait_for(asyncio.gather(*(write(gates[n % 2], 1 + n % 3) for n in range(12))), 30)
    for chat in (1, 2, 3):
        assert over((at for at, to in log if to == chat), RATES.chat) == 0


async def test_a_group_is_one_group_for_all_of_them(gates: list[Gate], log: Log) -> None:
    await asyncio.wait_for(asyncio.gather(*(write(gates[n % 2], -5) for n in range(6))), 30)
    assert over((at for at, _ in log), RATES.group) == 0


async def test_a_halt_of_one_holds_the_other(gates: list[Gate], log: Log) -> None:
    began = asyncio.get_running_loop().time()
    await gates[0].halt(0.5)
    await asyncio.gather(write(gates[1], 1), gates[1].calm())
    assert log[0][0] - began > 0.49
    assert gates[1].halted == 0.0


async def test_a_reply_still_goes_before_the_digests_of_its_process(gates: list[Gate], log: Log) -> None:
    digests = [asyncio.create_task(write(gates[0], n + 1)) for n in range(30)]
    await asyncio.sleep(0.1)
    before = len(log)
    async with gates[0].turn(99, Urgency.REPLY) as turn:
        await turn.leave()
    assert len(log) - before <= RATES.overall.count
    await asyncio.gather(*digests)
    assert len(log) == 31


async def test_whoever_gives_up_while_a_place_is_asked_for_holds_up_nobody(gates: list[Gate], log: Log) -> None:
    gone = asyncio.create_task(write(gates[0], 1))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    await asyncio.wait_for(write(gates[0], 2), 30)
    assert [chat for _, chat in log] == [2]


class Broken(SharedRates):
    """Cannot be asked for a while."""

    broken = 0

    async def take(self, chat: int | str, allowance: float, instead_of: int | None = None) -> Place:
        if self.broken:
            self.broken -= 1
            raise RuntimeError("the server is gone")
        return await super().take(chat, allowance, instead_of)


@pytest.fixture
def broken(databases: list[Database], monkeypatch: pytest.MonkeyPatch) -> Iterator[Broken]:
    monkeypatch.setattr("bot.limits.PAUSE", 0.1)
    made = Broken(databases[0], RATES, lead=0.02)
    yield made
    made.close()


async def test_while_nobody_can_be_asked_nobody_is_admitted(
    broken: Broken, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    broken.broken = 2
    gate, began = Gate(RATES, lead=0.02, shared=broken), asyncio.get_running_loop().time()
    await asyncio.wait_for(write(gate, 1), 30)
    assert log[0][0] - began > 0.19
    assert "cannot be asked" in caplog.text


async def test_whoever_lost_its_place_and_cannot_ask_for_another_waits(
    broken: Broken, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate(RATES, lead=0.02, shared=broken)
    async with gate.turn(1, Urgency.DIGEST) as turn:
        await asyncio.sleep(0.05)
        broken.broken = 1
        assert await turn.leave(patience=1.0)
    assert "cannot be asked" in caplog.text


async def test_a_place_that_is_far_away_is_refused(gates: list[Gate]) -> None:
    async with gates[0].turn(1, Urgency.DIGEST) as turn:
        await asyncio.sleep(0.05)  # its own place has passed
        await gates[1].halt(5.0)
        assert not await turn.leave(patience=1.0)
