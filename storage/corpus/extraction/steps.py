"""Steps: a number that went down in several, each with its date: «إلى 3000 في أيلول، فإلى 2500 في كانون الثاني»."""

from __future__ import annotations

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.marks import DateMark
from storage.corpus.extraction.zones import Zone

_TO = frozenset({"الي", "فالي", "والي", "لي"})
_REACH, _COUNTED = 4, 3
"""Words from «إلى» to the number, and from a number to the date behind it."""


def step_dates(structure: Structure, zone: Zone) -> tuple[DateMark | None, ...]:
    """For each «إلى …» of a zone the date that stands behind it; () where there are fewer than two, and where a date
    only follows the number that it went down from, that it is left out."""
    own = [at for at in zone.tokens if structure.passage.tokens[at].key in _TO]
    numbers = [number.first for number in structure.marked.numbers]
    steps = [at for at in own if any(at < first <= at + _REACH for first in numbers)]
    if len(steps) < 2 and not (steps and _dates_the_start(structure, zone, steps[0], numbers)):
        return ()
    ends = [*steps[1:], zone.tokens[-1] + 1]
    return tuple(
        next((m for m in structure.marked.dates if at < m.first < end and "date.now" not in m.reasons), None)
        for at, end in zip(steps, ends, strict=True)
    )


def _dates_the_start(structure: Structure, zone: Zone, step: int, numbers: list[int]) -> bool:
    """«من نحو 5200 حالياً إلى 3500»: the date before «إلى» says when it was the number before it."""
    before = [mark for mark in structure.marked.dates if zone.head.first < mark.first < step]
    return any(mark.first - _COUNTED <= first < mark.first for mark in before for first in numbers)
