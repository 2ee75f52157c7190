"""Pastness: whether a date lies before or after the day on which a passage was published."""

from __future__ import annotations

from storage.corpus.extraction.chronicles import entry_dates
from storage.corpus.extraction.clauses import Structure
from storage.fuzzydate import Bound, FuzzyDate


def is_long_past(structure: Structure, date: FuzzyDate | None) -> bool:
    """Whether a date lies well before the publication («في 2011 … يغادر آخر رتل»)."""
    earliest = structure.passage.article.published.earliest
    if date is None or earliest is None or date.latest is None or date.bound is not Bound.IN:
        return False
    return (earliest - date.latest).days > _LONG_AGO


_LONG_AGO = 30


def is_chronicle(structure: Structure) -> bool:
    """Whether a passage is an entry of a chronicle, «9 كانون الأول 2017: بغداد تعلن …»: its date dates all of it."""
    return bool(entry_dates(structure.passage, structure.marked.dates))


def is_over(structure: Structure, date: FuzzyDate | None) -> bool:
    """Whether a date is a day or a time wholly before the publication."""
    earliest = structure.passage.article.published.earliest
    if date is None or earliest is None or date.latest is None or date.bound is not Bound.IN:
        return False
    return date.latest < earliest


def is_ahead(structure: Structure, date: FuzzyDate | None) -> bool:
    """Whether a date lies after the publication, or is a limit that has not passed."""
    latest = structure.passage.article.published.latest
    if date is None or latest is None:
        return False
    end = date.latest or date.window[1]
    if date.bound in (Bound.AFTER, Bound.UNTIL_AT_LEAST):
        return end >= latest
    return end > latest and (date.bound is not Bound.FROM or date.window[0] > latest)
