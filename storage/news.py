"""What of a change is news: milestones, moved dates, numbers, disagreements, deadlines. Pure.

What changed is read in `storage.database.queries.changes`; the records are those of `storage.digest`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from storage.answers import Count
from storage.digest import Changed, Due, amount, said
from storage.fuzzydate import FuzzyDate
from storage.records import Disagreement, Kind, Milestone, Modality, Phase, Sense, Series, Unit

# ------------------------------------------------------------------ milestones


def arrivals(changed: Changed) -> Iterator[tuple[Milestone, Milestone | None]]:
    """The new ones, each with the earlier phase that it follows. What old claims merge into by another rule,
    or once one of them was corrected, is no news."""
    for pair in changed.milestones:
        if pair.before is None and not changed.fresh.isdisjoint(pair.now.events):
            yield pair.now, _earlier(pair.now, changed.known.get(pair.now.subject, ()))


def _earlier(milestone: Milestone, known: Sequence[Milestone]) -> Milestone | None:
    """What was promised counts as done only where the merging says so. A stay has no phases: it goes on."""
    if milestone.kind is Kind.PRESENCE:
        return None
    same = [m for m in known if m.kind is milestone.kind]
    match milestone.phase:
        case Phase.DONE:
            kept = [m for m in known if m.fulfilled_by == milestone.key]
            earlier = kept or [m for m in same if m.phase is Phase.UNDER_WAY]
        case Phase.UNDER_WAY:
            earlier = [m for m in same if m.modality is Modality.PLANNED]
        case _:
            earlier = []
    return next(iter(earlier), None)


def by_weight(arrival: tuple[Milestone, Milestone | None]) -> tuple[bool, bool, int]:
    """What has moved on to another phase first, then what happened before what is ahead; of what happened
    the latest first, of what is ahead the nearest."""
    milestone, was = arrival
    ahead = milestone.modality in AHEAD
    spoken = milestone.date.window[1] if milestone.date else milestone.reported or date.min
    day = spoken.toordinal()
    return was is None, ahead, day if ahead else -day


def moves(changed: Changed) -> Iterator[tuple[Milestone, FuzzyDate]]:
    """Promises whose date was moved, with the date before: by a new report, while the old one still stands.

    Where the same report says another date than it did, or is gone, it was corrected, and nothing moved.
    """
    for pair in changed.milestones:
        before, now = pair.before, pair.now
        if before is None or before.date is None or now.date is None or now.phase is not Phase.PROMISED:
            continue
        reported_anew = now.lead in changed.fresh and before.lead in now.events
        if reported_anew and said(before.date) != said(now.date):
            yield now, before.date


# ------------------------------------------------------------------ numbers

SAME_NEWS = timedelta(days=31)
"""The same number of casualties, given again within this time, is the same news."""
OUTRIGHT = frozenset({Modality.HAPPENED, Modality.ONGOING})
AHEAD = frozenset({Modality.PLANNED, Modality.CONDITIONAL})
_STANDING = frozenset({Sense.STRENGTH, Sense.TARGET})


def numbers(
    series: Iterable[Series], counts: Mapping[str, Count], fresh: Collection[str]
) -> Iterator[tuple[Count, Count | None]]:
    """The newest number of each series, where it is among the `fresh` figures, with the one before it.

    Numbers that are said outright and numbers that are planned are told apart; denied ones are no numbers.
    """
    for each in series:
        for modalities in (OUTRIGHT, AHEAD):
            found = [counts[id_] for id_ in each.figures if id_ in counts and counts[id_].figure.modality in modalities]
            known = [count for count in found if count.figure.id not in fresh]
            if found and found[-1].figure.id in fresh:
                yield from _number(each, found[-1], known)


def _number(series: Series, newest: Count, known: Sequence[Count]) -> Iterator[tuple[Count, Count | None]]:
    same = [count for count in known if amount(count.figure) == amount(newest.figure)]
    if not _stands(series):
        if not any(spoken_of(newest) - spoken_of(count) <= SAME_NEWS for count in same):
            yield newest, None
    elif not known or known[-1] not in same:
        # A number for the same day stands beside the other, not in its place.
        moved_on = known and spoken_of(newest) > spoken_of(known[-1])
        yield newest, known[-1] if moved_on else None


def _stands(series: Series) -> bool:
    """Whether a newer number takes the place of an older one: of those who are there, not of those who came."""
    return series.unit in (Unit.DETAINEES, Unit.PERCENT) or (
        series.unit is Unit.PERSONNEL and series.sense in _STANDING
    )


def spoken_of(count: Count) -> date:
    """The day that a number is of, as far as it is known."""
    published = count.source.published
    return count.figure.as_of.window[1] if count.figure.as_of else published.latest or published.earliest or date.min


# ------------------------------------------------------------------ disagreements


def quarrels(changed: Changed) -> Iterator[Disagreement]:
    """Those that are new, and those in which somebody now says a third thing."""
    for pair in changed.disagreements:
        if pair.before is None or _stances(pair.now) - _stances(pair.before):
            yield pair.now


def _stances(disagreement: Disagreement) -> set[str]:
    return {side.stance for side in disagreement.sides}


# ------------------------------------------------------------------ deadlines

HORIZON = timedelta(days=90)
"""A deadline further away is said only where none is nearer."""
LATELY = timedelta(days=30)
"""What is overdue for longer is counted, not listed."""
MARKS = (30, 7, 1, 0)
"""A deadline is news when so many days are left, and on the day after it."""


def nearest(upcoming: Sequence[Due], today: date) -> tuple[Due, ...]:
    """Those within the horizon, else the first; `upcoming` has the nearest first."""
    return tuple(due for due in upcoming if due.closes - today <= HORIZON) or tuple(upcoming[:1])


def presses(due: Due, told: date, today: date) -> bool:
    """Whether a mark was passed since the day of the last digest: that alone is reason for a new one."""
    left, before = (due.closes - today).days, (due.closes - told).days
    return any(left <= mark < before for mark in (*MARKS, -1))
