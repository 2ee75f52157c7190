"""Numerals: digits and number words of a passage → whole numbers, each where it stands. Hedges and nouns are not read.

An Arabic number is a sum of groups joined by «و», each below the scale of the group before it: «ألفين و500» is
2000 + 500, «مئة وسبعون ألفا» (100 + 70) × 1000. What does not fit below the group before begins another number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.number_words import Numerals
from storage.corpus.extraction.passages import Token
from storage.corpus.words import PerWord, readings
from storage.records import Qualifier

_MOST_DIGITS = 12
_LARGE = 10**12
_MARKS = frozenset({",", ".", "'", " ", "،"})
_AND, _OF = "و", "من"


@dataclass(slots=True)
class Amount:
    """The number said by the tokens `first` up to `after`. `value` is None for a vague one, then `vague` says which
    («مئات»), or for one that cannot be told. `joined`: it begins with «و»; `lead` is the preposition on it;
    `scale` is the last scale of it, `digits`: it is written in digits alone."""

    first: int
    after: int
    value: int | None
    vague: Qualifier | None = None
    joined: bool = False
    lead: str = ""
    scale: int = 1
    digits: bool = False
    article: bool = False


def amounts(tokens: Sequence[Token], taken: Collection[int] = ()) -> Iterator[Amount]:
    """The numbers among `tokens` in order, none over another; tokens of `taken` are left out."""
    begins = [at for at in begins_number.where(list(map(_key, tokens))) if at not in taken]
    if not begins:
        return
    reader, after = _Reader(tokens, taken, load_number_words().numerals), 0
    for at in begins:
        if at >= after and (found := reader.amount(at)):
            yield found
            after = found.after


def _may_begin(key: str) -> bool:
    """Whether a word may be the first of a number."""
    n = load_number_words().numerals
    known = (n.cardinals, n.teen_units, n.ones, n.twos, n.halves, n.quarters, n.vague, n.vague_before)
    return any(way.key[:1].isdecimal() or any(way.key in group for group in known) for way in readings(key))


begins_number = PerWord(_may_begin)
_key = attrgetter("key")


@dataclass(slots=True)
class _Part:
    """A group of a number: its value, the token after it, its scale (what follows «و» must be below it)."""

    value: int
    after: int
    scale: int
    digits: bool = False


class _Reader:
    """Reads one number; every method takes the token to begin at and looks only forward."""

    def __init__(self, tokens: Sequence[Token], taken: Collection[int], words: Numerals) -> None:
        self._tokens, self._taken, self._words = tokens, taken, words

    def amount(self, at: int) -> Amount | None:
        """The number that begins at token `at`."""
        token = self._tokens[at]
        for reading in token.readings:
            joined = bool(reading.cut) and token.key[0] in "وف"
            if vague := self._vague(at, reading.key):
                return Amount(at, vague[1], None, vague[0], joined, reading.preposition)
            if part := self._sum(at, reading.key):
                article = reading.key.startswith("ال") or bool(at and self._tokens[at - 1].key == "ال")
                value = part.value if part.value >= 0 else None
                digits = part.digits and part.after == at + 1
                return Amount(at, part.after, value, None, joined, reading.preposition, part.scale, digits, article)
        return None

    def _key(self, at: int) -> str:
        return self._tokens[at].key if at < len(self._tokens) and at not in self._taken else ""

    def _joined(self, at: int) -> tuple[int, str] | None:
        """The word joined by «و» to what ends before token `at`: its token and the word without «و»."""
        key = self._key(at)
        if key == _AND:
            return at + 1, self._key(at + 1)
        return (at, key[1:]) if key.startswith(_AND) and len(key) > 1 else None

    # ---------------------------------------------------------------- sums

    def _sum(self, at: int, key: str) -> _Part | None:
        """A number whose first word, at token `at`, reads `key`."""
        part = self._scaled(at, key)
        if part is None:
            return None
        total, below = part.value, part.scale
        while below > 1 and (joined := self._joined(part.after)):
            if share := self._share(joined[1], below):
                after = joined[0] + 1
                after += self._key(after) in self._words.many
                return _Part(total + share, after, below)
            more = self._scaled(*joined)
            if more is None or more.value >= below or more.value < 1:
                break
            total, below, part = total + more.value, more.scale, more
        return _Part(total, part.after, below if below > 1 else part.scale, part.digits)

    def _share(self, key: str, scale: int) -> int:
        """«ونصف», «وربع» of a scale."""
        if key in self._words.halves:
            return scale // 2
        return scale // 4 if key in self._words.quarters else 0

    def _scaled(self, at: int, key: str) -> _Part | None:
        """A group with its scale: «خمسة آلاف», «ألفين», «170 ألف», «نصف مليون»."""
        for lone in (self._words.ones, self._words.twos):
            if key in lone:
                if lone is self._words.twos and self._is_accusative(at, key):
                    return self._times(_Part(lone[key] // 2, at + 1, lone[key] // 2))
                scale = lone[key] // (1 if lone is self._words.ones else 2)
                return self._times(_Part(lone[key], at + 1, scale))
        if key in self._words.halves or key in self._words.quarters:
            scale = self._words.many.get(self._key(at + 1), 0)
            return _Part(self._share(key, scale), at + 2, scale // 4) if scale else None
        group = self._digits(at, key) if key[:1].isdecimal() else self._group(at, key)
        return self._times(group) if group else None

    def _is_accusative(self, at: int, key: str) -> bool:
        """«ألفا وخمسمئة», «ألفا من الجنود» are one thousand; «ألفا جندي» are two."""
        return key[:-1] in self._words.ones and (self._key(at + 1)[:1] == _AND or self._key(at + 1) == _OF)

    def _times(self, part: _Part) -> _Part:
        """A group multiplied by the scales that follow it."""
        while part.value < _LARGE and (scale := self._words.many.get(self._key(part.after), 0)):
            part = _Part(part.value * scale, part.after + 1, scale)
        return part

    # ---------------------------------------------------------------- below a thousand

    def _group(self, at: int, key: str) -> _Part | None:
        """Words below a thousand: hundreds, «و», units before tens."""
        hundreds = self._hundreds(at, key)
        if hundreds is None:
            return self._tens(at, key)
        joined = self._joined(hundreds.after)
        more = self._rest(*joined) if joined else None
        if more is None or not 0 < more.value < 100:
            return hundreds
        return _Part(hundreds.value + more.value, more.after, 1)

    def _hundreds(self, at: int, key: str) -> _Part | None:
        value = self._words.cardinals.get(key, 0)
        if value >= 100:
            return _Part(value, at + 1, 1)
        if 3 <= value <= 9 and self._key(at + 1) in self._words.hundreds:
            return _Part(value * 100, at + 2, 1)
        return None

    def _rest(self, at: int, key: str) -> _Part | None:
        if not key[:1].isdecimal():
            return self._tens(at, key)
        part = self._digits(at, key)
        return part if part and part.digits else None

    def _tens(self, at: int, key: str) -> _Part | None:
        """«ثلاثة عشر», «ثلاثة وعشرين», «عشرين», «ثلاثة»."""
        unit = self._words.cardinals.get(key, self._words.teen_units.get(key, -1))
        if 0 < unit < 10:
            if self._key(at + 1) in self._words.tenths:
                return _Part(unit + 10, at + 2, 1)
            joined = self._joined(at + 1)
            tens = self._words.cardinals.get(joined[1], 0) if joined else 0
            if joined and 20 <= tens <= 90:
                return _Part(unit + tens, joined[0] + 1, 1)
        value = self._words.cardinals.get(key)
        return None if value is None else _Part(value, at + 1, 1)

    # ---------------------------------------------------------------- digits

    def _digits(self, at: int, key: str) -> _Part:
        """Digits with their separators («2.500», «2 500») or a decimal before a scale («1.5 مليون»)."""
        end, written = at + 1, key
        while len(written) < _MOST_DIGITS and (mark := self._mark(end)) and len(key) <= 3:
            written += self._key(end)
            end += 1
            if len(self._key(end)) != 3 or self._tokens[end - 1].after != mark:
                break
        if decimal := self._decimal(at, key):
            return decimal
        if len(written) > _MOST_DIGITS or not written.isdecimal():
            return _Part(-1, end, 1, digits=True)
        return _Part(int(written), end, 1, digits=True)

    def _mark(self, at: int) -> str:
        """The separator of thousands before token `at`, "" where there is none."""
        key, mark = self._key(at), self._tokens[at - 1].after
        return mark if mark in _MARKS and len(key) == 3 and key.isdecimal() else ""

    def _decimal(self, at: int, key: str) -> _Part | None:
        share = self._key(at + 1)
        if self._tokens[at].after not in (".", ",") or not share.isdecimal() or len(key) > 6 or len(share) > 6:
            return None
        scale = self._words.many.get(self._key(at + 2), 0)
        if not scale:
            return None if len(share) == 3 else _Part(-1, at + 2, 1, digits=True)
        return _Part((int(key) * 10 ** len(share) + int(share)) * scale // 10 ** len(share), at + 3, scale)

    # ---------------------------------------------------------------- vague ones

    def _vague(self, at: int, key: str) -> tuple[Qualifier, int] | None:
        """«مئات», «بضع مئات», «عشرات الآلاف»."""
        if key in self._words.vague_before and self._key(at + 1) in self._words.vague:
            at, key = at + 1, self._key(at + 1)
        kind = self._words.vague.get(key)
        if kind is None:
            return None
        after = at + 1
        if self._key(after) in self._words.vague or self._key(after) in self._words.many:
            kind, after = Qualifier.THOUSANDS, after + 1
        return kind, after
