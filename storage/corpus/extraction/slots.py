"""Slots: which place, which second place, which date and which extent belong to which word of a sentence.

Each head (a word that opens an event, or a verb of saying) owns a zone: its clause, cut where the next head begins.
A zone is cut again at its «و»: «عشرات بحلول آذار والباقون بحلول حزيران» is two slots of one head, and so are two
places. What stands in a relative clause belongs to the noun before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from storage.corpus.extraction.chronicles import entry_dates
from storage.corpus.extraction.clauses import Structure, broken
from storage.corpus.extraction.elsewhere import is_fallen, is_reached
from storage.corpus.extraction.extents import extent_at, extents_of
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.lexicon import Sense, particles
from storage.corpus.extraction.marks import DateMark
from storage.corpus.extraction.pastness import is_chronicle
from storage.corpus.extraction.places import Site
from storage.corpus.extraction.slot_dates import counts_from, dates_among
from storage.corpus.extraction.steps import step_dates
from storage.corpus.extraction.zones import Zone, counted_behind, is_of_meeting
from storage.corpus.words import PerWord
from storage.fuzzydate import Bound
from storage.records import Extent, Kind

_LED = 4
"""Words between «و» and the place or date that it leads to."""


@dataclass(slots=True)
class Slot:
    """One event of a head, as far as the sentence says."""

    zone: Zone
    place: Site | None = None
    to_place: Site | None = None
    date: DateMark | None = None
    extent: Extent | None = None
    fronted: bool = False
    """Whether the date stands before the head."""


@dataclass(slots=True)
class _Group:
    """What stands between two «و» of a zone."""

    sites: list[Site] = field(default_factory=list)
    dates: list[DateMark] = field(default_factory=list)
    extent: Extent | None = None


def slots(structure: Structure, zone: Zone, sites: Sequence[Site]) -> tuple[Slot, ...]:
    """The slots of a zone: one for each place and date that belong together, one at least."""
    groups = _groups(structure, zone, sites)
    front = _fronted(structure, zone, sites) if zone.fronted else None
    if front and front.date and _has_own(groups) and not _is_agreed(structure, zone):
        groups[0].dates = [front.date]
    if each := _each(structure, zone, groups) or _stepwise(structure, zone, groups, front):
        return each
    paired = _taken_up(structure, tuple(_paired(zone, groups)) or (Slot(zone),), sites)
    return tuple([_with_front(slot, front) for slot in paired]) if front else paired


def _each(structure: Structure, zone: Zone, groups: Sequence[_Group]) -> tuple[Slot, ...]:
    """«25 تموز ثم 23 آب: تسليم بسماية والتاجي على التوالي»: as many places as dates, each its own."""
    dates = entry_dates(structure.passage, structure.marked.dates)
    if len(dates) < 2:
        return ()
    places = [site for group in groups for site in group.sites if not site.toward]
    if len(places) != len(dates) or any(group.dates for group in groups):
        return ()
    return tuple(Slot(zone, site, None, date, fronted=True) for site, date in zip(places, dates, strict=True))


def _stepwise(structure: Structure, zone: Zone, groups: Sequence[_Group], front: Slot | None) -> tuple[Slot, ...]:
    """A reduction in steps, each of them one event; the first may take its date from before."""
    if zone.head.entry.kind is not Kind.REDUCTION:
        return ()
    places = [site for group in groups for site in group.sites if not site.toward]
    if len(places) > 1 or not (dates := step_dates(structure, zone)):
        return ()
    before = front or Slot(zone)
    told = [date for date in (dates[0] or before.date, *dates[1:]) if date]
    bare = Slot(zone, _first(places) or before.place)
    return tuple(replace(bare, date=date) for date in told) or (bare,)


def _taken_up(structure: Structure, paired: tuple[Slot, ...], sites: Sequence[Site]) -> tuple[Slot, ...]:
    """«تقليص الوحدات في الأسد وأربيل، وأُنجز التقليص …»: what is taken up is in all the places of its noun."""
    zone = paired[0].zone
    noun = zone.head if zone.aside else _said_before(structure, zone.head)
    if noun is None or len(paired) > 1 or paired[0].place:
        return paired
    clause = structure.of[noun.first]
    own = [s for s in sites if structure.of[s.first] == clause and s.first > noun.first and not s.toward]
    return tuple(replace(paired[0], place=site) for site in own) or paired


def _said_before(structure: Structure, head: Hit) -> Hit | None:
    """The word of the clause before that «التقليص» says again."""
    number = structure.of[head.first]
    if head.verb or not head.word.definite or not number:
        return None
    before = structure.inside(number - 1)
    return next((hit for hit in before if hit.entry.kind is head.entry.kind and not hit.word.definite), None)


def _is_agreed(structure: Structure, zone: Zone) -> bool:
    """«اتفقت، في 16 أيلول، على تقليص …»: the day before the head is that of the agreement."""
    before = (structure.hit_at(at) for at in zone.fronted if at in structure.verbs)
    return any(hit is not None and hit.entry.sense is Sense.PLAN for hit in before)


def _has_own(groups: Sequence[_Group]) -> bool:
    """Whether a later place has a date of its own: «في 11 شباط أخلي التنف، وبعدها بأيام الشدادي»."""
    return bool(groups) and bool(groups[0].sites) and not groups[0].dates and any(g.sites and g.dates for g in groups)


def _with_front(slot: Slot, front: Slot) -> Slot:
    return replace(
        slot,
        place=slot.place or front.place,
        date=slot.date or front.date,
        extent=slot.extent or front.extent,
        fronted=slot.date is None and front.date is not None,
    )


def _fronted(structure: Structure, zone: Zone, sites: Sequence[Site]) -> Slot | None:
    """What stands before the head in its clause, if anything does."""
    before = frozenset(zone.fronted)
    place = next((site for site in reversed(sites) if site.first in before), None)
    own = [mark for mark in dates_among(structure, before) if not counts_from(structure, mark, zone.head)]
    date = own[-1] if own and not _is_of_verb_before(structure, zone) else None
    extent = next((extent for at in reversed(zone.fronted) if (extent := extent_at(structure, at))), None)
    return Slot(zone, place, None, date, extent) if place or date or extent else None


def _is_of_verb_before(structure: Structure, zone: Zone) -> bool:
    """Whether a date before a noun is that of the verb before it."""
    led = zone.head.word.prefix == "ب" and not _is_wished(structure, zone.fronted)
    alone = zone.head.verb or led or is_chronicle(structure)
    return not alone and (_is_anothers(structure, zone.fronted) or is_of_meeting(structure, zone))


def _is_anothers(structure: Structure, fronted: Sequence[int]) -> bool:
    """Whether a verb of its own meaning stands before a noun in its clause: the dates there are the verb's."""
    verbs = structure.verbs.intersection(fronted)
    clear = [hit.first for hit in structure.hits if hit.first in verbs and hit.entry.sense in _TRANSPARENT]
    return len(clear) < len(verbs)


def _is_wished(structure: Structure, fronted: Sequence[int]) -> bool:
    """«طالب بعد خمسة أيام، …، بخروج سريع»: the date is of the demand."""
    return any(hit.verb and hit.entry.sense is Sense.HOPE and hit.first in fronted for hit in structure.hits)


_TRANSPARENT = frozenset(
    {Sense.LIGHT, Sense.BEGIN, Sense.COMPLETE, Sense.POSTPONE, Sense.GO_ON, Sense.AUXILIARY, Sense.PLAN}
)


def _groups(structure: Structure, zone: Zone, sites: Sequence[Site]) -> list[_Group]:
    own, cut = frozenset(zone.tokens), counted_behind(structure, zone)
    near = (site for site in sites if site.first in own and site.first < cut)
    held = [s for s in near if not is_reached(structure, s.first) and not is_fallen(structure, s, zone.head)]
    at_site = {site.first: site for site in held}
    several = [site for site in held if at_site[site.first] is not site]
    at_date = {mark.first: mark for mark in dates_among(structure, own) if mark.first < cut}
    keys = structure.passage.keys
    at_extent = {at: extent for at in zone.tokens if extents_of[keys[at]] and (extent := extent_at(structure, at))}
    groups, last = [_Group()], zone.head.first
    for at in sorted({*at_site, *at_date, *at_extent}):
        site, date, extent = at_site.get(at), at_date.get(at), at_extent.get(at)
        if _breaks(structure, last, at, groups[-1], site):
            groups.append(_Group())
        groups[-1].sites += [site] if site else []
        groups[-1].dates += [date] if date else []
        groups[-1].extent = groups[-1].extent or extent
        groups += [_Group([other]) for other in several if other.first == at]
        last = site.after if site else date.after if date else at + 1
    return [group for group in groups if group.sites or group.dates or group.extent]


def _breaks(structure: Structure, last: int, at: int, group: _Group, site: Site | None) -> bool:
    """Whether something new begins between the last thing found and token `at`."""
    if not (group.sites or group.dates or group.extent):
        return False
    if any(_is_and(structure, t) for t in range(max(last, at - _LED), at + 1)):
        return True
    return bool(
        site
        and group.sites
        and group.dates
        and any(broken(structure.passage, t) for t in range(max(last, at - 1), at + 1))
    )


def _is_and(structure: Structure, at: int) -> bool:
    key = structure.passage.keys[at]
    if not _may_be_and[key]:
        return False
    if key in particles("lists") or key == "و":  # «و47 في سوريا»
        return True
    name = next((n for n in structure.marked.names if n.first == at), None)
    whole = name is not None and not any(
        r.cut for r in structure.passage.tokens[at].readings if _names(structure, at, r.key)
    )
    return not whole and key not in particles("whole")


_may_be_and = PerWord(lambda key: (key[:1] in ("و", "ف") and len(key) != 2) or key in particles("lists"))


def _names(structure: Structure, at: int, key: str) -> bool:
    return key not in particles("whole") and len(key) > 1


# ------------------------------------------------------------------ places and dates that belong together


def _paired(zone: Zone, groups: Sequence[_Group]) -> Iterator[Slot]:
    with_places = [n for n, group in enumerate(groups) if group.sites]
    if not with_places:
        yield from _dated_only(zone, groups)
        return
    last: Slot | None = None
    for n, group in enumerate(groups):
        if last is None and _is_limit(group) and groups[with_places[0]].dates:
            yield Slot(zone, date=group.dates[0], extent=group.extent)  # «خروج … بحلول حزيران ومن البلاد بحلول …»
        if group.sites:
            slot = _placed(zone, groups, n)
            last = replace(slot, place=last.place) if last and slot.place is None else slot
            yield last
        elif group.dates and group.extent and last and last.date:  # «… والباقي بحلول …»
            last = replace(last, date=group.dates[0], extent=group.extent)
            yield last


def _is_limit(group: _Group) -> bool:
    """Whether it is a limit in time and no place: the first of two, «بحلول حزيران ومن البلاد بحلول كانون الأول»."""
    date = group.dates[0].date if group.dates and not group.sites else None
    return date is not None and date.bound is Bound.BY


def _dated_only(zone: Zone, groups: Sequence[_Group]) -> Iterator[Slot]:
    """Groups without a place: each date that «و» leads to is one more event of the head."""
    dated = [group for group in groups if group.dates]
    extent = next((group.extent for group in groups if group.extent), None)
    if not dated:
        yield Slot(zone, extent=extent)
    for n, group in enumerate(dated):
        if n == 0 or group.extent:
            yield Slot(zone, date=group.dates[0], extent=group.extent or (extent if n == 0 else None))


def _placed(zone: Zone, groups: Sequence[_Group], n: int) -> Slot:
    group = groups[n]
    moves = zone.head.entry.kind in _MOVES
    to = _first(site for site in group.sites if site.toward) if moves else None
    place = _first(site for site in group.sites if not (moves and (site.toward or _is_behind(site, to))))
    if moves and to is None:
        to = _first(site for later in groups[n + 1 :] for site in later.sites if site.toward) if place else None
    return Slot(zone, place, to, _date_for(groups, n), group.extent)


def _is_behind(site: Site, to: Site | None) -> bool:
    """«إلى قاعدة حرير في أربيل»: where that is to which something goes."""
    return to is not None and site.first > to.first and site.lead in ("في", "ب")


_MOVES = frozenset({Kind.REDEPLOYMENT, Kind.WITHDRAWAL, Kind.OTHER, Kind.HANDOVER})


def _first(sites: Iterable[Site]) -> Site | None:
    return next(iter(sites), None)


def _plainest(dates: Sequence[DateMark]) -> DateMark:
    """The first of several dates, but one that is a day or a period before one that is open."""
    closed = (mark for mark in dates if mark.date and not mark.date.edtf.endswith("/.."))
    return next(closed, dates[0]) if len(dates) > 1 else dates[0]


def _date_for(groups: Sequence[_Group], n: int) -> DateMark | None:
    """The date of a place: its own, else the next one that follows, else the one before it."""
    if groups[n].dates:
        return _plainest(groups[n].dates)
    after = next((group.dates[0] for group in groups[n + 1 :] if group.dates), None)
    before = next((group.dates[0] for group in reversed(groups[:n]) if group.dates), None)
    return after or before
