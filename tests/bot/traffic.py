"""Traffic through a turnstile on a virtual clock, and the judge of its log.

The suite lets some ten thousand messages through; ``python -m tests.bot.traffic`` a million, with a thousand
halts (`make soak`). Messages are written down for a while before they leave, travel for a while, and a halt may
come at any time, just as outside.
"""

from __future__ import annotations

import argparse
import heapq
import random
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count, pairwise
from math import inf

import pytest

from bot.windows import Rate, Rates, Turn, Turnstile, Urgency

SENDERS = 60
"""Digests on their way to the gate at a time."""
_PRIVATE, _GROUPS = 200_000, 300
_CLOSE = 1e-9


@dataclass
class Log:
    """What left when: (seconds, chat); the halts as (from, to); and how many chats were ever remembered at once."""

    left: list[tuple[float, int]] = field(default_factory=list)
    halts: list[tuple[float, float]] = field(default_factory=list)
    remembered: int = 0
    overtaken: int = 0
    """Digests that were admitted while a reply could have been."""


class Traffic:
    """A broadcast that never pauses, replies at random, and halts."""

    def __init__(self, sends: int, halts: int, seed: int, rates: Rates) -> None:
        self._dice = random.Random(seed)
        self._sends, self._rates = sends, rates
        self._turnstile = Turnstile(rates)
        self._halts_left, self._halt_every = halts, sends / (halts + 1)
        self._joined = 0
        self._events: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = count()
        self._look_at = inf
        self._replies: set[Turn] = set()
        self.log = Log()

    def run(self) -> Log:
        for _ in range(SENDERS):
            self._join(0.0, Urgency.DIGEST)
        self._at(0.0, self._reply)
        while self._events:
            now, _, event = heapq.heappop(self._events)
            event(now)
            self.log.remembered = max(self.log.remembered, len(self._turnstile))
        return self.log

    def _at(self, when: float, event: Callable[[float], None]) -> None:
        heapq.heappush(self._events, (when, next(self._order), event))

    def _chat(self) -> int:
        in_group = self._dice.random() < 0.1
        return -self._dice.randint(1, _GROUPS) if in_group else self._dice.randint(1, _PRIVATE)

    def _reply(self, now: float) -> None:
        """People write in bursts, some of them several times."""
        for _ in range(self._dice.choice((1, 1, 1, 5))):
            chat = self._chat()
            for _ in range(self._dice.choice((1, 1, 3))):
                self._join(now, Urgency.REPLY, chat)
        if self._joined < self._sends:
            self._at(now + self._dice.expovariate(1.0), self._reply)

    def _join(self, now: float, urgency: Urgency, chat: int | None = None) -> None:
        if self._joined >= self._sends:
            return
        self._joined += 1
        turn = self._turnstile.join(self._chat() if chat is None else chat, urgency)
        if urgency is Urgency.REPLY:
            self._replies.add(turn)
        self._look(now)

    def _look(self, now: float) -> None:
        turn, again = self._turnstile.look(now)
        while turn is not None:
            self._admit(turn, now)
            turn, again = self._turnstile.look(now)
        if again < self._look_at or self._look_at <= now:
            self._look_at = again
            if again < inf:
                self._at(max(again, now + 0.0005), self._look)

    def _admit(self, turn: Turn, now: float) -> None:
        if turn.urgency is Urgency.DIGEST:
            self.log.overtaken += any(self._could_go(reply, now) for reply in self._replies)
        self._replies.discard(turn)
        self._turnstile.admit(turn, now)
        if turn.urgency is Urgency.REPLY:
            self._leave(turn, now)
        elif self._dice.random() < 0.002:  # somebody else holds the delivery now: it is not sent from here
            self._at(now + 0.01, lambda later: self._end(turn, later))
        else:
            self._at(now + self._dice.expovariate(200), lambda later: self._leave(turn, later))

    def _could_go(self, reply: Turn, now: float) -> bool:
        return self._turnstile._door_opens(reply.chat) <= now

    def _leave(self, turn: Turn, now: float) -> None:
        opens = self._turnstile.opens(turn, now)
        if opens > now:
            self._at(opens, lambda later: self._leave(turn, later))
            return
        self._turnstile.leave(turn, now)
        self.log.left.append((now, int(turn.chat)))
        self._look(now)
        self._at(now + 0.02 + self._dice.expovariate(10), lambda later: self._land(turn, later))

    def _land(self, turn: Turn, now: float) -> None:
        done = self.log.left
        if self._halts_left and len(done) > self._halt_every * (len(self.log.halts) + 1):
            self._halts_left -= 1
            until = now + self._dice.randint(1, 35)
            self._turnstile.halt(until)
            self.log.halts.append((now, until))
        self._end(turn, now)

    def _end(self, turn: Turn, now: float) -> None:
        self._turnstile.end(turn, now)
        self._look(now)
        if turn.urgency is Urgency.DIGEST:
            self._join(now, Urgency.DIGEST)


def decided(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, int]]:
    """From now on, when each leaves any turnstile and for which chat: the very time that was decided by, however
    busy the machine is afterwards."""
    left: list[tuple[float, int]] = []
    leave = Turnstile.leave

    def noted(turnstile: Turnstile, turn: Turn, now: float) -> None:
        left.append((now, int(turn.chat)))
        leave(turnstile, turn, now)

    monkeypatch.setattr(Turnstile, "leave", noted)
    return left


# ------------------------------------------------------------------ the judge: knows nothing of the turnstile


def windows_over(times: Iterable[float], rate: Rate) -> int:
    """How many times one more than `rate.count` left within `rate.seconds`."""
    newest: deque[float] = deque(maxlen=rate.count)
    over = 0
    for at in times:
        over += len(newest) == rate.count and at - newest[0] < rate.seconds - _CLOSE
        newest.append(at)
    return over


def all_windows_over(log: Log, rates: Rates) -> int:
    """The same for the token, for each chat and for each group."""
    by_chat: dict[int, list[float]] = defaultdict(list)
    for at, chat in log.left:
        by_chat[chat].append(at)
    groups = (times for chat, times in by_chat.items() if chat < 0)
    return (
        windows_over((at for at, _ in log.left), rates.overall)
        + sum(windows_over(times, rates.chat) for times in by_chat.values())
        + sum(windows_over(times, rates.group) for times in groups)
    )


def left_during_halts(log: Log) -> int:
    halts = iter(_joined(log.halts))
    start, end = next(halts, (inf, inf))
    during = 0
    for at, _ in log.left:
        while at >= end:
            start, end = next(halts, (inf, inf))
        during += at > start
    return during


def used(log: Log, rates: Rates) -> float:
    """The share of the allowed rate that was used, over the time in which anything was allowed."""
    start, end = log.left[0][0], log.left[-1][0]
    halted = sum(min(until, end) - since for since, until in _joined(log.halts) if since < end)
    return len(log.left) / (rates.overall.count * (end - start - halted) / rates.overall.seconds)


def _joined(halts: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Halts that overlap, as one."""
    current: tuple[float, float] | None = None
    for start, end in halts:
        if current is None or start > current[1]:
            if current:
                yield current
            current = start, end
        else:
            current = current[0], max(current[1], end)
    if current:
        yield current


def main() -> None:
    parser = argparse.ArgumentParser(description="Messages through the turnstile on a virtual clock.")
    parser.add_argument("--sends", type=int, default=1_000_000)
    parser.add_argument("--halts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    rates = Rates()
    log = Traffic(chosen.sends, chosen.halts, chosen.seed, rates).run()
    steps = [b - a for a, b in pairwise(chain([0.0], (at for at, _ in log.left)))]
    over, during, share = all_windows_over(log, rates), left_during_halts(log), used(log, rates)
    print(f"{len(log.left):,} sent in {log.left[-1][0]:,.0f} virtual seconds, {len(log.halts):,} halts")
    print(f"{over} windows over a limit, {during} sent during a halt, {log.overtaken} replies overtaken")
    print(f"{share:.2%} of the allowed rate; {log.remembered} chats remembered at most; longest gap {max(steps):.0f} s")
    if over or during or log.overtaken or share < 0.98:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
