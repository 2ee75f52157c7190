"""Clauses: a passage cut where its verbs hang on one another, so that what stands by one verb is not given to another.

Where the cuts are is found in `cutting`; what the verbs mean is `hits` and `modality`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from storage.corpus.extraction.entries import classes
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.lexicon import Link, Sense, particles
from storage.corpus.extraction.marks import DateMark, Marked, Said
from storage.corpus.extraction.passages import Passage
from storage.corpus.words import PerWord
from storage.records import Kind

_STOPS = frozenset('،,;؛:.؟?!()"-–—…[]')
_COMMAS = frozenset("،,;؛:-–—")


@dataclass(slots=True)
class Clause:
    """One clause: how it hangs on clause `parent` (itself for the first), and its first token. `governor` is the hit
    that it hangs on, by its place in the hits: the last one before it in its parent; None where there is none."""

    link: Link
    parent: int
    first: int
    governor: int | None = None


@dataclass(eq=False)
class Structure:
    """The clauses of a passage; `of[token]` is the clause of a token, `hits[n]` are those of clause n in order. What
    many rules ask of the whole passage is told once, when it is first asked."""

    marked: Marked
    passage: Passage
    clauses: tuple[Clause, ...]
    of: tuple[int, ...]
    hits: tuple[Hit, ...]
    verbs: frozenset[int]
    """The tokens that are finite verbs, of the lexicon or others."""

    hits_of: tuple[tuple[Hit, ...], ...]
    tokens_of: tuple[tuple[int, ...], ...]
    verbs_of: tuple[tuple[int, ...], ...]
    """The finite verbs of each clause, in text order."""

    conditional: frozenset[int]
    """The clauses on which a condition hangs."""

    covering: tuple[Hit | None, ...]
    covered: frozenset[int]
    """The tokens of names and dates."""

    said: dict[int, tuple[Said, ...]] = field(default_factory=dict, repr=False, compare=False)
    """What is said of a token, the innermost first, as far as it was asked (`modality`)."""

    dates: tuple[DateMark, ...] | None = field(default=None, repr=False, compare=False)
    """Its dates where they belong, once that was asked (`slots`)."""

    @cached_property
    def kinds(self) -> frozenset[Kind | None]:
        """The kinds of the events that its hits open."""
        return frozenset([hit.entry.kind for hit in self.hits])

    @cached_property
    def triggers(self) -> tuple[Hit, ...]:
        """The hits that open an event."""
        trigger = Sense.TRIGGER
        return tuple([hit for hit in self.hits if hit.entry.sense is trigger])

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes that any of its words is in by itself."""
        return frozenset[str]().union(*[classes[key] for key in self.passage.keys])

    @cached_property
    def _turns(self) -> tuple[int, ...]:
        then, keys = particles("then"), self.passage.keys
        turning = (clause.first for clause in self.clauses if clause.link is Link.AGAINST)
        return tuple(first for first in turning if keys[first] not in then)

    def clause(self, token: int) -> Clause:
        """The clause that a token stands in."""
        return self.clauses[self.of[token]]

    def inside(self, number: int) -> tuple[Hit, ...]:
        """The hits of one clause, in text order."""
        return self.hits_of[number]

    def hit_at(self, token: int) -> Hit | None:
        """The hit that covers a token."""
        return self.covering[token]

    def start_of_turn(self, token: int) -> int:
        """The first token of the last clause up to `token` that turns to something else («لكن»، «فيما»)."""
        return max((first for first in self._turns if first <= token), default=0) if self._turns else 0

    def tokens(self, number: int) -> tuple[int, ...]:
        """The tokens of one clause, in text order."""
        return self.tokens_of[number]


parts = PerWord(lambda gap: not _COMMAS.isdisjoint(gap))
"""Whether what stands between two words parts clauses; brackets and quotes do not."""


def broken(passage: Passage, at: int) -> bool:
    """Whether a comma or another mark stands before token `at`."""
    return at > 0 and _stops[passage.tokens[at - 1].after]


_stops = PerWord(lambda gap: not _STOPS.isdisjoint(gap))
