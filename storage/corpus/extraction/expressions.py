"""Time expressions read from words: a named or a relative time with its part of the day, its edge, its bound and what
explains it («بحلول نهاية العام المقبل (2026)»).

`read_expressions` reads those that begin at a word: usually one, more where words are shared («العام الحالي
والمقبل»). What they are and come to is `expression`.
"""

from __future__ import annotations

from dataclasses import replace

from storage.corpus.extraction.calendars import read_named
from storage.corpus.extraction.datewords import Step, load_date_words
from storage.corpus.extraction.dating import Turn, Unclear
from storage.corpus.extraction.distances import Distance, Lasting
from storage.corpus.extraction.expression import Expression
from storage.corpus.extraction.named import Calendar
from storage.corpus.extraction.relative import read_duration, read_near, read_relative
from storage.corpus.extraction.years import (
    YEARS,
    Found,
    Meaning,
    Tokens,
    gapless,
    is_counted,
    is_one,
    number,
    read_turn,
)
from storage.fuzzydate import Bound, Edge

_MOST = 6  # of dates that share words


# ------------------------------------------------------------------ reading


def read_expressions(tokens: Tokens, first: int) -> tuple[Expression, ...]:
    """The time expressions that begin at `first`; () where none does."""
    words = load_date_words()
    if name := words.names.read(tokens, first):
        return (Expression(first, name[0], Unclear("date.name")),)
    one = _lasting(tokens, first) or _ranged(tokens, first)
    if one is None:
        return ()
    if load_date_words().recurring.at(tokens, one.after):
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
    start = _hedged(tokens, lasting[0])
    if start is None or start.bound is not Bound.FROM or not isinstance(start.meaning, Calendar):
        return None
    return Expression(first, start.after, Lasting(start.meaning, lasting[1], lasting[2]))


def _hedged(tokens: Tokens, first: int) -> Expression | None:
    """A time with its bound, its edge and «about» before it, in this order."""
    words = load_date_words()
    near = read_near(tokens, first)
    if near:
        return Expression(first, near.after, near.meaning)
    at, bound, about = first, Bound.IN, False
    if bounded := words.bounds.read(tokens, at):
        at, bound = bounded
    at, about = _about(tokens, at)
    at = _skip_time_word(tokens, at) if bounded else at
    edge, edged = None if _is_part_of_day(tokens, at) else _edge(tokens, at), False
    if edge is not None:
        at, edged = edge[0], True
    at, more = _about(tokens, at)
    found = _core(tokens, at, edged, bounded is not None)
    if found is None or isinstance(found.meaning, Distance):
        told = read_relative(tokens, first)
        return Expression(first, told.after, told.meaning) if told else None
    return Expression(first, found.after, found.meaning, bound, edge[1] if edge else None, about or more)


def _is_part_of_day(tokens: Tokens, at: int) -> bool:
    """Whether a part of the day begins here that looks like an edge: «منتصف ليل الخميس»."""
    part = load_date_words().day_parts.read(tokens, at)
    found = _core(tokens, at, False, False) if part and part[0] > at + 1 else None
    return found is not None and _is_day(found.meaning)


def _skip_time_word(tokens: Tokens, at: int) -> int:
    """«بحلول موعد», «حتى في»: nothing."""
    return at + 1 if at < len(tokens) and tokens[at].key in ("في", "ما") else at


def _about(tokens: Tokens, at: int) -> tuple[int, bool]:
    found = load_date_words().about_before.at(tokens, at)
    return (found[0], True) if found else (at, False)


def _edge(tokens: Tokens, at: int) -> tuple[int, Edge, str] | None:
    """An edge, the token after it, and the particle that hangs on it."""
    edges = load_date_words().edges
    if at >= len(tokens) or not edges.opens(tokens[at].key):
        return None
    for reading in tokens[at].readings:
        if found := edges.at(tokens, at, reading.key):
            return _skip_from(tokens, found[0]), found[1], reading.preposition
    return None


def _skip_from(tokens: Tokens, at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].key == "من" and gapless(tokens, at) else at


def _core(tokens: Tokens, at: int, edged: bool, bounded: bool) -> Found | None:
    """The time itself, with its part of the day."""
    if at >= len(tokens):
        return None
    words = load_date_words()
    if part := words.day_parts.read(tokens, at):
        inner = _core(tokens, part[0], edged, bounded) if gapless(tokens, part[0] - 1) else None
        if inner and _is_day(inner.meaning):
            return inner
    found = read_turn(tokens, at) or read_named(tokens, at) or (read_relative(tokens, at) if at else None)
    if found:
        return found
    unit = words.units.at(tokens, at)
    if edged and unit and tokens[at].key in words.calendar_units:
        return Found(unit[0], Turn(unit[1], Step.THIS))
    year = number(tokens, at)
    if (edged or bounded) and year in YEARS and not is_counted(tokens, at + 1):
        return Found(at + 1, Calendar(year))
    return None


def _is_day(meaning: Meaning) -> bool:
    if isinstance(meaning, Calendar):
        return meaning.day is not None or meaning.weekday is not None
    return not isinstance(meaning, Distance)


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
    between = words.between.read(tokens, first)
    if between or (tokens[first].key == "من" and gapless(tokens, first)):
        return _range(tokens, first, between[0] if between else None) or _hedged(tokens, first)
    start = _hedged(tokens, first)
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
    if now and between is None and (until := _hedged(tokens, now[0])) and until.bound is Bound.UNTIL:
        return replace(until, first=first)
    start = _led(tokens, at if between is None else _years(tokens, at))
    return start and _to(tokens, first, start, "" if between is None else "و")


def _led(tokens: Tokens, at: int) -> Expression | None:
    """A time behind a word that asks for one: a number of four digits is a year there."""
    found = _hedged(tokens, at) or (_core(tokens, at, False, True) if at < len(tokens) else None)
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
    end = _hedged(tokens, at)
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
    other = _hedged(tokens, said[0] if said else at)
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
