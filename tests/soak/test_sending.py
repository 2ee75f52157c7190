"""Digests survive any death of the process that sends them. `make soak` does the same at full size."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

from tests.soak.killing import Plan, soak

KILLS, SUBSCRIBERS = 15, 500
TERMS, FEWER = 4, 48


async def test_kill_9_at_random_moments_misses_nobody_and_repeats_only_what_nobody_knew(
    any_url: str, tmp_path: Path
) -> None:
    plan = Plan(any_url, SUBSCRIBERS, KILLS)
    outcome = await soak(plan, tmp_path)
    assert outcome.statuses == Counter({-signal.SIGKILL: KILLS, 0: 1})
    assert outcome.missed == []
    assert set(outcome.copies) <= {0, 1, 2}
    assert outcome.copies[0] == len(outcome.lost) <= outcome.unknown
    assert (outcome.unmarked, outcome.disordered, outcome.unsettled) == (0, 0, 0)
    assert 0 < outcome.repeated <= outcome.in_flight
    assert outcome.most_in_flight <= plan.room
    assert 0 < outcome.in_parts < SUBSCRIBERS


async def test_sigterm_loses_nothing_and_repeats_nothing(any_url: str, tmp_path: Path) -> None:
    outcome = await soak(Plan(any_url, FEWER, TERMS, signal=signal.SIGTERM), tmp_path)
    assert outcome.kills == TERMS
    assert set(outcome.statuses) == {0}
    assert (outcome.missed, outcome.lost, outcome.unknown, outcome.repeated) == ([], [], 0, 0)
    assert set(outcome.copies) == {1}
    assert (outcome.in_flight, outcome.unsettled, outcome.disordered) == (0, 0, 0)
    assert outcome.slowest_end < 20
