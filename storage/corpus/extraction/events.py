"""Events of a passage: what happened, goes on, is planned, conditional or denied, each with its place and date.

The words that open events are `hits`, what belongs to which is `slots`, how it holds is `modality`; here they become
facts, and what is too little for a fact is left out: a noun that nothing governs and nothing dates, an attack without
a date, an agreement of one side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.corpus.extraction.accords import MOVING
from storage.corpus.extraction.attackers import attacker
from storage.corpus.extraction.confidence import THRESHOLD, confidence
from storage.corpus.extraction.crossings import crossed
from storage.corpus.extraction.dated import (
    appointed_date,
    borrowed_date,
    date_after,
    date_of_before,
    date_of_when,
    is_announced,
    is_over,
    live_date,
    not_before,
    stated_date,
    until,
)
from storage.corpus.extraction.enough import is_enough, is_within_condition
from storage.corpus.extraction.event_places import place_of
from storage.corpus.extraction.forces import (
    moving_force,
    side_behind,
    state_of,
    two_states,
)
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.identity import event_key, fact_id, one_each
from storage.corpus.extraction.lexicon import Sense, particles
from storage.corpus.extraction.marks import Judged
from storage.corpus.extraction.meetings import date_of_content, date_of_meeting, is_agreed_before
from storage.corpus.extraction.modality import governed, judge, names
from storage.corpus.extraction.modality_time import judged_by_time
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.sayings import sayings
from storage.corpus.extraction.seizures import is_taking
from storage.corpus.extraction.slots import Slot, slots
from storage.corpus.extraction.targets import foreign_house
from storage.corpus.extraction.zones import Zone
from storage.corpus.text import fold
from storage.fuzzydate import FuzzyDate
from storage.records import Event, Kind, Modality, Origin

_SHARING = frozenset({Kind.TALKS, Kind.AGREEMENT, Kind.OTHER, Kind.ATTACK})
_STATED = frozenset({Kind.TALKS, Kind.ELECTION})
_BY_DAY = frozenset({Kind.AGREEMENT, Kind.ATTACK, Kind.OTHER, Kind.TALKS, Kind.ELECTION, Kind.DEFEAT, Kind.FORMATION})


def events(read: Reading) -> tuple[Event, ...]:
    """The events that a passage claims, in text order, none twice; a question claims nothing."""
    if read.marked.passage.tokens and "؟" in read.marked.passage.tokens[-1].after:
        return ()
    found: dict[tuple[object, ...], Event] = {}
    aside = _dated_aside(read)
    for zone in read.zones:
        if zone.head.entry.sense is Sense.TRIGGER:
            for slot in slots(read.structure, zone, read.sites):
                if slot.date is None and not zone.aside and zone.head.first in aside:
                    continue
                if event := _event(read, crossed(read, slot)):
                    found.setdefault(event_key(event), event)
    claimed = one_each(tuple(found.values()))
    return (*claimed, *sayings(read, claimed))


def _dated_aside(read: Reading) -> frozenset[int]:
    """The heads that a clause beside them dates («السحب الذي أُمر به قبل ثلاثة أشهر»): undated they say no more."""
    asides = (zone for zone in read.zones if zone.aside and zone.head.entry.kind in MOVING)
    dated = (z.head.first for z in asides if any(slot.date for slot in slots(read.structure, z, read.sites)))
    return frozenset(dated)


# ------------------------------------------------------------------ one event


@dataclass(slots=True)
class _When:
    """When an event is, how it holds, and by which rule it is dated."""

    date: FuzzyDate | None
    judged: Judged
    reason: str


def _event(read: Reading, slot: Slot) -> Event | None:
    kind = slot.zone.head.entry.kind
    if kind is None or (slot.date and slot.date.date is None and kind not in MOVING):
        return None
    when = _when(read, slot, kind)
    return _fact(read, slot, kind, when) if is_enough(read, slot, kind, when.judged, when.date) else None


def _when(read: Reading, slot: Slot, kind: Kind) -> _When:
    date, reason = stated_date(slot)
    if kind is Kind.AGREEMENT and date and fold(date.surface) in particles("till_now"):
        date, reason = None, "date.none"  # «لم يوقع اتفاق حتى الآن»
    if kind is Kind.PRESENCE and date and slot.date:
        date = until(read, slot.date.first, date)
    judged, date = not_before(judge(read.structure, slot.zone.judged, date), date)
    if date is None and slot.date is None:
        known = kind is Kind.ATTACK or (kind is Kind.AGREEMENT and _is_known(slot.zone.head))
        shares = kind in _SHARING and (slot.zone.head.verb or not known)
        date, reason = date_of_before(read, slot) if shares else date_of_when(read, slot)
    meets = kind in (Kind.TALKS, Kind.AGREEMENT) and ((date is None and slot.date is None) or slot.zone.aside)
    if meets and (met := date_of_meeting(read, slot)):  # «في ختام جولة بدأت العام الماضي»
        date, reason = met, "date.meeting"
    if date is None and slot.date is None and kind in MOVING:
        date, reason = appointed_date(read, slot) if reason == "date.none" else (date, reason)
    if date is None and slot.date is None and kind is Kind.ATTACK:
        date, reason = live_date(read, slot.zone)
    if date is None and slot.date is None and _may_borrow(read, slot, kind, judged):
        date, reason = borrowed_date(read, slot, judged)
    if date is None and slot.date is None and kind is Kind.AGREEMENT:
        date, reason = date_of_content(read, slot)
    if reason == "date.shared" and judged.reasons == ("modality.present",):  # «28 كانون الثاني: … تقتل … وتجرح»
        judged = judge(read.structure, slot.zone.judged, date)
    if date is None and slot.date is None and kind is Kind.FORMATION:
        date, reason = date_after(read, slot)
    if slot.date and "date.of_what_follows" in slot.date.reasons and is_over(read, date):
        return _When(date, Judged(Modality.HAPPENED, ("modality.after_it",)), reason)  # «يأتي … بعد يومين من انسحاب …»
    if kind in MOVING and is_agreed_before(read, slot, judged, date):
        date, reason = None, "date.none"
    return _When(date, judged if kind in MOVING or date is None else _by_day(read, slot, kind, judged, date), reason)


def _is_known(head: Hit) -> bool:
    """«الاتفاق»، «المتفق عليه»: one that was made before."""
    return head.word.definite or head.entry.name.startswith("ال")


def _may_borrow(read: Reading, slot: Slot, kind: Kind, judged: Judged) -> bool:
    """Whether what is said happened on the day on which it is said, as far as is told."""
    begun = kind is Kind.TALKS and judged.reasons[0].startswith("modality.begin")
    if kind is Kind.AGREEMENT:
        return not slot.zone.head.verb and is_announced(read, slot.zone)
    return begun or kind in (*MOVING, Kind.DEFEAT, Kind.FORMATION)


def _by_day(read: Reading, slot: Slot, kind: Kind, judged: Judged, date: FuzzyDate) -> Judged:
    """How what has a day of its own holds, whatever plan or condition is told around it."""
    going = judged.modality is Modality.ONGOING and date.window[1] == read.marked.passage.article.published.latest
    if kind is Kind.TALKS and slot.date and names(judged.reasons[0], "collapse"):
        return Judged(Modality.HAPPENED, judged.reasons)
    if kind in _BY_DAY and judged.modality is not Modality.DENIED and not going and is_over(read, date):
        return Judged(Modality.HAPPENED, ("modality.date_past", *judged.reasons))
    denied = judged.modality is Modality.DENIED and "postpone" not in judged.reasons[0]
    within = judged.modality is Modality.CONDITIONAL and is_within_condition(read, slot)
    if (kind is Kind.ELECTION and denied) or (kind in _STATED and within):
        return judged_by_time(read.structure, slot.zone.judged, date)
    begun = judged.modality is not Modality.PLANNED and judged.reasons[0].startswith("modality.begin")
    return Judged(Modality.HAPPENED, judged.reasons) if begun else judged


def _fact(read: Reading, slot: Slot, kind: Kind, when: _When) -> Event:
    place, why_place = place_of(read, slot, kind)
    actor, why_actor = _actor(read, slot, kind, place)
    trigger = f"trigger.{kind}.{slot.zone.head.entry.name}"
    rules = (trigger, _trigger(read, slot, when.date), why_place, when.reason, why_actor, *when.judged.reasons)
    passage, sure = read.marked.passage, confidence(rules)
    edtf = when.date.edtf if when.date else None
    return Event(
        id=fact_id(passage.article.id, passage.start, kind, place, _to(slot), when.judged.modality, edtf),
        kind=kind,
        modality=when.judged.modality,
        citation=passage.citation,
        actor=actor,
        counterpart=_counterpart(read, kind, actor),
        place=place,
        to_place=_to(slot),
        date=when.date,
        extent=slot.extent if kind in MOVING else None,
        attribution=read.marked.attribution_at(slot.zone.judged),
        origin=Origin.EXTRACTED,
        confidence=sure,
        published=sure >= THRESHOLD,
        reasons=tuple(dict.fromkeys(filter(None, rules))),
    )


def _counterpart(read: Reading, kind: Kind, actor: str | None) -> str | None:
    """The other side of an agreement or of talks."""
    if kind not in (Kind.AGREEMENT, Kind.TALKS):
        return None
    return next((state for state in two_states(read.structure, read.context.story) if state != actor), None)


def _to(slot: Slot) -> str | None:
    return slot.to_place.id if slot.to_place and slot.zone.head.entry.kind is not Kind.HANDOVER else None


def _trigger(read: Reading, slot: Slot, date: FuzzyDate | None) -> str:
    if slot.zone.head.verb:
        return "trigger.verb"
    sure = governed(read.structure, slot.zone.judged) or slot.zone.aside
    return "trigger.noun" if sure or date else "trigger.ungoverned"


# ------------------------------------------------------------------ where and who


def _actor(read: Reading, slot: Slot, kind: Kind, place: str | None) -> tuple[str | None, str]:
    story, zone = read.context.story, slot.zone
    if kind in MOVING:
        return _mover(read, zone)
    if kind is Kind.ATTACK:
        return attacker(read.structure, zone.head, (*zone.fronted, *zone.tokens), story), ""
    if kind is Kind.DEFEAT or is_taking(zone.head):
        return "isis" if "isis" in story.actors else None, ""
    if kind is Kind.FORMATION:
        return "coalition" if "coalition" in story.actors else None, ""
    if kind in (Kind.TALKS, Kind.AGREEMENT):
        states = two_states(read.structure, story)
        guests, named = moving_force(read.structure, _clause_tokens(read, zone), read.context)
        return (states[0] if states else guests if named else "us"), ""
    if kind in (Kind.ELECTION,) or (kind is Kind.OTHER and not slot.to_place):
        return foreign_house(read, zone) or state_of(place, story), ""
    if kind is Kind.ANNOUNCEMENT and not zone.head.verb and (who := side_behind(read.structure, zone.head, story)):
        return who, "actor.named"
    return _mover(read, zone)


def _mover(read: Reading, zone: Zone) -> tuple[str | None, str]:
    actor, named = moving_force(read.structure, _clause_tokens(read, zone), read.context)
    return actor, "actor.named" if named else "actor.context"


def _clause_tokens(read: Reading, zone: Zone) -> Sequence[int]:
    return read.structure.tokens(read.structure.of[zone.head.first])
