"""Datelines: the place and the day that open a report of an agency («عمان 27 تموز (وكالة) - …»)."""

from __future__ import annotations

from storage.corpus.extraction.marks import DateMark
from storage.corpus.extraction.passages import Passage
from storage.corpus.language import load_language

_LONGEST = 3
"""Words before its day, and between the day and the dash."""
_DASHES = frozenset("-–—")


def is_dateline(passage: Passage, mark: DateMark) -> bool:
    """Whether a date tells when the report was written: nothing happened by it."""
    if not 0 < mark.first <= _LONGEST:
        return False
    led = passage.tokens[mark.first - 1].key in load_language().place_prepositions
    ended = passage.tokens[mark.after - 1 : mark.after + _LONGEST]
    return not led and any(not _DASHES.isdisjoint(token.after) for token in ended)
