"""Particles: the small words before a verb or a noun that turn it («لم»، «لن»، «سوف»، «قد»، «لا»).

What the word under them means for a fact is `modality`.
"""

from __future__ import annotations

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import load_lexicon, particles
from storage.corpus.extraction.tense import Tense, tense_at


def _before(structure: Structure, token: int, n: int = 1) -> str:
    """The word `n` before a token, without «و» and «ف»; "" where a comma lies between."""
    tokens = structure.passage.tokens
    if token < n:
        return ""
    for at in range(token - n, token):
        if tokens[at].after.strip():
            return ""
    key = tokens[token - n].key
    return key[1:] if key[:1] in ("و", "ف") and len(key) > 2 else key


def negation_of(structure: Structure, token: int) -> str:
    """The negation of the word at `token`, "" where none: «لم»، «لن», and for a noun «لا»، «وليس»."""
    last = _before(structure, token)
    return last if last in load_lexicon().negations and last not in ("ما", "غير") else ""


def is_future(structure: Structure, token: int, hit: Hit | None) -> bool:
    """Whether the verb at `token` carries «سـ» or stands after «سوف»."""
    if hit and hit.future:
        return True
    return _before(structure, token) == "سوف" or (
        structure.passage.tokens[token].key.removeprefix("و").removeprefix("ف").startswith(("سي", "ست", "سن"))
        and tense_at(structure.passage, token) is Tense.FUTURE
    )


def is_perhaps(structure: Structure, token: int) -> bool:
    """«قد» with a present."""
    if _before(structure, token) not in particles("perhaps"):
        return False
    hit = structure.hit_at(token)
    return hit.entry.form is Form.PRESENT if hit else tense_at(structure.passage, token) is not Tense.PAST
