"""What follows a command, as a query: "/timeline 2025 بغداد" → `TimelineQuery`. Pure.

Days, months, years and ranges are read in Arabic and English, names by the story's gazetteer; what is
neither stays as words to look for. What a whole question means is read in `handlers.questions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel.dates import get_month_names

from storage.answers import Lane, TimelineQuery
from storage.corpus.gazetteer import Gazetteer, Noun
from storage.corpus.language import load_language
from storage.corpus.text import FILLER, collapse, fold, normalise
from storage.errors import FactError
from storage.fuzzydate import FuzzyDate
from storage.records import Story

LONGEST = 300
"""Characters that are read; what a person types behind a command is shorter."""
MOST_WORDS = 8
_DAY = timedelta(days=1)

_FROM = frozenset({"منذ", "من", "from", "since", "ابتداء"})
_AFTER = frozenset({"بعد", "after"})
_UNTIL = frozenset({"حتي", "لغايه", "الي", "بحلول", "until", "till", "to", "by", "through"})
_BEFORE = frozenset({"قبل", "before"})
_SMALL = _FROM | _AFTER | _UNTIL | _BEFORE
_SMALL |= {"في", "علي", "عن", "و", "بين", "عام", "العام", "سنه", "شهر", "خلال", "ما", "هذا"}
_SMALL |= {"in", "of", "the", "at", "on", "and", "for", "between", "during", "year", "month"}
_UNDATED = re.compile(r"\b(?:بلا تاريخ|بدون تاريخ|دون تاريخ|undated|without a date|no date)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w/-])\d{1,3}(?:[,.٬،]\d{3})+(?!\d)|(?<![\w/-])\d{1,9}(?![\w/-])")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Names:
    """Ids of the place and the force that a text names first, and the words beside the names."""

    place: str | None
    force: str | None
    words: tuple[str, ...]


def timeline(text: str, gazetteer: Gazetteer) -> TimelineQuery:
    """ "2025 بغداد", "2024-2026", "من 2024 إلى 2026", "أيلول 2025", "September 2025", a force, words, in any order."""
    said = _read(text)
    lane = Lane.UNDATED if _UNDATED.search(said) else Lane.DATED
    start, end, rest = _period(_UNDATED.sub(" ", said))
    found = names(rest, gazetteer)
    return TimelineQuery(start, end, found.place, found.force, found.words, lane)


def names(text: str, gazetteer: Gazetteer) -> Names:
    """The first place and the first force that `text` names, and its other words as they are written."""
    said = _read(text)
    mentions = gazetteer.mentions(said)
    place = next((m for m in mentions if m.noun is Noun.PLACE), None)
    force = next((m for m in mentions if m.noun is Noun.ACTOR), None)
    rest = _without(said, [(m.start, m.end) for m in (place, force) if m])
    words = (word for word in _WORD.findall(rest) if fold(word) not in _SMALL)
    return Names(place.id if place else None, force.id if force else None, tuple(words)[:MOST_WORDS])


def place(text: str, gazetteer: Gazetteer) -> str | None:
    """The place that `text` is the name of, or names."""
    said = _read(text)
    return gazetteer.place(said) or names(said, gazetteer).place


def dates(text: str) -> tuple[tuple[int, int], ...]:
    """Where in `text` a day, a month, a season or a year is named: spans (start, end)."""
    return tuple(point.span for point in _points(text))


def number(text: str, beside: Sequence[tuple[int, int]] = ()) -> int | None:
    """The first number of `text` outside the spans `beside`, in any digits and with any separators: «٢٬٥٠٠»."""
    found = _NUMBER.search(_without(text[:LONGEST], beside))
    return int("".join(filter(str.isdecimal, found[0]))) if found else None


def _read(text: str) -> str:
    """What is read of `text`: without marks that are no letters, with one space between words. Spelling and
    case stay, since words are shown again, and "US" is a name where "us" is none."""
    return collapse("".join(letter for letter in text[:LONGEST] if normalise(letter) != FILLER))


_indexed: list[tuple[Story, Gazetteer]] = []
_REMEMBERED = 4


def gazetteer_of(story: Story) -> Gazetteer:
    """The story's names, indexed once as long as the same story is served."""
    for known, gazetteer in tuple(_indexed):
        if known is story:
            return gazetteer
    made = Gazetteer(story)
    _indexed[:] = [*_indexed[1 - _REMEMBERED :], (story, made)]
    return made


# ------------------------------------------------------------------ days


@dataclass(frozen=True, slots=True)
class _Point:
    """A period that is named: its first and last day, and where in the text it stands."""

    first: date
    last: date
    span: tuple[int, int]


def _period(said: str) -> tuple[date | None, date | None, str]:
    """The first and the last day that are asked for, and the text without their words."""
    points = list(_points(said))
    rest = _without(said, [p.span for p in points])
    if not points:
        return None, None, said
    if len(points) > 1:
        return min(p.first for p in points), max(p.last for p in points), rest
    only = points[0]
    before = _WORD.findall(fold(said[: only.span[0]]))[-1:]
    return (*_bounded(only, before[0] if before else ""), rest)


def _bounded(point: _Point, before: str) -> tuple[date | None, date | None]:
    """One period with the word before it: "since 2024" has no end."""
    if before in _FROM:
        return point.first, None
    if before in _AFTER:
        return point.last + _DAY, None
    if before in _UNTIL:
        return None, point.last
    if before in _BEFORE:
        return None, point.first - _DAY
    return point.first, point.last


def _points(said: str) -> Iterator[_Point]:
    for match in _dates().finditer(normalise(said)):
        given = match.groupdict()
        # A day that the calendar lacks leaves its month.
        for edtf in _edtf(given):
            try:
                named = FuzzyDate(edtf)
            except FactError:
                continue
            first, last = named.window
            yield _Point(first, last, match.span())
            break


def _edtf(given: dict[str, str | None]) -> Iterator[str]:
    """The EDTF of a match, the most precise first."""
    year = next(y for key in ("y1", "y2", "y3", "y4", "y5") if (y := given[key]))
    month, day = _month(given), given["d1"] or given["d2"] or given["d3"]
    if month and day:
        yield f"{year}-{month:02d}-{int(day):02d}"
    if month:
        yield f"{year}-{month:02d}"
    yield year


def _month(given: dict[str, str | None]) -> int | None:
    if number := given["m1"] or given["m2"]:
        return int(number)
    if name := given["name"]:
        return _months()[fold(name)]
    season = given["season"]
    return _seasons()[fold(season)] if season else None


@cache
def _months() -> dict[str, int]:
    """Every name of a month, folded: all that Arabic texts use, and the English ones."""
    wide, short = (get_month_names(width, locale="en") for width in ("wide", "abbreviated"))
    english = {fold(name): number for names in (wide, short) for number, name in names.items()}
    return {**load_language().months, **english, "sept": 9}


@cache
def _seasons() -> dict[str, int]:
    return {**load_language().seasons, "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}


@cache
def _dates() -> re.Pattern[str]:
    """2025-09-19, 2025-09, 9/2025, 19 أيلول/سبتمبر 2025, September 19, 2025, خريف 2025, 2025; on normalised text."""
    month, season = _any(_months()), _any(_seasons())
    year, end = r"(?:19|20)\d\d", r"(?!\d)"
    return re.compile(
        rf"(?<!\d)(?P<y1>{year})-(?P<m1>0[1-9]|1[0-2])(?:-(?P<d1>\d\d))?(?![\d-])"
        rf"|(?<!\d)(?P<m2>0?[1-9]|1[0-2])/(?P<y2>{year}){end}"
        rf"|(?:(?<!\d)(?P<d2>\d\d?) )?(?<!\w)(?P<name>{month})(?: ?[/(] ?(?:{month})\)?)?(?: (?P<d3>\d\d?),?)?,? "
        rf"(?P<y3>{year}){end}"
        rf"|(?<!\w)(?P<season>{season}) (?P<y4>{year}){end}"
        rf"|(?<!\d)(?P<y5>{year}){end}",
        re.IGNORECASE,
    )


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with a space in the place of each span."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces.append(text[at:start])
        at = max(at, end)
    return " ".join([*pieces, text[at:]])
