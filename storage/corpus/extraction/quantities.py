"""Quantities: the numbers of a passage with their hedges, two numbers of a range as one («بين 2000 و2500»).

What is counted is read in `counted`. A change («من 5200 إلى 3000») stays two quantities, the second is its target.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from storage.corpus.extraction.hedges import Hedged, hedge
from storage.corpus.extraction.number_words import NumberWords, reads
from storage.corpus.extraction.numerals import Amount, amounts
from storage.corpus.extraction.passages import Token
from storage.records import Qualifier

FROM, TO, RANGE, INSTEAD = "number.from", "number.to", "number.range", "number.instead"
_DASHES = frozenset({"-", "–", "—", " - ", " – ", " — ", "−"})
_STOPS = frozenset(".؛;:،,!؟(")
_NOUNS = 4
_BACK = 10
_WIDE = 2
"""«من 4 إلى 5» is a range, «من 500 إلى 4000» a change."""


@dataclass(slots=True)
class Quantity:
    """A hedged number: the tokens `first` up to `after` with its hedge, the number itself from `start`. Its noun is
    sought at `end`; `last` is where its last amount begins."""

    first: int
    after: int
    start: int
    end: int
    last: int
    qualifier: Qualifier
    value: int | None = None
    low: int | None = None
    high: int | None = None
    reasons: tuple[str, ...] = ()
    article: bool = False
    joined: bool = False
    untold: bool = False

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(n for n in (self.value, self.low, self.high) if n is not None)


def quantities(words: NumberWords, tokens: Sequence[Token], taken: Collection[int]) -> Iterator[Quantity]:
    """The quantities among `tokens` in order, none over another; tokens of `taken` belong to dates."""
    found = [
        one for one in amounts(tokens, taken) if (one.value != 1 or one.digits) and not _percent(words, tokens, one)
    ]
    used, at = set(taken), 0
    while at < len(found):
        one, other = found[at], found[at + 1] if at + 1 < len(found) else None
        hedged = hedge(words, tokens, one.first, one.after, used)
        used.update(range(hedged.first, hedged.after))
        read = other and (_pair(words, tokens, one, other, hedged, used) or _repeated(tokens, one, other, hedged))
        read = read or (_single(one, hedged, *_instead(words, tokens, hedged.first)),)
        at += 2 if other and read[-1].last == other.first else 1
        used.update(range(read[0].first, read[-1].after))
        yield from read


def _instead(words: NumberWords, tokens: Sequence[Token], first: int) -> tuple[str, ...]:
    """«بدلا من ثماني», «مقارنة بألفين»: what was until now."""
    lead = tokens[max(first - 3, 0) : first]
    return (INSTEAD,) if any(token.keys & words.instead for token in lead) else ()


def _percent(words: NumberWords, tokens: Sequence[Token], amount: Amount) -> bool:
    """Whether the amount is the hundred of «بالمئة», «في المئة»."""
    return amount.value == 100 and any(
        at >= 0 and words.percent.starting(tokens, at) for at in (amount.first, amount.first - 1)
    )


def _single(amount: Amount, hedged: Hedged, *reasons: str) -> Quantity:
    kind = amount.vague or hedged.qualifier
    value, low, high = _placed(kind, amount.value)
    return Quantity(
        hedged.first,
        max(hedged.after, amount.after),
        amount.first,
        max(hedged.after, amount.after),
        amount.first,
        kind,
        value,
        low,
        high,
        reasons,
        amount.article,
        amount.joined,
        amount.vague is None and amount.value is None,
    )


def _placed(kind: Qualifier, number: int | None) -> tuple[int | None, int | None, int | None]:
    """`number` as the value, the low or the high that `kind` asks for."""
    if kind in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
        return None, number, None
    return (None, None, number) if kind in (Qualifier.AT_MOST, Qualifier.LESS_THAN) else (number, None, None)


def _repeated(tokens: Sequence[Token], one: Amount, other: Amount, hedged: Hedged) -> tuple[Quantity, ...]:
    """«ألفين وخمسمئة (2500)»."""
    if other.first != one.after or one.value != other.value or "(" not in tokens[one.after - 1].after:
        return ()
    return (replace(_single(one, hedged), after=other.after, end=other.after, last=other.first),)


# ------------------------------------------------------------------ two numbers


def _pair(
    words: NumberWords, tokens: Sequence[Token], one: Amount, other: Amount, hedged: Hedged, taken: Collection[int]
) -> tuple[Quantity, ...]:
    """Two amounts that belong together: one range, or the two sides of a change; () where they do not."""
    named = one.first and tokens[one.first - 1].keys & words.numbered
    if one.value is None or other.value is None or named:
        return ()
    second = hedge(words, tokens, other.first, other.after, taken)
    link = _link(words, tokens, one, other, second, taken)
    if not link:
        return ()
    start = _shared(one, other)
    led = bool(hedged.first and tokens[hedged.first - 1].keys & words.source)
    changing = link == "to" and _changing(words, tokens, one.first)
    wide = start > other.value or other.value > _WIDE * start or second.qualifier is not Qualifier.EXACT
    if changing or (link == "to" and led and wide):
        return _single(replace(one, value=start), hedged, FROM), _single(other, second, TO)
    if start >= other.value or (link == "and" and not words.between.ending(tokens, hedged.first)):
        return ()
    return (_range(one, other, start, hedged.first - (link == "and" or (link == "to" and led))),)


def _range(one: Amount, other: Amount, start: int, first: int) -> Quantity:
    numbers = (None, start, other.value)
    return Quantity(first, other.after, one.first, other.after, other.first, Qualifier.BETWEEN, *numbers, (RANGE,))


def _link(
    words: NumberWords, tokens: Sequence[Token], one: Amount, other: Amount, second: Hedged, taken: Collection[int]
) -> str:
    """What joins two amounts: "and", "to", "dash", "or", "" for nothing."""
    if other.first == one.after and tokens[one.after - 1].after in _DASHES:
        return "dash"
    gap = sum(at not in taken for at in range(one.after, second.first))  # «من 5200 في مطلع 2020 إلى …»
    parted = any(not _STOPS.isdisjoint(token.after) for token in tokens[one.after - 1 : second.first])
    if gap > _NOUNS or parted or tokens[second.first - 2].key in words.chained:
        return ""
    before = tokens[second.first - 1].key
    if gap and before in words.to:
        return "to"
    if gap == 1 and before == "او":
        return "or"
    return "and" if other.joined or (gap and before == "و") else ""


def _shared(one: Amount, other: Amount) -> int:
    """The first number with the scale that stands only at the second («4 إلى 5 آلاف»)."""
    value, last = one.value or 0, other.value or 0
    return value * other.scale if one.scale == 1 and value < last // other.scale < 1000 else value


def _changing(words: NumberWords, tokens: Sequence[Token], first: int) -> bool:
    return any(reads(token) & words.changes for token in tokens[max(first - _BACK, 0) : first])
