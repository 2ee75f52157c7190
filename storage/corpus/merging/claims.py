"""A claim in the light of the story: whose line, which episode, which stage of leaving, which phase.

Here stands what milestones, places and disagreements all ask of one claim, and of two dates or two
sources. Nothing is grouped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from rapidfuzz import fuzz

from storage.corpus.text import fold
from storage.fuzzydate import FuzzyDate, Span
from storage.records import (
    DRAWDOWN,
    Article,
    Event,
    Extent,
    Kind,
    Modality,
    Origin,
    Phase,
    PlaceKind,
    Publication,
    Story,
)

SAME_REPORT = timedelta(days=14)
"""Rewrites of one agency report appear within two weeks; the same agency a year later is a new report."""

A_MONTH = timedelta(days=31)
ALIKE = 85
"""Sentences this much alike, out of 100, are one agency's, rewritten."""
_READ = 64  # more articles than this are not compared sentence by sentence

_ALL = frozenset({Extent.ALL, Extent.REMAINING})
_COMPLETE = _ALL | {None}
_OPEN = frozenset({Modality.ONGOING, Modality.PLANNED})
_COMPLETED = "modality.complete."
"""The reasons of extraction for a verb that says that it was finished."""
_AREAS = frozenset({PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.PROVINCE, PlaceKind.CITY})


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
    """An event with what the story and its article say about it. `reported` is the publication day, `where` the
    place by which it is told apart from other events; `area`: that it speaks of is a country, region or city."""

    event: Event
    article: Article
    reported: date
    line: str | None
    episode: str
    stage: Stage
    phase: Phase
    where: str | None = None
    area: bool = False

    @property
    def subject(self) -> str:
        family = "drawdown" if self.event.kind in DRAWDOWN else self.event.kind.value
        return "|".join((family, self.line or "-", self.where or "-", self.episode))

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

    @property
    def reviewed(self) -> bool:
        return self.event.origin is Origin.REVIEWED

    @property
    def whole(self) -> bool:
        """Whether nobody is left out: an editor wrote so, or the text says it in so many words («جميع»، «أتمت»)."""
        if self.reviewed:
            return self.event.extent in _COMPLETE
        return self.event.extent in _ALL or any(reason.startswith(_COMPLETED) for reason in self.event.reasons)

    @property
    def timed(self) -> bool:
        """Whether the time it speaks of is known: its date, or else its publication to within a month."""
        published = self.article.published
        if self.reviewed or self.event.date:
            return True
        known = published.earliest is not None and published.latest is not None
        return known and printed(published) - (published.earliest or date.min) <= A_MONTH

    @property
    def voice(self) -> tuple[str, str | None]:
        """Who says it, and where."""
        return self.article.id, self.event.attribution.speaker


def claims_of(story: Story, articles: Iterable[Article], events: Iterable[Event]) -> tuple[Claim, ...]:
    """The published events, each as a `Claim`, in the order given."""
    by_id = {article.id: article for article in articles}
    claims = [_claim(story, by_id[event.citation.article], event) for event in events if event.published]
    staying = _staying(story, claims)
    return tuple(_tempered(claim, staying) for claim in claims)


def _claim(story: Story, article: Article, event: Event) -> Claim:
    reported = printed(article.published)
    return Claim(
        event=event,
        article=article,
        reported=reported,
        line=_line(story, event),
        episode=_episode(story, event, reported),
        stage=_stage(event),
        phase=_phase(event),
        where=story.root(event.place) if _is_between(event) else event.place,
        area=is_area(story, event.place),
    )


def _is_between(event: Event) -> bool:
    """Talks and agreements, of which a rule cannot tell whose they are first, nor whether «في بغداد» is their place."""
    return event.origin is Origin.EXTRACTED and event.kind in (Kind.TALKS, Kind.AGREEMENT)


def _line(story: Story, event: Event) -> str | None:
    """The line of the actor; of two sides that talk, the one that the story names first."""
    sides = [event.actor, event.counterpart] if _is_between(event) else [event.actor]
    named = [side for side in story.actors if side in sides]
    return story.line(named[0] if named else event.actor)


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


# ------------------------------------------------------------------ what one extracted sentence does not bear

_Staying = dict[tuple[str | None, str, str], date]


def is_area(story: Story, place: str | None) -> bool:
    """Whether a place is a whole country, region, province or city, of which one sentence tells a part."""
    return place is not None and story.places[place].kind in _AREAS


def _staying(story: Story, claims: Iterable[Claim]) -> _Staying:
    """The last day on which forces of a line are said to be, to stay or to be leaving still, in each area."""
    latest: _Staying = {}
    for claim in claims:
        if claim.event.modality in (Modality.ONGOING, Modality.PLANNED) and claim.event.kind in DRAWDOWN | {
            Kind.PRESENCE
        }:
            place = claim.event.place
            while place is not None:
                key = (claim.line, claim.episode, place)
                latest[key] = max(latest.get(key, date.min), claim.effective)
                place = story.places[place].parent
    return latest


def _tempered(claim: Claim, staying: _Staying) -> Claim:
    """A sentence found by rule that an area was left, while others of its line are said to be there afterwards,
    tells of some of them: «أُخليت القواعد في المناطق الاتحادية» is not the end of the story."""
    event = claim.event
    gone = event.kind is Kind.WITHDRAWAL and event.modality is Modality.HAPPENED and claim.stage is Stage.WHOLE
    if claim.reviewed or not gone or not claim.area:
        return claim
    if staying.get((claim.line, claim.episode, event.place or ""), date.min) <= claim.effective:
        return claim
    return replace(claim, event=replace(event, extent=Extent.SOME), stage=Stage.PART)


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
    """How many sources stand behind the claims: an article is one, rewrites of one agency report are one, and so are
    articles that print nearly the same sentence."""
    reports: dict[str, list[date]] = {}
    articles: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: c.reported):
        agency = claim.event.attribution.agency
        if agency is None:
            articles.setdefault(claim.article.id, []).append(claim)
        elif not (seen := reports.setdefault(agency, [])) or claim.reported - seen[-1] > SAME_REPORT:
            seen.append(claim.reported)
    rewritten = {c.article.id for c in claims if c.event.attribution.agency}
    own = [told for id, told in articles.items() if id not in rewritten]
    return _told_apart(own) + sum(map(len, reports.values()))


def _told_apart(articles: Sequence[Sequence[Claim]]) -> int:
    """How many of the articles say it in words of their own."""
    own: list[Claim] = []
    for claims in articles[:_READ]:
        if not any(_rewritten(claim, other) for claim in claims for other in own):
            own.extend(claims)
    return len({claim.article.id for claim in own}) + len(articles[_READ:])


def _rewritten(one: Claim, other: Claim) -> bool:
    if one.reviewed or other.reviewed or abs(one.reported - other.reported) > SAME_REPORT:
        return False
    return fuzz.ratio(_sentence(one), _sentence(other), score_cutoff=ALIKE) > 0


def _sentence(claim: Claim) -> str:
    citation = claim.event.citation
    return fold(claim.article.text[citation.start : citation.end])
