"""A second process on the same PostgreSQL takes its share, and takes over from one that is gone."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.soak.killing import Plan
from tests.soak.sharing import soak

SUBSCRIBERS = 100


@pytest.mark.parametrize(("number", "hits"), [(signal.SIGKILL, 2), (signal.SIGSTOP, 1)], ids=["killed", "asleep"])
async def test_two_processes_send_nothing_twice(
    number: signal.Signals, hits: int, postgresql_url: str, tmp_path: Path
) -> None:
    outcome, senders = await soak(Plan(postgresql_url, SUBSCRIBERS, hits, signal=number), tmp_path)
    assert outcome.kills == hits
    assert senders >= 2
    assert (outcome.missed, outcome.unmarked, outcome.unsettled, outcome.disordered) == ([], 0, 0, 0)
    assert set(outcome.copies) <= {0, 1, 2}
    assert outcome.copies[0] == len(outcome.lost) <= outcome.unknown
    assert outcome.repeated <= outcome.in_flight
    # Whoever only slept knows what came of its calls.
    assert number is not signal.SIGSTOP or set(outcome.copies) == {1}
