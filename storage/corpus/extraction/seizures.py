"""Seizures: what an enemy takes by force, by name and place («سيطر داعش على الموصل»، «سقوط الموصل بيد التنظيم»).

The words are the rows of `other` and `entry` in the lexicon; whose hand it is must stand beside them.
"""

from __future__ import annotations

from dataclasses import replace

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import stripped
from storage.corpus.extraction.lexicon import keys, particles
from storage.records import Kind

_ENEMY = "isis"
_CLOSE, _BEFORE, _HAND = 3, 6, 10


def is_taking(hit: Hit) -> bool:
    """Whether a hit opens a seizure."""
    return hit.entry.kind is Kind.OTHER and _ENEMY in hit.entry.near


def as_taking(structure: Structure, hit: Hit) -> Hit:
    """A hit of forces that enter, as a seizure where it is the enemy who does («اجتياح داعش للموصل»)."""
    if hit.entry.kind is not Kind.ENTRY or not _takes(structure, hit, _CLOSE):
        return hit
    return replace(hit, entry=replace(hit.entry, kind=Kind.OTHER, near=frozenset({_ENEMY})))


def is_taken(structure: Structure, head: Hit) -> bool:
    """Whether the enemy is named as the one who takes, and loses nothing."""
    lost = structure.passage.tokens[max(0, head.first - _CLOSE) : head.first]
    if any(word.rest in particles("losing") for token in lost for word in stripped(token.key)):
        return False
    if keys(head.entry.name)[0] in _FALLS:
        return _falls_to(structure, head)
    return _takes(structure, head, _BEFORE)


def _takes(structure: Structure, head: Hit, reach: int) -> bool:
    """Whether the enemy is the subject of a head: the first named right behind it, else the last named before it."""
    enemies = _enemies(structure)
    others = [n.first for n in structure.marked.actors if n.id != _ENEMY]
    behind = next((at for at in sorted((*enemies, *others)) if head.after <= at < head.after + _CLOSE), None)
    if behind is not None:
        return behind in enemies
    before = [at for at in enemies if head.first - reach <= at < head.first]
    return bool(before) and not any(before[-1] < at < head.first for at in others)


_FALLS = frozenset(keys("سقط سقوط وقعت وقوع"))


def _falls_to(structure: Structure, head: Hit) -> bool:
    """«سقطت … بيد داعش»، «سقوط … لداعش»."""
    tokens = structure.passage.tokens
    for at in _enemies(structure):
        if not head.after <= at <= head.after + _HAND:
            continue
        led = {word.rest for token in tokens[max(0, at - 2) : at] for word in stripped(token.key)}
        if led & particles("hands") or any(n.first == at and n.lead == "ل" for n in structure.marked.names):
            return True
    return False


def _enemies(structure: Structure) -> list[int]:
    """The tokens at which the enemy is named."""
    named = {n.first for n in structure.marked.actors if n.id == _ENEMY}
    if _ENEMY in structure.classes:
        named.update(at for at, token in enumerate(structure.passage.tokens) if _ENEMY in word_classes(token))
    return sorted(named)
