"""Moments: one time read from words, with its bound, its edge and «about» before it («بحلول نهاية أيلول تقريباً»).

Ranges of them, and what follows them, are `expressions`; the times themselves are `calendars` and `relative`.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from storage.corpus.extraction.calendars import read_named
from storage.corpus.extraction.datewords import Step, load_date_words
from storage.corpus.extraction.dating import Turn
from storage.corpus.extraction.distances import Distance
from storage.corpus.extraction.expression import Expression
from storage.corpus.extraction.named import Calendar
from storage.corpus.extraction.relative import opens_near, read_near, read_relative
from storage.corpus.extraction.years import YEARS, Found, Meaning, Tokens, gapless, is_counted, number, read_turn
from storage.corpus.words import PerWord
from storage.fuzzydate import Bound, Edge

FROM = "من"


class Opens(NamedTuple):
    """What a word may open, so that only those are asked which may find it."""

    name: bool
    duration: bool
    between: bool
    near: bool
    bound: bool
    about: bool
    part: bool
    edge: bool


@cache
def opens() -> PerWord[Opens]:
    w = load_date_words()
    return PerWord(
        lambda word: Opens(
            name=w.names.opens(word),
            duration=w.within.opens(word),
            between=w.between.opens(word) or word == FROM,
            near=opens_near()[word],
            bound=w.bounds.opens(word),
            about=word in w.about_before.heads,
            part=w.day_parts.opens(word),
            edge=w.edges.opens(word),
        )
    )


def hedged(tokens: Tokens, first: int) -> Expression | None:
    """A time with its bound, its edge and «about» before it, in this order."""
    if first >= len(tokens):
        return None
    opening, at, bounded = opens()[tokens[first].key], first, None
    if opening.near and (near := read_near(tokens, first)):
        return Expression(first, near.after, near.meaning)
    if opening.bound and (bounded := load_date_words().bounds.read(tokens, at)):
        at = bounded[0]
    at, about = _about(tokens, at)
    at = _skip_time_word(tokens, at) if bounded else at
    edge = None if _is_part_of_day(tokens, at) else _edge(tokens, at)
    at, more = _about(tokens, edge[0]) if edge else (at, False)
    found = core(tokens, at, edge is not None, bounded is not None)
    if found is None or isinstance(found.meaning, Distance):
        told = found if first == at and first else read_relative(tokens, first)
        return Expression(first, told.after, told.meaning) if told else None
    bound = bounded[1] if bounded else Bound.IN
    return Expression(first, found.after, found.meaning, bound, edge[1] if edge else None, about or more)


def _is_part_of_day(tokens: Tokens, at: int) -> bool:
    """Whether a part of the day begins here that looks like an edge: «منتصف ليل الخميس»."""
    if at >= len(tokens) or not opens()[tokens[at].key].part:
        return False
    part = load_date_words().day_parts.read(tokens, at)
    found = core(tokens, at, False, False) if part and part[0] > at + 1 else None
    return found is not None and is_day(found.meaning)


def _skip_time_word(tokens: Tokens, at: int) -> int:
    """«بحلول موعد», «حتى في»: nothing."""
    return at + 1 if at < len(tokens) and tokens[at].key in ("في", "ما") else at


def _about(tokens: Tokens, at: int) -> tuple[int, bool]:
    if at >= len(tokens) or not opens()[tokens[at].key].about:
        return at, False
    found = load_date_words().about_before.at(tokens, at)
    return (found[0], True) if found else (at, False)


def _edge(tokens: Tokens, at: int) -> tuple[int, Edge, str] | None:
    """An edge, the token after it, and the particle that hangs on it."""
    if at >= len(tokens) or not opens()[tokens[at].key].edge:
        return None
    edges = load_date_words().edges
    for reading in tokens[at].readings:
        if found := edges.at(tokens, at, reading.key):
            return _skip_from(tokens, found[0]), found[1], reading.preposition
    return None


def _skip_from(tokens: Tokens, at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].key == "من" and gapless(tokens, at) else at


def core(tokens: Tokens, at: int, edged: bool, bounded: bool) -> Found | None:
    """The time itself, with its part of the day."""
    if at >= len(tokens):
        return None
    if opens()[tokens[at].key].part and (part := load_date_words().day_parts.read(tokens, at)):
        inner = core(tokens, part[0], edged, bounded) if gapless(tokens, part[0] - 1) else None
        if inner and is_day(inner.meaning):
            return inner
    found = read_turn(tokens, at) or read_named(tokens, at) or (read_relative(tokens, at) if at else None)
    if found or not (edged or bounded):
        return found
    words = load_date_words()
    if edged and tokens[at].key in words.calendar_units and (unit := words.units.at(tokens, at)):
        return Found(unit[0], Turn(unit[1], Step.THIS, bare=True))
    year = number(tokens, at)
    return Found(at + 1, Calendar(year)) if year in YEARS and not is_counted(tokens, at + 1) else None


def is_day(meaning: Meaning) -> bool:
    if isinstance(meaning, Calendar):
        return meaning.day is not None or meaning.weekday is not None
    return not isinstance(meaning, Distance)
