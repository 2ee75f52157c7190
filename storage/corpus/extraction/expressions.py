"""Time expressions read from words: a named or a relative time with its part of the day, its edge, its bound and what
explains it («بحلول نهاية العام المقبل (2026)»).

`read_expressions` reads those that begin at a word: usually one, more where words are shared («العام الحالي
والمقبل»). What they are and come to is `expression`.
"""

from __future__ import annotations

from dataclasses import replace

from storage.corpus.extraction.calendars import read_named
from storage.corpus.extraction.datewords import load_date_words
from storage.corpus.extraction.dating import Turn, Unclear
from storage.corpus.extraction.distances import Lasting
from storage.corpus.extraction.expression import Expression
from storage.corpus.extraction.moments import FROM, core, hedged, opens
from storage.corpus.extraction.named import Calendar
from storage.corpus.extraction.relative import read_duration
from storage.corpus.extraction.years import (
    YEARS,
    Found,
    Tokens,
    gapless,
    is_counted,
    is_one,
    number,
)
from storage.fuzzydate import Bound

_MOST = 6  # of dates that share words


# ------------------------------------------------------------------ reading


def read_expressions(tokens: Tokens, first: int) -> tuple[Expression, ...]:
    """The time expressions that begin at `first`; () where none does."""
    words, opening = load_date_words(), opens()[tokens[first].key]
    if opening.name and (name := words.names.read(tokens, first)):
        return (Expression(first, name[0], Unclear("date.name")),)
    one = (_lasting(tokens, first) if opening.duration else None) or _ranged(tokens, first)
    if one is None:
        return ()
    if words.recurring.at(tokens, one.after):
        return (replace(one, meaning=Unclear("date.recurring")),)
    if _is_name(tokens, one):
        return (replace(one, meaning=Unclear("date.name")),)
    one = _closed(tokens, one)
    return (one, *_shared(tokens, one))


def _lasting(tokens: Tokens, first: int) -> Expression | None:
    """A duration with its start right behind it."""
    lasting = read_duration(tokens, first)
    if lasting is None or lasting[0] >= len(tokens) or tokens[lasting[0] - 1].after.strip() not in ("", "،"):
        return None
    start = hedged(tokens, lasting[0])
    if start is None or start.bound is not Bound.FROM or not isinstance(start.meaning, Calendar):
        return None
    return Expression(first, start.after, Lasting(start.meaning, lasting[1], lasting[2]))


def _is_name(tokens: Tokens, one: Expression) -> bool:
    """A day and a month without a year behind a word that they name: «ثورة 25 يناير»."""
    meaning = one.meaning
    bare = isinstance(meaning, Calendar) and not (meaning.year or meaning.step or meaning.year_step)
    plain = one.bound is Bound.IN and one.edge is None and one.first > 0 and gapless(tokens, one.first - 1)
    named = plain and bare and not load_date_words().named_by.isdisjoint(tokens[one.first - 1].keys)
    return named and isinstance(meaning, Calendar) and meaning.month is not None


# ------------------------------------------------------------------ ranges


def _ranged(tokens: Tokens, first: int) -> Expression | None:
    """A range («بين X وY», «من X إلى Y», "2014-2017"), else one time."""
    words = load_date_words()
    if opens()[tokens[first].key].between:
        between = words.between.read(tokens, first)
        if between or (tokens[first].key == FROM and gapless(tokens, first)):
            return _range(tokens, first, between[0] if between else None) or hedged(tokens, first)
    start = hedged(tokens, first)
    if start is None:
        return None
    dashed = tokens[first].key[0].isdecimal() or is_one(tokens, first, words.year_words, True)
    return (_dashed(tokens, start) if dashed else None) or _dashed_months(tokens, start) or start


def _range(tokens: Tokens, first: int, between: int | None) -> Expression | None:
    """«بين X وY», whose X stands at token `between`, or «من X إلى Y»."""
    at = first + 1 if between is None else between
    days = read_named(tokens, at)
    if days and isinstance(days.meaning, Calendar) and days.meaning.last_day and days.meaning.day:
        return Expression(first, days.after, days.meaning)
    now = load_date_words().now.read(tokens, at)
    if now and between is None and (until := hedged(tokens, now[0])) and until.bound is Bound.UNTIL:
        return replace(until, first=first)
    start = _led(tokens, at if between is None else _years(tokens, at))
    return start and _to(tokens, first, start, "" if between is None else "و")


def _led(tokens: Tokens, at: int) -> Expression | None:
    """A time behind a word that asks for one: a number of four digits is a year there."""
    found = hedged(tokens, at) or (core(tokens, at, False, True) if at < len(tokens) else None)
    return Expression(at, found.after, found.meaning) if isinstance(found, Found) else found


def _years(tokens: Tokens, at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].key in ("عامي", "سنتي", "شهري", "يومي") else at


def _to(tokens: Tokens, first: int, start: Expression, joint: str) -> Expression | None:
    words, at = load_date_words(), start.after
    if at >= len(tokens) or start.bound is not Bound.IN or tokens[at - 1].after.strip() not in ("", "،", ")"):
        return None
    if joint:
        if not tokens[at].key.startswith(joint):
            return None
        end = _led(tokens, at + 1 if tokens[at].key == joint else at)
    else:
        found = words.until_of_range.at(tokens, at)
        end = _led(tokens, found[0]) if found else None
    if end is None or end.bound is not Bound.IN or end.last:
        return None
    return Expression(first, end.after, start.meaning, last=end.meaning)


def _dashed_months(tokens: Tokens, start: Expression) -> Expression | None:
    """Two months, or days of two months, with a dash between them: «آذار - آب 2020»."""
    at = start.after
    if at >= len(tokens) or tokens[at - 1].after.strip() not in ("-", "–", "—") or start.bound is not Bound.IN:
        return None
    end = hedged(tokens, at)
    if end is None or not _is_month(start) or not _is_month(end) or end.bound is not Bound.IN or end.last:
        return None
    return replace(start, after=end.after, last=end.meaning)


def _is_month(one: Expression) -> bool:
    return isinstance(one.meaning, Calendar) and one.meaning.month is not None


def _dashed(tokens: Tokens, start: Expression) -> Expression | None:
    """Two years with a dash between them."""
    at = start.after
    if (
        not isinstance(start.meaning, Calendar)
        or at >= len(tokens)
        or tokens[at - 1].after.strip() not in ("-", "–", "—", "/")
    ):
        return None
    end = number(tokens, at)
    if end is None or start.meaning.month or not (start.meaning.year or 9999) < end < 2100:
        return None
    return replace(start, after=at + 1, last=Calendar(end))


# ------------------------------------------------------------------ what follows


def _closed(tokens: Tokens, one: Expression) -> Expression:
    """The expression with what stands behind it: an explanation in brackets, «على الأقل», «تقريباً»."""
    words = load_date_words()
    one = _explained(tokens, one)
    if one.after >= len(tokens) or tokens[one.after - 1].after.strip() not in ("", "،", ")"):
        return one
    if found := words.about.at(tokens, one.after):
        one = replace(one, after=found[0], about=True)
    if found := words.at_least.at(tokens, one.after):
        return replace(one, after=found[0], bound=Bound.UNTIL_AT_LEAST) if one.bound is Bound.UNTIL else one
    if (found := words.at_most.at(tokens, one.after)) and one.bound in (Bound.IN, Bound.UNTIL):
        return replace(one, after=found[0], bound=Bound.BY)
    if (found := words.onward.read(tokens, one.after)) and one.bound is Bound.IN:
        return replace(one, after=found[0], bound=Bound.FROM)
    return one


def _explained(tokens: Tokens, one: Expression) -> Expression:
    """«العام المقبل (2026)», «قبل ثلاثة أشهر، أي نحو حزيران 2025»: the date that explains it counts."""
    at = one.after
    if at >= len(tokens) or one.last or (isinstance(one.meaning, Calendar) and one.meaning.year):
        return one
    gap = tokens[at - 1].after.strip()
    said = load_date_words().explaining.at(tokens, at) if gap in ("", "،", ",", "(") else None
    year = number(tokens, at) if gap == "" and isinstance(one.meaning, Turn) else None
    if year in YEARS and not is_counted(tokens, at + 1):  # «العام الجاري 2021»
        return replace(one, after=at + 1, meaning=Calendar(year), explained=one.meaning)
    if gap not in ("(", "[", "-") and said is None:
        return one
    other = hedged(tokens, said[0] if said else at)
    if other is None or not (isinstance(other.meaning, Calendar) and other.meaning.year):
        return one
    if said is None and not tokens[other.after - 1].after.lstrip().startswith((")", "]")):
        return one
    return replace(one, after=other.after, meaning=other.meaning, about=one.about or other.about, explained=one.meaning)


def _shared(tokens: Tokens, one: Expression) -> tuple[Expression, ...]:
    """Dates that share the words of `one`: «والمقبل», «و2020»."""
    found = list[Expression]()
    last = one
    while len(found) < _MOST and (more := _next_shared(tokens, last)):
        found.append(more)
        last = more
    return tuple(found)


def _next_shared(tokens: Tokens, one: Expression) -> Expression | None:
    at, meaning = one.after, one.meaning
    if at >= len(tokens) or one.last or tokens[at].key[:1] != "و" or not gapless(tokens, at - 1):
        return None
    if isinstance(meaning, Turn) and (step := load_date_words().steps.at(tokens, at, tokens[at].key[1:])):
        return Expression(at, step[0], Turn(meaning.unit, step[1]), one.bound, one.edge)
    year = number(tokens, at + 1) if tokens[at].key == "و" else None
    is_year = isinstance(meaning, Calendar) and meaning == Calendar(meaning.year)
    if is_year and year in YEARS and not is_counted(tokens, at + 2):
        return Expression(at + 1, at + 2, Calendar(year), one.bound, one.edge)
    return None
