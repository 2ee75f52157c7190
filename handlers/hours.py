"""Hours of the day and days of the week, as people write them and as they are shown: ٧:٣٠, 7.30 مساءً, noon. Pure.

What is written after /subscribe as a whole is read in `handlers.wishes`; dates are `handlers.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import time
from functools import cache

from babel.dates import get_day_names

from handlers.numbers import Style, bare
from storage.chat import Language
from storage.corpus.text import fold

LONGEST = 40
"""Characters: nobody needs more to name an hour."""
WEEK = (6, 0, 1, 2, 3, 4, 5)
"""Weekdays (Monday = 0) as a week runs in Iraq, from Sunday on."""

_AM = frozenset({"صباحا", "صباح", "الصبح", "ص", "فجرا", "الفجر", "am", "in the morning"})
_PM = frozenset({"مساء", "المساء", "م", "عصرا", "العصر", "pm", "in the evening", "in the afternoon"})
_NOON = frozenset({"ظهرا", "الظهر", "at noon", "noon"})
_NIGHT = frozenset({"ليلا", "الليل", "بالليل", "at night"})
_WHOLE: Mapping[str, time] = {
    "الظهر": time(12),
    "ظهرا": time(12),
    "noon": time(12),
    "midday": time(12),
    "منتصف الليل": time(0),
    "midnight": time(0),
}
_ORDINALS = "الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة الحادية_عشرة الثانية_عشرة"
_CARDINALS = "وحدة ثنتين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة"
_FRACTIONS: Mapping[str, int] = {
    "والنصف": 30,
    "ونصف": 30,
    "ونص": 30,
    "والربع": 15,
    "وربع": 15,
    "والثلث": 20,
    "وثلث": 20,
    "إلا ربعا": -15,
    "إلا ربع": -15,
    "إلا الربع": -15,
    "إلا ثلثا": -20,
    "إلا ثلث": -20,
    "إلا الثلث": -20,
}
_LEADING = re.compile(r"(?:في |عند )?(?:تمام )?(?:الساعه )?(?:at )?")
_DIGITS = re.compile(r"([0-9]{1,2})(?: ?[:.：∶] ?([0-9]{2}))?(?: o'?clock)?(?: ?([a-z\u0621-\u064a ]+))?")
_SPAN = re.compile(r"(?:من |from |between |بين )?(.+?)(?: ?[-–—−] ?| (?:الي|حتي|to|until|and|و) ?)(.+)")
_NOON_DOTTED = re.compile(r"(?<![a-z])([ap])\.? ?m(?![a-z])\.?")
_HALF_DAY = 12
_MINUTES_OF_DAY = 24 * 60

# ------------------------------------------------------------------ read


def read(text: str) -> time | None:
    """The hour that `text` is: 7, 07:30, ٧:٣٠, 7.30pm, «السابعة والنصف صباحاً», noon; None for anything else.

    An hour up to 12 without a part of the day is one before noon; 24:00 is no hour.
    """
    if len(text) > LONGEST:
        return None
    said = _plain(text)
    said = said[_leading(said) :]
    if said in _WHOLE:
        return _WHOLE[said]
    found = _DIGITS.fullmatch(said)
    if found is None:
        return _worded(said)
    return _at(int(found[1]), int(found[2] or 0), (found[3] or "").strip())


def span(text: str) -> tuple[time, time] | None:
    """Two hours: 22-7, «من ٢٢:٣٠ إلى ٦», 10pm to 6am; None for anything else."""
    found = _SPAN.fullmatch(_plain(text)) if len(text) <= 2 * LONGEST else None
    if found is None:
        return None
    first, last = read(found[1]), read(found[2])
    return None if first is None or last is None else (first, last)


def _plain(text: str) -> str:
    """`text` in one spelling, without what people put around and after it."""
    return _NOON_DOTTED.sub(r"\1m", fold(text)).strip(" .،,؟?!")


def _leading(said: str) -> int:
    found = _LEADING.match(said)
    return found.end() if found else 0


def _worded(said: str) -> time | None:
    """«السابعة والنصف صباحاً»."""
    words = _hour_words()
    name = next((name for name in words if said == name or said.startswith(f"{name} ")), None)
    if name is None:
        return None
    rest = said[len(name) :].strip()
    fraction = next((f for f in _fractions() if rest == f or rest.startswith(f"{f} ")), "")
    hour = _at(words[name], 0, rest[len(fraction) :].strip())
    return hour and _shifted(hour, _fractions().get(fraction, 0))


def _at(hour: int, minute: int, part: str) -> time | None:
    told = _in_part(hour, part) if part else hour
    return None if told is None or told > 23 or minute > 59 else time(told, minute)


def _in_part(hour: int, part: str) -> int | None:
    """The hour of the day that `hour` is in that part of it; None where there is none."""
    if part in _AM:
        return hour % _HALF_DAY if hour <= _HALF_DAY else None
    if part in _PM:
        return None if hour == 0 else hour if hour >= _HALF_DAY else hour + _HALF_DAY
    if part in _NOON:
        return {11: 11, 12: 12, 1: 13, 2: 14, 3: 15, 13: 13, 14: 14, 15: 15}.get(hour)
    if part in _NIGHT:
        return _by_night(hour)
    return None


def _by_night(hour: int) -> int | None:
    if hour in (0, _HALF_DAY, 24):
        return 0
    if hour <= 5:
        return hour
    return hour + _HALF_DAY if hour < _HALF_DAY else hour if hour >= 18 else None


def _shifted(hour: time, minutes: int) -> time:
    told = (hour.hour * 60 + hour.minute + minutes) % _MINUTES_OF_DAY
    return time(told // 60, told % 60)


@cache
def _hour_words() -> Mapping[str, int]:
    """Names of hours, folded, the longest first: «الثانية عشرة» is not «الثانية»."""
    ordinals = {fold(word.replace("_", " ")): number for number, word in enumerate(_ORDINALS.split(), 1)}
    cardinals = {fold(word): number for number, word in enumerate(_CARDINALS.split(), 1)}
    bare_ordinals = {word.removeprefix("ال"): number for word, number in ordinals.items()}
    names = {**cardinals, **bare_ordinals, **ordinals, "عشره": 10}
    return {name: names[name] for name in sorted(names, key=len, reverse=True)}


@cache
def _fractions() -> Mapping[str, int]:
    folded = {fold(words): minutes for words, minutes in _FRACTIONS.items()}
    return {words: folded[words] for words in sorted(folded, key=len, reverse=True)}


# ------------------------------------------------------------------ said


def said(style: Style, hour: time) -> str:
    """07:30 or ٠٧:٣٠."""
    return f"{bare(style, hour.hour, 2)}:{bare(style, hour.minute, 2)}"


def weekday(style: Style, day: int) -> str:
    """الأحد, Sunday. `day` counts from Monday = 0."""
    locale = "en" if style.language is Language.ENGLISH else "ar"
    return str(get_day_names("wide", "format", locale)[day])


def in_week(days: Iterable[int]) -> tuple[int, ...]:
    """`days` in the order of the week."""
    chosen = frozenset(days)
    return tuple(day for day in WEEK if day in chosen)


# ------------------------------------------------------------------ as four digits, in a button


def packed(hour: time) -> str:
    """0730."""
    return f"{hour.hour:02}{hour.minute:02}"


def unpacked(digits: str) -> time | None:
    """07:30 of ``0730``; None for what `packed` never made."""
    if not (len(digits) == 4 and digits.isascii() and digits.isdecimal()):
        return None
    hour, minute = int(digits[:2]), int(digits[2:])
    return time(hour, minute) if hour <= 23 and minute <= 59 else None
