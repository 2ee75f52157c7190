"""Claims → milestones: one subject in one phase and stage, with every claim of it.

A promise keeps its milestone when its date moves, so its key holds no date; what happened is told apart
by when it happened, so its key names the first claim of it instead. See DESIGN: a milestone's key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from storage.corpus.merging.claims import Claim, Stage, apart, by_trust, independent_sources, newest_first, overlap
from storage.fuzzydate import FuzzyDate
from storage.records import RECEIPT_ONLY, Kind, Milestone, Modality, Phase

NEAR = timedelta(days=3)
"""Two reports of what happened whose days lie this near speak of the same event."""
SAME_NEWS = timedelta(days=31)
"""Undated reports printed this near to each other are taken for one piece of news."""

_ENDURING = frozenset({Kind.PRESENCE, Kind.MISSION_END, Kind.ELECTION})
_FULFILS: Mapping[Stage, frozenset[Stage]] = {
    Stage.WHOLE: frozenset({Stage.WHOLE, Stage.HANDOVER}),
    Stage.HANDOVER: frozenset({Stage.HANDOVER}),
    Stage.PART: frozenset({Stage.PART, Stage.WHOLE, Stage.HANDOVER}),
    Stage.CUT: frozenset({Stage.CUT, Stage.PART, Stage.WHOLE, Stage.HANDOVER}),
    Stage.MOVE: frozenset({Stage.MOVE, Stage.WHOLE, Stage.HANDOVER}),
    Stage.ONLY: frozenset({Stage.ONLY}),
}


@dataclass(frozen=True, slots=True)
class Merged:
    """The milestones, and old keys that now name another's (`aliases`: old key → its present key)."""

    milestones: tuple[Milestone, ...]
    aliases: Mapping[str, str]


def milestones(claims: Iterable[Claim], disputed: frozenset[str], known: Mapping[str, str]) -> Merged:
    """`disputed` holds the event ids that disagreements rest on; `known` the keys of earlier loads."""
    made: list[tuple[Milestone, Claim]] = []
    aliases: dict[str, str] = {}
    for base, group in _groups(claims).items():
        for cluster in _clusters(group):
            key, old = _key(base, cluster, known)
            aliases |= dict.fromkeys(old, key)
            lead = _lead(cluster)
            made.append((_milestone(key, lead, cluster, disputed), lead))
    return Merged(tuple(_fulfilled(made)), aliases)


def _groups(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        condition = "if" if claim.event.modality is Modality.CONDITIONAL else "-"
        dated = "dated" if claim.event.date else "undated"
        base = "|".join((claim.subject, claim.phase, claim.stage, condition, dated))
        groups[base].append(claim)
    return groups


def _keeps_moving_date(claim: Claim) -> bool:
    """A promised departure, stay, end of mission or election is one thing however its date moves."""
    lasting = claim.stage is not Stage.ONLY or claim.event.kind in _ENDURING
    return claim.phase is not Phase.DONE and lasting


def _clusters(group: Sequence[Claim]) -> list[list[Claim]]:
    """Claims of one event together: neighbours on the calendar, except where dates may move."""
    if _keeps_moving_date(group[0]):
        return [list(group)]
    clusters: list[list[Claim]] = []
    for claim in sorted(group, key=_narrow_first):
        home = next((c for c in clusters if _same_time(c[0], claim)), None)
        if home is None:
            clusters.append([claim])
        else:
            home.append(claim)
    return clusters


def _narrow_first(claim: Claim) -> tuple[int, date, str]:
    first, last = claim.span
    return ((last - first).days, first, claim.event.id)


def _same_time(one: Claim, other: Claim) -> bool:
    return apart(one.span, other.span) <= (NEAR if one.event.date else SAME_NEWS)


def _key(base: str, cluster: Sequence[Claim], known: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The cluster's key, and keys under which parts of it were known before."""
    if _keeps_moving_date(cluster[0]):
        return base, ()
    named = [f"{base}|{c.event.id}" for c in sorted(cluster, key=lambda c: (c.reported, c.event.id))]
    before = [key for key in named if key in known]
    key = before[0] if before else named[0]
    return key, tuple(k for k in before if k != key)


def _milestone(key: str, lead: Claim, cluster: Sequence[Claim], disputed: frozenset[str]) -> Milestone:
    event = lead.event
    others = [c for c in newest_first(cluster) if c is not lead]
    titles = [c.event.title for c in (lead, *others) if c.event.title]
    return Milestone(
        key=key,
        code="",
        subject=lead.subject,
        phase=lead.phase,
        kind=event.kind,
        modality=event.modality,
        extent=event.extent,
        actor=event.actor,
        counterpart=event.counterpart,
        place=event.place,
        to_place=event.to_place,
        date=event.date,
        deadlines=_deadlines(cluster),
        title=event.title or (titles[0] if titles and event.kind in RECEIPT_ONLY else None),
        lead=event.id,
        events=(event.id, *(c.event.id for c in others)),
        sources=independent_sources([c for c in cluster if _supports(c, lead)]),
        disputed=any(c.event.id in disputed for c in cluster),
        reported=max(c.reported for c in cluster),
    )


def _lead(cluster: Sequence[Claim]) -> Claim:
    """The newest report speaks; among those that agree with it, the one most to be trusted."""
    newest = newest_first(cluster)[0]
    return min((c for c in cluster if _supports(c, newest)), key=by_trust)


def _supports(claim: Claim, lead: Claim) -> bool:
    """A source counts for a date only where its own date meets it."""
    if claim.event.date is None or lead.event.date is None:
        return claim.event.date is lead.event.date
    return overlap(claim.event.date, lead.event.date)


def _deadlines(cluster: Sequence[Claim]) -> tuple[FuzzyDate, ...]:
    """The different dates that were given, oldest report first; a date that meets an earlier one is no other."""
    dates: list[FuzzyDate] = []
    for claim in sorted(cluster, key=lambda c: (c.reported, c.event.id)):
        given = claim.event.date
        if given and not any(overlap(given, seen) for seen in dates):
            dates.append(given)
    return tuple(dates)


def _fulfilled(made: Sequence[tuple[Milestone, Claim]]) -> list[Milestone]:
    """Tie each promise to a later report, of the same subject, that it was done."""
    subjects: dict[str, list[tuple[Milestone, Claim]]] = defaultdict(list)
    for milestone, lead in made:
        subjects[milestone.subject].append((milestone, lead))
    return [
        replace(m, fulfilled_by=_fulfilling(lead, subjects[m.subject])) if m.phase is Phase.PROMISED else m
        for m, lead in made
    ]


def _fulfilling(promise: Claim, subject: Sequence[tuple[Milestone, Claim]]) -> str | None:
    for milestone, claim in subject:
        fits = claim.phase is Phase.DONE and claim.stage in _FULFILS[promise.stage] and _answers(claim, promise)
        if fits and not any(_goes_on(other, claim) for _, other in subject):
            return milestone.key
    return None


def _answers(claim: Claim, promise: Claim) -> bool:
    """One round of talks answers for the round that was promised for that time only."""
    if claim.effective < promise.reported:
        return False
    if _keeps_moving_date(promise):
        return True
    last = promise.event.date.deadline if promise.event.date else None
    return last is not None and claim.effective <= last


def _goes_on(other: Claim, done: Claim) -> bool:
    """What is reported as still going on afterwards was not done."""
    return other.event.modality is Modality.ONGOING and other.effective > done.effective
