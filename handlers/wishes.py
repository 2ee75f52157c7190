"""What somebody wants of a subscription's time, as they write it after /subscribe ("يومياً 7:30", "Sunday and
Wednesday 8", «فور النشر»), and as a button says it. Pure.

Hours by themselves are read in `handlers.hours`; making a subscription of a wish is `handlers.commands.subscribe`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from typing import Literal

from babel.dates import get_day_names

from handlers.hours import packed as packed_hour
from handlers.hours import read as read_hour
from handlers.hours import unpacked as unpacked_hour
from storage.corpus.text import fold
from storage.schedule import Cadence

LONGEST = 120
"""Characters; nobody needs more."""
WORKING_DAYS = frozenset({6, 0, 1, 2, 3})
"""Sunday to Thursday, as Iraq works."""

_CADENCES: Mapping[Cadence, tuple[str, ...]] = {
    Cadence.DAILY: ("يومياً", "يومي", "كل يوم", "daily", "every day", "everyday", "each day"),
    Cadence.WEEKLY: ("أسبوعياً", "أسبوعي", "كل أسبوع", "weekly", "every week", "once a week"),
    Cadence.WEEKDAYS: ("أيام العمل", "أيام الدوام", "working days", "weekdays", "workdays"),
    Cadence.AT_ONCE: ("فور النشر", "فور نشره", "فوراً", "حال النشر", "at once", "immediately", "instantly"),
}
_ALSO_DAYS: Mapping[str, int] = {"اثنين": 0, "الأثنين": 0, "أربعا": 2, "الأربعا": 2, "ثلاثا": 1, "الثلاثا": 1}
_DAYS_NAMED: Mapping[Cadence, range] = {
    Cadence.DAILY: range(1),
    Cadence.WEEKDAYS: range(1, 8),
    Cadence.WEEKLY: range(1, 2),
    Cadence.AT_ONCE: range(1),
}
_WIDTHS: tuple[Literal["wide", "abbreviated", "short"], ...] = ("wide", "abbreviated", "short")
_SMALL = frozenset(map(fold, ("يوم", "أيام", "كل", "في", "من", "و", "on", "every", "each", "and", "days", "day")))


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. `cadence` and `at` are None where nothing was said of them; `days` are the weekdays
    that were named (Monday = 0)."""

    cadence: Cadence | None = None
    days: frozenset[int] = field(default=frozenset())
    at: time | None = None


def read(text: str) -> Wish | None:
    """The wish, or None where any of `text` is neither a cadence, a weekday nor an hour, or two of them clash."""
    if len(text) > LONGEST:
        return None
    cadence, rest = _cadence(fold(text))
    days, rest = _days(rest)
    at = read_hour(rest) if rest else None
    if rest and at is None:
        return None
    return _agreed(cadence, days, at)


def _agreed(cadence: Cadence | None, days: frozenset[int], at: time | None) -> Wish | None:
    """The wish where its parts fit each other: a day says how often as well."""
    if not days:
        return Wish(cadence, WORKING_DAYS if cadence is Cadence.WEEKDAYS else days, at)
    fits = Cadence.WEEKLY if len(days) == 1 else Cadence.WEEKDAYS
    return Wish(fits, days, at) if cadence in (None, fits) else None


def _cadence(said: str) -> tuple[Cadence | None, str]:
    """How often, and `said` without the words for it. Words of two cadences are left, and so fit nothing."""
    for words, cadence in _cadence_words().items():
        rest, found = re.subn(rf"(?<!\w){re.escape(words)}(?!\w)", " ", said, count=1)
        if found:
            return cadence, " ".join(rest.split())
    return None, said


def _days(said: str) -> tuple[frozenset[int], str]:
    """The weekdays that are named, and what is left besides them and small words."""
    days: set[int] = set()
    rest: list[str] = []
    names = _day_names()
    for word in re.split(r"[\s,،/+&]+", said):
        day = names.get(word.strip(".:"), names.get(word.removeprefix("و").strip(".:")))
        if day is not None:
            days.add(day)
        elif word:
            rest.append(word)
    if days:
        rest = [word for word in rest if word not in _SMALL]
    return frozenset(days), " ".join(rest)


@cache
def _cadence_words() -> Mapping[str, Cadence]:
    """The longest first."""
    words = {fold(word): cadence for cadence, said in _CADENCES.items() for word in said}
    return {word: words[word] for word in sorted(words, key=len, reverse=True)}


@cache
def _day_names() -> Mapping[str, int]:
    names: dict[str, int] = {}
    for days in (get_day_names("wide", "format", "ar"), *(get_day_names(width, "format", "en") for width in _WIDTHS)):
        names |= _folded((name, day) for day, name in days.items())
    plain = {name.removeprefix("ال"): day for name, day in names.items() if name.startswith("ال")}
    english = {f"{name}s": day for name, day in names.items() if name.endswith("day")}
    more = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
    return {**plain, **english, **more, **_folded(_ALSO_DAYS.items()), **names}


def _folded(names: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {fold(name): day for name, day in names}


# ------------------------------------------------------------------ in the data of a button


def packed(wish: Wish) -> str:
    """``weekdays:036:0730``; what was not said is empty."""
    days = "".join(str(day) for day in sorted(wish.days))
    return f"{wish.cadence or ''}:{days}:{packed_hour(wish.at) if wish.at else ''}"


def unpacked(text: str) -> Wish | None:
    """What `packed` made ``text`` of; None for anything that it never makes, days that do not fit included."""
    cadence, _, rest = text.partition(":")
    days, _, hour = rest.partition(":")
    at = unpacked_hour(hour)
    if cadence not in tuple(Cadence) or (hour and at is None) or not set(days) <= set("0123456"):
        return None
    wish = Wish(Cadence(cadence), frozenset(map(int, days)), at)
    return wish if len(wish.days) in _DAYS_NAMED[Cadence(cadence)] and packed(wish) == text else None
