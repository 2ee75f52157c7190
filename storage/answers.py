"""What the queries answer with: records grouped as a reader asks for them, each with its sources.

The views turn these into messages. Every answer carries the `Edition` it was read from, so that it can
say how far the sources reach. Nothing here reads the database or makes sentences for people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from storage.records import (
    ArticleKind,
    Disagreement,
    Event,
    Figure,
    Milestone,
    PlaceStatus,
    Publication,
    Series,
    Story,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """The serving revision: `newest` is the day up to which its sources surely reach."""

    revision: int
    loaded_at: datetime
    story: Story
    articles: int
    facts: int
    oldest: date | None
    newest: date | None


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a receipt names it. `number` is its place in /sources, counted from 1, oldest first."""

    article: str
    code: str
    number: int
    title: str | None
    publisher: str | None
    outlet: str | None
    published: Publication
    kind: ArticleKind
    url: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """An event with the article that makes it, and the short code of the milestone it stands in."""

    event: Event
    source: Source
    milestone: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A figure with the article that gives it."""

    figure: Figure
    source: Source


class Lane(StrEnum):
    DATED = "dated"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class TimelineQuery:
    """Which milestones. `start`/`end` bound the days (inclusive); `place` takes in all that lies in it;
    `force` an actor and all of its line; `words` must all occur (folded as in search)."""

    start: date | None = None
    end: date | None = None
    place: str | None = None
    force: str | None = None
    words: tuple[str, ...] = ()
    lane: Lane = Lane.DATED


@dataclass(frozen=True, slots=True)
class Cursor:
    """A keyset position: the page before or after this row in timeline order."""

    day: date
    width: int
    row: int
    forward: bool


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Milestones oldest first. Without a cursor, the last page. `older`/`newer` None = nothing there.

    `other_lane` counts what the same query finds in the other lane (dated ↔ undated).
    """

    edition: Edition
    query: TimelineQuery
    milestones: tuple[Milestone, ...]
    older: Cursor | None
    newer: Cursor | None
    total: int
    other_lane: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A milestone with all its claims (lead first), and the other phases of its subject, oldest phase first."""

    edition: Edition
    milestone: Milestone
    claims: tuple[Claim, ...]
    phases: tuple[Milestone, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A promise in the ledger, with the claim that leads it."""

    milestone: Milestone
    claim: Claim
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """`upcoming` nearest first, `overdue` latest deadline first, `undated` newest report first."""

    edition: Edition
    today: date
    upcoming: tuple[Deadline, ...]
    overdue: tuple[Deadline, ...]
    undated: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place: its status, its claims newest first, its milestones in timeline order, its figures.

    In an overview `milestones` and `counts` are empty and `claims` holds only those the status rests on.
    """

    status: PlaceStatus
    claims: tuple[Claim, ...]
    milestones: tuple[Milestone, ...] = ()
    counts: tuple[Count, ...] = ()
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """The overview: places in story order."""

    edition: Edition
    cards: tuple[PlaceCard, ...]


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """One place that a reader named. `card` None: the story knows it, no claim speaks of it.

    `within` are the cards of the places that lie in it.
    """

    edition: Edition
    place: str
    card: PlaceCard | None
    within: tuple[PlaceCard, ...]


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """A series with its figures, newest first."""

    series: Series
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures by force and place: strength, leaving, arriving and target told apart, in story order."""

    edition: Edition
    place: str | None
    force: str | None
    cards: tuple[SeriesCard, ...]
    others: tuple[SeriesCard, ...]
    """Detainees, casualties, attacks: counted apart, never as troops."""
    number: int | None = None
    """The number that was asked for, where only its figures are here."""

    def of(self, number: int) -> Figures:
        """Only the figures that say `number`, as a count or as a bound of one."""
        cards, others = _saying(self.cards, number), _saying(self.others, number)
        return replace(self, cards=cards, others=others, number=number)


def _saying(cards: tuple[SeriesCard, ...], number: int) -> tuple[SeriesCard, ...]:
    said = ((card, tuple(c for c in card.counts if number in _numbers(c.figure))) for card in cards)
    return tuple(replace(card, counts=counts) for card, counts in said if counts)


def _numbers(figure: Figure) -> tuple[float | None, ...]:
    return figure.value, figure.low, figure.high


@dataclass(frozen=True, slots=True)
class DisputeSide:
    stance: str
    claims: tuple[Claim, ...]
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    disagreement: Disagreement
    sides: tuple[DisputeSide, ...]


@dataclass(frozen=True, slots=True)
class Disputes:
    edition: Edition
    place: str | None
    disputes: tuple[Dispute, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that was found: `matches` are spans within `sentence` (start, end)."""

    source: Source
    sentence: str
    matches: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Hits newest article first. `total` is the number of matching sentences, up to 1,000; they hold all of
    the words, or where `partial` only some, since none holds all: then those that hold most come first."""

    edition: Edition
    words: str
    hits: tuple[Hit, ...]
    total: int
    next_offset: int | None
    nearest: tuple[str, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class ArticleCard:
    edition: Edition
    source: Source
    note: str | None
    text: str
    claims: tuple[Claim, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    edition: Edition
    sources: tuple[Source, ...]
