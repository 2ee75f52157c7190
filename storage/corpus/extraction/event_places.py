"""Where an event is: the place of its slot, what a word points back to, the place of the clauses before, or the country
that the article is about. Which place belongs to which head is `slots`."""

from __future__ import annotations

from collections.abc import Sequence

from storage.corpus.extraction.accords import MOVING
from storage.corpus.extraction.enough import is_voted
from storage.corpus.extraction.forces import is_foreign, state_of
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.lexicon import Link, keys, particles
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.slots import Slot
from storage.corpus.extraction.targets import (
    home_side,
    host_of,
    house,
    is_held_in,
    state_named,
    struck_base,
    struck_house,
)
from storage.corpus.extraction.zones import Zone, points_back
from storage.records import Kind, PlaceKind

_PLACELESS = frozenset({Kind.FORMATION})
_NEAR_ONLY = frozenset({Kind.TALKS, Kind.DEFEAT})
"""Kinds that are not where the clause before them was."""


def place_of(read: Reading, slot: Slot, kind: Kind) -> tuple[str | None, str]:
    if kind in _PLACELESS:
        return None, ""
    if kind is Kind.ANNOUNCEMENT:
        return (read.context.story.root(slot.place.id) if slot.place else read.context.country), "place.country"
    if kind is Kind.PRESENCE and " ".join(keys(slot.zone.head.entry.name)) in particles("from_where"):
        return _base_of_support(read, slot), "place.named"
    if slot.place and not (kind is Kind.ELECTION and not is_held_in(read, slot.zone, slot.place)):
        fronted = slot.place.first < slot.zone.head.first
        if kind is Kind.DEFEAT:  # «إعلان بغداد الانتصار»، «في الباغوز»: that of a country
            return read.context.story.root(slot.place.id), "place.fronted" if fronted else "place.named"
        if kind is Kind.AGREEMENT:
            return _host(read, slot.place.id), "place.named"
        if kind is Kind.OTHER and is_voted(read, slot.zone):
            return read.context.story.root(slot.place.id), "place.named"
        return slot.place.id, "place.pointed" if slot.place.pointed else "place.fronted" if fronted else "place.named"
    if kind is Kind.ATTACK and (base := struck_base(read, slot.zone)):
        return base, "place.earlier"
    if kind is Kind.ATTACK and (at_house := struck_house(read, slot.zone)):
        return at_house, "place.named"
    if kind is Kind.TALKS and (city := house(read, slot.zone) or host_of(read, slot.zone)):
        return city, "place.named"
    later = next((site.id for site in read.sites if site.first > slot.zone.head.first), None)
    if kind is Kind.ATTACK and later and not points_back(read.structure, slot.zone):
        return later, "place.later"
    if kind is not Kind.ELECTION and (earlier := _earlier(read, slot)):
        if kind is Kind.ENTRY and read.context.story.places[earlier].kind is PlaceKind.CITY:
            return read.context.story.root(earlier), "place.earlier"  # «سقطت الموصل، وعاد الجنود …»
        whole = kind is Kind.AGREEMENT or (kind is Kind.OTHER and is_voted(read, slot.zone))
        # «تفاهم بين واشنطن وبغداد على رحيل القوات»
        if kind in MOVING and _is_government(read, earlier, slot.zone.head):
            return read.context.story.root(earlier), "place.earlier"
        return (_host(read, earlier) if whole else earlier), "place.earlier"
    if kind in (Kind.REDEPLOYMENT, Kind.HANDOVER) and (base := read.context.only_base):
        return base, "place.base_before"
    if kind is Kind.ELECTION and (state := state_named(read, slot.zone)):
        return state, "place.state"
    if kind in (Kind.AGREEMENT, Kind.TALKS) and (home := home_side(read)):
        return home, "place.country"
    return read.context.country, "place.country"


def _base_of_support(read: Reading, slot: Slot) -> str | None:
    """«إسناد العمليات في سوريا من أربيل»: where it is done from, no land that it is done in."""
    own = [s for s in read.sites if s.first > slot.zone.head.first and s.first in set(slot.zone.tokens)]
    led = next((site.id for site in own if site.lead in _FROM), None)
    return (
        led
        or next((s.id for s in own if read.context.story.root(s.id) == read.context.country), None)
        or (read.context.country)
    )


_FROM = frozenset({"من", "عبر"})


def _is_government(read: Reading, place: str, head: Hit) -> bool:
    """Whether a place told earlier is a capital that spoke or signed, or where others did; not one that forces were
    just said to move from or to («تخلي القوات بغداد … ثم تكتمل المغادرة»)."""
    if read.context.story.places[place].name.ar not in read.context.story.metonyms:
        return False
    moved = {at for z in read.zones if z.head.first < head.first and z.head.entry.kind in MOVING for at in z.tokens}
    return not any(site.id == place and site.first in moved for site in read.sites)


def _host(read: Reading, place: str) -> str | None:
    """The country whose forces an agreement is about: that of the place, unless it was only signed there."""
    root = read.context.story.root(place)
    return read.context.country if is_foreign(state_of(root, read.context.story), read.context.story) else root


def _earlier(read: Reading, slot: Slot) -> str | None:
    """The place of the clauses before, on which the event hangs or which it goes on with; nothing across «لكن»."""
    head = slot.zone.head
    if slot.zone.aside and (
        own := [s for s in read.sites if read.structure.of[s.first] == read.structure.of[head.first]]
    ):
        return own[0].id
    known = head.word.definite or " ال" in head.entry.name  # «عملية النقل»: one that was spoken of
    to_base = "base" in head.entry.near or (head.verb and head.entry.kind in _INTO)  # «دخلتها القوات»
    if head.word.pronoun and to_base and (base := _meant_base(read, head.first)):
        return base
    start = 0 if known else read.structure.start_of_turn(head.first)
    met = head.entry.kind is Kind.TALKS  # «وصل إلى بغداد حيث أجرى محادثات»
    before = [s for s in read.sites if start <= s.first < head.first and (met or not s.toward)]
    if head.entry.kind in _NEAR_ONLY:
        clause = read.structure.clause(head.first)
        near = {read.structure.of[head.first], clause.parent if clause.link in (Link.AND, Link.WHILE) else None}
        before = [site for site in before if read.structure.of[site.first] in near]
    return before[-1].id if before else None


_INTO = frozenset({Kind.ENTRY, Kind.HANDOVER, Kind.WITHDRAWAL})


def _meant_base(read: Reading, token: int) -> str | None:
    """The base that the pronoun of «إخلائها» means: the last one named before."""
    kinds = {site.id: read.context.story.places[site.id].kind for site in read.sites if site.first < token}
    own = [site.id for site in read.sites if site.first < token and kinds[site.id] is PlaceKind.BASE]
    return own[-1] if own else None


def _clause_tokens(read: Reading, zone: Zone) -> Sequence[int]:
    return read.structure.tokens(read.structure.of[zone.head.first])
