"""Attackers: who carries out an attack, or threatens one; never who suffers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.forces import nationality, side
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.lexicon import Link, keys, particles
from storage.corpus.extraction.marks import NameMark
from storage.records import Story

_DAMMA = "\u064f"
_TOLD = 2
_SHOWN = 4
"""Letters and marks within which the vowel of a passive is written («استُهدفت»، «قُصفت»)."""
_VICTIM = frozenset({"force", "base", "target"})


def attacker(structure: Structure, head: Hit, tokens: Sequence[int], story: Story) -> str | None:
    """Who carries out an attack: by an adjective («غارة أميركية»), by «شنتها …», or as the subject; None where
    the text names nobody. Who is killed is no subject."""
    suffers = keys(head.entry.name)[0] in particles("suffered")
    for at in (*tokens, *range(min(tokens, default=0))):
        own = at == head.first and not head.verb and not suffers
        armed = own or "weapon" in word_classes(structure.passage.tokens[at])
        described = _described(structure, at) if armed else ()
        if found := next((a for t in described if (a := nationality(structure, t, story))), None):
            return side(found, story)
    if suffers or _is_passive(structure, head):
        return None
    if threat := _threatening(structure, head):
        return _first_actor(structure, range(threat.first, head.first), story) or _first_actor(
            structure, range(head.first), story
        )
    if head.verb and not head.word.pronoun and (who := _told_of(structure, head)):
        return side(who, story)
    spoken = [range(s.intro_first, s.intro_after) for s in structure.marked.speeches]
    free = set(tokens).difference(*spoken)
    named = [n for n in structure.marked.actors if n.first in free]
    subject = next((n for n in named if _is_subject(structure, n, head)), None)
    return side(subject.id, story) if subject else None


def _told_of(structure: Structure, head: Hit) -> str | None:
    """«الفصائل التي قصفت …»: the actor of whom a relative clause tells."""
    clause = structure.clause(head.first)
    if clause.link is not Link.RELATIVE:
        return None
    before = range(max(0, clause.first - _TOLD), clause.first)
    named = [n.id for n in structure.marked.actors if n.after - 1 in before and not n.lead]
    return named[-1] if named else None


def _described(structure: Structure, at: int) -> Iterator[int]:
    """The words right after a weapon that may say whose it is: up to those who suffer it («مسيّرة تقتل جنوداً …»،
    «هجوماً على الأميركيين»، «ضرب القواعد …»)."""
    tokens = structure.passage.tokens
    places = {name.first for name in structure.marked.places}
    for token in range(at + 1, min(at + 4, len(tokens))):
        if token in structure.verbs or token in places or tokens[token].key in particles("objects"):
            return
        if not _VICTIM.isdisjoint(word_classes(tokens[token])):
            return
        yield token


def _is_subject(structure: Structure, name: NameMark, head: Hit) -> bool:
    tokens = structure.passage.tokens
    if name.lead in particles("objects") and not (name.lead == "ل" and not head.verb):
        return False
    before = tokens[name.first - 1].key if name.first else ""
    if before in particles("objects"):
        return False
    if not head.verb and name.first < head.first and _counted(structure, head):
        return False
    return head.verb or name.lead == "ل" or name.first < head.first


def _counted(structure: Structure, head: Hit) -> bool:
    """«أحصت واشنطن 170 هجوماً»: who counts attacks carries out none."""
    before = (hit for hit in structure.inside(structure.of[head.first]) if hit.verb and hit.first < head.first)
    return any(" ".join(keys(hit.entry.name)) in particles("counting") for hit in before)


def _threatening(structure: Structure, head: Hit) -> Hit | None:
    """The word before a head that threatens: «هدد … ب …»."""
    before = (hit for hit in structure.hits if hit.first < head.first)
    return next((hit for hit in before if " ".join(keys(hit.entry.name)) in particles("threats")), None)


def _first_actor(structure: Structure, tokens: range, story: Story) -> str | None:
    named = (n for n in structure.marked.actors if n.first in tokens)
    return next((side(n.id, story) for n in named), None)


def _is_passive(structure: Structure, head: Hit) -> bool:
    """«استُهدفت القوات الأميركية»: the vowel of a passive is written, so what follows suffers it."""
    if not head.verb:
        return False
    token, text = structure.passage.tokens[head.first], structure.passage.article.text
    return _DAMMA in text[token.start : token.start + _SHOWN]
