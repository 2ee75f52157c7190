"""A backup may be taken at any time. `make soak` does the same at full size."""

from __future__ import annotations

from pathlib import Path

from tests.soak.copying import soak
from tests.soak.killing import Plan

COPIES, SUBSCRIBERS = 10, 200


async def test_a_copy_taken_while_the_program_writes_is_whole(tmp_path: Path) -> None:
    outcome = await soak(Plan(f"sqlite:///{tmp_path / 'mujaz.db'}", SUBSCRIBERS, COPIES), tmp_path)
    assert outcome.pragmas == ("wal", 2)
    assert (outcome.copies, outcome.whole) == (COPIES, COPIES)
    assert outcome.different > 1
    assert outcome.transactions > 1
