"""What a digest is made of: facts, not articles; and in which version a fact was told.

What of a change is news is decided in `storage.news`, what changed is read in
`storage.database.queries.changes`, how it is said is `handlers.digest`. Nothing here reads the database or
makes sentences for people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from storage.answers import Claim, Count, Dispute, Edition
from storage.corpus.text import fold
from storage.fuzzydate import FuzzyDate
from storage.records import (
    RECEIPT_ONLY,
    Disagreement,
    Event,
    Figure,
    Milestone,
    Story,
)

T = TypeVar("T")
Fact = Event | Figure


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """What the reader knows, None where it was not there yet, and how it is now."""

    before: T | None
    now: T


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs between then and now. `known` are, by subject, the milestones that were there then; `fresh`
    the ids of the facts that were not there (or not published) then."""

    milestones: tuple[Pair[Milestone], ...]
    known: Mapping[str, Sequence[Milestone]]
    disagreements: tuple[Pair[Disagreement], ...]
    fresh: frozenset[str]


def fact_of(told: Claim | Count) -> Fact:
    return told.event if isinstance(told, Claim) else told.figure


# ------------------------------------------------------------------ what a digest is made of


@dataclass(frozen=True, slots=True)
class Arrival:
    """A milestone that is new. `was` is the earlier phase of it that was known: what was promised is done."""

    milestone: Milestone
    claim: Claim
    was: Milestone | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A promise to which a new report gives another date than `was`."""

    milestone: Milestone
    claim: Claim
    was: FuzzyDate


@dataclass(frozen=True, slots=True)
class NewNumber:
    """The newest figure of a series; `was` is the number that it takes the place of, None where it does not:
    of casualties or of those who leave, each figure is counted by itself."""

    count: Count
    was: Count | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A promise and the last day that it was made for."""

    milestone: Milestone
    claim: Claim
    closes: date


@dataclass(frozen=True, slots=True)
class DigestMaterial:
    """All that a digest may tell to whoever was told everything up to the step `since`, and when that was.

    `upto` is the step that it reaches to. The newest or nearest come first; of milestones and numbers there
    may be more than a reader wants to see at once.
    """

    edition: Edition
    since: int
    upto: int
    since_at: datetime | None
    arrivals: tuple[Arrival, ...] = ()
    moves: tuple[Move, ...] = ()
    numbers: tuple[NewNumber, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    upcoming: tuple[Due, ...] = ()
    overdue: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Following:
    """What somebody follows: whatever lies in one of the places, or is of the line of one of the forces.

    Nothing chosen = everything.
    """

    places: frozenset[str] = frozenset()
    forces: frozenset[str] = frozenset()

    def takes(self, story: Story, actor: str | None, *places: str | None) -> bool:
        if not (self.places or self.forces):
            return True
        return any(story.within(place, area) for area in self.places & story.places.keys() for place in places) or (
            actor is not None
            and any(story.line(actor) == story.line(force) for force in self.forces & story.actors.keys())
        )

    def takes_milestone(self, story: Story, milestone: Milestone) -> bool:
        return self.takes(story, milestone.actor, milestone.place, milestone.to_place)

    def takes_dispute(self, story: Story, dispute: Dispute) -> bool:
        said = [(c.event.actor, c.event.place) for side in dispute.sides for c in side.claims]
        counted = [(c.figure.force, c.figure.place) for side in dispute.sides for c in side.counts]
        about = (*said, *counted, (None, dispute.disagreement.place))
        return any(self.takes(story, actor, place) for actor, place in about)


# ------------------------------------------------------------------ versions

WITHDRAWN = ""
"""The version of a fact that is there no more."""


def version(fact: Fact) -> str:
    """16 hexadecimal digits that name what a reader is told of a fact, or `WITHDRAWN` where it is unpublished.

    Where it stands in the text, how sure its reading is and who said it are no part of that: a change of
    these corrects nothing.
    """
    if not fact.published:
        return WITHDRAWN
    parts = _event(fact) if isinstance(fact, Event) else _figure(fact)
    return hashlib.sha256("\0".join("" if part is None else str(part) for part in parts).encode()).hexdigest()[:16]


def _event(event: Event) -> Iterator[object]:
    yield from ("event", event.kind, event.modality, event.actor, event.counterpart, event.place, event.to_place)
    yield from (event.extent, *(said(event.date) or ("", "", "")))
    if event.kind in RECEIPT_ONLY and event.title:
        # What it says is in its title alone; spelling is no part of that.
        yield from (fold(event.title.ar), fold(event.title.en))


def _figure(figure: Figure) -> Iterator[object]:
    yield from ("figure", figure.force, figure.place, figure.unit, figure.sense, figure.casualty, figure.modality)
    yield from (*amount(figure), *said(figure.as_of))


def amount(figure: Figure) -> tuple[str | int | None, ...]:
    """The number with its hedge."""
    return figure.qualifier, figure.value, figure.low, figure.high


def said(when: FuzzyDate | None) -> tuple[str, ...]:
    """The date as its words name it: its period, its edge, its bound; () for none."""
    return () if when is None else (when.edtf, when.edge or "", when.bound)
