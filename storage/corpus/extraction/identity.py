"""Identity: the id of an extracted fact, the same whenever the same text is read again; which facts are one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from storage.records import Event, Figure, Kind

Fact = TypeVar("Fact", Event, Figure)


def fact_id(article: str, start: int, *parts: object) -> str:
    """``<article>#x<8 hex>``: a hash of where the citation starts and of what makes the fact this one."""
    told = "|".join(["" if part is None else str(part) for part in (start, *parts)])
    return f"{article}#x{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts with ids of their own: a second one of the same id is counted up."""
    seen, found = Counter[str](), list[Fact]()
    for fact in facts:
        seen[fact.id] += 1
        again = seen[fact.id]
        found.append(fact if again == 1 else replace(fact, id=f"{fact.id}-{again}"))
    return tuple(found)


_SINGLE = frozenset({Kind.ELECTION, Kind.FORMATION, Kind.DEFEAT})
_ONCE = frozenset({Kind.ATTACK, Kind.TALKS})


def _without_echoes(found: tuple[Event, ...]) -> tuple[Event, ...]:
    """Without the attacks of one day whose places are all guessed, but the first."""
    guessed = [event for event in found if event.kind is Kind.ATTACK and "place.later" in event.reasons]
    days = {event.date for event in found if event.kind is Kind.ATTACK and "place.earlier" in event.reasons}
    return tuple(event for event in found if event not in guessed or event.date not in days)


def _without_vaguer(found: tuple[Event, ...]) -> tuple[Event, ...]:
    """Without the elections, foundings and defeats that another of the same place dates more closely («مرور نحو ستة
    أشهر على الانتخابات التي جرت في السابع من آذار»)."""
    closer = [event for event in found if event.kind in _SINGLE and event.date]
    return tuple(event for event in found if not any(_is_vaguer(event, other) for other in closer))


def _is_vaguer(event: Event, other: Event) -> bool:
    if (event.kind, event.place) != (other.kind, other.place) or event.date is None or other.date is None:
        return False
    (first, last), (start, end) = event.date.window, other.date.window
    return first <= start and end <= last and (first, last) != (start, end)


def one_each(found: tuple[Event, ...]) -> tuple[Event, ...]:
    """Without the attacks and talks that only say once more what placed ones of the same day say («أصيب … عندما سقط
    …»، «الجولة الرابعة للحوار الذي جرى في …»)."""
    placed = {(event.kind, event.date) for event in found if event.kind in _ONCE and "place.named" in event.reasons}
    unsaid = frozenset({"place.country", "place.later", "place.earlier"})
    vague = {Kind.ATTACK: unsaid, Kind.TALKS: unsaid | {"place.fronted"}}
    found = _without_vaguer(_without_echoes(found))
    dated = {event.kind for event in found if event.date}
    found = tuple(event for event in found if event.date or event.kind is not Kind.TALKS or event.kind not in dated)
    return tuple(
        event
        for event in found
        if (event.kind, event.date) not in placed or vague[event.kind].isdisjoint(event.reasons)
    )


def event_key(event: Event) -> tuple[object, ...]:
    """What two events of one sentence share that are the same."""
    return event.kind, event.place, event.to_place, event.modality, event.date and event.date.edtf
