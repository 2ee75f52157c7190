"""Enough: whether a sentence claims enough for an event of a kind, or only speaks about it.

A noun that nothing governs and nothing dates, an attack without a day, an agreement of one side, «بشأن الانسحاب»,
a minister who leaves: none of these is an event.
"""

from __future__ import annotations

from storage.corpus.extraction.accords import MOVING, is_agreed, is_talked
from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.forces import adjectives, is_civil, is_foreign, nationality, side
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import stripped
from storage.corpus.extraction.lexicon import Link, Sense, keys, load_lexicon, particles
from storage.corpus.extraction.marks import Judged
from storage.corpus.extraction.modality import governed, is_negated, names
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.seizures import is_taken, is_taking
from storage.corpus.extraction.slots import Slot
from storage.corpus.extraction.zones import Zone
from storage.corpus.words import PerWord
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Kind, Modality, PlaceKind, Unit

_VOTING = frozenset({"parliament", "parliament_near", "cabinet_near"})
_PEOPLE = frozenset({"leader", "person"})
"""Who is killed may be named right after the verb."""
_REPORT, _BEHIND = 6, 4
_DENIABLE = MOVING | {Kind.AGREEMENT, Kind.ANNOUNCEMENT}


def is_enough(read: Reading, slot: Slot, kind: Kind, judged: Judged, date: FuzzyDate | None) -> bool:
    """Whether the sentence claims enough for an event of this kind."""
    head = slot.zone.head
    if kind in MOVING:
        return _moves_enough(read, slot, kind, judged, date)
    if is_taking(head):
        return date is not None and slot.place is not None and is_taken(read.structure, head)
    voted = kind is Kind.OTHER and bool(_VOTING & head.entry.near) and date is not None
    if judged.modality is Modality.DENIED and kind not in _DENIABLE and not voted:
        return False
    if is_within_condition(read, slot) and (date is None or head.verb):
        return False
    if kind is Kind.OTHER and _VOTING & head.entry.near and not _is_about_forces(read):
        return False
    if kind is Kind.AGREEMENT:
        return is_agreed(read, slot, judged, date)
    if kind is Kind.TALKS:
        return is_talked(read, slot, judged, date)
    if kind is Kind.ATTACK and head.verb and is_civil(read.structure, head) and not head.entry.near & _PEOPLE:
        return False
    if kind is Kind.ENTRY:
        return _moves_enough(read, slot, kind, judged, date)
    return date is not None or (kind is Kind.ATTACK and _is_threatened(judged))


def _is_threatened(judged: Judged) -> bool:
    """«هدد ب …»، «لوّح ب …»: who threatens names no day."""
    if judged.modality is not Modality.CONDITIONAL:
        return False
    goes_on = len(judged.reasons) > 1 and judged.reasons[0] == "modality.if"  # «الاستهداف سيتواصل ما لم …»
    return goes_on or any(names(reason, "threats") for reason in judged.reasons)


def _is_about_forces(read: Reading) -> bool:
    """Whether a vote is about forces: some move in its sentence, or are named there."""
    if not MOVING.isdisjoint(read.structure.kinds) or "force_near" in read.structure.classes:
        return True
    story = read.context.story
    return any(is_foreign(nationality(read.structure, at, story), story) for at in adjectives(read.structure))


def is_within_condition(read: Reading, slot: Slot) -> bool:
    """«إذا أفضت محادثات حزيران إلى …»: what is named in a condition takes place; what it says may not."""
    return read.structure.clause(slot.zone.head.first).link is Link.IF


def _moves_enough(read: Reading, slot: Slot, kind: Kind, judged: Judged, date: FuzzyDate | None) -> bool:
    """Whether forces are said to move or to stay, and not only spoken about."""
    head = slot.zone.head
    if (kind in _OF_GUESTS and _is_of_locals(read, slot)) or (kind is Kind.HANDOVER and _is_to_capital(read, slot)):
        return False
    under = governed(read.structure, slot.zone.judged) or "modality.not_this" in judged.reasons
    lasts = slot.zone.aside and "go_on" in judged.reasons[0]  # «نهاية التحالف الذي سيواصل …»
    if (
        (kind is Kind.MISSION_END and (lasts or not _is_military(read, slot)))
        or _is_imagined(read, head)
        or _is_asked(read, head)
    ):
        return False
    if (
        is_civil(read.structure, head)
        or (_is_anothers_force(read, slot) and kind is not Kind.HANDOVER)
        or (head.entry.held and not under)
    ):
        return False
    put_off = any("postpone" in reason for reason in judged.reasons)
    if not head.verb and put_off and _is_of_announcement(read, slot):
        return False
    if kind is Kind.PRESENCE and " ".join(keys(head.entry.name)) in particles("limited"):
        return date is not None and date.bound in _LIMITS
    if date is not None:
        return True
    if not head.verb and (not under or _is_topic(read, slot) or "modality.after_it" in judged.reasons):
        return False
    if read.structure.clause(head.first).link in (Link.BEFORE, Link.AFTER, Link.UNTIL):
        return False
    if not head.verb and _is_of_announcement(read, slot):
        return False
    if _is_unsaid(read, slot) or (kind is Kind.ENTRY and slot.place is None and not _is_counted(read, slot)):
        return False
    agreed = any(reason.startswith("modality.agreed") for reason in judged.reasons)
    softened = any(reason.startswith("modality.negated") for reason in judged.reasons[1:])
    meant = judged.reasons[0].startswith(("modality.hope", "modality.deny")) or _is_meant(read, head)
    said = kind is not Kind.PRESENCE or slot.place is not None or head.entry.held or _is_endless(read) or meant
    planned = judged.modality is Modality.PLANNED
    return said and not (agreed and planned and not head.verb) and not softened


def _is_counted(read: Reading, slot: Slot) -> bool:
    """Whether it is said how many come."""
    own = set(slot.zone.tokens)
    return any(number.unit is Unit.PERSONNEL and number.first in own for number in read.marked.numbers)


_LIMITS = (Bound.UNTIL, Bound.UNTIL_AT_LEAST)
_OF_GUESTS = (MOVING | {Kind.ENTRY}) - {Kind.HANDOVER, Kind.MISSION_END}


def _is_of_locals(read: Reading, slot: Slot) -> bool:
    """Whether the subject named after a verb is a force of the land itself, and what it moves is no guest: «نشرت وزارة
    الدفاع العراقية قوات»، «دخلت وحدات من الجيش السوري القاعدة»."""
    head, story = slot.zone.head, read.context.story
    if not head.verb:
        return False
    named = [n for n in read.marked.actors if n.first >= head.after and (not n.lead or n.lead in _PART_OF)]
    if not named or named[0].first > head.after + 2:
        return _is_of_local_nation(read, head)
    if is_foreign(side(named[0].id, story), story):
        return False
    moved = next((n for n in named[1:] if n.first <= named[0].after + 1), None)
    return moved is None or not is_foreign(side(moved.id, story), story)


_PART_OF = frozenset({"من"})


def _is_of_local_nation(read: Reading, head: Hit) -> bool:
    """«دخلت الفرقة السابعة العراقية القاعدة»: forces, and the first nation told behind them is the land's own."""
    story, tokens = read.context.story, read.marked.passage.tokens
    behind = range(head.after, min(head.after + _SUBJECT, len(tokens)))
    if not behind or "force" not in word_classes(tokens[head.after]):
        return False
    first = next((nation for at in behind if (nation := nationality(read.structure, at, story))), None)
    return first is not None and not is_foreign(first, story)


_SUBJECT = 5
"""Tokens behind a verb that may still be its subject."""


def _is_to_capital(read: Reading, slot: Slot) -> bool:
    """«تسلمت بغداد دفعة …»: a government gets something that is no base."""
    story, tokens = read.context.story, read.marked.passage.tokens
    place = story.places[slot.place.id] if slot.place else None
    if place is None or place.kind is not PlaceKind.CITY or place.name.ar not in story.metonyms:
        return False
    return not any("base" in word_classes(tokens[at]) for at in slot.zone.tokens)


_MEANT = frozenset({Sense.PLAN, Sense.HOPE, Sense.DENY})


def _is_meant(read: Reading, head: Hit) -> bool:
    """«يتمسك ببقاء القوات»: a verb says what is meant to be."""
    clause = read.structure.inside(read.structure.of[head.first])
    return any(hit.verb and hit.first < head.first and hit.entry.sense in _MEANT for hit in clause)


def _is_imagined(read: Reading, head: Hit) -> bool:
    """«انسحاب متسرع من شأنه …»: one that would be, whenever."""
    clause = read.structure.inside(read.structure.of[head.first])
    then = (hit.entry.name for hit in clause if hit.first > head.first)
    return not head.verb and not head.word.definite and any(" ".join(keys(n)) in particles("would") for n in then)


def _is_asked(read: Reading, head: Hit) -> bool:
    """«لم يتضح متى بدأت …»."""
    asking, of = _asking.where(read.marked.passage.keys[: head.first]), read.structure.of
    return any(of[at] == of[head.first] for at in asking)


_asking = PerWord(lambda key: key in particles("asking"))


def _is_military(read: Reading, slot: Slot) -> bool:
    """Whether the mission is one of forces, and no minister's."""
    if "military" in read.structure.classes:
        return True
    story = read.context.story
    named = (side(name.id, story) for name in read.marked.actors)
    return any(is_foreign(actor, story) for actor in named)


def _is_topic(read: Reading, slot: Slot) -> bool:
    """«بشأن الانسحاب»: what is spoken about; but «أعلن عن انسحاب» is said."""
    first = slot.zone.head.first
    tokens = read.marked.passage.tokens
    last = tokens[first - 1].key if first else ""
    before = next((hit for hit in read.structure.hits if hit.after == first and not hit.verb), None)
    if before and (
        before.entry.kind is Kind.TALKS or (before.entry.sense is Sense.PLAN and slot.zone.head.word.definite)
    ):
        return True  # «مفاوضات الانسحاب»، «خطة الانسحاب»
    if not any(word.rest in load_lexicon().topics for word in stripped(last)[:3]):
        return False
    if any(
        word.rest in load_lexicon().experts
        for token in tokens[max(0, first - _REPORT) : first]
        for word in stripped(token.key)
    ):
        return True  # «تقرير لصحيفة … عن خفض»
    spoken = [hit for hit in read.structure.hits if hit.entry.sense is Sense.ANNOUNCE and hit.first < first]
    denied = [hit for hit in read.structure.inside(read.structure.of[first]) if hit.entry.sense is Sense.DENY]
    return not (last == "عن" and (spoken or denied))


def _is_of_announcement(read: Reading, slot: Slot) -> bool:
    """«أرجأت الإعلان عن موعد إنهاء …»: what is governed is the announcement."""
    first = slot.zone.head.first
    before = [hit for hit in read.structure.inside(read.structure.of[first]) if hit.first < first]
    named = [hit.entry.sense is Sense.ANNOUNCE and not hit.verb for hit in before]
    return any(named) and before[0].entry.sense in (Sense.POSTPONE, Sense.HOPE, Sense.DENY, Sense.PLAN)


def _is_unsaid(read: Reading, slot: Slot) -> bool:
    """«لم يذكر موعداً لانسحاب»: who says nothing of it claims nothing."""
    first = slot.zone.head.first
    before = [hit for hit in read.structure.inside(read.structure.of[first]) if hit.first < first and hit.verb]
    spoken = [hit for hit in before if hit.entry.sense in (Sense.SAY, Sense.ANNOUNCE)]
    return any(is_negated(read.structure, hit.first) for hit in spoken)


def _is_endless(read: Reading) -> bool:
    return "endless" in read.structure.classes


def _is_anothers_force(read: Reading, slot: Slot) -> bool:
    """Whether what stays or moves is named right after the head and is no guest: «بقاء داعش»."""
    head, story = slot.zone.head, read.context.story
    near = (n for n in read.marked.actors if head.after <= n.first <= head.after + 1)
    named = next((n for n in near if n.lead != "ل"), None)  # «الغزو … للعراق»: the land, no force
    moves = not head.verb or (head.entry.kind is Kind.ENTRY and slot.date is None)
    return named is not None and moves and not is_foreign(side(named.id, story), story)


def is_voted(read: Reading, zone: Zone) -> bool:
    """Whether a parliament does it: it does so for its country, wherever it sits."""
    return not {"parliament", "parliament_near"}.isdisjoint(zone.head.entry.near) or "parliament" in {
        name for at in range(zone.head.first, zone.head.after) for name in word_classes(read.marked.passage.tokens[at])
    }
