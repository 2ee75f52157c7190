"""What work costs, however busy the machine is: time of the processor on this thread, the least of some tries."""

from __future__ import annotations

import time
from collections.abc import Callable

TRIES = 3
"""Whoever else is at work pushes this process out of the caches; hardly each time."""


def cost(work: Callable[[], object], tries: int = TRIES) -> float:
    """Seconds."""
    return min(_once(work) for _ in range(tries))


def _once(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began
