"""Claims → the state of each place, computed, never written by hand.

What was reported as a fact decides, the latest first; where nothing was, plans show at least that forces
are there to leave or to stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from storage.corpus.merging.claims import A_MONTH, Claim, newest_first
from storage.fuzzydate import FuzzyDate
from storage.records import DRAWDOWN, Extent, Kind, Modality, Phase, PlaceKind, PlaceState, PlaceStatus, Story

_SPEAKS = DRAWDOWN | {Kind.PRESENCE, Kind.ENTRY}
_FACTS = frozenset({Modality.HAPPENED, Modality.ONGOING})
_WHOLE = frozenset({Extent.ALL, Extent.REMAINING, None})
_PARTLY = frozenset({Extent.FIRST, Extent.SOME, Extent.MOST})
_GONE = frozenset({PlaceState.VACATED, PlaceState.HANDED_OVER})
_SITES = frozenset({PlaceKind.BASE, PlaceKind.CROSSING, PlaceKind.DISTRICT})
_BEARING = {PlaceState.VACATED: _SITES, PlaceState.HANDED_OVER: _SITES | {PlaceKind.CITY}}
"""Of which places one sentence can tell that all have left, or that they were handed over."""
_States = Mapping[str, PlaceState]


def place_statuses(story: Story, claims: Iterable[Claim], disputed: frozenset[str]) -> tuple[PlaceStatus, ...]:
    """One status for each place that a claim of leaving or staying names; `disputed` are place ids."""
    by_place: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.event.place and claim.event.kind in _SPEAKS:
            by_place[claim.event.place].append(claim)
    return tuple(
        _status(place, by_place[place], place in disputed, story.places[place].kind)
        for place in story.places
        if place in by_place
    )


def _status(place: str, claims: Sequence[Claim], disputed: bool, kind: PlaceKind) -> PlaceStatus:
    found = [c for c in claims if _is_fact(c)]
    told, handed = _tellers(found)
    states = {c.event.id: _borne(c, kind, told, handed) for c in found}
    facts = sorted(found, key=lambda c: (_until(c, states), c.reported, c.event.id))
    state, run = _trailing(facts, states) if facts else (PlaceState.PRESENT, list(claims))
    return PlaceStatus(
        place=place,
        state=state,
        since=_since(run, states) if facts else None,
        disputed=disputed,
        events=tuple(c.event.id for c in newest_first(run)),
        reported=max(c.reported for c in claims),
    )


def _is_fact(claim: Claim) -> bool:
    """What is reported as so. That forces had been there, as rules read it, tells nothing of their being there."""
    past = claim.event.kind is Kind.PRESENCE and claim.event.modality is Modality.HAPPENED
    return claim.event.modality in _FACTS and (claim.reviewed or not past)


def _until(claim: Claim, states: _States) -> date:
    """The day up to which a fact speaks. What some did in a season was done before the day in it when all had left."""
    first, last = claim.span
    loose = not claim.reviewed and last - first > A_MONTH and states[claim.event.id] is PlaceState.PRESENT
    return first if loose else last


def _trailing(facts: Sequence[Claim], states: _States) -> tuple[PlaceState, list[Claim]]:
    """The state that the latest facts give, and the unbroken run of facts that give it."""
    state = states[facts[-1].event.id]
    if any(_clashes(state, states[c.event.id]) for c in facts[:-1] if c.effective == facts[-1].effective):
        return PlaceState.UNCLEAR, [c for c in facts if c.effective == facts[-1].effective]
    run: list[Claim] = []
    for claim in reversed(facts):
        if states[claim.event.id] is not state:
            break
        run.append(claim)
    return state, run


def _borne(claim: Claim, kind: PlaceKind, told: frozenset[str], handed: bool) -> PlaceState:
    """The state that a claim gives the place.

    A sentence found by rule empties no country, region or city (what is handed over by a city's name is its base);
    and a base only where it says that all are gone, or another source says so too, or the base was handed over.
    Of a move it tells that some have gone; of a country that some have left, that they are leaving it.
    """
    state = _state(claim)
    if claim.reviewed:
        return state
    if _is_move(claim) and claim.phase is Phase.DONE:
        return PlaceState.PRESENT
    if claim.event.kind is Kind.WITHDRAWAL and claim.phase is Phase.DONE and kind not in _SITES:
        return PlaceState.DRAWING_DOWN
    if state not in _GONE:
        return state
    if claim.event.extent in _PARTLY or kind not in _BEARING[state]:
        return PlaceState.DRAWING_DOWN
    if state is PlaceState.HANDED_OVER or claim.whole:
        return state
    return state if handed or len(told) > 1 else PlaceState.DRAWING_DOWN


def _tellers(facts: Iterable[Claim]) -> tuple[frozenset[str], bool]:
    """The articles that tell that a place was left for good, and whether one tells that it was handed over."""
    gone = [c for c in facts if _state(c) in _GONE and not _is_move(c)]
    return frozenset(c.article.id for c in gone), any(c.event.kind is Kind.HANDOVER for c in gone)


def _is_move(claim: Claim) -> bool:
    """A convoy that set out is not the whole garrison."""
    return claim.event.kind is Kind.REDEPLOYMENT and not claim.whole


def _state(claim: Claim) -> PlaceState:
    match claim.event.kind:
        case Kind.PRESENCE | Kind.ENTRY:
            return PlaceState.PRESENT
        case Kind.HANDOVER if claim.event.modality is Modality.HAPPENED:
            return PlaceState.HANDED_OVER
        case Kind.WITHDRAWAL | Kind.REDEPLOYMENT if _left(claim):
            return PlaceState.VACATED
        case _ if claim.phase is Phase.DONE:
            # Some have left and it is over: the others are still there.
            return PlaceState.PRESENT
        case _:
            return PlaceState.DRAWING_DOWN


def _left(claim: Claim) -> bool:
    return claim.event.modality is Modality.HAPPENED and claim.event.extent in _WHOLE


def _clashes(one: PlaceState, other: PlaceState) -> bool:
    """Vacated and handed over on one day is one story; vacated and present is not."""
    return (one is PlaceState.PRESENT and other in _GONE) or (other is PlaceState.PRESENT and one in _GONE)


def _begins(claim: Claim, states: _States) -> bool:
    """A cut does not begin the presence of those who remain."""
    return claim.event.modality is Modality.HAPPENED and (
        states[claim.event.id] is not PlaceState.PRESENT or claim.event.kind in (Kind.PRESENCE, Kind.ENTRY)
    )


def _since(run: Sequence[Claim], states: _States) -> FuzzyDate | None:
    """The oldest dated beginning in the run; that something was going on one day is no beginning."""
    dated = [c.event.date for c in run if c.event.date and _begins(c, states)]
    return min(dated, key=lambda d: d.sort_key) if dated else None
