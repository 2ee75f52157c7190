"""Zones: which words of a sentence a head owns, be it a word that opens an event or a verb of saying.

A head owns its clause, cut where the next head begins, and the clauses that only go on with it («تلتها …»). What
stands in a relative clause belongs to the noun before it. What of a zone belongs together is `slots`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.governors import is_of_no_fighters
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Entry, Link, Sense, keys, particles
from storage.corpus.extraction.marks import DateMark, NameMark
from storage.corpus.extraction.seizures import as_taking
from storage.corpus.gazetteer import Noun
from storage.records import Kind

_SPEECH = frozenset({Sense.SAY, Sense.ANNOUNCE})
_ASPECTS = frozenset(
    {Sense.LIGHT, Sense.BEGIN, Sense.COMPLETE, Sense.POSTPONE, Sense.GO_ON, Sense.ANNOUNCE, Sense.PLAN}
)


@dataclass(slots=True)
class Zone:
    """What a head owns: the tokens before it in its clause, and those from it on. `judged` is the token that says
    how it holds: the head itself, or the verb of a relative clause (then `aside`)."""

    head: Hit
    fronted: tuple[int, ...]
    tokens: tuple[int, ...]
    judged: int
    aside: bool = False


def zones(structure: Structure) -> tuple[Zone, ...]:
    """The zones of a passage in text order of their heads."""
    found = list[Zone]()
    for number, clause in enumerate(structure.clauses):
        tokens, heads = structure.tokens(number), _heads(structure, number) or _staying(structure, number)
        if not heads and found and _continues(structure, number):
            found.append(replace(found[-1], fronted=(), tokens=tokens, judged=_turned(structure, number, found[-1])))
        found += _cut(heads, tokens)
        if aside := _aside(structure, number, clause.link, clause.governor, heads, tokens):
            found.append(aside)
    return tuple(found)


def _heads(structure: Structure, number: int) -> tuple[Hit, ...]:
    kept = list[Hit]()
    for hit in structure.inside(number):
        if hit.entry.sense is not Sense.TRIGGER and not (hit.entry.sense in _SPEECH and hit.verb):
            continue
        later = hit.first and structure.passage.tokens[hit.first - 1].key in particles("after")
        if kept and (
            (_same(kept[-1], hit) and not (later and hit.entry.kind is Kind.ATTACK)) or _is_of_noun(kept[-1], hit)
        ):
            continue
        if hit.entry.kind is Kind.PRESENCE and hit.entry.held and _is_ended(structure, hit):
            hit = replace(hit, entry=replace(hit.entry, kind=Kind.WITHDRAWAL, held=False))
        hit = as_taking(structure, hit)
        if is_of_no_fighters(structure, hit):
            hit = replace(hit, entry=replace(hit.entry, kind=Kind.MISSION_END))
        if kept and _is_phase_of(kept[-1], hit):
            kept[-1] = replace(hit, first=kept[-1].first, entry=replace(hit.entry, form=kept[-1].entry.form))
            continue
        kept.append(hit)
    return tuple(kept)


_ENDED = 5


def _is_ended(structure: Structure, stay: Hit) -> bool:
    """«أنهت … وجودها»."""
    ends = (hit for hit in structure.inside(structure.of[stay.first]) if 0 <= stay.first - hit.after < _ENDED)
    return any(keys(hit.entry.name)[0] in particles("endings") for hit in ends)


_STAY = Entry(Sense.TRIGGER, Form.PRESENT, "لا يزال", Kind.PRESENCE)


def _staying(structure: Structure, number: int) -> tuple[Hit, ...]:
    """«لا تزال قوات … في …»: where no other verb says what goes on, it is that they are there."""
    hits = structure.inside(number)
    still = next((hit for hit in hits if _is_still(hit)), None)
    if still is None or any(at >= still.after for at in structure.verbs if structure.of[at] == number):
        return ()
    tokens = (structure.passage.tokens[at] for at in structure.tokens(number))
    named = any(not {"force_near", "hub"}.isdisjoint(word_classes(token)) for token in tokens)
    alone = all(hit is still or hit.after <= still.first or hit.entry.sense is not Sense.TRIGGER for hit in hits)
    stay = replace(_STAY, form=still.entry.form) if still.verb else _STAY
    return (replace(still, entry=stay),) if named and alone else ()


def _is_still(hit: Hit) -> bool:
    """«لا تزال»، «ستظل»."""
    go_on = hit.entry.sense is Sense.GO_ON and hit.after - hit.first > 1
    return go_on or (hit.entry.sense is Sense.AUXILIARY and keys(hit.entry.name)[0] in particles("stays"))


def _same(last: Hit, hit: Hit) -> bool:
    """Whether `hit` only says again what `last` opened («قُتل … بضربة», «جولة … حوار», «تقليص وجودها»)."""
    if hit.entry.sense is not Sense.TRIGGER or last.entry.sense is not Sense.TRIGGER:
        return False
    ending = last.entry.kind is Kind.MISSION_END and hit.entry.kind is Kind.PRESENCE and not hit.verb  # «ينتهي تفويض …»
    held = hit.entry.held or ending
    return (last.entry.kind is hit.entry.kind and not hit.verb) or (held and hit.first - last.after < 3)


def _is_of_noun(last: Hit, hit: Hit) -> bool:
    """«هدنة أعلنتها …»: the verb of the noun right before it."""
    return hit.entry.sense in _SPEECH and bool(hit.word.pronoun) and hit.first == last.after and not last.verb


def _is_phase_of(last: Hit, hit: Hit) -> bool:
    """«تنتهي المرحلة الأولى من الانسحاب»: the end of a phase of what is named after it."""
    return (
        last.entry.kind is Kind.MISSION_END and hit.entry.kind is Kind.WITHDRAWAL and hit.first - last.after in (2, 3)
    )


def _cut(heads: Sequence[Hit], tokens: Sequence[int]) -> Iterator[Zone]:
    for n, head in enumerate(heads):
        first = bisect_left(tokens, head.first)
        after = bisect_left(tokens, heads[n + 1].first) if n + 1 < len(heads) else len(tokens)
        fronted = () if n else tuple(tokens[:first])
        yield Zone(head, fronted, tuple(tokens[first:after]), head.first)


def _continues(structure: Structure, number: int) -> bool:
    """«تلتها …»، «وتبعتها …»، «كان أولها …»."""
    hit = next(iter(structure.inside(number)), None)
    if hit is None:
        return False
    own = set(structure.tokens(number))
    if hit.entry.sense is Sense.CONTINUING and not any(mark.first in own for mark in _named(structure)):
        return False  # «تليها مرحلة …»: nothing more is told of it
    listed = hit.after < len(structure.of) and structure.passage.tokens[hit.after].key in particles("lists")
    return hit.entry.sense is Sense.CONTINUING or (hit.entry.sense is Sense.AUXILIARY and listed)


def _named(structure: Structure) -> Iterator[DateMark | NameMark]:
    yield from structure.marked.dates
    yield from (name for name in structure.marked.names if name.noun is Noun.PLACE)


def _turned(structure: Structure, number: int, last: Zone) -> int:
    """The token that says how a list goes on: its own verb under «من المنتظر أن …», else what it goes on with."""
    own = structure.inside(number)[0].first
    return own if structure.clauses[number].link is Link.CONTENT and own in structure.verbs else last.judged


def _aside(
    structure: Structure, number: int, link: Link, governor: int | None, heads: Sequence[Hit], tokens: Sequence[int]
) -> Zone | None:
    """The zone of a noun whose relative clause dates it («الانسحاب الذي بدأ قبل أسبوعين»، «هجمات شنتها …»)."""
    first = next((head.first for head in heads if head.entry.sense is Sense.TRIGGER), len(structure.of))
    inside = structure.inside(number)
    verb = next((hit for hit in inside if hit.entry.sense in _ASPECTS and hit.verb and hit.first < first), None)
    if verb is None:
        return None
    tokens = [at for at in tokens if at < first]
    noun = structure.hits[governor] if link is Link.RELATIVE and governor is not None else None
    if noun is None and link is not Link.RELATIVE:
        noun = _resumed(structure, number, verb)
    if noun is None or noun.entry.sense is not Sense.TRIGGER:
        return None
    if noun.entry.kind is Kind.AGREEMENT and link is Link.CONTENT:  # «في بيان مشترك أن المهمة … ستنتهي»
        return None
    if any(head.entry.kind is noun.entry.kind and head.word.definite for head in heads):  # «وأُنجز التقليص …»
        return None
    if noun.verb and (verb.entry.sense is not Sense.POSTPONE or link is Link.AND):
        return None
    return Zone(noun, (), tuple(tokens), verb.first, aside=True)


_TURNS = frozenset({Sense.BEGIN, Sense.COMPLETE, Sense.POSTPONE})
_BACK = 3
"""Clauses back in which the noun of «وينتهي» is sought."""


def _resumed(structure: Structure, number: int, verb: Hit) -> Hit | None:
    """The noun that a verb without one takes up: «هجمات شنتها …»، «انسحاب يبدأ … وينتهي …»، «لكنه تأجل إلى …»."""
    link, word = structure.clauses[number].link, verb.word
    if link is Link.AND and not word.conjunction and (word.pronoun or is_of_last(structure, verb)):
        return _last_trigger(structure, structure.clauses[number].parent, verb.first)
    if link is Link.WHILE and verb.entry.form is Form.PAST and verb.entry.sense in (Sense.LIGHT, Sense.COMPLETE):
        return _last_trigger(structure, structure.clauses[number].parent, verb.first)  # «وهو ما تم في …»
    if verb.entry.sense not in _TURNS or link not in (Link.AND, Link.CONTENT, Link.AGAINST):
        return None
    for back in range(number - 1, max(-1, number - 1 - _BACK), -1):
        if found := _last_trigger(structure, back, verb.first):
            return found
    return None


def is_of_last(structure: Structure, verb: Hit) -> bool:
    """«تفاهم أُعلن في …»: a verb right behind a noun without an article tells of it."""
    noun = structure.hit_at(verb.first - 1) if verb.first else None
    bare = noun is not None and not noun.verb and not noun.word.definite and not noun.word.pronoun
    return bare and not structure.passage.tokens[verb.first - 1].after.strip()


def _last_trigger(structure: Structure, number: int, before: int) -> Hit | None:
    found = [hit for hit in structure.inside(number) if hit.first < before and hit.entry.sense is Sense.TRIGGER]
    return found[-1] if found else None


def points_back(structure: Structure, zone: Zone) -> bool:
    """«سقطت قذائف على محيطه»، «قربها»: where it is was named before."""
    return any(structure.passage.tokens[at].key in _THEREABOUTS for at in zone.tokens)


_THEREABOUTS = frozenset({"محيطه", "محيطها", "قربه", "قربها", "بقربه", "بقربها", "داخله", "داخلها", "جواره", "جوارها"})


def counted_behind(structure: Structure, zone: Zone) -> int:
    """The token where «بعد ثلاث سنوات من سقوط …» begins, behind a date: what follows is another's; else the last."""
    tokens = structure.passage.tokens
    if len(structure.marked.dates) < 2:
        return len(tokens)
    for mark in [mark for mark in structure.marked.dates if mark.first in zone.tokens][1:]:
        lead = {token.key.removeprefix("و") for token in tokens[max(0, mark.first - 1) : mark.first + 2]}
        behind = (token.key for token in tokens[mark.after - 1 : mark.after + 3])
        if not lead.isdisjoint(particles("spans")) and _FROM in behind:
            return mark.first
    return len(structure.of)


_FROM = "من"


def is_of_meeting(structure: Structure, zone: Zone) -> bool:
    """«عقد البرلمان السبت جلسة لبحث الغارات»: the day is that of the sitting, not of the attacks."""
    spoken_of = zone.head.first > 0 and structure.passage.keys[zone.head.first - 1].startswith("ل")
    if zone.head.entry.kind is not Kind.ATTACK and not spoken_of:  # «لمناقشة وجود القوات»
        return False
    before = (structure.hit_at(at) for at in zone.fronted if at in structure.verbs)
    return any(hit is not None and " ".join(keys(hit.entry.name)) in particles("sitting") for hit in before)
