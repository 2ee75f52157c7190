"""Claims → disagreements: what cannot all be so, its sides told apart.

Only within one subject, phase and period. Different extents ("hundreds by September, the rest by the end
of the next year"), different episodes and compatible bounds ("by the end of 2026", "at least until
September 2026") stand side by side and are none. How many is asked of figures, all else of events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

from storage.corpus.merging.claims import Claim, Stage, apart, newest_first, overlap, printed
from storage.records import (
    DRAWDOWN,
    Article,
    Disagreement,
    DisagreementType,
    Extent,
    Figure,
    Issue,
    Kind,
    Modality,
    Phase,
    Sense,
    Side,
    Story,
    Unit,
)

SAME_TIME = timedelta(days=31)
"""Reports of one month speak of one state of affairs; of two dates given further apart, the later moved it."""

T = TypeVar("T", Claim, Figure)
_Sides = dict[str, list[Claim]]
_PLANNED = Modality.PLANNED


def disagreements(
    story: Story, claims: Sequence[Claim], figures: Iterable[Figure], articles: Iterable[Article]
) -> tuple[Disagreement, ...]:
    """All disagreements of the published claims and figures, by type and place in story order."""
    found = [*_frames(story, claims), *_by_place(claims), *_how_many(figures, articles)]
    order = {place: n for n, place in enumerate(story.places)}
    return tuple(sorted(found, key=lambda d: (order.get(d.place or "", -1), d.type, d.id)))


_TYPES = {
    Issue.FRAME: DisagreementType.WHAT,
    Issue.PLAN: DisagreementType.WHAT,
    Issue.LEAVE: DisagreementType.WHETHER,
    Issue.DONE: DisagreementType.WHETHER,
    Issue.MISSED: DisagreementType.WHEN,
    Issue.DATES: DisagreementType.WHEN,
    Issue.STRENGTH: DisagreementType.HOW_MANY,
}


def _disagreement(issue: Issue, *key: str | None, sides: _Sides) -> Disagreement:
    """`key` is (place, line, episode); sides may come and go, the id stays."""
    return Disagreement(
        id=_id(issue, *key),
        code="",
        type=_TYPES[issue],
        issue=issue,
        place=key[0],
        sides=tuple(
            Side(tuple(c.event.id for c in newest_first(members)), stance) for stance, members in sides.items()
        ),
    )


def _id(issue: Issue, *key: str | None) -> str:
    return ":".join((_TYPES[issue], issue, *(part or "-" for part in key)))


# ------------------------------------------------------------------ what it is


def _frames(story: Story, claims: Iterable[Claim]) -> Iterator[Disagreement]:
    """Speakers who say in so many words what the process is, and say different things."""
    groups: dict[tuple[str | None, str | None, str], _Sides] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        if claim.event.frame:
            where = story.root(claim.event.place)
            groups[where, _framed_line(claim), claim.episode][claim.event.frame].append(claim)
    for (where, line, episode), sides in groups.items():
        if len(sides) > 1:
            yield _disagreement(Issue.FRAME, where, line, episode, sides=sides)


def _framed_line(claim: Claim) -> str | None:
    """A government that describes the departure speaks of those who leave, not of itself."""
    return claim.line if claim.event.kind in DRAWDOWN else "coalition"


# ------------------------------------------------------------------ of one place


def _by_place(claims: Iterable[Claim]) -> Iterator[Disagreement]:
    groups: dict[tuple[str, str | None, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.event.place and claim.event.kind in DRAWDOWN | {Kind.PRESENCE}:
            groups[claim.event.place, claim.line, claim.episode].append(claim)
    for (place, line, episode), group in groups.items():
        plans = _plans(group)
        for issue, sides in (
            (Issue.PLAN, plans),
            (Issue.LEAVE, {} if plans else _leave_or_stay(group)),
            (Issue.DONE, _done_or_not(group)),
            (Issue.MISSED, _missed(group)),
            (Issue.DATES, _other_dates(group)),
        ):
            if len(sides) > 1 and _voices_differ(sides):
                yield _disagreement(issue, place, line, episode, sides=sides)


def _voices_differ(sides: _Sides) -> bool:
    """Whether another speaks on one side than on the other: what rules have read one man say at once, or in one
    article by itself, is no disagreement."""
    if all(claim.reviewed for claims in sides.values() for claim in claims):
        return True
    voices = [{claim.voice for claim in claims} for claims in sides.values()]
    return any(one != other for one, other in combinations(voices, 2))


def _printed_near(items: Sequence[T], day: Callable[[T], date]) -> list[tuple[T, T]]:
    """The pairs that speak of one state of affairs, in the order of the items; only neighbours in time are compared."""
    days = [day(item) for item in items]
    order = sorted(range(len(items)), key=days.__getitem__)
    found, start = list[tuple[int, int]](), 0
    for end, later in enumerate(order):
        while days[later] - days[order[start]] > SAME_TIME:
            start += 1
        found += [(min(earlier, later), max(earlier, later)) for earlier in order[start:end]]
    return [(items[one], items[other]) for one, other in sorted(found)]


def _sorted(pairs: Iterable[tuple[str, Claim]]) -> _Sides:
    sides: _Sides = defaultdict(list)
    for stance, claim in pairs:
        sides[stance].append(claim)
    return dict(sides)


def _plans(group: Iterable[Claim]) -> _Sides:
    """Leave altogether, or only cut, or move most: plans for one place and one time that exclude each other."""
    planned = [c for c in group if c.event.modality is _PLANNED]
    whole = [c for c in planned if c.stage is Stage.WHOLE and c.whole and c.event.extent is not Extent.REMAINING]
    partial = [c for c in planned if _partial(c) and any(_same_period(c, w) for w in whole)]
    if not whole or not partial:
        return {}
    staying = [c for c in planned if c.event.kind is Kind.PRESENCE and c.event.date is None and c.reviewed]
    return _sorted(
        [("leave", c) for c in whole] + [(c.stage.value, c) for c in partial] + [("stay", c) for c in staying]
    )


def _partial(claim: Claim) -> bool:
    if claim.stage is Stage.MOVE:
        return claim.event.extent in (Extent.MOST, Extent.SOME)
    return claim.stage in (Stage.CUT, Stage.PART)


def _same_period(one: Claim, other: Claim) -> bool:
    """An undated plan could be meant for any time; one found by rule must say for which."""
    if not (one.reviewed and other.reviewed) and not (one.event.date and other.event.date):
        return False
    return one.event.date is None or other.event.date is None or overlap(one.event.date, other.event.date)


def _leave_or_stay(group: Iterable[Claim]) -> _Sides:
    """All are to be gone by a day, against: no withdrawal, staying beyond that day or without end."""
    group = list(group)
    leaving = [c for c in group if c.event.modality is _PLANNED and c.complete and _bears(c)]
    last = max((c.effective for c in leaving if c.event.date), default=None)
    staying = [(stance, c) for c in group if (stance := _stays(c, last)) and _answers(c, leaving)]
    return _sorted([("leave", c) for c in leaving] + staying) if leaving and staying else {}


def _bears(claim: Claim) -> bool:
    """Whether a plan can be held against another: an editor's, or one that says all and by when."""
    return claim.reviewed or (claim.whole and claim.event.date is not None)


def _answers(claim: Claim, leaving: Sequence[Claim]) -> bool:
    """Whether what rules have found, the claim or all the plans to leave, is said of one time, and more than "may"."""
    if claim.reviewed and any(plan.reviewed for plan in leaving):
        return True
    near = (plan for plan in leaving if abs(plan.reported - claim.reported) <= SAME_TIME)
    return claim.event.modality is not Modality.CONDITIONAL and claim.timed and any(near)


def _stays(claim: Claim, last: date | None) -> str | None:
    event = claim.event
    if event.kind is Kind.WITHDRAWAL and event.modality is Modality.DENIED:
        return "no_withdrawal"
    if event.kind is not Kind.PRESENCE or event.modality not in (_PLANNED, Modality.CONDITIONAL):
        return None
    if event.date and (last is None or event.date.latest is not None or event.date.window[1] < last):
        return None
    return "stay" if event.modality is _PLANNED else "may_stay"


def _done_or_not(group: Iterable[Claim]) -> _Sides:
    """One says that it was done, another, of the same year, that nothing of the kind happened."""
    group = list(group)
    done = [c for c in group if c.event.modality is Modality.HAPPENED and c.event.kind in DRAWDOWN and c.event.date]
    denied = [c for c in group if c.event.modality is Modality.DENIED and c.event.kind in DRAWDOWN]
    by_year: dict[int, list[Claim]] = defaultdict(list)
    for claim in denied:
        by_year[claim.effective.year].append(claim)
    pairs = [(d, n) for d in done for n in by_year[d.effective.year] if _contradicts(d, n)]
    return _sorted(
        [("done", d) for d in dict.fromkeys(d for d, _ in pairs)]
        + [("no_change", n) for n in dict.fromkeys(n for _, n in pairs)]
    )


def _contradicts(done: Claim, denied: Claim) -> bool:
    """That no plan was made earlier is no denial of what came later, so the denial must not be the older."""
    kinds = (denied.event.kind, Kind.REDUCTION)
    return done.event.kind in kinds and denied.event.date is not None and denied.effective >= done.effective


def _missed(group: Iterable[Claim]) -> _Sides:
    """All were to be out by a day; after that day it is reported as still going on."""
    group = list(group)
    due = [c for c in group if c.event.modality is _PLANNED and c.complete and c.event.date and _bears(c)]
    ongoing = [c for c in group if c.event.modality is Modality.ONGOING and c.timed]
    first = min((d.effective for d in due), default=date.max)
    going = [c for c in ongoing if c.effective > first]
    if not due or not going:
        return {}
    begun = [c for c in group if c.phase is Phase.UNDER_WAY and c.event.modality is Modality.HAPPENED]
    last = max(g.effective for g in going)
    missed = [d for d in due if d.effective < last]
    return _sorted(
        [("deadline", c) for c in missed] + [("begun", c) for c in begun] + [("in_progress", c) for c in going]
    )


def _other_dates(group: Iterable[Claim]) -> _Sides:
    """Two days for one promise, printed at the same time: neither has moved the other."""
    dated = [c for c in group if c.event.modality is _PLANNED and c.event.date and c.stage is not Stage.ONLY]
    pairs = [(a, b) for a, b in _printed_near(dated, lambda c: c.reported) if _dates_clash(a, b)]
    claims = list(dict.fromkeys(c for pair in pairs for c in pair))
    return {f"date{n}": [claim] for n, claim in enumerate(claims, 1)}


def _dates_clash(one: Claim, other: Claim) -> bool:
    same_thing = one.stage is other.stage and one.article.id != other.article.id
    if not (one.reviewed and other.reviewed) and one.event.extent is not other.event.extent:
        return False
    return same_thing and apart(one.span, other.span) > timedelta(0)


# ------------------------------------------------------------------ how many


def _how_many(figures: Iterable[Figure], articles: Iterable[Article]) -> Iterator[Disagreement]:
    """Strengths of one force in one place, as of one month, from different articles, that exclude each other."""
    days = {article.id: printed(article.published) for article in articles}
    day: Callable[[Figure], date] = lambda f: f.as_of.window[1] if f.as_of else days[f.citation.article]  # noqa: E731
    loose = {article.id for article in articles if _is_loose(article)}
    groups: dict[tuple[str | None, str | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        timed = figure.as_of or figure.citation.article not in loose
        if timed and _counts_those_there(figure):
            groups[figure.force, figure.place].append(figure)
    for (force, place), group in groups.items():
        clashing = [f for pair in _printed_near(group, day) if _numbers_clash(*pair) for f in pair]
        members = sorted(dict.fromkeys(clashing), key=lambda f: (-day(f).toordinal(), f.id))
        if members:
            sides = tuple(Side((f.id,), f"number{n}") for n, f in enumerate(members, 1))
            id_ = _id(Issue.STRENGTH, place, force)
            yield Disagreement(id_, "", DisagreementType.HOW_MANY, place, sides, Issue.STRENGTH)


def _counts_those_there(figure: Figure) -> bool:
    return figure.published and figure.sense is Sense.STRENGTH and figure.unit is Unit.PERSONNEL


def _is_loose(article: Article) -> bool:
    """Whether it is not known to the month when it was printed."""
    first, last = article.published.earliest, article.published.latest
    return first is None or last is None or last - first > SAME_TIME


def _numbers_clash(one: Figure, other: Figure) -> bool:
    if one.citation.article == other.citation.article:
        return False
    (low, high), (low2, high2) = one.bounds, other.bounds
    return low > high2 or low2 > high
