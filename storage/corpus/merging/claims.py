"""A claim in the light of the story: whose line, which episode, which stage of leaving, which phase.

Here stands what milestones, places and disagreements all ask of one claim, and of two dates or two
sources. Nothing is grouped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from storage.fuzzydate import FuzzyDate, Span
from storage.records import DRAWDOWN, Article, Event, Extent, Kind, Modality, Origin, Phase, Publication, Story

SAME_REPORT = timedelta(days=14)
"""Rewrites of one agency report appear within two weeks; the same agency a year later is a new report."""

_COMPLETE = frozenset({Extent.ALL, Extent.REMAINING, None})


class Stage(StrEnum):
    """Which part of a subject a claim speaks of. The partial and the final departure stand side by side."""

    WHOLE = "whole"
    PART = "part"
    CUT = "cut"
    MOVE = "move"
    HANDOVER = "handover"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Claim:
    """An event with what the story and its article say about it. `reported` is the publication day."""

    event: Event
    article: Article
    reported: date
    line: str | None
    episode: str
    stage: Stage
    phase: Phase

    @property
    def subject(self) -> str:
        family = "drawdown" if self.event.kind in DRAWDOWN else self.event.kind.value
        return "|".join((family, self.line or "-", self.event.place or "-", self.episode))

    @property
    def span(self) -> Span:
        """The days that it speaks of: those its date names, else the day it was printed."""
        return self.event.date.window if self.event.date else (self.reported, self.reported)

    @property
    def effective(self) -> date:
        """The day up to which it speaks."""
        return self.span[1]

    @property
    def complete(self) -> bool:
        return self.stage in (Stage.WHOLE, Stage.HANDOVER)


def claims_of(story: Story, articles: Iterable[Article], events: Iterable[Event]) -> tuple[Claim, ...]:
    """The published events, each as a `Claim`, in the order given."""
    by_id = {article.id: article for article in articles}
    return tuple(_claim(story, by_id[event.citation.article], event) for event in events if event.published)


def _claim(story: Story, article: Article, event: Event) -> Claim:
    reported = printed(article.published)
    return Claim(
        event=event,
        article=article,
        reported=reported,
        line=story.line(event.actor),
        episode=_episode(story, event, reported),
        stage=_stage(event),
        phase=_phase(event),
    )


def printed(publication: Publication) -> date:
    """The last day on which an article can have been printed; the unknown sort first."""
    return publication.latest or publication.earliest or date.min


def _episode(story: Story, event: Event, reported: date) -> str:
    """The episode that holds the middle of what happened; a plan belongs to the time it was made in."""
    day = reported
    if event.date and event.modality in (Modality.HAPPENED, Modality.ONGOING):
        first, last = event.date.window
        day = first + (last - first) / 2
    fitting = [e.id for e in story.episodes.values() if e.start <= day and (e.end is None or day <= e.end)]
    return fitting[-1] if fitting else "-"


def _stage(event: Event) -> Stage:
    match event.kind:
        case Kind.HANDOVER:
            return Stage.HANDOVER
        case Kind.REDEPLOYMENT:
            return Stage.MOVE
        case Kind.REDUCTION:
            return Stage.CUT
        case Kind.WITHDRAWAL:
            return Stage.WHOLE if event.extent in _COMPLETE else Stage.PART
        case _:
            return Stage.ONLY


def _phase(event: Event) -> Phase:
    match event.modality:
        case Modality.DENIED:
            return Phase.DENIED
        case Modality.PLANNED | Modality.CONDITIONAL:
            return Phase.PROMISED
        case Modality.ONGOING:
            return Phase.UNDER_WAY
        case Modality.HAPPENED:
            # The first convoys out are a beginning, not the departure.
            begun = event.kind in DRAWDOWN and event.extent is Extent.FIRST
            return Phase.UNDER_WAY if begun else Phase.DONE


# ------------------------------------------------------------------ two dates, two sources


def overlap(one: FuzzyDate, other: FuzzyDate) -> bool:
    """Whether the days that the two name meet: "by September 2025" and "in 2025" do."""
    return apart(one.window, other.window) <= timedelta(0)


def apart(one: Span, other: Span) -> timedelta:
    """How far apart two spans lie; zero or less where they meet."""
    return max(one[0], other[0]) - min(one[1], other[1])


def newest_first(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda c: (-c.reported.toordinal(), c.event.id))


def by_trust(claim: Claim) -> tuple[bool, bool, int, int, str]:
    """Order for choosing a lead: reviewed before extracted, more than the first few, the narrower date,
    the newer report."""
    first, last = claim.span
    extracted, few = claim.event.origin is not Origin.REVIEWED, claim.event.extent is Extent.FIRST
    return (extracted, few, (last - first).days, -claim.reported.toordinal(), claim.event.id)


def independent_sources(claims: Sequence[Claim]) -> int:
    """How many sources stand behind the claims: an article is one, rewrites of one agency report are one."""
    reports: dict[str, list[date]] = {}
    articles: set[str] = set()
    for claim in sorted(claims, key=lambda c: c.reported):
        agency = claim.event.attribution.agency
        if agency is None:
            articles.add(claim.article.id)
        elif not (seen := reports.setdefault(agency, [])) or claim.reported - seen[-1] > SAME_REPORT:
            seen.append(claim.reported)
    rewritten = {c.article.id for c in claims if c.event.attribution.agency}
    return len(articles - rewritten) + sum(map(len, reports.values()))
