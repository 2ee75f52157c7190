"""Hedges: the words around a number that bound it («نحو», «ما لا يقل عن», «كحد أقصى»), before or behind it.

A hedge is of the number that stands next to it; ranges («بين … و…») are read in `numbers`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from storage.corpus.extraction.number_words import NumberWords, reads
from storage.corpus.extraction.passages import Token
from storage.records import Qualifier, Unit

_REACH, _ESTIMATED, _COUNT = 4, 8, 12
_PARTICLES = frozenset({"ب", "ل", "ك", "و", "ال"})
_STOPS = frozenset(".؛;:،!؟")
_PLUS = "+"


@dataclass(slots=True)
class Hedged:
    """A qualifier, with the tokens `first` up to `after` that it and the number fill."""

    qualifier: Qualifier
    first: int
    after: int


def hedge(words: NumberWords, tokens: Sequence[Token], first: int, after: int, taken: Collection[int]) -> Hedged:
    """How the number at `first` up to `after` is hedged; exact where no hedge stands."""
    if found := _before(words, tokens, first, taken):
        return Hedged(found[1], found[0], after)
    if _PLUS in tokens[after - 1].after[:1]:
        return Hedged(Qualifier.MORE_THAN, first, after)
    if _estimated(words, tokens, first):
        return Hedged(Qualifier.ABOUT, first, after)
    for at in range(after, min(after + _REACH + 1, len(tokens))):
        if not _STOPS.isdisjoint(tokens[at - 1].after) or at in taken:
            break
        if behind := words.after.starting(tokens, at):
            return Hedged(behind[1], first, behind[0] if at == after else after)
        if tokens[at].key.isdecimal():
            break
    return Hedged(Qualifier.EXACT, first, after)


def _of_count(words: NumberWords, tokens: Sequence[Token], first: int) -> tuple[int, Qualifier] | None:
    """«لا يتجاوز عدد الجنود في القاعدة 350»: the bound stands before the count, whose number follows."""
    for at in range(first - 1, max(first - _COUNT, 0), -1):
        if not _STOPS.isdisjoint(tokens[at].after) or tokens[at].key.isdecimal():
            return None
        if tokens[at].keys & words.counting or _is_who(words, tokens[at]):
            found = words.before.ending(tokens, at)
            if found is None and not tokens[at].keys & words.counting:
                continue
            return (first, found[1]) if found and _STOPS.isdisjoint(tokens[at - 1].after) else None
    return None


def _is_who(words: NumberWords, token: Token) -> bool:
    """«ألا يتجاوز من سيبقى هناك ألفاً», «لا تتجاوز القوات الباقية 500 عنصر»."""
    noun = words.noun(token.key)
    return token.key in words.source or bool(noun and noun.unit is Unit.PERSONNEL)


def _estimated(words: NumberWords, tokens: Sequence[Token], first: int) -> bool:
    """«يقدر عددهم بخمسة آلاف»."""
    led = any(reading.preposition == "ب" for reading in tokens[first].readings) or (
        first and tokens[first - 1].key == "ب"
    )
    for at in range(first - 1, max(first - _ESTIMATED, -1), -1) if led else ():
        if not _STOPS.isdisjoint(tokens[at].after):
            return False
        if reads(tokens[at]) & words.estimates:
            return True
    return False


def _before(
    words: NumberWords, tokens: Sequence[Token], first: int, taken: Collection[int]
) -> tuple[int, Qualifier] | None:
    """The hedge that ends before token `first`, with its first token."""
    while first and tokens[first - 1].key in _PARTICLES:
        first -= 1
    if not first or not _STOPS.isdisjoint(tokens[first - 1].after):
        return None
    now = bool(tokens[first - 1].keys & words.now) and words.before.ending(tokens, first - 1)
    if now:  # «لا يتعدى اليوم الألف»
        return first, now[1]
    dated = first
    while dated and (dated - 1 in taken or tokens[dated - 1].keys & words.now):  # «لا يتعدى اليوم 900»
        dated -= 1
    if dated < first:
        found = words.before.ending(tokens, dated) if dated and _STOPS.isdisjoint(tokens[dated - 1].after) else None
        return (first, found[1]) if found else _of_count(words, tokens, first)
    found = words.before.ending(tokens, first)
    if words.not_hedges.ending(tokens, first):
        return None
    if found is None:
        return _of_count(words, tokens, first)
    if any(token.keys & words.counting for token in tokens[found[0] : first]):
        return first, found[1]  # «لا يزيد عدد الجنود على 2000»: what is counted stands within
    outer = words.before.ending(tokens, found[0]) if found[0] else None
    if (
        outer
        and outer[0] not in taken
        and found[1] is Qualifier.ABOUT
        and _STOPS.isdisjoint(tokens[found[0] - 1].after)
    ):
        return outer  # «ما لا يقل عن نحو 30»: the bound says more
    return found
