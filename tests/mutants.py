"""What `mutmut` found, as a score: ``python -m tests.mutants`` after its `export-cicd-stats` (`make mutate`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

GOAL = 0.85
FOUND = Path("mutants/mutmut-cicd-stats.json")


def score(found: Mapping[str, int]) -> float:
    """The share of the mutants that a test noticed; one that never ended was noticed too."""
    return (found["killed"] + found["timeout"]) / found["total"]


def main() -> None:
    found = json.loads(FOUND.read_text(encoding="utf-8"))
    reached = score(found)
    print(f"{reached:.1%} of {found['total']} mutants noticed; the goal is {GOAL:.0%}. Which were not: mutmut results")
    if reached < GOAL:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
