"""Days, periods and spans of time in words: fuzzy dates with every hedge they carry, and days counted.

A date is written day, month, year in both languages. Month names are CLDR's: the Levantine set of
Iraq, the western set, or both. Reading dates out of texts is not done here.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from handlers.catalogue import plural, text
from handlers.numbers import Style, bare
from storage.chat import Language, Months
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Publication

_EXACT_DAYS_LEFT = 14
"""A deadline further away than this is said as "about": the day counted to is itself the end of a period."""
_DAYS = 90
"""Longer spans are said in months."""
_MONTH, _YEAR = 30.44, 365.25
_MONTHS = 24
"""Spans of this many months and more are said in years."""


@lru_cache(maxsize=64)
def month_name(style: Style, month: int) -> str:
    """أيلول, سبتمبر, أيلول/سبتمبر or September. `month` counts from 1."""
    if style.language is Language.ENGLISH:
        return _cldr("en", month)
    levantine, western = _cldr("ar_IQ", month), _cldr("ar", month)
    if style.months is Months.BOTH:
        return f"{levantine}/{western}"
    return western if style.months is Months.WESTERN else levantine


def _cldr(locale: str, month: int) -> str:
    return str(get_month_names("wide", locale=locale)[month])


@lru_cache(maxsize=4096)
def day(style: Style, when: date) -> str:
    """19 أيلول 2025 / 19 September 2025."""
    return _point(style, when.isoformat())


def moment(style: Style, when: datetime, zone: str) -> str:
    """An aware moment as a day and a time of `zone`: 19 أيلول 2025، 14:05."""
    local = when.astimezone(ZoneInfo(zone))
    time = f"{bare(style, local.hour, 2)}:{bare(style, local.minute, 2)}"
    return text(style, "voice.date.moment", date=day(style, local.date()), time=time)


# ------------------------------------------------------------------ fuzzy dates


@lru_cache(maxsize=4096)
def fuzzy(style: Style, when: FuzzyDate) -> str:
    """A fuzzy date with its bound, edge and hedge: نهاية 2026, by September 2025, حتى أيلول 2026 على الأقل."""
    if when.bound is Bound.IN:
        return _within(style, when)
    key = f"voice.date.about.{when.bound}" if when.approximate else f"voice.date.bound.{when.bound}"
    return text(style, key, period=_period(style, when, after_word=True))


def period(style: Style, when: FuzzyDate) -> str:
    """The period that the words name, without its bound: for a sentence that brings a word of its own."""
    return _period(style, when, after_word=True)


def _within(style: Style, when: FuzzyDate) -> str:
    if "/" in _core(when):
        first, last = _ends(style, _core(when))
        key = "voice.date.interval.about" if when.approximate else "voice.date.interval"
        return text(style, key, first=first, last=last)
    if when.approximate:
        return text(style, "voice.date.about.in", period=_period(style, when, after_word=True))
    return _period(style, when, after_word=False)


def _period(style: Style, when: FuzzyDate, *, after_word: bool) -> str:
    core = _core(when)
    if "/" in core:
        first, last = _ends(style, core)
        return text(style, "voice.date.interval.period", first=first, last=last)
    point = _point(style, core)
    # To a single day an edge adds nothing, as in `FuzzyDate.window`.
    if when.edge is None or len(core) == len("2025-09-19"):
        return point
    key = f"voice.date.edge.{when.edge}.after_word" if after_word else f"voice.date.edge.{when.edge}"
    return text(style, key, period=point)


def _core(when: FuzzyDate) -> str:
    """The EDTF part or interval to say; an interval from a part to itself is that part."""
    first, _, last = when.core.partition("/")
    return first if first == last else when.core


def _ends(style: Style, core: str) -> tuple[str, str]:
    """Both ends of ``A/B``; what they share is said once, with the second."""
    first, last = core.split("/")
    if len(first) == len(last) == len("2025-09-19") and first[:7] == last[:7]:
        return bare(style, int(first[8:])), _point(style, last)
    if len(first) == len(last) > 4 and first[:4] == last[:4] and max(first[5:7], last[5:7]) < "21":
        return _without_year(style, first), _point(style, last)
    return _point(style, first), _point(style, last)


def _without_year(style: Style, part: str) -> str:
    """A month, or a day of a month."""
    name = month_name(style, int(part[5:7]))
    return text(style, "voice.date.day_month", day=bare(style, int(part[8:])), month=name) if part[7:] else name


def _point(style: Style, part: str) -> str:
    """One EDTF part in words: a year, a season, a month or a day."""
    numbers = tuple(map(int, part.split("-")))
    year = bare(style, numbers[0])
    if len(numbers) == 1:
        return year
    if numbers[1] > 12:
        return text(style, f"voice.date.season.{numbers[1]}", year=year)
    month = month_name(style, numbers[1])
    if len(numbers) == 2:
        return text(style, "voice.date.month", month=month, year=year)
    return text(style, "voice.date.day", day=bare(style, numbers[2]), month=month, year=year)


def publication(style: Style, published: Publication) -> str:
    """When an article was published, with a word where that is estimated or unknown."""
    if published.edtf is None:
        return text(style, "voice.published.unknown")
    bound = Bound.BY if published.edtf.startswith("..") else Bound.FROM if published.edtf.endswith("..") else Bound.IN
    words = fuzzy(style, FuzzyDate(published.edtf, bound=bound))
    return words if published.basis == "stated" else text(style, "voice.published.inferred", date=words)


def reported(style: Style, published: Publication) -> str:
    """«ورد في …» with the publication date: of what has no date itself, and said so."""
    within = published.edtf is not None and "/" in published.edtf
    return text(style, "voice.reported.within" if within else "voice.reported", date=publication(style, published))


# ------------------------------------------------------------------ days counted


def countdown(style: Style, days: int) -> str:
    """How much time is left: يتبقى 3 أيام, يتبقى نحو 40 يوماً. `days` is 0 or more."""
    if days == 0:
        return text(style, "voice.left.today")
    if days <= _EXACT_DAYS_LEFT:
        return plural(style, "voice.left.days", days)
    if days <= _DAYS:
        return plural(style, "voice.left.days.about", days)
    unit, count = _long(days)
    return plural(style, f"voice.left.{unit}.about", count)


def elapsed(style: Style, days: int) -> str:
    """How much time has passed: منذ 52 يوماً, 52 days ago. `days` is 0 or more."""
    if days == 0:
        return text(style, "voice.ago.today")
    if days <= _DAYS:
        return plural(style, "voice.ago.days", days)
    unit, count = _long(days)
    return plural(style, f"voice.ago.{unit}.about", count)


def _long(days: int) -> tuple[str, int]:
    months = round(days / _MONTH)
    return ("months", months) if months < _MONTHS else ("years", round(days / _YEAR))
