"""Measuring side by side: two ways of doing the same, in turns, so that a slow moment hits both."""

from __future__ import annotations

import gc
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

Watch = Callable[[int, int, str], None]
"""Called with (done, total, what) as the work goes on."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """One line of the table. `value` should be at most `goal`; at least, where `at_least`; None = told only."""

    work: str
    against: str
    value: float
    goal: float | None
    at_least: bool = False
    detail: str = ""

    @property
    def reached(self) -> bool:
        if self.goal is None:
            return True
        return self.value >= self.goal if self.at_least else self.value <= self.goal


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is made up. A smaller size says less, but says it sooner."""

    facts: int
    articles: int
    loaded: int
    answers: int
    starts: int
    idle: int
    """Subscriptions of which none is due."""
    subscribers: int
    due: int
    recipients: int
    sending: float
    """Seconds of a broadcast at the pace that Telegram allows."""


WHOLE = Sizes(
    facts=1_000_000,
    articles=100_000,
    loaded=100_000,
    answers=200,
    starts=9,
    idle=1_000_000,
    subscribers=100_000,
    due=10_000,
    recipients=100_000,
    sending=60,
)
QUICK = Sizes(
    facts=50_000,
    articles=5_000,
    loaded=10_000,
    answers=40,
    starts=3,
    idle=50_000,
    subscribers=10_000,
    due=1_000,
    recipients=5_000,
    sending=10,
)


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without the garbage collector, which would visit one side more often than the other."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def in_turns(
    works: Sequence[Callable[[], object]], rounds: int, clock: Callable[[], float] = time.perf_counter
) -> tuple[list[float], ...]:
    """Seconds of each round of each work by `clock`; the first round only warms up."""
    times: tuple[list[float], ...] = tuple([] for _ in works)
    with undisturbed():
        for turn in range(rounds + 1):
            for work, taken in zip(works, times, strict=True):
                spent = seconds(work, clock)
                if turn:
                    taken.append(spent)
    return times


async def awaited_in_turns(works: Sequence[Callable[[], Awaitable[object]]], rounds: int) -> tuple[list[float], ...]:
    """The same for what is awaited."""
    times: tuple[list[float], ...] = tuple([] for _ in works)
    with undisturbed():
        for turn in range(rounds + 1):
            for work, taken in zip(works, times, strict=True):
                start = time.perf_counter()
                await work()
                if turn:
                    taken.append(time.perf_counter() - start)
    return times


def percentile(times: Sequence[float], share: float) -> float:
    """The value below which that share of the times lies."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def times_as_long(one: Sequence[float], other: Sequence[float]) -> float:
    """By the medians."""
    return median(one) / median(other)


def spoken(seconds_: float) -> str:
    """A duration with the unit that suits it."""
    if seconds_ >= 1:
        return f"{seconds_:.2f} s"
    return f"{seconds_ * 1e3:.2f} ms" if seconds_ >= 1e-3 else f"{seconds_ * 1e6:.0f} µs"
