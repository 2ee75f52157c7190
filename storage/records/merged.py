"""What the claims of many articles merge into: milestones, place states, disagreements, series."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storage.fuzzydate import FuzzyDate
from storage.records.articles import Localized, Publication
from storage.records.vocabulary import (
    Casualty,
    DisagreementType,
    Extent,
    Issue,
    Kind,
    Modality,
    Phase,
    PlaceState,
    Sense,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A subject in one phase, with every claim of it.

    `key` is stable and holds no date; `code` is what readers tap (``/m_k3x``). `subject` ties the
    phases of one thing together. `lead` is the id of the claim that gives kind, extent, actor, place and
    date; `events` are all claims, lead first. `deadlines` are the distinct dates the claims give, oldest
    report first. `fulfilled_by` is the key of a later milestone of the same subject that reports it done.
    `sources` counts independent sources: rewrites of one agency report are one. `printed` is when its newest
    report was, `reported` the last day on which that can have been.
    """

    key: str
    code: str
    subject: str
    phase: Phase
    kind: Kind
    modality: Modality
    extent: Extent | None
    actor: str | None
    counterpart: str | None
    place: str | None
    to_place: str | None
    date: FuzzyDate | None
    deadlines: tuple[FuzzyDate, ...]
    title: Localized | None
    lead: str
    events: tuple[str, ...]
    sources: int
    disputed: bool
    reported: dt.date | None
    fulfilled_by: str | None = None
    printed: Publication | None = None

    @property
    def year(self) -> int | None:
        """The year it stands under in a timeline; None for the lane of the undated."""
        return self.date.sort_key[0].year if self.date else None

    def overdue(self, today: dt.date) -> bool:
        """Its last day is over, and no later report says that it was done."""
        deadline = self.date.deadline if self.date else None
        # That a force stays until some day is no promise to be kept: such a day expires, it is not missed.
        if self.modality is not Modality.PLANNED or self.kind is Kind.PRESENCE or self.fulfilled_by or deadline is None:
            return False
        return deadline < today


@dataclass(frozen=True, slots=True)
class PlaceStatus:
    """What the claims say of one place: never written by hand. `events` newest first."""

    place: str
    state: PlaceState
    since: FuzzyDate | None
    disputed: bool
    events: tuple[str, ...]
    reported: dt.date | None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: the claims that agree with each other, newest first.

    `frame` names the side where the type is *what*; `stance` is a short id for *whether* and *when*
    (``leave``, ``stay``, ``deadline``, ``begun``, ``in_progress``, ``done``, ``no_change``).
    """

    claims: tuple[str, ...]
    stance: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims of one subject that cannot all be so. `place` is where, None for the whole story."""

    id: str
    code: str
    type: DisagreementType
    place: str | None
    sides: tuple[Side, ...]
    issue: Issue

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(claim for side in self.sides for claim in side.claims)


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one force, place, unit and sense, oldest first."""

    id: str
    force: str | None
    place: str | None
    unit: Unit
    sense: Sense | None
    casualty: Casualty | None
    figures: tuple[str, ...]
