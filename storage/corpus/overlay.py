"""The facts of an article that count: what extraction found, and over it what an editor's file says.

Pure. A complete file is the whole truth. An incomplete one replaces the extracted facts that it speaks of and takes
away those that it rejects; everything else stays as it was extracted. How a file names an extracted fact is
`decisions`: by its id, and where the rules have since given it another, by its sentence and what it said there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from storage.corpus.decisions import Seen, describes, seen
from storage.corpus.facts_file import FactsFile
from storage.records import Event, Figure

Fact = Event | Figure
F = TypeVar("F", Event, Figure)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts that count, each kind in text order. `rejected`: so many extracted ones an editor took away."""

    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    rejected: int = 0


def overlay(events: Sequence[Event], figures: Sequence[Figure], file: FactsFile | None) -> Facts:
    """`events` and `figures` are all that was extracted from the article; `file` is its facts file, None where it
    has none. A file that is stale or still a draft says nothing."""
    if file is None or not file.counts:
        return Facts(tuple(events), tuple(figures))
    if file.complete:
        return Facts(file.events, file.figures)
    left, rejected = _undecided((*events, *figures), file)
    return Facts(
        _in_text_order((*file.events, *(event for event in events if event.id in left))),
        _in_text_order((*file.figures, *(figure for figure in figures if figure.id in left))),
        rejected,
    )


def _undecided(extracted: Iterable[Fact], file: FactsFile) -> tuple[frozenset[str], int]:
    """The ids of the facts that no row speaks of, and how many were rejected. A row speaks of one fact at most."""
    left = {fact.id: fact for fact in extracted}
    facts: tuple[Fact, ...] = (*file.events, *file.figures)
    taken = [file.speaks_of.get(fact.id) or seen(fact) for fact in facts]
    # Ids before likenesses: what is named outright is never taken by a row that merely resembles it.
    lost = [one for one in taken if left.pop(one.id, None) is None]
    lost_rejections = [one for one in file.rejected if left.pop(one.id, None) is None]
    _take(lost, left, strictly=False)
    missed = _take(lost_rejections, left, strictly=True)
    # Two facts of one id cannot be loaded: an editor's goes before.
    return frozenset(left) - {fact.id for fact in facts}, len(file.rejected) - missed


def _take(rows: Iterable[Seen], left: dict[str, Fact], *, strictly: bool) -> int:
    """Take from `left` the first fact that each row describes; how many rows describe none."""
    missed = 0
    for row in rows:
        found = next((id for id, fact in left.items() if describes(row, fact, strictly=strictly)), None)
        if found is None:
            missed += 1
        else:
            del left[found]
    return missed


def _in_text_order(facts: Iterable[F]) -> tuple[F, ...]:
    return tuple(sorted(facts, key=lambda fact: fact.citation.start))
