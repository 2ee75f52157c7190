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
from storage.records import RECEIPT_ONLY, Extent, Kind, Milestone, Modality, Phase

NEAR = timedelta(days=3)
"""Two reports of what happened whose days lie this near speak of the same event."""
SAME_NEWS = timedelta(days=31)
"""Undated reports printed this near to each other are taken for one piece of news."""

_DATED, _UNDATED = "|dated", "|undated"
_ENDURING = frozenset({Kind.PRESENCE, Kind.MISSION_END, Kind.ELECTION})
_FULFILS: Mapping[Stage, frozenset[Stage]] = {
    Stage.WHOLE: frozenset({Stage.WHOLE, Stage.HANDOVER}),
    Stage.HANDOVER: frozenset({Stage.HANDOVER}),
    Stage.PART: frozenset({Stage.PART, Stage.WHOLE, Stage.HANDOVER}),
    Stage.CUT: frozenset({Stage.CUT, Stage.PART, Stage.WHOLE, Stage.HANDOVER}),
    Stage.MOVE: frozenset({Stage.MOVE, Stage.WHOLE, Stage.HANDOVER}),
    Stage.ONLY: frozenset({Stage.ONLY}),
}


_Made = tuple[Milestone, Claim, date]
"""A milestone, its leading claim, and the day from which a report can answer it."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The milestones, and old keys that now name another's (`aliases`: old key → its present key)."""

    milestones: tuple[Milestone, ...]
    aliases: Mapping[str, str]


def milestones(claims: Iterable[Claim], disputed: frozenset[str], known: Mapping[str, str]) -> Merged:
    """`disputed` holds the event ids that disagreements rest on; `known` the keys of earlier loads."""
    made: list[_Made] = []
    aliases: dict[str, str] = {}
    for base, clusters in _gathered(claims).items():
        for cluster in clusters:
            key, old = _key(base, cluster, known)
            aliases |= dict.fromkeys(old, key)
            lead = _lead(cluster)
            made.append((_milestone(key, lead, cluster, disputed), lead, _promised(lead, cluster)))
    return Merged(tuple(_fulfilled(made)), aliases)


def _gathered(claims: Iterable[Claim]) -> dict[str, list[list[Claim]]]:
    """The clusters of each group; what rules have read without a date joins the dated event that was just reported."""
    gathered = {base: _clusters(group) for base, group in _groups(claims).items()}
    for base, clusters in gathered.items():
        dated = gathered.get(base.removesuffix(_UNDATED) + _DATED, []) if base.endswith(_UNDATED) else []
        for cluster in clusters if dated else ():
            for claim in list(cluster):
                if home := next((c for c in dated if _tells_of(claim, c[0])), None):
                    home.append(claim)
                    cluster.remove(claim)
    return {base: [cluster for cluster in clusters if cluster] for base, clusters in gathered.items()}


def _tells_of(claim: Claim, event: Claim) -> bool:
    """Whether a claim without a date, printed soon after a dated event of the same subject, tells of that event."""
    since = claim.reported - event.effective
    return not claim.reviewed and claim.phase is Phase.DONE and claim.timed and timedelta(0) <= since <= SAME_NEWS


def _groups(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        condition = "if" if claim.event.modality is Modality.CONDITIONAL else "-"
        base = "|".join((claim.subject, claim.phase, claim.stage, condition))
        groups[base + (_DATED if claim.event.date else _UNDATED)].append(claim)
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
    newest, *_ = by_age = newest_first(cluster)
    others = [c for c in by_age if c is not lead]
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
        reported=newest.reported,
        printed=newest.article.published,
    )


def _lead(cluster: Sequence[Claim]) -> Claim:
    """The newest report speaks; among those that agree with it, the one most to be trusted."""
    newest = newest_first([c for c in cluster if c.event.date] or cluster)[0]
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


def _promised(lead: Claim, cluster: Sequence[Claim]) -> date:
    """The day of the promise; of one told again when its day was over, that of the first report of it."""
    deadline = lead.event.date.deadline if lead.event.date else None
    told_again = deadline is not None and deadline < lead.reported
    return min(c.reported for c in cluster) if told_again else lead.reported


def _fulfilled(made: Sequence[_Made]) -> list[Milestone]:
    """Tie each promise to a later report, of the same subject, that it was done."""
    subjects: dict[str, list[_Made]] = defaultdict(list)
    for one in made:
        subjects[one[0].subject].append(one)
    return [
        replace(m, fulfilled_by=_fulfilling(lead, since, subjects[m.subject])) if m.phase is Phase.PROMISED else m
        for m, lead, since in made
    ]


def _fulfilling(promise: Claim, since: date, subject: Sequence[_Made]) -> str | None:
    for milestone, claim, _ in subject:
        fits = claim.phase is Phase.DONE and claim.stage in _FULFILS[promise.stage] and _answers(claim, promise, since)
        if fits and not any(_goes_on(other, claim) for _, other, _ in subject):
            return milestone.key
    return None


def _answers(claim: Claim, promise: Claim, since: date) -> bool:
    """One round of talks answers for the round that was promised for that time only."""
    if claim.effective < since or (not claim.reviewed and not _is_enough(claim, promise)):
        return False
    if _keeps_moving_date(promise):
        return True
    last = promise.event.date.deadline if promise.event.date else None
    return last is not None and claim.effective <= last


def _is_enough(claim: Claim, promise: Claim) -> bool:
    """Whether what rules have read can be the whole of what was promised: not the first of it, and of a country not
    the handing over of some sites, nor a departure that is not said to be that of all."""
    if claim.event.extent is Extent.FIRST:
        return promise.event.extent is Extent.FIRST
    return not claim.area or promise.stage is not Stage.WHOLE or (claim.stage is Stage.WHOLE and claim.whole)


def _goes_on(other: Claim, done: Claim) -> bool:
    """What is reported as still going on afterwards was not done."""
    return other.event.modality is Modality.ONGOING and other.effective > done.effective
