"""Named times read from words: days, months, seasons, weekdays and years, alone or together («الجمعة 2 شباط/فبراير»).

Every reader takes the tokens and where to begin and gives what it found and the token after it, or None. What a named
time comes to is in `dating`; hedges before it («بحلول نهاية») are read in `dates`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from storage.corpus.extraction.datewords import Step, load_date_words, opened, opening
from storage.corpus.extraction.dating import Fixed, Turn, Unclear
from storage.corpus.extraction.named import Calendar
from storage.corpus.extraction.years import (
    Found,
    Tokens,
    day_number,
    digits,
    gapless,
    is_one,
    is_year_here,
    last_day_number,
    light,
    number,
    read_turn,
    skip,
    whole_year,
)
from storage.corpus.words import PerWord

_HIJRI = range(1300, 1500)
_OPENERS = "(["


def read_named(tokens: Tokens, first: int) -> Found | None:
    """A named time at `first`, its first word with or without particles."""
    if first >= len(tokens):
        return None
    for read in _begins()[tokens[first].key]:
        if found := read(tokens, first):
            return found
    return None


@cache
def _begins() -> PerWord[tuple[Callable[[Tokens, int], Found | None], ...]]:
    """The readers of a named time that may begin with a word, in their order."""
    w = load_date_words()
    readers = (
        (digits, opened(w.day_words)),
        (_weekday, opened(w.day_words, lexica=[w.weekdays.opens], digits=False)),
        (_decade, opening(w.decades.opens)),
        (_hijri, opened()),
        (_part, opening(w.parts_of_month.opens, w.parts_of_year.opens)),
        (_day, opened(w.day_words, _ARTICLE, lexica=[w.ordinals.opens])),
        (_month, opened(w.month_words, lexica=[w.months.opens], digits=False)),
        (_season, opening(w.steps.opens, w.seasons.opens)),
        (_year, opened(w.year_words)),
    )
    return PerWord(lambda word: tuple(read for read, begins in readers if begins[word]))


def _decade(tokens: Tokens, first: int) -> Found | None:
    found = load_date_words().decades.read(tokens, first)
    return Found(found[0], Fixed(f"{found[1]}/{found[1] + 9}", "date.decade")) if found else None


# ------------------------------------------------------------------ weekdays


def _weekday(tokens: Tokens, first: int) -> Found | None:
    words = load_date_words()
    start = first + 1 if is_one(tokens, first, words.day_words) else first
    found = words.weekdays.at(tokens, start) if start > first else words.weekdays.read(tokens, first)
    if found is None or _is_no_weekday(tokens, first, found[0]):
        return None
    after, weekday = found
    if night := _next_day(tokens, after, weekday):
        return Found(night, Calendar(weekday=weekday, last_day=1))
    if dated := _dated(tokens, after):
        return _on_weekday(dated, weekday)
    step = _step(tokens, after)
    meaning = Calendar(weekday=weekday, step=step[1] if step else None)
    if (after := step[0] if step else after) < len(tokens) and (dated := _dated(tokens, after)):
        return _on_weekday(dated, weekday)
    return Found(after, meaning)


def _next_day(tokens: Tokens, at: int, weekday: int) -> int | None:
    """Behind the second weekday of a night between two: «ليل الجمعة السبت», «ليل الجمعة – السبت»."""
    joined = at < len(tokens) and tokens[at - 1].after.strip() in ("", "-", "–", "/")
    found = load_date_words().weekdays.at(tokens, at) if joined else None
    return found[0] if found and found[1] == weekday % 7 + 1 else None


def _on_weekday(dated: Found, weekday: int) -> Found:
    """The date with the weekday that was named with it."""
    meaning = dated.meaning
    return Found(dated.after, replace(meaning, weekday=weekday)) if isinstance(meaning, Calendar) else dated


def _is_no_weekday(tokens: Tokens, first: int, after: int) -> bool:
    words = load_date_words()
    before = first > 0 and gapless(tokens, first - 1) and bool(tokens[first - 1].keys & words.not_weekday_after)
    return before or (gapless(tokens, after - 1) and is_one(tokens, after, words.not_weekday_before))


def _dated(tokens: Tokens, at: int) -> Found | None:
    """A whole date behind a weekday: «، 1 أكتوبر 2025», «(٣ ايلول ٢٠٢٥)», «الموافق 3/9/2025»."""
    if at >= len(tokens) or not light(tokens[at - 1].after):
        return None
    opened = any(mark in tokens[at - 1].after for mark in _OPENERS)
    matched = load_date_words().matching.at(tokens, at)
    start = matched[0] if matched else at
    found = digits(tokens, start) or _hijri(tokens, start) or _day(tokens, start)
    if found is None or (isinstance(found.meaning, Calendar) and found.meaning.weekday):
        return None
    return found if not opened or ")" in tokens[found.after - 1].after or found.after == len(tokens) else None


# ------------------------------------------------------------------ days and months


def _day(tokens: Tokens, first: int) -> Found | None:
    """A day with its month («الخامس من تموز», «3 و4 أيار») or with the month of the text («26 من الشهر نفسه»)."""
    start = first
    leading = _before_days()
    while start < first + 2 and is_one(tokens, start, leading, attached=start == first):
        start += 1
    found = day_number(tokens, start, attached=start == first)
    if found is None:
        return None
    after, day = found
    last = last_day_number(tokens, after)
    after, last_day = last or (after, None)
    if last_day is not None and last_day <= day:
        return None
    meant = _month_of_day(tokens, after) or (None if last else _same_month(tokens, after))
    if meant is None or not isinstance(meant.meaning, Calendar):
        return None
    return Found(meant.after, replace(meant.meaning, day=day, last_day=last_day))


def _month_of_day(tokens: Tokens, at: int) -> Found | None:
    """«[من] [شهر] أيلول/سبتمبر [من] [عام] 2025», «من العام الماضي»."""
    at = skip(tokens, at, frozenset({"من"}))
    at = skip(tokens, at, load_date_words().month_words)
    name = _month_name(tokens, at)
    return _with_year(tokens, *name) if name else None


def _same_month(tokens: Tokens, at: int) -> Found | None:
    """«منه», «من الشهر نفسه», «من هذا الشهر», «الجاري» after the number of a day."""
    words = load_date_words()
    if is_one(tokens, at, words.same_month):
        return Found(at + 1, Calendar(step=Step.SAME))
    start = skip(tokens, at, frozenset({"من"}))
    turn = read_turn(tokens, start)
    if turn and isinstance(turn.meaning, Turn) and turn.meaning.unit == "month":
        return Found(turn.after, Calendar(step=turn.meaning.step))
    step = words.steps.at(tokens, at)
    return Found(at + 1, Calendar(step=step[1])) if step and step[1] is Step.THIS and start == at else None


def _month(tokens: Tokens, first: int) -> Found | None:
    """A month without a day. Names that are other words, too, need a word of time before them or a year behind."""
    words = load_date_words()
    start = first + 1 if is_one(tokens, first, words.month_words, attached=True) else first
    name = _month_name(tokens, start, attached=start == first)
    if name is None:
        return None
    found = _with_year(tokens, *name)
    meaning = found.meaning
    named = isinstance(meaning, Calendar) and (meaning.year or meaning.step or meaning.year_step)
    if start == first and not named and not _is_month_here(tokens, first, name[0]):
        return None
    return found


def _is_month_here(tokens: Tokens, first: int, after: int) -> bool:
    words = load_date_words()
    if not (tokens[first].keys & words.months_in_context) or after - first > 1:
        return True
    return first > 0 and bool(tokens[first - 1].keys & words.time_leads)


def _month_name(tokens: Tokens, at: int, attached: bool = False) -> tuple[int, int] | None:
    """A month, perhaps in two calendars («سبتمبر/أيلول», «أكتوبر (تشرين الأول)»), and the token after it."""
    months = load_date_words().months
    found = months.read(tokens, at) if attached else months.at(tokens, at)
    if found is None:
        return None
    after, month = found
    if after < len(tokens) and tokens[after - 1].after.strip() in ("", "/", "-", "(", "\\", "–", "["):
        other = months.at(tokens, after)
        if other and other[1] == month:
            return other[0], month
    return after, month


def _with_year(tokens: Tokens, at: int, month: int) -> Found:
    """A month with what says its year: a number, «الماضي», «من العام المقبل», or nothing."""
    if at < len(tokens) and light(tokens[at - 1].after, closing=True):
        start = skip(tokens, at, frozenset({"من", "في"}))
        if (year := whole_year(tokens, start)) and (start == at or year[2]):
            return Found(year[0], Calendar(year[1], month))
        turn = read_turn(tokens, start) if gapless(tokens, at - 1) or ")" in tokens[at - 1].after else None
        if turn and isinstance(turn.meaning, Turn) and turn.meaning.unit == "year":
            return Found(turn.after, Calendar(month=month, year_step=turn.meaning.step))
    if step := _step(tokens, at):
        return Found(step[0], Calendar(month=month, step=step[1]))
    return Found(at, Calendar(month=month))


def _step(tokens: Tokens, at: int) -> tuple[int, Step] | None:
    """«الماضي», «من هذا» and the like behind a name; «الأول الماضي» after a bracket, too."""
    if at >= len(tokens) or tokens[at - 1].after.strip() not in ("", ")"):
        return None
    found = load_date_words().steps.at(tokens, at)
    return found if found and tokens[at].key not in _BEFORE_UNITS else None


# ------------------------------------------------------------------ seasons, parts, years


def _season(tokens: Tokens, first: int) -> Found | None:
    words = load_date_words()
    this = words.steps.read(tokens, first)
    if this and this[1] is Step.THIS and (season := words.seasons.at(tokens, this[0])) and gapless(tokens, first):
        return Found(season[0], Calendar(season=season[1], step=Step.THIS))
    found = words.seasons.read(tokens, first)
    if found is None:
        return None
    after, season_number = found
    named = _with_year(tokens, after, 0)
    meaning = named.meaning
    if not isinstance(meaning, Calendar) or (named.after == after and not tokens[first].key.endswith(_ARTICLED)):
        return None
    return Found(named.after, replace(meaning, month=None, season=season_number))


@cache
def _before_days() -> frozenset[str]:
    """The words that lead to the number of a day."""
    return load_date_words().day_words | _ARTICLE


_ARTICLE = frozenset({"ال"})  # «الـ15»
_BEFORE_UNITS = ("ذلك", "تلك", "هذا", "هذه", "نفس", "ذات")  # «هذا العام», never behind a name
_ARTICLED = ("الصيف", "الشتاء", "الربيع", "الخريف")


def _part(tokens: Tokens, first: int) -> Found | None:
    """«الربع الأول من عام 2025», «الأسبوع الأول من سبتمبر»."""
    words = load_date_words()
    if (found := words.parts_of_month.read(tokens, first)) and (month := _month(tokens, found[0])):
        return (
            Found(month.after, replace(month.meaning, part=found[1])) if isinstance(month.meaning, Calendar) else None
        )
    if not (found := words.parts_of_year.read(tokens, first)):
        return None
    year = whole_year(tokens, found[0])
    if year:
        return Found(year[0], Calendar(year[1], part=found[1]))
    turn = read_turn(tokens, found[0])
    if turn and isinstance(turn.meaning, Turn) and turn.meaning.unit == "year":
        return Found(turn.after, Calendar(year_step=turn.meaning.step, part=found[1]))
    return None


def _year(tokens: Tokens, first: int) -> Found | None:
    year = whole_year(tokens, first)
    return Found(year[0], Calendar(year[1])) if year and (year[2] or is_year_here(tokens, first, year[0])) else None


# ------------------------------------------------------------------ Hijri


def _hijri(tokens: Tokens, first: int) -> Found | None:
    """A day of the Islamic calendar; the Gregorian one that is printed beside it counts."""
    words = load_date_words()
    day = number(tokens, first)
    month = words.hijri_months.at(tokens, skip(tokens, first + 1, frozenset({"من"}))) if day else None
    if day is None or month is None or not 1 <= day <= 30:
        return None
    after = month[0]
    if (year := number(tokens, after)) is not None and year in _HIJRI:
        after += 1
    after = skip(tokens, after, words.hijri_marks)
    start = skip(tokens, after, frozenset(words.matching.heads))
    if start < len(tokens) and (found := digits(tokens, start) or _day(tokens, start)):
        return found
    return Found(after, Unclear("date.hijri"))
