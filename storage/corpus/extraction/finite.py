"""Finite verbs: whether a word of a passage is one, by the lexicon of events where it knows it, else by its form."""

from __future__ import annotations

from collections.abc import Mapping

from storage.corpus.extraction.clauses import broken
from storage.corpus.extraction.hits import Hit, is_link
from storage.corpus.extraction.lexicon import particles
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.tense import Tense, may_be_verb, tense_at


def is_verb(passage: Passage, at: int, starting: Mapping[int, Hit]) -> bool:
    """Whether the word at `at` is a finite verb; `starting` are the hits by their first token."""
    hit = starting.get(at)
    if hit:
        return hit.verb
    key, last = passage.keys[at], passage.keys[at - 1] if at else ""
    known = may_be_verb[key]
    if not (known or last in particles("subjunctive")) or is_link[key]:
        return False
    tense = tense_at(passage, at) if known else Tense.NONE
    if tense in (Tense.PRESENT, Tense.FUTURE):
        return True
    opens = not at or broken(passage, at) or last in particles("openers") or key.endswith(("ت", "وا"))
    if tense is Tense.PAST and opens and not key.startswith("وز"):
        return True
    return last in particles("subjunctive") and key[:1] in ("ي", "ت", "ن")
