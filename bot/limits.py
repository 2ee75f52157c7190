"""Limits: waiting for one's turn at the gate of a token, and PTB's calls led through it.

When a turn comes is decided in `bot.windows`. A delivery takes its pass itself, before it writes down that it is
sending, and hands it to PTB as `rate_limit_args`; every other call is led through here. Nothing is tried twice.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import Context
from math import inf
from typing import Any, Protocol

from telegram.error import TelegramError
from telegram.ext import BaseRateLimiter

from bot.outcomes import flood
from bot.windows import LEAD, Chat, Rates, Stage, Turn, Turnstile, Urgency
from storage.database.rates import Place

_log = logging.getLogger(__name__)
PAUSE = 1.0
"""Seconds without sending, where nobody can be asked."""
LATE, TRIPS = 0.01, 16
"""Seconds that leaving takes whoever has a place in good time; and how many questions to the others, the newest, say
how long the next may take."""
SHORTEST = 0.0005
"""Seconds: no sleep is shorter, or rounding could make it end where it began."""
_COUNTED, _UNCOUNTED = ("send", "edit", "copy", "forward"), frozenset({"sendchataction"})

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


class Shared(Protocol):
    """What several processes with one token agree on. All times are seconds from now."""

    async def take(self, chat: Chat, allowance: float, instead_of: int | None = None) -> Place:
        """The next place for a message to `chat`, if there is one soon. The others reckon with its leaving up to
        `allowance` seconds after its place."""
        ...

    async def halt(self, seconds: float) -> None:
        """Nobody lets anything out for so long."""
        ...

    async def halted(self) -> float:
        """For how long nobody lets anything out."""
        ...


class Gate:
    """The way out to Telegram for everything that this process sends with one token; its only one, unless what
    it may send is `shared` with others.

    `clock` is monotonic, in seconds; `sleep` waits that many of them. Belongs to one event loop.
    """

    def __init__(
        self,
        rates: Rates | None = None,
        *,
        lead: float = LEAD,
        shared: Shared | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._turnstile = Turnstile(rates or Rates(), lead)
        self._shared, self._clock, self._sleep = shared, clock, sleep
        self._called: dict[Turn, asyncio.Future[None]] = {}
        self._places: dict[Turn, tuple[int, float]] = {}  # among those of others, and when each is lost
        self._trips: deque[float] = deque(maxlen=TRIPS)
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = inf
        self._asking: asyncio.Task[None] | None = None
        self._rest_until = -inf

    @property
    def halted(self) -> float:
        """Seconds until the end of the halt, as far as this process has heard; 0 where there is none."""
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
            self._places.pop(turn, None)
            self._turnstile.end(turn, self._clock())
            self._moved()

    async def left(self, turn: Turn, patience: float) -> bool:
        """`Pass.leave` of the pass for `turn`."""
        while True:
            now = self._clock()
            wait = self._turnstile.opens(turn, now) - now
            if wait <= 0 and self._shared is not None and not self._in_time(turn, now):
                wait = await self._ask_anew(turn, self._shared)
            elif wait <= 0:
                break
            if wait > patience:
                return False
            if wait > 0:
                await self._sleep(max(wait, SHORTEST))
        self._turnstile.leave(turn, now)
        self._moved()
        return True

    async def calm(self) -> None:
        """Wait for the end of a halt."""
        if self._shared is not None:
            self._turnstile.halt(self._clock() + await self._shared.halted())
        while (wait := self.halted) > 0:
            await self._sleep(max(wait, SHORTEST))

    async def halt(self, seconds: float) -> None:
        """Let nothing out for so long from now: Telegram has said so."""
        self._turnstile.halt(self._clock() + seconds)
        if self._shared is not None:
            await self._shared.halt(seconds)

    # -------------------------------------------------------------- whose turn it is

    def _moved(self) -> None:
        """Something has changed: call everyone whose turn it is now, and be back when the next one's comes."""
        if self._shared is not None:
            if self._asking is None:
                self._asking = asyncio.create_task(self._ask(self._shared), context=Context())
            return
        now = self._clock()
        turn, again = self._turnstile.look(now)
        while turn is not None:
            self._admit(turn)
            turn, again = self._turnstile.look(now)
        self._be_back(again)

    def _admit(self, turn: Turn) -> None:
        self._turnstile.admit(turn, self._clock())
        called = self._called[turn]
        if not called.done():  # whoever gave up in this very moment ends the turn itself
            called.set_result(None)

    def _be_back(self, at: float) -> None:
        if self._alarm is not None:
            if self._alarm_at <= at < inf:
                return
            self._alarm.cancel()
            self._alarm = None
        if at < inf:
            self._alarm_at = at
            self._alarm = asyncio.create_task(self._wake(at), context=Context())

    async def _wake(self, at: float) -> None:
        await self._sleep(max(at - self._clock(), SHORTEST))
        self._alarm = None
        self._moved()

    # -------------------------------------------------------------- where others send too

    async def _ask(self, shared: Shared) -> None:
        """`_moved`, where each place has to be agreed on."""
        try:
            turn, again = self._look()
            while turn is not None:
                await self._ask_for(turn, shared)
                turn, again = self._look()
        finally:
            self._asking = None
        self._be_back(again)

    def _look(self) -> tuple[Turn | None, float]:
        turn, again = self._turnstile.look(now := self._clock())
        return (turn, again) if self._rest_until <= now or turn is None else (None, self._rest_until)

    async def _ask_for(self, turn: Turn, shared: Shared) -> None:
        answer = await self._place(turn, shared)
        if answer is None:
            self._rest_until = self._clock() + PAUSE
        elif turn.stage is Stage.WAITING:
            self._heed(turn, *answer)
            if turn in self._places:
                self._admit(turn)

    async def _ask_anew(self, turn: Turn, shared: Shared) -> float:
        """Whoever has let its place pass asks for another: in how many seconds to look again."""
        unused = self._places.pop(turn, None)
        answer = await self._place(turn, shared, unused and unused[0])
        if answer is None:
            return PAUSE
        self._heed(turn, *answer)
        return answer[0].wait

    async def _place(self, turn: Turn, shared: Shared, instead_of: int | None = None) -> tuple[Place, float] | None:
        """A place, and when it is lost; none where nobody can be asked. It counts from between the question and the
        answer: the turn leaves neither before it by the answer's time, nor after its allowance by the question's.
        An answer slower than those before it may come too late; the next is allowed as much."""
        asked, allowance = self._clock(), max(self._trips, default=0.0) + LATE
        try:
            place = await shared.take(turn.chat, allowance, instead_of)
        except Exception:
            _log.exception("the other processes cannot be asked; nothing is sent for a moment")
            return None
        self._trips.append(self._clock() - asked)
        return place, asked + place.wait + allowance

    def _heed(self, turn: Turn, place: Place, until: float) -> None:
        now = self._clock()
        self._turnstile.halt(now + place.halted)
        if place.id is not None:
            turn.place, self._places[turn] = now + place.wait, (place.id, until)
        elif place.alone:
            self._turnstile.hold(turn.chat, now + place.wait)
        else:
            self._rest_until = now + place.wait - self._turnstile.lead

    def _in_time(self, turn: Turn, now: float) -> bool:
        return turn in self._places and now <= self._places[turn][1]


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
                await self.gate.halt(seconds)
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
