"""Limits: waiting for one's turn at the gate of a token, and PTB's calls led through it.

When a turn comes is decided in `bot.windows`. A delivery takes its pass itself, before it writes down that it is
sending, and hands it to PTB as `rate_limit_args`; every other call is led through here. Nothing is tried twice.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from math import inf
from typing import Any

from telegram.error import TelegramError
from telegram.ext import BaseRateLimiter

from bot.outcomes import flood
from bot.windows import LEAD, Chat, Rates, Turn, Turnstile, Urgency

SHORTEST = 0.0005
"""Seconds: no sleep is shorter, or rounding could make it end where it began."""
_COUNTED = ("send", "edit", "copy", "forward")
_UNCOUNTED = frozenset({"sendchataction"})

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Pass:
    """A turn that has come. It leaves once, within the `Gate.turn` that gave it."""

    __slots__ = ("_gate", "_turn")

    def __init__(self, gate: Gate, turn: Turn) -> None:
        self._gate, self._turn = gate, turn

    async def leave(self, patience: float = inf) -> bool:
        """Wait for the moment itself, just before the call is made; False where that is more than `patience`
        seconds away (a halt has come in between), and nothing may be sent with this pass."""
        return await self._gate.left(self._turn, patience)


class Gate:
    """The one way out to Telegram for everything that this process sends with one token.

    `clock` is monotonic, in seconds; `sleep` waits that many of them. Belongs to one event loop.
    """

    def __init__(
        self,
        rates: Rates | None = None,
        *,
        lead: float = LEAD,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._turnstile = Turnstile(rates or Rates(), lead)
        self._clock, self._sleep = clock, sleep
        self._called: dict[Turn, asyncio.Future[None]] = {}
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = inf

    @property
    def halted(self) -> float:
        """Seconds until the end of the halt; 0 where there is none."""
        return max(self._turnstile.halted - self._clock(), 0.0)

    @asynccontextmanager
    async def turn(self, chat: Chat, urgency: Urgency = Urgency.REPLY) -> AsyncIterator[Pass]:
        """Wait for a turn to write to `chat`. It ends with the block, which holds the whole call."""
        turn = self._turnstile.join(chat, urgency)
        try:
            called = self._called[turn] = asyncio.get_running_loop().create_future()
            self._moved()
            await called
            yield Pass(self, turn)
        finally:
            self._called.pop(turn, None)
            self._turnstile.end(turn, self._clock())
            self._moved()

    async def left(self, turn: Turn, patience: float) -> bool:
        """`Pass.leave` of the pass for `turn`."""
        while (opens := self._turnstile.opens(turn, now := self._clock())) > now:
            if opens - now > patience:
                return False
            await self._sleep(max(opens - now, SHORTEST))
        self._turnstile.leave(turn, now)
        self._moved()
        return True

    async def calm(self) -> None:
        """Wait for the end of a halt."""
        while (wait := self.halted) > 0:
            await self._sleep(max(wait, SHORTEST))

    def halt(self, seconds: float) -> None:
        """Let nothing out for so long from now: Telegram has said so."""
        self._turnstile.halt(self._clock() + seconds)

    def _moved(self) -> None:
        """Something has changed: call everyone whose turn it is now, and be back when the next one's comes."""
        now = self._clock()
        turn, again = self._turnstile.look(now)
        while turn is not None:
            self._turnstile.admit(turn)
            called = self._called[turn]
            if not called.done():  # whoever gave up in this very moment ends the turn itself
                called.set_result(None)
            turn, again = self._turnstile.look(now)
        self._be_back(again)

    def _be_back(self, at: float) -> None:
        if self._alarm is not None:
            if self._alarm_at <= at < inf:
                return
            self._alarm.cancel()
            self._alarm = None
        if at < inf:
            self._alarm_at = at
            self._alarm = asyncio.get_running_loop().create_task(self._wake(at))

    async def _wake(self, at: float) -> None:
        await self._sleep(max(at - self._clock(), SHORTEST))
        self._alarm = None
        self._moved()


class GateLimiter(BaseRateLimiter[Pass]):
    """PTB's calls through a gate: messages each wait for a turn, everything else waits only out a halt."""

    __slots__ = ("gate",)

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,  # noqa: ANN401  (PTB's signature)
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Pass | None,
    ) -> Answer:
        if rate_limit_args is not None:
            return await self._call(callback, args, kwargs)
        chat = counted(endpoint, data)
        if chat is None:
            await self.gate.calm()
            return await self._call(callback, args, kwargs)
        async with self.gate.turn(chat) as turn:
            await turn.leave()
            return await self._call(callback, args, kwargs)

    async def _call(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
    ) -> Answer:
        try:
            return await callback(*args, **kwargs)
        except TelegramError as error:
            seconds = flood(error)
            if seconds is not None:
                self.gate.halt(seconds)
            raise


def counted(endpoint: str, data: dict[str, Any]) -> Chat | None:
    """The chat whose windows a call counts in; none for a call that shows no message in any chat."""
    method = endpoint.lower()
    if not method.startswith(_COUNTED) or method in _UNCOUNTED:
        return None
    chat = data.get("chat_id")
    if isinstance(chat, str) and chat.removeprefix("-").isdecimal():
        return int(chat)
    return chat if isinstance(chat, int | str) else None
