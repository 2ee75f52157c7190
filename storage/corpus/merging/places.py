"""Claims → the state of each place, computed, never written by hand.

What was reported as a fact decides, the latest first; where nothing was, plans show at least that forces
are there to leave or to stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from storage.corpus.merging.claims import Claim, newest_first
from storage.fuzzydate import FuzzyDate
from storage.records import DRAWDOWN, Extent, Kind, Modality, Phase, PlaceState, PlaceStatus, Story

_SPEAKS = DRAWDOWN | {Kind.PRESENCE, Kind.ENTRY}
_FACTS = frozenset({Modality.HAPPENED, Modality.ONGOING})
_WHOLE = frozenset({Extent.ALL, Extent.REMAINING, None})


def place_statuses(story: Story, claims: Iterable[Claim], disputed: frozenset[str]) -> tuple[PlaceStatus, ...]:
    """One status for each place that a claim of leaving or staying names; `disputed` are place ids."""
    by_place: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.event.place and claim.event.kind in _SPEAKS:
            by_place[claim.event.place].append(claim)
    return tuple(_status(place, by_place[place], place in disputed) for place in story.places if place in by_place)


def _status(place: str, claims: Sequence[Claim], disputed: bool) -> PlaceStatus:
    facts = sorted(
        (c for c in claims if c.event.modality in _FACTS), key=lambda c: (c.effective, c.reported, c.event.id)
    )
    state, run = _trailing(facts) if facts else (PlaceState.PRESENT, list(claims))
    return PlaceStatus(
        place=place,
        state=state,
        since=_since(run) if facts else None,
        disputed=disputed,
        events=tuple(c.event.id for c in newest_first(run)),
        reported=max(c.reported for c in claims),
    )


def _trailing(facts: Sequence[Claim]) -> tuple[PlaceState, list[Claim]]:
    """The state that the latest facts give, and the unbroken run of facts that give it."""
    state = _state(facts[-1])
    if any(_clashes(state, _state(c)) for c in facts[:-1] if c.effective == facts[-1].effective):
        return PlaceState.UNCLEAR, [c for c in facts if c.effective == facts[-1].effective]
    run: list[Claim] = []
    for claim in reversed(facts):
        if _state(claim) is not state:
            break
        run.append(claim)
    return state, run


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
    gone = {PlaceState.VACATED, PlaceState.HANDED_OVER}
    return (one is PlaceState.PRESENT and other in gone) or (other is PlaceState.PRESENT and one in gone)


def _begins(claim: Claim) -> bool:
    """A cut does not begin the presence of those who remain."""
    return claim.event.modality is Modality.HAPPENED and (
        _state(claim) is not PlaceState.PRESENT or claim.event.kind in (Kind.PRESENCE, Kind.ENTRY)
    )


def _since(run: Sequence[Claim]) -> FuzzyDate | None:
    """The oldest dated beginning in the run; that something was going on one day is no beginning."""
    dated = [c.event.date for c in run if c.event.date and _begins(c)]
    return min(dated, key=lambda d: d.sort_key) if dated else None
