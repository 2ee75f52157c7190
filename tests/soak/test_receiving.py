"""What people write survives any death of the process that reads it. `make soak` does the same at full size."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

from tests.soak.asking import Plan, soak

KILLS, UPDATES = 4, 60


async def test_kill_9_at_random_moments_loses_no_update_and_applies_each_once(any_url: str, tmp_path: Path) -> None:
    outcome = await soak(Plan(any_url, UPDATES, KILLS), tmp_path)
    assert outcome.updates == UPDATES
    assert outcome.statuses == Counter({-signal.SIGKILL: KILLS, 0: 1})
    assert (outcome.lost, outcome.twice, outcome.unanswered, outcome.pending) == (0, 0, 0, 0)
    # An answer may come again after a crash: the rest have exactly one.
    assert outcome.answers[1] > UPDATES / 2
