"""Numbers that count nothing by their form or by the word before them: names («الفرقة 101»), years, ordinals, times,
money, scores.

What the others count is `counted`.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage.corpus.extraction.number_words import NumberWords
from storage.corpus.extraction.passages import Token
from storage.corpus.extraction.quantities import Quantity

YEARS = frozenset(range(1900, 2101))
_SIGNS = frozenset("/=$€£#@_©")


def no_count(words: NumberWords, tokens: Sequence[Token], quantity: Quantity) -> str:
    """Why a number counts nothing by its form; "" where it may."""
    start, end = quantity.start, quantity.end
    before = start - (start > 0 and tokens[start - 1].key == "ال")  # «الـ20»
    behind = tokens[before - 1] if before else None
    if quantity.untold:
        return "number.untold"
    if _is_age(words, tokens, quantity):
        return "number.year"
    if behind and behind.key in words.each:
        return "number.each"
    if _is_signed(tokens[end - 1].after, behind.after if behind else "", behind is not None and behind.key.isdecimal()):
        return "number.sign"
    if behind is None or not tokens[start].key[:1].isdecimal():
        return _ordinal(words, tokens, quantity)
    if behind.after == "-" and not behind.key.isdecimal():
        return "number.name"
    if behind.keys & words.numbered and quantity.first == start:
        return "number.name"
    year = len(quantity.numbers) == 1 and quantity.numbers[0] in YEARS and quantity.first == start
    return "number.year" if year and behind.keys & words.years else ""


def _is_age(words: NumberWords, tokens: Sequence[Token], quantity: Quantity) -> bool:
    """«عمري 64 سنة», but «900 عام 2021» stand there in that year."""
    behind, end = tokens[quantity.end : quantity.end + 2], tokens[quantity.end - 1].after
    years = bool(behind) and not end.strip() and bool(behind[0].keys & words.years)
    return years and not (len(behind) > 1 and behind[1].key.isdecimal())


def _ordinal(words: NumberWords, tokens: Sequence[Token], quantity: Quantity) -> str:
    """«الثامنة والعشرين», «الذكرى العشرين», «سنة ألفين وخمسة»."""
    if not quantity.start:
        return ""
    before = tokens[quantity.start - 1].keys
    if before & words.numerals.ordinals and quantity.joined:
        return "number.ordinal"
    if before & words.years and quantity.numbers and quantity.numbers[0] in YEARS:
        return "number.year"
    return "number.ordinal" if quantity.article and before & words.numbered else ""


def _is_signed(behind: str, before: str, digits_before: bool) -> bool:
    """Whether a sign beside a number says that it is a time, a date, money or a score."""
    if not _SIGNS.isdisjoint(behind[:2]) or not _SIGNS.isdisjoint(before[-2:]):
        return True
    return behind == ":" or (before == ":" and digits_before)
