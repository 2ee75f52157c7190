"""Particles: the small words before a verb or a noun that turn it («لم»، «لن»، «سوف»، «قد»، «لا»).

What the word under them means for a fact is `modality`.
"""

from __future__ import annotations

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import load_lexicon, particles
from storage.corpus.extraction.tense import Tense, tense_at
from storage.corpus.words import PerWord

_WILL, _BUT = "سوف", "الا"


def _unjoined(key: str) -> str:
    """A word without «و» and «ف»."""
    return key[1:] if key[:1] in ("و", "ف") and len(key) > 2 else key


def _negation(key: str) -> str:
    word = _unjoined(key)
    return word if word in load_lexicon().negations and word not in ("ما", "غير") else ""


_negations = PerWord(_negation)
_wills = PerWord(lambda key: _unjoined(key) == _WILL)
_doubts = PerWord(lambda key: _unjoined(key) in particles("perhaps"))
_comes = PerWord(lambda key: key.removeprefix("و").removeprefix("ف").startswith(("سي", "ست", "سن")))


def negation_of(structure: Structure, token: int) -> str:
    """The negation of the word at `token`, "" where none: «لم»، «لن», and for a noun «لا»، «وليس»."""
    if not token:
        return ""
    last = structure.passage.tokens[token - 1]
    if last.after.strip() or (last.key == _BUT and token not in structure.verbs):  # «لم تُستأنف إلا بتسليم …»
        return ""
    return _negations[last.key]


def is_future(structure: Structure, token: int, hit: Hit | None) -> bool:
    """Whether the verb at `token` carries «سـ» or stands after «سوف»."""
    if (hit and hit.future) or _stands_under(structure, token, _wills):
        return True
    return _comes[structure.passage.keys[token]] and tense_at(structure.passage, token) is Tense.FUTURE


def is_perhaps(structure: Structure, token: int) -> bool:
    """«قد» with a present."""
    if not _stands_under(structure, token, _doubts):
        return False
    hit = structure.hit_at(token)
    return hit.entry.form is Form.PRESENT if hit else tense_at(structure.passage, token) is not Tense.PAST


def _stands_under(structure: Structure, token: int, words: PerWord[bool]) -> bool:
    """Whether one of `words` stands right before the word at `token`, no comma between."""
    return (
        token > 0 and words[structure.passage.keys[token - 1]] and not structure.passage.tokens[token - 1].after.strip()
    )
