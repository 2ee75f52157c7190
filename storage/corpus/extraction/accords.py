"""Accords: whether a sentence claims that sides talked or agreed, and not only speaks about it."""

from __future__ import annotations

from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.forces import is_foreign, side, sides, state_of, two_states
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Sense
from storage.corpus.extraction.marks import Judged
from storage.corpus.extraction.modality import governed
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.slots import Slot
from storage.corpus.gazetteer import Noun
from storage.fuzzydate import FuzzyDate
from storage.records import Kind, Modality

MOVING = frozenset(
    {
        Kind.WITHDRAWAL,
        Kind.REDUCTION,
        Kind.REDEPLOYMENT,
        Kind.HANDOVER,
        Kind.PRESENCE,
        Kind.MISSION_END,
    }
)
"""Kinds in which forces move or stay."""
_REPORT, _BEHIND = 6, 4


def is_agreed(read: Reading, slot: Slot, judged: Judged, date: FuzzyDate | None) -> bool:
    """Whether sides are said to agree: two of them, or on what forces do, or by an accord that is known."""
    head, denied = slot.zone.head, judged.modality is Modality.DENIED
    unsigned = head.verb and judged.reasons[0].startswith("modality.negated")
    if _is_trade(read) or (denied and not unsigned and not any(_is_denial(reason) for reason in judged.reasons)):
        return False
    sealed = slot.zone.aside or governed(read.structure, slot.zone.judged) or _is_proclaimed(read, head)
    known = (head.word.definite and date is not None and sealed) or _is_signed(read, head)
    about = date is not None and not MOVING.isdisjoint(read.structure.kinds)
    between = _two_sides(read) or "alliance_near" in _said_by(read, head)
    return (known or about or between) and (head.verb or denied or date is not None)


def is_talked(read: Reading, slot: Slot, judged: Judged, date: FuzzyDate | None) -> bool:
    """Whether two sides are said to talk, on a day or now, or to have ended it."""
    known = slot.zone.head.entry.name.startswith("الجولة")  # «الجولة الثالثة»: those of the story
    if _is_trade(read) or not (known or _two_sides(read) or _is_hosted(read)):
        return False
    over = judged.reasons[0].startswith("modality.complete") and judged.modality is Modality.HAPPENED
    lasted = any(_lasted(hit) for hit in read.structure.inside(read.structure.of[slot.zone.judged]))
    goes_on = not lasted and judged.modality is Modality.ONGOING and not judged.reasons[0].startswith("modality.light")
    return date is not None or over or goes_on


def _lasted(hit: Hit) -> bool:
    """«محادثات استمرت ستة أشهر»: they are over."""
    return hit.verb and hit.entry.sense is Sense.GO_ON and hit.entry.form is Form.PAST and hit.after == hit.first + 1


def _said_by(read: Reading, head: Hit) -> frozenset[str]:
    """The classes of the few words about a verb, where its subject may stand."""
    beside = read.marked.passage.tokens[max(0, head.first - _REPORT) : head.after + _BEHIND] if head.verb else ()
    return frozenset[str]().union(*map(word_classes, beside))


def _is_trade(read: Reading) -> bool:
    """Whether a sentence in which no force moves is about gas, firms and the like."""
    return "trade" in read.structure.classes and MOVING.isdisjoint(read.structure.kinds)


def _is_proclaimed(read: Reading, head: Hit) -> bool:
    """«الاتفاق المعلن …»."""
    return any(hit.first == head.after and hit.entry.sense is Sense.ANNOUNCE for hit in read.structure.hits)


def _is_denial(reason: str) -> bool:
    """«نفى»، «أرجئ»; not what only comes to nothing."""
    return "deny" in reason or "postpone" in reason


def _is_signed(read: Reading, head: Hit) -> bool:
    """«الاتفاق سيوقع …»، «نوقّع … مع دول التحالف»: an accord that is known, or one with guests."""
    if not (head.verb and "accord" in head.entry.near):
        return False
    clause = read.structure.inside(read.structure.of[head.first])
    known = any(hit.entry.kind is Kind.AGREEMENT and hit.word.definite for hit in clause)
    return known or _names_guest(read)


def _names_guest(read: Reading) -> bool:
    story = read.context.story
    return any(n.noun is Noun.ACTOR and is_foreign(side(n.id, story), story) for n in read.marked.names)


def _is_hosted(read: Reading) -> bool:
    """Whether one side talks in the capital or the land of another («تستضيف بغداد … مع واشنطن»)."""
    story = read.context.story
    named = (site.id for site in read.sites if story.places[site.id].name.ar in story.metonyms)
    hosts = {state for id in named if (state := state_of(id, story))}
    return len({*two_states(read.structure, story), *hosts}) > 1


def _two_sides(read: Reading) -> bool:
    """Whether two governments stand in the sentence, by name or as «الجانبان»."""
    if len(two_states(read.structure, read.context.story)) > 1:
        return True
    named, story = sides(read.structure, read.context), read.context.story
    if any(is_foreign(a, story) for a in named) and any(not is_foreign(a, story) for a in named - {"isis", "factions"}):
        return True
    return not read.structure.classes.isdisjoint({"states", "committee"})
