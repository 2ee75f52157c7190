"""Extents: how much of it a word says («معظم», «ما تبقى», «المرحلة الأولى»)."""

from __future__ import annotations

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.hits import follows
from storage.corpus.extraction.inflection import stripped
from storage.corpus.extraction.lexicon import Keys, load_lexicon
from storage.corpus.words import PerWord
from storage.records import Extent


def extent_at(structure: Structure, at: int) -> Extent | None:
    """How much of it, where a word says so."""
    for phrase, extent in extents_of[structure.passage.keys[at]]:
        if follows(structure.passage.keys, at, phrase[1:]):
            return extent
    return None


def _of_word(key: str) -> tuple[tuple[Keys, Extent], ...]:
    """The phrases of extent that a word may begin."""
    taken = (w for w in stripped(key) if not w.pronoun)
    forms = (key, *(form for w in taken for form in (("ال" + w.rest,) * w.definite + (w.rest,))))
    return tuple(row for form in forms for row in load_lexicon().extents.get(form, ()))


extents_of = PerWord(_of_word)
