"""Dates in digits, years, and units of the calendar with their step («العام المقبل»); and what every reader of time
expressions asks of tokens: numbers, particles, gaps.

Days, months and seasons are read in `calendars`, distances in `relative`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from storage.corpus.extraction.datewords import load_date_words, opening
from storage.corpus.extraction.dating import Days, Fixed, Turn, Unclear
from storage.corpus.extraction.distances import Again, AtHand, Distance, Lasting, Stretch
from storage.corpus.extraction.named import Calendar
from storage.corpus.extraction.passages import Token
from storage.corpus.words import PerWord

Tokens = Sequence[Token]
Meaning = Again | AtHand | Calendar | Days | Distance | Fixed | Lasting | Stretch | Turn | Unclear
YEARS = frozenset(range(1900, 2100))
_PARTS = 4  # words of a written number
_CLOSERS = (")", "]", "-", "–", "—")


@dataclass(slots=True)
class Found:
    """What stands from some token up to `after` (left out)."""

    after: int
    meaning: Meaning


# ------------------------------------------------------------------ numbers and years


def number(tokens: Tokens, at: int) -> int | None:
    """The digits of a token, None where it has none, or more than four."""
    return _numbers[tokens[at].key] if at < len(tokens) else None


_numbers = PerWord(lambda word: int(word) if len(word) <= 4 and word.isdecimal() and word.isascii() else None)


def day_number(tokens: Tokens, at: int, attached: bool = True) -> tuple[int, int] | None:
    """A day of the month, in digits or as an ordinal, and the token after it."""
    value = number(tokens, at)
    if value is not None:
        return (at + 1, value) if 1 <= value <= 31 and is_close(tokens, at) else None
    ordinals = load_date_words().ordinals
    return ordinals.read(tokens, at) if attached else ordinals.at(tokens, at)


def last_day_number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The second of two days in a row: «و4», «إلى 8», «-8»."""
    dashed = at < len(tokens) and tokens[at - 1].after.strip() in ("-", "–", "—")
    if dashed:
        return day_number(tokens, at)
    if at < len(tokens) and (tokens[at].key == "و" or tokens[at].key in load_date_words().until_of_range.heads):
        return day_number(tokens, at + 1, attached=False)
    return day_number(tokens, at) if at < len(tokens) and tokens[at].key.startswith("وال") else None


def digits(tokens: Tokens, first: int) -> Found | None:
    """«5/1/2020», «27-01-2024», "2024-01-27"; the month is the second, unless it cannot be."""
    while is_one(tokens, first, load_date_words().day_words, attached=True) and gapless(tokens, first):
        first += 1
    if first + 2 >= len(tokens) or not tokens[first].key[:1].isdecimal():
        return None
    mark = tokens[first].after
    if mark not in ("/", "-", ".", "–", " / ", " - ") or tokens[first + 1].after != mark:
        return None
    parts = [number(tokens, first + i) for i in range(3)]
    if None in parts:
        return None
    day, month, year = (part or 0 for part in (parts if parts[0] in range(1, 32) else reversed(parts)))
    if month > 12:
        day, month = month, day
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return Found(after_year(tokens, first + 3), Calendar(year, month, day))


def whole_year(tokens: Tokens, at: int) -> tuple[int, int, bool] | None:
    """A year in digits or words: the token after it, the year, and whether «عام» stands before it."""
    words = load_date_words()
    worded = is_one(tokens, at, words.year_words, attached=True) and gapless(tokens, at)
    start = at + 1 if worded else at
    value = number(tokens, start)
    if value is not None and value in YEARS and not _is_fraction(tokens, start):
        return after_year(tokens, start + 1), value, worded
    if worded and (spoken := _spoken(tokens, start)):
        return spoken[0], spoken[1], True
    return None


def _spoken(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """A year in words: «ألفين وثلاثة», «ألف وتسعمئة وواحد وتسعين»."""
    found = sum_of_words(tokens, at)
    return found if found and found[1] in YEARS else None


def sum_of_words(tokens: Tokens, at: int, head: str | None = None) -> tuple[int, int] | None:
    """Numerals joined by «و», the first read as `head`, and the token after them."""
    numerals = load_date_words().numerals
    found = numerals.at(tokens, at, head)
    if found is None:
        return None
    after, total = found
    for _ in range(_PARTS):
        if after >= len(tokens) or not tokens[after].key.startswith("و") or not gapless(tokens, after - 1):
            break
        more = numerals.at(tokens, after, tokens[after].key[1:])
        if more is None:
            break
        after, total = more[0], total + more[1]
    return after, total


def is_year_here(tokens: Tokens, first: int, after: int) -> bool:
    """Whether a number of four digits without «عام» is a year: behind a word of time or in brackets, and nothing
    counted behind it."""
    words = load_date_words()
    bracketed = first > 0 and tokens[first - 1].after.endswith("(") and tokens[after - 1].after.startswith(_CLOSERS)
    led = first > 0 and bool(tokens[first - 1].keys & words.year_leads) and gapless(tokens, first - 1)
    heads = first == 0 and tokens[after - 1].after.strip()[:1] in (":", "–", "—")  # «2020: تسليم …»
    return heads or ((bracketed or led) and not is_counted(tokens, after))


def is_counted(tokens: Tokens, after: int) -> bool:
    """Whether what stands behind a number is what it counts."""
    words = load_date_words()
    if after >= len(tokens) or tokens[after - 1].after.strip():
        return tokens[after - 1].after.startswith(("%", " %", "$"))
    round_number = tokens[after - 1].key.endswith("00")
    return bool(tokens[after].keys & words.counted) or (round_number and len(tokens[after].key) > 3)


def after_year(tokens: Tokens, at: int) -> int:
    """Behind «م» of a year."""
    return at + 1 if is_one(tokens, at, load_date_words().year_marks) and gapless(tokens, at - 1) else at


def _is_fraction(tokens: Tokens, at: int) -> bool:
    before = tokens[at - 1].after if at else ""
    after = tokens[at].after
    return before in (".", ",") or (after in (".", ",") and at + 1 < len(tokens)) or after.lstrip().startswith("%")


# ------------------------------------------------------------------ units with a step


def read_turn(tokens: Tokens, first: int) -> Found | None:
    """«الشهر المقبل», «هذا العام», «العام نفسه»; the unit alone, with its article, is this one."""
    words = load_date_words()
    if first >= len(tokens) or not _turns()[tokens[first].key]:
        return None
    step = words.steps.read(tokens, first)
    if step and is_one(tokens, step[0], words.calendar_units) and gapless(tokens, first):
        unit = words.units.at(tokens, step[0])
        behind = words.steps.at(tokens, step[0] + 1) if gapless(tokens, step[0]) else None
        if unit and not behind:
            return Found(unit[0], Turn(unit[1], step[1])) if tokens[first].key[-3:] not in _ADJECTIVES else None
    unit = words.units.read(tokens, first)
    if unit is None or not tokens[first].keys & words.calendar_units or _is_general(tokens, first):
        return None
    after = words.steps.at(tokens, unit[0]) if gapless(tokens, first) else None
    return Found(after[0], Turn(unit[1], after[1])) if after else None


@cache
def _turns() -> PerWord[bool]:
    """Whether a word may begin a unit with its step."""
    words = load_date_words()
    return opening(words.steps.opens, words.units.opens)


_ADJECTIVES = ("اضي", "قبل", "ادم", "الي", "ابق", "اري")


# ------------------------------------------------------------------ tokens


def _is_general(tokens: Tokens, at: int) -> bool:
    """Whether «العام» is an adjective here."""
    return at > 0 and gapless(tokens, at - 1) and bool(tokens[at - 1].keys & load_date_words().general)


def is_one(tokens: Tokens, at: int, words: frozenset[str] | set[str], attached: bool = False) -> bool:
    if at >= len(tokens):
        return False
    return bool(tokens[at].keys & words) if attached else tokens[at].key in words


def skip(tokens: Tokens, at: int, words: frozenset[str]) -> int:
    return at + 1 if is_one(tokens, at, words) else at


def gapless(tokens: Tokens, at: int) -> bool:
    """Whether nothing but space parts a token from the next."""
    return 0 <= at < len(tokens) and not tokens[at].after.strip()


def is_close(tokens: Tokens, at: int) -> bool:
    return tokens[at].after.strip() in ("", "-", "–", "—")


def light(gap: str, closing: bool = False) -> bool:
    """A gap that may stand within a date."""
    return gap.strip() in (("", "،", ",", ")", "),", ")،") if closing else ("", "،", ",", "(", "-", "–", "/"))
