"""Governors: what one word that governs another says of how it holds («بدأ»، «يعتزم»، «نفى»، «مرهون ب»).

Which governors a word stands under is `modality`; which words they are is data (`lexicon`).
"""

from __future__ import annotations

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Sense, keys, particles
from storage.corpus.extraction.marks import Said
from storage.corpus.extraction.particles import is_future, is_perhaps, negation_of
from storage.records import Kind, Modality

ASPECTS = frozenset({Sense.BEGIN, Sense.GO_ON, Sense.COMPLETE, Sense.POSTPONE})
_PREDICATES = frozenset({Sense.BEGIN, Sense.GO_ON, Sense.COMPLETE, Sense.POSTPONE, Sense.HOPE, Sense.PLAN, Sense.LIGHT})


def is_predicate(hit: Hit) -> bool:
    loose = hit.verb or not hit.word.definite
    if " ".join(keys(hit.entry.name)) in particles("would"):
        return False
    if hit.entry.sense is Sense.DENY:
        return hit.after - hit.first > 1  # «بلا أساس»
    if not hit.verb and hit.entry.sense in ASPECTS and " ".join(keys(hit.entry.name)) not in particles("happening"):
        return False
    if not hit.verb and hit.entry.sense is Sense.LIGHT:
        return False
    return loose and not hit.word.prefix and hit.entry.sense in _PREDICATES


def governing(structure: Structure, hit: Hit) -> Said | None:
    """What one governor says, with its own particles."""
    sense, kind = hit.entry.sense, hit.entry.kind
    modality = _agreed(structure, hit, kind) if sense is Sense.TRIGGER else _meant(structure, hit, sense)
    if modality is None:
        return None
    return Said(modality, f"modality.{sense if sense is not Sense.TRIGGER else 'agreed'}.{hit.entry.name}")


def _agreed(structure: Structure, hit: Hit, kind: Kind | None) -> Modality | None:
    """What is discussed, voted on or decided."""
    voted = kind is Kind.OTHER and hit.entry.near.isdisjoint(_NO_VOTE)
    if voted or (kind is Kind.TALKS and hit.verb):
        return Modality.CONDITIONAL
    if kind is Kind.AGREEMENT or kind is Kind.ANNOUNCEMENT:
        return Modality.DENIED if negation_of(structure, hit.first) else Modality.PLANNED
    return None


def _meant(structure: Structure, hit: Hit, sense: Sense) -> Modality | None:
    if sense not in _GOVERNING:
        return None
    negated = bool(negation_of(structure, hit.first))
    if sense is Sense.DENY:
        return Modality.CONDITIONAL if negated else Modality.DENIED
    if sense is Sense.HOPE and not negated and _is_bound(structure, hit):
        return Modality.PLANNED
    if sense is Sense.HOPE:
        return Modality.CONDITIONAL
    if sense is Sense.PLAN:
        return Modality.DENIED if negated else Modality.PLANNED
    if sense is Sense.POSTPONE:
        return None if negated else Modality.DENIED
    return _of_aspect(structure, hit, negated)


def _is_bound(structure: Structure, hit: Hit) -> bool:
    """«يُلزم الاتفاق القوات بأن تغادر»: what an agreement binds one to is planned; what a parliament does, asked for."""
    if " ".join(keys(hit.entry.name)) not in particles("binding"):
        return False
    own = structure.inside(structure.of[hit.first])
    return any(one.entry.kind is Kind.AGREEMENT for one in own)


_GOVERNING = _PREDICATES | {Sense.DENY}


def _of_aspect(structure: Structure, hit: Hit, negated: bool) -> Modality | None:
    """«بدأ»، «يتواصل»، «اكتمل»، «جرى», each by its own time."""
    if negated and hit.after < len(structure.of) and structure.passage.keys[hit.after] in particles("only"):
        negated = False  # «لم تُستأنف إلا ب…»
    if negated:
        return Modality.DENIED if hit.verb or hit.entry.sense is not Sense.LIGHT else None
    if hit.verb and (hit.future or is_future(structure, hit.first, hit)):
        return Modality.PLANNED
    if hit.verb and is_perhaps(structure, hit.first):
        return Modality.CONDITIONAL
    past = hit.entry.form is Form.PAST
    if hit.entry.sense is Sense.COMPLETE:
        return Modality.HAPPENED if past else None
    if hit.entry.sense is Sense.LIGHT:
        return Modality.HAPPENED if past else Modality.ONGOING if hit.verb else None
    return Modality.ONGOING


_NO_VOTE = frozenset({"isis", "detainees", "nato_near"})


def is_of_no_fighters(structure: Structure, hit: Hit) -> bool:
    """«ألا تبقى قوات بمهمة قتالية بعد …»: that no fighting force stays ends a mission."""
    if hit.entry.kind is not Kind.PRESENCE or not hit.verb or negation_of(structure, hit.first) not in _NONE:
        return False
    own = structure.tokens(structure.of[hit.first])
    return any("combat" in word_classes(structure.passage.tokens[at]) for at in own if at > hit.first)


_NONE = frozenset({"لن", "لا", "الا"})
