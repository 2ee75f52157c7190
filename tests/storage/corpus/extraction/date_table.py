"""The table of time expressions (`tests/gold/dates.yaml`): its rows, what the rules make of them, and how well.

Used by `test_dates` and by whatever prints the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from storage.corpus.extraction.dates import Clock, mark_dates
from storage.corpus.extraction.passages import passages
from storage.corpus.text import sentences
from storage.fuzzydate import Basis, Bound, Edge, FuzzyDate
from storage.records import Article, ArticleKind, Publication, PublishedBasis

_FILE = Path(__file__).parents[3] / "gold" / "dates.yaml"
UNKNOWN = "?"
NONE = "-"
Value = tuple[str, Edge | None, Bound, Basis]


@dataclass(frozen=True, slots=True)
class Row:
    """A phrase in its context and its publication interval; `value` is None where nothing may be read."""

    group: str
    published: str
    text: str
    phrase: str
    value: Value | None

    @property
    def clock(self) -> Clock:
        if self.published == UNKNOWN:
            return Clock(None, None)
        first, _, last = self.published.partition("/")
        return Clock(date.fromisoformat(first), date.fromisoformat(last or first))


@cache
def rows() -> tuple[Row, ...]:
    groups = yaml.load(_FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return tuple(Row(name, *row[:3], _value(row[3])) for name, group in groups.items() for row in group)


def _value(written: str) -> Value | None:
    edtf, *words = written.split()
    edge = next((Edge(word) for word in words if word in list(Edge)), None)
    bound = next((Bound(word) for word in words if word in list(Bound)), Bound.IN)
    basis = next((Basis(word) for word in words if word in list(Basis)), Basis.STATED)
    return None if edtf == NONE else (edtf, edge, bound, basis)


def article(text: str, published: Publication | None = None) -> Article:
    when = published or Publication(None, PublishedBasis.UNKNOWN, None, None)
    kind = ArticleKind.ARTICLE
    return Article("a", None, None, None, when, "ar", kind, None, None, text, sentences(text), "", "a.txt")


def read(text: str, clock: Clock) -> tuple[FuzzyDate, ...]:
    """The dates of a text in order, those of its earlier sentences known to the later ones."""
    found: list[FuzzyDate] = []
    for passage in passages(article(text)):
        found += [mark.date for mark in mark_dates(passage, clock, tuple(found)) if mark.date]
    return tuple(found)


def found_in(row: Row) -> tuple[FuzzyDate, ...]:
    """The dates read from the phrase of a row or from a part of it."""
    return tuple(
        found for found in read(row.text, row.clock) if found.surface in row.phrase or row.phrase in found.surface
    )


def is_right(row: Row, found: FuzzyDate) -> bool:
    return found.surface == row.phrase and (found.edtf, found.edge, found.bound, found.basis) == row.value


def value_f1(table: Iterable[Row]) -> float:
    """F1 of the values over the rows: a date is right if all of it is."""
    right = read_in_all = asked = 0
    for row in table:
        found = found_in(row)
        right += any(is_right(row, one) for one in found)
        read_in_all += len(found)
        asked += row.value is not None
    return 2 * right / (read_in_all + asked)
