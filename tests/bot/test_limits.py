"""The gate: waiting on a virtual clock; and PTB's calls led through it, on a local Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import pytest
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.limits import Gate, GateLimiter, Pass, counted
from bot.local.api import LocalBotApi
from bot.local.request import LocalRequest
from bot.windows import Rate, Rates, Urgency
from tests.bot.traffic import decided, windows_over
from tests.conftest import TOKEN

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + seconds, woken))
        await woken

    async def run(self, until: float) -> None:
        """Let the time come to `until`, waking the sleepers on the way."""
        while True:
            for _ in range(20):
                await asyncio.sleep(0)
            self._sleepers = sorted(((at, f) for at, f in self._sleepers if not f.done()), key=lambda each: each[0])
            if not self._sleepers or self._sleepers[0][0] > until:
                self.now = until
                return
            at, woken = self._sleepers.pop(0)
            self.now = max(self.now, at)
            woken.set_result(None)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def gate(clock: Clock) -> AsyncIterator[Gate]:
    yield Gate(clock=clock, sleep=clock.sleep)
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()


async def pass_through(
    gate: Gate, clock: Clock, log: list[tuple[float, int]], chat: int, urgency: Urgency = Urgency.REPLY
) -> None:
    async with gate.turn(chat, urgency) as turn:
        assert await turn.leave()
        log.append((round(clock.now, 3), chat))


# ------------------------------------------------------------------ the gate


async def test_an_idle_gate_lets_through_at_once(gate: Gate, clock: Clock) -> None:
    log: list[tuple[float, int]] = []
    await asyncio.wait_for(pass_through(gate, clock, log, 1), 30)
    assert log == [(100.0, 1)]


async def test_the_29th_waits_for_the_first_to_be_a_second_old(gate: Gate, clock: Clock) -> None:
    log: list[tuple[float, int]] = []
    async with asyncio.TaskGroup() as tasks:
        for chat in range(1, 31):
            tasks.create_task(pass_through(gate, clock, log, chat))
        await clock.run(110.0)
    assert [at for at, _ in log].count(100.0) == 28
    assert [at for at, _ in log][28:] == [101.001, 101.001]


async def test_the_parts_of_one_chat_leave_in_order_a_second_after_each_arrival(gate: Gate, clock: Clock) -> None:
    log: list[tuple[float, int]] = []

    async def slow(part: int) -> None:
        async with gate.turn(7, Urgency.DIGEST) as turn:
            await turn.leave()
            log.append((clock.now, part))
            await clock.sleep(0.5)

    async with asyncio.TaskGroup() as tasks:
        for part in range(3):
            tasks.create_task(slow(part))
        await clock.run(120.0)
    assert [part for _, part in log] == [0, 1, 2]
    assert all(later - earlier == pytest.approx(1.501) for (earlier, _), (later, _) in pairwise(log))


async def test_a_reply_overtakes_waiting_digests(gate: Gate, clock: Clock) -> None:
    log: list[tuple[float, int]] = []
    async with asyncio.TaskGroup() as tasks:
        for chat in range(1, 61):
            tasks.create_task(pass_through(gate, clock, log, chat, Urgency.DIGEST))
        await clock.run(100.5)
        before = len(log)
        tasks.create_task(pass_through(gate, clock, log, 99))
        await clock.run(110.0)
    assert 0 < before < 28
    assert log[before] == (100.5, 99)
    assert len(log) == 61


async def test_a_halt_holds_everyone_for_its_full_time(gate: Gate, clock: Clock) -> None:
    log: list[tuple[float, int]] = []
    await gate.halt(30.0)
    await gate.halt(5.0)
    assert gate.halted == 30.0
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(pass_through(gate, clock, log, 1))
        calm = tasks.create_task(gate.calm())
        await clock.run(129.9)
        assert not log
        assert not calm.done()
        await clock.run(130.1)
        assert log == [(130.0, 1)]
        assert calm.done()
    assert gate.halted == 0.0


async def test_a_pass_is_refused_when_a_halt_came_after_it(gate: Gate, clock: Clock) -> None:
    async with gate.turn(1, Urgency.DIGEST) as turn:
        await gate.halt(30.0)
        assert not await turn.leave(patience=1.0)
    log: list[tuple[float, int]] = []
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(pass_through(gate, clock, log, 1))
        await clock.run(131.0)
    assert log == [(130.0, 1)], "the pass that was not used costs no window"


async def test_a_pass_waits_for_a_moment_that_is_near(gate: Gate, clock: Clock) -> None:
    async with gate.turn(1, Urgency.DIGEST) as turn:
        await gate.halt(0.5)
        leaving = asyncio.create_task(turn.leave(patience=1.0))
        await clock.run(101.0)
        assert await leaving


async def test_whoever_stops_waiting_leaves_no_trace(gate: Gate, clock: Clock) -> None:
    log: list[tuple[float, int]] = []
    await gate.halt(10.0)
    waiting = [asyncio.create_task(pass_through(gate, clock, log, chat)) for chat in (1, 1, 2)]
    await clock.run(101.0)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await clock.run(111.0)
    assert log == []
    await asyncio.wait_for(pass_through(gate, clock, log, 1), 30)
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == [], "no alarm is left"


async def test_giving_up_in_the_moment_of_ones_turn_passes_it_on(clock: Clock) -> None:
    gate = Gate(Rates(overall=Rate(1, 1.0)), clock=clock, sleep=clock.sleep)
    log: list[tuple[float, int]] = []
    async with gate.turn(1) as first:
        await first.leave()
        gives_up = asyncio.create_task(pass_through(gate, clock, log, 2))
        other = asyncio.create_task(pass_through(gate, clock, log, 3))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        clock.now = 200.0
        gives_up.cancel()
        await gate.halt(0.0)
        gate._moved()
    await clock.run(202.0)
    await asyncio.gather(other, gives_up, return_exceptions=True)
    assert [chat for _, chat in log] == [3]


async def test_the_gate_keeps_the_limits_on_a_real_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = Rates(overall=Rate(5, 0.1), chat=Rate(1, 0.05), group=Rate(2, 0.2))
    gate, left = Gate(rates, lead=0.01), decided(monkeypatch)

    async def one(chat: int) -> None:
        async with gate.turn(chat, Urgency.DIGEST) as turn:
            await asyncio.sleep(0.005)  # written down
            assert await turn.leave()

    async with asyncio.timeout(20):
        await asyncio.gather(*(one(chat) for chat in range(1, 51)))
    assert len(left) == 50
    assert windows_over((at for at, _ in left), rates.overall) == 0


# ------------------------------------------------------------------ PTB's calls


class Flooded(LocalRequest):
    """A Telegram that has had enough, once."""

    def __init__(self, api: LocalBotApi, error: TelegramError) -> None:
        super().__init__(api)
        self.error: TelegramError | None = error

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        error, self.error = self.error, None
        if error is not None:
            raise error
        return await super().do_request(*args, **kwargs)


@pytest.fixture
def api() -> LocalBotApi:
    return LocalBotApi(TOKEN)


def made(api: LocalBotApi, gate: Gate, request: LocalRequest | None = None) -> ExtBot[Pass]:
    request = request or LocalRequest(api)
    return ExtBot(TOKEN, request=request, get_updates_request=request, rate_limiter=GateLimiter(gate))


async def test_messages_wait_for_their_turn_and_other_calls_do_not(api: LocalBotApi, gate: Gate, clock: Clock) -> None:
    async with made(api, gate) as bot:
        api.user_sends(5, 5, "/start")
        await bot.send_message(5, "one")
        second = asyncio.create_task(bot.send_message(5, "two"))
        await bot.send_chat_action(5, "typing")
        await clock.run(100.9)
        assert not second.done()
        await clock.run(101.1)
        await second
    assert [message.text for message in api.messages(5)][1:] == ["one", "two"]


async def test_a_delivery_with_a_pass_goes_straight_through(api: LocalBotApi, gate: Gate) -> None:
    async with made(api, gate) as bot:
        api.user_sends(5, 5, "/start")
        async with gate.turn(5, Urgency.DIGEST) as turn:
            assert await turn.leave()
            await asyncio.wait_for(bot.send_message(5, "digest", rate_limit_args=turn), 30)
    assert api.messages(5)[-1].text == "digest"


@pytest.mark.parametrize("error", [lambda: RetryAfter(30), lambda: NetworkError("Too Many Requests: retry after 30")])
@pytest.mark.parametrize("with_pass", [True, False])
async def test_a_429_halts_everything_and_nothing_is_tried_twice(
    api: LocalBotApi, gate: Gate, clock: Clock, error: Any, with_pass: bool
) -> None:
    async with made(api, gate) as bot:
        api.user_sends(5, 5, "/start")
        flooded = made(api, gate, Flooded(api, error()))

        async def send() -> None:
            if not with_pass:
                await flooded.send_message(5, "reply")
            async with gate.turn(6, Urgency.DIGEST) as turn:
                await turn.leave()
                await flooded.send_message(5, "digest", rate_limit_args=turn)

        with pytest.raises(TelegramError):
            await send()
        assert gate.halted == 30.0
        assert [call for call in api.calls if call.method == "sendMessage"] == []
        waiting = asyncio.create_task(bot.get_chat(5))
        await clock.run(129.0)
        assert not waiting.done()
        await clock.run(131.0)
        await waiting


async def test_an_ordinary_error_halts_nothing(api: LocalBotApi, gate: Gate) -> None:
    bot = made(api, gate, Flooded(api, NetworkError("Bad Gateway")))
    with pytest.raises(NetworkError):
        await bot.send_message(5, "reply")
    assert gate.halted == 0.0


@pytest.mark.parametrize(
    ("endpoint", "data", "chat"),
    [
        ("sendMessage", {"chat_id": 5}, 5),
        ("editMessageText", {"chat_id": -5}, -5),
        ("sendMessage", {"chat_id": "5"}, 5),
        ("copyMessage", {"chat_id": "-5"}, -5),
        ("forwardMessage", {"chat_id": "@channel"}, "@channel"),
        ("editMessageText", {"inline_message_id": "x"}, None),
        ("sendChatAction", {"chat_id": 5}, None),
        ("getChatMember", {"chat_id": 5}, None),
        ("answerCallbackQuery", {}, None),
        ("setMyCommands", {}, None),
    ],
)
def test_what_counts_in_the_windows(endpoint: str, data: dict[str, Any], chat: int | str | None) -> None:
    assert counted(endpoint, data) == chat
