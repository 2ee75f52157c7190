"""The dateline of a page: the line that says when it was published («الأربعاء، 1 أكتوبر 2025»).

Only whole dates that stand by themselves at the head of a page are read here; the dates inside sentences are
`extraction`'s.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from storage.corpus.language import load_language
from storage.corpus.pages import PageWords, load_pages

_LONGEST = 200
_WORD = re.compile(r"[^\W\d_]+")
_NAME = 5
"""Words of an outlet's name, in one language or two, that may stand before the date and a dash."""
_BREAK_BEFORE = re.compile(r"[-–—|]\s*$")
_BREAK = re.compile(r"\s*[-–—|:،,.]\s*")
_OPENING = 140
"""Letters of a first paragraph in which an agency's own dateline stands."""
_AGENCY = 8
"""Words of cities and agency before its date."""
_LED_IN = re.compile(r"[)،,\-–—]\s*$|^\w{4,}(?:\s?/\s?\w+)?\s$")
_LED_OUT = re.compile(r"\s*(?:\([^()]{1,40}\)\s*)?[-–—]{1,2}\s")


@dataclass(frozen=True, slots=True)
class Dateline:
    """`day` as the line gives it. `alone`: the line is nothing but a dateline, perhaps with a section or a
    city; otherwise the date only leads the line, and what it leads to starts at `rest` of the folded line."""

    day: date
    alone: bool
    rest: int


def read_dateline(line: str) -> Dateline | None:
    """The dateline in a folded line, None where it holds none: a date within a headline is none."""
    words = load_pages()
    if len(line) > _LONGEST or line.startswith(words.updates):
        return None
    for pattern in _patterns():
        if (match := pattern.search(line)) and (day := _day(match)):
            return _placed(line, match, day, words)
    return None


def read_opening(line: str) -> date | None:
    """The day that leads a first paragraph behind its city («بغداد (رويترز) 5 يناير كانون الثاني 2020 - قال …»)."""
    for pattern in _patterns():
        match = pattern.search(line[:_OPENING])
        if match is None or not _LED_OUT.match(line, match.end()):
            continue
        before = line[: match.start()]
        if before and len(_WORD.findall(before)) <= _AGENCY and _LED_IN.search(before):
            return _day(match)
    return None


def read_update(line: str) -> date | None:
    """The day on which the page was last touched («آخر تحديث: …»), None where the line does not say it."""
    if len(line) > _LONGEST or not line.startswith(load_pages().updates):
        return None
    found = (match for pattern in _patterns() if (match := pattern.search(line)))
    return next((day for match in found if (day := _day(match))), None)


def _placed(line: str, match: re.Match[str], day: date, words: PageWords) -> Dateline | None:
    before = 0 if line.startswith(words.bylines) else _others(line[: match.start()], words)
    if before <= _NAME and _BREAK_BEFORE.search(line[: match.start()]) and not line[match.end() :].strip():
        return Dateline(day, True, len(line))
    if before + _others(line[match.end() :], words) <= 2:
        return Dateline(day, True, len(line))
    follows = _BREAK.match(line, match.end())
    return Dateline(day, False, follows.end()) if before == 0 and follows else None


def _others(text: str, words: PageWords) -> int:
    """How many words of `text` belong to no dateline."""
    return sum(word not in words.beside_dates for word in _WORD.findall(text))


def _day(match: re.Match[str]) -> date | None:
    """The day that a match names; None where the calendar has no such day."""
    parts = match.groupdict()
    named = parts.get("name")
    month = _months()[named] if named else int(parts["month"])
    first, year = int(parts["day"]), int(parts["year"])
    if month > 12:  # 10/25/2025
        first, month = month, first
    try:
        return date(year, month, first) if 1990 <= year <= 2100 else None
    except ValueError:
        return None


@cache
def _months() -> Mapping[str, int]:
    """The months of the language, and the English ones: some Arabic pages are dated by their software."""
    english = Locale("en").months["format"]
    named = {name.casefold(): number for width in ("wide", "abbreviated") for number, name in english[width].items()}
    return named | dict(load_language().months)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Day month year, month day year, year day month, and digits alone, over a folded line."""
    month = "|".join(re.escape(name) for name in sorted(_months(), key=len, reverse=True))
    weekday = "|".join(map(re.escape, load_language().weekdays))
    named = rf"(?P<name>{month})(?:(?:\s?[/(]\s?|\s)(?:{month})(?!\w)\)?)?"
    year, day = r"(?P<year>\d{4})(?!\d)", r"(?<!\d)(?P<day>\d{1,2})"
    forms = (
        rf"{day}\s(?:من\s)?{named}[\s،,]{{1,2}}{year}",
        rf"(?<!\w){named}\s(?P<day>\d{{1,2}})\s?[،,]?\s?{year}",
        rf"(?<!\d)(?P<year>\d{{4}})\s(?:(?:{weekday})\s?)?[،,]?\s?{day}\s{named}(?![\w\d])",
        rf"{day}\s?[/.-]\s?{named}\s?[/.-]\s?{year}",
        rf"{day}\s?[/.-]\s?(?P<month>\d{{1,2}})\s?[/.-]\s?{year}",
        r"(?<!\d)(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})(?!\d)",
    )
    return tuple(re.compile(form) for form in forms)
