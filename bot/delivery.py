"""Delivery: the outbox to Telegram, each message once, and at most once more where nobody knows.

For each message: a rate token, then `sending` is committed, then exactly one call, then what came of it is
committed; no transaction is open during the call. What is found `sending` with nobody at it was left by a crash,
and may have arrived. When a message may leave is `bot.limits`, what an error means `bot.outcomes`, what is sent
`bot.parcels`; what goes into the outbox is planned in `bot.digests`.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

from sqlalchemy import Connection
from telegram import LinkPreviewOptions, Message
from telegram.error import TimedOut
from telegram.ext import ExtBot

from bot import parcels
from bot.awake import awake
from bot.commits import Commits
from bot.limits import Gate, Pass
from bot.outcomes import FIRST_WAIT, SENT, Outcome, Step, Tried, next_step, sorted_as
from bot.settling import note
from bot.texts import Texts
from bot.windows import Urgency
from handlers.services import Services
from storage.database import deliveries, recovering
from storage.database.signs import Sign
from storage.errors import NotFound
from storage.schedule import allowed_from
from storage.subscription import Delivery

_log = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

LONGEST_CALL = 15.0
"""Seconds awake that one call may take, whatever its parts do. A stop waits for it."""
LEASE = timedelta(seconds=60)
"""How long nobody else takes up what one sender holds."""
_CALL_WITHIN = LEASE - timedelta(seconds=2 * LONGEST_CALL)
"""How long after `sending` was said a call may begin. Whoever slept longer leaves it to the next."""
PATIENCE = 1.0
"""Seconds to wait between `sending` and the call; a halt that is longer gives the message back."""
ROOM = 64
"""Messages in hand at a time: more than leave in a second, even where Telegram is slow to answer."""
_ASLEEP = "asleep"
_REFILL = 0.5
_WRITES, _REST = 5, 1.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an operator should know of: `step` is what became of the delivery, `reason` as in `Outcome`."""

    delivery: Delivery
    step: Step
    reason: str


class Report(Protocol):
    def __call__(self, trouble: Trouble, /) -> None: ...


def log_trouble(trouble: Trouble) -> None:
    of, extra = trouble.delivery, {"reason": trouble.reason, "step": trouble.step.value}
    _log.warning("delivery %d to %d: %s", of.id, of.chat, trouble.step, extra={**extra, "occasion": of.occasion})


class Sender:
    """Sends what is in the outbox. One in a process; several processes share one outbox by claims and leases.

    `sign` names this process, and no other that ever was, and shows that it lives. The rate limiter of `bot` lets
    `gate`'s passes through. `clock` gives UTC.
    """

    def __init__(
        self,
        services: Services,
        bot: ExtBot[Pass],
        gate: Gate,
        clock: Callable[[], datetime],
        sign: Sign,
        *,
        assume_sent: bool = False,
        report: Report = log_trouble,
        room: int = ROOM,
    ) -> None:
        if bot.rate_limiter is None:
            raise ValueError("the bot has no rate limiter that lets a delivery's pass through")
        self._services, self._bot, self._gate, self._clock, self._sign = services, bot, gate, clock, sign
        self._assume_sent, self._report, self._room = assume_sent, report, room
        self._commits = Commits(services.write)
        self._texts = Texts(services)
        self._hands: dict[asyncio.Task[None], int] = {}
        self._ashore: set[asyncio.Task[None]] = set()
        """Those in hand that have said nothing yet."""
        self._round: asyncio.Task[int] | None = None
        self._recover_at = datetime.min.replace(tzinfo=UTC)
        self._stopping = False
        self._sent = 0

    # -------------------------------------------------------------- rounds

    def kick(self) -> None:
        """Begin a round, if none is under way."""
        if not self._stopping and (self._round is None or self._round.done()):
            # Whoever kicks may be handling an update: the round is no part of that.
            self._round = asyncio.create_task(self._logged_round(), context=Context())

    async def run_once(self, now: datetime) -> int:
        """Send everything whose time has come, until nothing is left; how many messages arrived."""
        before = self._sent
        self._recover_at = now
        while not self._stopping:
            owner = await asyncio.to_thread(self._sign.name)
            await self._recover(owner)
            asked = self._room - len(self._hands)
            claimed = await self._services.write(deliveries.claim, owner, self._clock(), LEASE, asked)
            if self._stopping or not (claimed or self._hands):
                break
            for each in claimed:
                self._start(each)
            await self._half_done(dry=len(claimed) < asked)
        return self._sent - before

    async def stop(self, within: float = 18.0) -> None:
        """Send nothing more, and wait for the calls under way: nothing is left ambiguous."""
        self._stopping = True
        for task in self._ashore:
            task.cancel()
        busy = {*self._hands, *({self._round} if self._round else ())}
        if busy:
            await asyncio.wait(busy, timeout=within)
        try:
            await self._services.write(deliveries.release, self._sign.last)
        finally:
            await asyncio.to_thread(self._sign.end)

    async def _logged_round(self) -> int:
        try:
            return await self.run_once(self._clock())
        except Exception:
            _log.exception("a round of sending ended early; the next one goes on")
            return 0

    async def _recover(self, owner: str) -> None:
        """Take up what a crash left behind, now and then."""
        now = self._clock()
        if now < self._recover_at:
            return
        self._recover_at = now + LEASE / 2
        here = recovering.Here(owner, frozenset(self._hands.values()))
        found = await self._services.write(recovering.recover, now, here, assume_sent=self._assume_sent)
        for each in found.unknown:
            self._report(Trouble(each, Step.UNKNOWN, _ASLEEP if each.owner in found.asleep else "left_behind"))
        for each in found.repeated:
            if each.owner in found.asleep:
                self._report(Trouble(each, Step.REPEAT, _ASLEEP))
        if found.repeated:
            _log.warning("%d messages were left behind while sending; each is sent once more", len(found.repeated))

    async def _half_done(self, *, dry: bool) -> None:
        """Wait until there is room to claim more; where there was no more, until a moment later."""
        if dry:
            await asyncio.wait(self._hands, timeout=_REFILL)
        while len(self._hands) > self._room // 2 and not dry:
            await asyncio.wait(self._hands, return_when=asyncio.FIRST_COMPLETED)

    def _start(self, claimed: Delivery) -> None:
        task = asyncio.create_task(self._deliver(claimed))
        self._hands[task] = claimed.id
        self._ashore.add(task)
        task.add_done_callback(self._hands.pop)
        task.add_done_callback(self._ashore.discard)

    # -------------------------------------------------------------- one message

    async def _deliver(self, claimed: Delivery) -> None:
        try:
            parcel = await self._texts.parcel(claimed)
        except NotFound:
            await self._commits.do(lambda conn: deliveries.failed(conn, claimed, "no_text", self._clock()))
            self._report(Trouble(claimed, Step.FAILED, "no_text"))
            return
        try:
            async with self._gate.turn(claimed.chat, Urgency.DIGEST) as turn:
                # From here on it is not given up half way.
                self._ashore.discard(_this_task())
                sending = await self._embarked(claimed, turn)
                outcome = await self._call(sending, parcel, turn) if sending else None
            if sending and outcome:
                await self._settle(sending, outcome)
        except Exception:
            _log.exception("delivery %d ended early; it is taken up again", claimed.id)

    async def _embarked(self, claimed: Delivery, turn: Pass) -> Delivery | None:
        """The delivery, committed as `sending`, at the very moment of its call; None where it is not to be."""
        now, began = self._clock(), monotonic()
        start = allowed_from(now, claimed.schedule) if claimed.schedule else now
        if start > now:
            await self._commits.do(lambda conn: deliveries.postpone(conn, claimed, start, now))
            return None
        sending = await self._commits.do(lambda conn: deliveries.sending(conn, claimed, now, LEASE))
        if sending is None:
            return None
        left = await turn.leave(PATIENCE)
        # By both clocks: one may have been put back meanwhile, the other stands still while the machine sleeps.
        if left and max(self._clock() - now, timedelta(seconds=monotonic() - began)) < _CALL_WITHIN:
            return sending
        # Certainly unsent: a halt came in between, or this process slept while its time passed.
        again = self._clock() + timedelta(seconds=self._gate.halted)
        await self._commits.do(lambda conn: deliveries.retry(conn, sending, again, reason="held_up"))
        return None

    async def _call(self, sending: Delivery, parcel: parcels.Parcel, turn: Pass) -> Outcome | Message:
        """The one call. Its only limit is one of seconds awake: what came while this process slept is still read."""
        sheet = parcel.sheet(repeat=sending.repeat, plain=sending.plain)
        try:
            async with awake(LONGEST_CALL):
                return await self._bot.send_message(
                    sending.chat,
                    sheet.text,
                    parse_mode=sheet.mode,
                    reply_markup=sheet.keyboard,
                    link_preview_options=_NO_PREVIEW,
                    message_thread_id=sending.thread,
                    read_timeout=None,
                    write_timeout=None,
                    rate_limit_args=turn,
                )
        except TimeoutError:
            return sorted_as(TimedOut())
        except Exception as error:
            return sorted_as(error)

    # -------------------------------------------------------------- what came of it

    async def _settle(self, sending: Delivery, came: Outcome | Message) -> None:
        message, outcome = (came.message_id, SENT) if isinstance(came, Message) else (None, came)
        tried = Tried(sending.attempts - 1, sending.repeat, sending.plain, sending.chat)
        step = next_step(outcome, tried, assume_sent=self._assume_sent)
        await self._written(lambda conn: note(conn, sending, outcome, step, message, self._clock()))
        self._sent += step.step is Step.SENT
        if outcome.general:
            await self._gate.halt(min(step.wait, outcome.after or FIRST_WAIT))
        if step.report:
            self._report(Trouble(sending, step.step, outcome.reason))

    async def _written(self, action: Callable[[Connection], None]) -> None:
        """Commit what is known to have happened. A database that is out of order gets some time: what cannot
        be written will be taken for ambiguous."""
        for _ in range(_WRITES - 1):
            try:
                return await self._commits.do(action)
            except Exception:
                _log.exception("what came of a call could not be written; trying again")
                await asyncio.sleep(_REST)
        return await self._commits.do(action)


def _this_task() -> asyncio.Task[None]:
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("a delivery is a task")
    return task
