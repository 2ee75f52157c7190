"""Governors: what one word that governs another says of how it holds («بدأ»، «يعتزم»، «نفى»، «مرهون ب»).

Which governors a word stands under is `modality`; which words they are is data (`lexicon`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Sense, keys, particles
from storage.corpus.extraction.particles import is_future, is_perhaps, negation_of
from storage.records import Kind, Modality


@dataclass(frozen=True, slots=True)
class Said:
    """What one word says of how a fact holds."""

    modality: Modality
    reason: str


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


def governing(structure: Structure, hit: Hit) -> Iterator[Said]:
    """What one governor says, with its own particles."""
    modality = _meant(structure, hit)
    if modality is None:
        return
    name = f"modality.{hit.entry.sense if hit.entry.sense is not Sense.TRIGGER else 'agreed'}.{hit.entry.name}"
    yield Said(modality, name)


def _meant(structure: Structure, hit: Hit) -> Modality | None:
    sense, negated = hit.entry.sense, bool(negation_of(structure, hit.first))
    if sense is Sense.DENY:
        return Modality.CONDITIONAL if negated else Modality.DENIED
    if sense is Sense.HOPE or (sense is Sense.TRIGGER and hit.entry.kind in _DISCUSSING and hit.verb) or _votes(hit):
        return Modality.CONDITIONAL
    if sense is Sense.PLAN or (sense is Sense.TRIGGER and hit.entry.kind in _DECIDING):
        return Modality.DENIED if negated else Modality.PLANNED
    if sense is Sense.POSTPONE:
        return None if negated else Modality.DENIED
    if sense not in (Sense.BEGIN, Sense.GO_ON, Sense.COMPLETE, Sense.LIGHT):
        return None
    return _of_aspect(structure, hit, negated)


_DISCUSSING = frozenset({Kind.TALKS})
_DECIDING = frozenset({Kind.AGREEMENT, Kind.ANNOUNCEMENT})


def _votes(hit: Hit) -> bool:
    return hit.entry.sense is Sense.TRIGGER and hit.entry.kind is Kind.OTHER


def _of_aspect(structure: Structure, hit: Hit, negated: bool) -> Modality | None:
    """«بدأ»، «يتواصل»، «اكتمل»، «جرى», each by its own time."""
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


def is_of_no_fighters(structure: Structure, hit: Hit) -> bool:
    """«ألا تبقى قوات بمهمة قتالية بعد …»: that no fighting force stays ends a mission."""
    if hit.entry.kind is not Kind.PRESENCE or not hit.verb or negation_of(structure, hit.first) not in _NONE:
        return False
    own = structure.tokens(structure.of[hit.first])
    return any("combat" in word_classes(structure.passage.tokens[at]) for at in own if at > hit.first)


_NONE = frozenset({"لن", "لا", "الا"})
