"""How sure a rate is: confidence intervals by drawing the articles again and again (bootstrap)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from tests.gold.scoring import Tally, rates, total

DRAWS = 1_000
SHARE = 0.95


def intervals(tallies: Sequence[Tally], draws: int = DRAWS) -> Mapping[str, tuple[float, float]]:
    """Of each rate the interval that holds 95 % of the draws; the same tallies always give the same."""
    random = Random(1)
    drawn = [rates(total(random.choices(tallies, k=len(tallies)))) for _ in range(draws)]
    low, high = int(draws * (1 - SHARE) / 2), int(draws * (1 + SHARE) / 2) - 1
    sets = {name: sorted(each[name] for each in drawn) for name in drawn[0]}
    return {name: (values[low], values[high]) for name, values in sets.items()}
