"""The recorded values: what extraction has reached, group by group, and must not fall below.

The rules are deterministic, so every fall is one of the rules; but one that gains a fact in one article may lose
another elsewhere, and such noise is allowed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

FILE = Path(__file__).parent / "recorded.json"
NOISE = 0.02
MUST_NOT = frozenset({"traps", "uncited"})
"""Counts of what must not be: here more is worse, and there is no noise."""
Values = Mapping[str, Mapping[str, float]]


def recorded() -> Values:
    """The values by group and name; none before the first were recorded."""
    return json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}


def record(measured: Values) -> None:
    """Keep these; groups that were not measured keep what they had."""
    whole = {**recorded(), **{group: _rounded(values) for group, values in measured.items()}}
    FILE.write_text(json.dumps(whole, indent=1, sort_keys=True) + "\n", "utf-8")


def fallen(group: str, measured: Mapping[str, float]) -> Iterator[str]:
    """What is worse than it was recorded, one line each."""
    for name, was in recorded().get(group, {}).items():
        now = measured[name]
        if now > was if name in MUST_NOT else now < was - NOISE:
            yield f"{group} {name}: {now:.3f}, recorded {was:.3f}"


def _rounded(values: Mapping[str, float]) -> Mapping[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
