"""Windows: when a message may leave, by every limit that Telegram publishes. Pure: times come in, decisions go out.

All times are seconds of one monotonic clock. A turn is asked for, admitted, leaves and ends: between being
admitted and leaving there is time to write down that it leaves, and a window counts what has been admitted as
if it left last. So no window is ever over, however long the writing takes. Waiting itself is in `bot.limits`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum
from math import inf

Chat = int | str
"""An id, or the @name of a channel."""

MARGIN = 0.001
"""Seconds that a window stays shut beyond its length, so that no rounding opens it early."""
LEAD = 0.05
"""Seconds before it may leave that a turn is admitted: what it writes down first costs no rate."""
PACE = 0.99
"""The share of the overall rate at which digests leave one by one: a reply then never waits for a whole window."""
SPARE, ANSWERING, OFTEN, APART = 3, 5.0, 10, 0.1
"""Places of the overall window that digests leave free for replies: one for so many seconds after a reply, and one
more for each ten moments within them at which somebody was answered, three at most; what leaves within a tenth of a
second was asked in one breath. The oftener somebody asks, the likelier the next one comes before a place is free
again (`tests.bot.traffic` holds what it costs under 2 %); a broadcast in which nobody asks anything loses none."""
BURST = 3
"""So many digests may make up for lost time at once; more would shut the window to replies."""


class Urgency(IntEnum):
    """Who goes first. Within one urgency, whoever asked first."""

    REPLY = 0
    DIGEST = 1


class Stage(IntEnum):
    WAITING = 0
    ADMITTED = 1
    LEFT = 2
    OVER = 3


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` in any `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits of one token. `overall` stays below Telegram's 30, as what leaves may bunch on its way."""

    overall: Rate = Rate(28, 1.0)
    chat: Rate = Rate(1, 1.0)
    group: Rate = Rate(20, 60.0)

    def of(self, chat: Chat) -> tuple[Rate, ...]:
        """The limits of one chat: those of a group too, unless it is a person's."""
        return (self.chat,) if isinstance(chat, int) and chat > 0 else (self.chat, self.group)


@dataclass(eq=False, slots=True)
class Turn:
    """One message to one chat on its way out. Made by `Turnstile.join`, moved on only by the turnstile; where
    several processes agree on when each leaves, it does not leave before `place`."""

    chat: Chat
    urgency: Urgency
    stage: Stage = Stage.WAITING
    place: float = -inf


class Window:
    """A strict sliding window over the newest departures."""

    __slots__ = ("_count", "_seconds", "_times")

    def __init__(self, rate: Rate) -> None:
        self._count, self._seconds = rate.count, rate.seconds + MARGIN
        self._times: deque[float] = deque(maxlen=rate.count)

    def opens(self, ahead: int = 0) -> float:
        """When the next may leave, if `ahead` others leave at once; inf where only their leaving can tell."""
        if ahead >= self._count:
            return inf
        kept = self._count - ahead
        return self._times[-kept] + self._seconds if len(self._times) >= kept else -inf

    def left(self, at: float) -> None:
        self._times.append(at)

    def landed(self, at: float) -> None:
        """The newest departure counts from its arrival: on the way it may have been held up."""
        self._times[-1] = at

    def forgotten(self) -> float:
        """From when on nothing in the window matters."""
        return self._times[-1] + self._seconds if self._times else -inf


class _Door:
    """What one chat has had. One message is on its way to a chat at a time, so its parts arrive in order."""

    __slots__ = ("_windows", "busy", "held")

    def __init__(self, rates: tuple[Rate, ...]) -> None:
        self.busy = False
        self.held = -inf
        self._windows = tuple(map(Window, rates))

    def opens(self) -> float:
        return max(self.held, *(window.opens() for window in self._windows))

    def left(self, at: float) -> None:
        for window in self._windows:
            window.left(at)

    def landed(self, at: float) -> None:
        for window in self._windows:
            window.landed(at)

    def forgotten(self) -> float:
        return max(self.held, *(window.forgotten() for window in self._windows))


@dataclass(slots=True)
class Turnstile:
    """Lets turns through. What it remembers is bounded by the rates, whatever the number of chats."""

    rates: Rates = field(default_factory=Rates)
    lead: float = LEAD
    halted: float = -inf
    """Nothing leaves before this time."""
    _overall: Window = field(init=False)
    _admitted: dict[Turn, None] = field(default_factory=dict, init=False)
    _next_digest: float = field(default=-inf, init=False)
    _replies: deque[float] = field(default_factory=lambda: deque(maxlen=SPARE * OFTEN), init=False)
    _waiting: tuple[dict[Turn, None], ...] = field(init=False)
    _doors: dict[Chat, _Door] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._overall = Window(self.rates.overall)
        self._waiting = tuple({} for _ in Urgency)

    def __len__(self) -> int:
        """How many chats are remembered."""
        return len(self._doors)

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting))

    def halt(self, until: float) -> None:
        """Nothing leaves before `until`. A shorter halt does not end a longer one."""
        self.halted = max(self.halted, until)

    def hold(self, chat: Chat, until: float) -> None:
        """Nothing leaves for `chat` before `until`: another process has just written to it."""
        self._door(chat).held = until

    def join(self, chat: Chat, urgency: Urgency) -> Turn:
        turn = Turn(chat, urgency)
        self._waiting[urgency][turn] = None
        return turn

    def look(self, now: float) -> tuple[Turn | None, float]:
        """The turn to admit now; or none, and when to look again (inf: only once something has moved)."""
        soon, again = now + self.lead, inf
        for urgency, queue in zip(Urgency, self._waiting, strict=True):
            general = self._opens(urgency, now) if queue else inf
            if general > soon:
                again = min(again, general - self.lead)
                continue
            for turn in queue:
                opens = self._door_opens(turn.chat)
                if opens <= soon:
                    return turn, now
                again = min(again, opens - self.lead)
        return None, again

    def admit(self, turn: Turn, now: float) -> None:
        """Count `turn`, which `look` gave, as one that leaves next."""
        if turn.urgency is Urgency.DIGEST:
            paced = self._paced(now)
            self._next_digest = paced + self._pace
            if turn.place == -inf:  # what was agreed on with others stays: they reckon with it
                turn.place = paced
        del self._waiting[turn.urgency][turn]
        self._admitted[turn] = None
        turn.stage = Stage.ADMITTED
        self._door(turn.chat).busy = True

    def opens(self, turn: Turn, now: float) -> float:
        """When `turn`, which was admitted, may leave: not after `now`, or else the time to ask again."""
        replies, ahead = self._ahead_of(turn)
        opens = max(turn.place, self.halted, self._overall_opens(replies), self._doors[turn.chat].opens())
        # Whoever is ready may leave; who has to wait wakes for a place of its own, not all for the first.
        return opens if opens <= now else max(opens, self._overall_opens(ahead))

    def leave(self, turn: Turn, now: float) -> None:
        """`turn` leaves now, which is not before it `opens`."""
        del self._admitted[turn]
        turn.stage = Stage.LEFT
        self._overall.left(now)
        self._doors[turn.chat].left(now)
        if turn.urgency is Urgency.REPLY and not (self._replies and now - self._replies[-1] < APART):
            self._replies.append(now)

    def end(self, turn: Turn, now: float) -> None:
        """`turn` has arrived, or is given up: whichever it is by its stage."""
        if turn.stage is Stage.WAITING:
            del self._waiting[turn.urgency][turn]
        elif turn.stage is not Stage.OVER:
            door = self._doors.pop(turn.chat)
            self._doors[turn.chat] = door  # the newest last, for `_forget`
            door.busy = False
            if turn.stage is Stage.LEFT:
                door.landed(now)
            else:
                del self._admitted[turn]
            self._forget(now)
        turn.stage = Stage.OVER

    def _opens(self, urgency: Urgency, now: float) -> float:
        """When the next of that urgency may leave, whatever its chat. A reply goes before digests that are
        already admitted: they are still waiting for their moment."""
        if urgency is Urgency.REPLY:
            return max(self.halted, self._overall.opens(sum(turn.urgency is urgency for turn in self._admitted)))
        return max(self.halted, self._overall.opens(len(self._admitted) + self._spare(now)), self._paced(now))

    def _spare(self, now: float) -> int:
        """How many places digests leave free for replies."""
        while self._replies and now - self._replies[0] >= ANSWERING:
            self._replies.popleft()
        return min(1 + len(self._replies) // OFTEN, SPARE, self._last) if self._replies else 0

    def _ahead_of(self, turn: Turn) -> tuple[int, int]:
        """How many of the admitted go first because they are more urgent, and how many in all."""
        order = sorted(self._admitted, key=lambda each: each.urgency)
        return sum(each.urgency < turn.urgency for each in order), order.index(turn)

    def _overall_opens(self, ahead: int) -> float:
        """The same as the window says; where only the leaving of others can tell, when these may."""
        return self._overall.opens(min(ahead, self._last))

    @property
    def _last(self) -> int:
        return self.rates.overall.count - 1

    def _paced(self, now: float) -> float:
        """When the next digest may leave, as one of a row. A moment's delay is made up for; time in which the
        window was shut is no credit, or the same crowd would shut it again."""
        return max(self._next_digest, self._overall.opens(), now - BURST * self._pace)

    @property
    def _pace(self) -> float:
        return self.rates.overall.seconds / (self.rates.overall.count * PACE)

    def _door(self, chat: Chat) -> _Door:
        door = self._doors.get(chat)
        if door is None:
            door = self._doors[chat] = _Door(self.rates.of(chat))
        return door

    def _door_opens(self, chat: Chat) -> float:
        door = self._doors.get(chat)
        if door is None:
            return -inf
        return inf if door.busy else door.opens()

    def _forget(self, now: float) -> None:
        """Drop the doors, oldest first, that hold nobody back any more."""
        while self._doors:
            chat, door = next(iter(self._doors.items()))
            if door.busy or door.forgotten() > now:
                break
            del self._doors[chat]
