"""Numbers of a passage as marks: what is counted, how many, how it is hedged. Whose and where is read in `figures`.

Numerals are `numerals`, hedges `hedges`, ranges `quantities`, units `counted`. A number that counts nothing of the
story's kind (years, money, ordinals, durations, page views) keeps its mark with the unit None, so that nobody takes
it for another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from storage.corpus.extraction.around import Told
from storage.corpus.extraction.counted import OTHERS, Counter
from storage.corpus.extraction.marks import DateMark, NumberMark
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.number_words import Counted, NumberWords, reads_of
from storage.corpus.extraction.numerals import begins_number
from storage.corpus.extraction.passages import Passage, Token
from storage.corpus.extraction.quantities import FROM, Quantity, quantities
from storage.corpus.words import PerWord, bare, readings
from storage.records import Casualty, Qualifier, Unit

KILLED, WOUNDED, SITE = "number.killed", "number.wounded", "number.site"
_MET, _HIT, _ADJECTIVES, _CLAIM = 4, 6, 2, 9
_CASUALTY = {Casualty.KILLED: KILLED, Casualty.WOUNDED: WOUNDED}


def mark_numbers(passage: Passage, dates: Sequence[DateMark], counting: bool = False) -> tuple[NumberMark, ...]:
    """The numbers of `passage` in text order, none over another; what `dates` cover is no number. `counting`: troops
    were counted right before, so that a bare number may go on."""
    words = load_number_words()
    taken = frozenset(at for date in dates for at in range(date.first, date.after))
    marks = list[NumberMark]()
    if any(map(begins_number.__getitem__, passage.keys)):
        marks += [_mark(*found) for found in _counted(words, passage.tokens, taken, counting)]
    covered = taken.union(*(range(mark.first, max(mark.after, (mark.head or 0) + 1)) for mark in marks))
    alone = [at for at in _counts.where(passage.keys) if at not in covered]
    marks += _nouns(words, passage.tokens, alone) if alone else ()
    return tuple(sorted(marks, key=_first))


_first = attrgetter("first")


def are_troops(passage: Passage, marks: Sequence[NumberMark], counting: bool) -> bool:
    """Whether troops are what was counted or asked for last, after a passage with these marks."""
    told = [mark.unit for mark in marks if mark.unit]
    return told[-1] is Unit.PERSONNEL if told else counting or _asks(passage.tokens)


def _asks(tokens: Sequence[Token]) -> bool:
    """«كم بقي من الأميركيين؟», «كم بقي منهم؟»"""
    words = load_number_words()
    if words.how_many.isdisjoint([token.key for token in tokens]):
        return False
    if any(token.key in words.of_them for token in tokens):
        return True
    nouns = (words.noun(token.key) for token in tokens)
    people = any(bare(token.key) in words.nationals for token in tokens)
    return people or any(noun and noun.unit is Unit.PERSONNEL for noun in nouns)


def _counted(
    words: NumberWords, tokens: Sequence[Token], taken: Collection[int], counting: bool
) -> Iterator[tuple[Quantity, Told]]:
    """Each quantity with what it counts. The first side of a change counts what its second side says it counts."""
    counter, before = Counter(words, tokens, taken, counting), None
    waiting: Quantity | None = None
    for quantity in quantities(words, tokens, taken):
        told = counter.unit(quantity, before)
        if waiting:
            first = counter.unit(waiting, before)
            if first.counted is None and told.counted and first.head is None:
                first = replace(told, reason="number.coordinated")
            if told.counted is None and told.head is None:
                told = counter.unit(quantity, (waiting, first))
            yield waiting, first
            waiting = None
        elif FROM in quantity.reasons:
            waiting = quantity
            continue
        yield quantity, told
        before = (quantity, told) if told.counted or told.head else before


def _mark(quantity: Quantity, told: Told) -> NumberMark:
    counted = told.counted
    marks = [_CASUALTY[counted.casualty]] if counted and counted.casualty else []
    marks += [SITE] if counted and counted.site else []
    return NumberMark(
        quantity.first,
        quantity.after,
        told.unit,
        quantity.qualifier,
        quantity.value,
        quantity.low,
        quantity.high,
        told.head,
        (told.reason, *marks, *quantity.reasons),
    )


# ------------------------------------------------------------------ numbers in the noun itself


def _nouns(words: NumberWords, tokens: Sequence[Token], alone: Sequence[int]) -> Iterator[NumberMark]:
    """«قاعدتين» is two bases; «مقتل جندي» is one killed."""
    for at in alone:
        token = tokens[at]
        dual = _known[token.key].dual
        casualty = _struck_before(words, tokens, at)
        among = dual and not dual.person and not casualty and at and tokens[at - 1].key in words.of_them
        if among and (hit_before := _joined(words, tokens, at)):
            yield _noun(at, 2, Counted(Unit.CASUALTIES, hit_before), "number.of_them")
        elif dual and (not dual.person or casualty):
            hit = dual.person or dual.unit is Unit.PERSONNEL
            counted = Counted(Unit.CASUALTIES, casualty) if casualty and hit else dual
            yield _noun(at, 2, counted, "number.dual")
        elif (joined := _joined(words, tokens, at)) and not casualty:
            yield _noun(at, 1, Counted(Unit.CASUALTIES, joined), OTHERS)
        elif claimed := _claimed(words, tokens, at):
            yield _noun(at, 1, Counted(Unit.CASUALTIES, claimed), "number.single")
        elif site := _one_site(words, tokens, at):
            yield _noun(at, 1, site, "number.noun")
        elif casualty and token.key in words.single:
            reason = OTHERS if token.key in words.others else "number.single"
            yield _noun(at, 1, Counted(Unit.CASUALTIES, casualty), reason)


def _joined(words: NumberWords, tokens: Sequence[Token], at: int) -> Casualty | None:
    """«قُتل جنديان أميركيان ومترجم»: one more of those who were hit right before."""
    among = bool(at and tokens[at - 1].key in words.of_them)  # «تسعة، بينهم جندي»
    single = tokens[at].key.removeprefix("و" * (not among)) in words.single and (among or tokens[at].key[:1] == "و")
    dual = _known[tokens[at].key].dual
    if not single and not (among and dual and not dual.person):
        return None
    if at > 1 and tokens[at - 2].key in words.between_kinds:  # «سبعة بين عسكري ومتعاقد»
        return None
    for before in range(at - 1, max(at - 1 - _HIT * (1 + among), -1), -1):
        if not (tokens[before].after.isspace() or (among and tokens[before].after.strip() == "،")):
            return None
        found = _known[tokens[before].key].struck
        if found:
            denied = any(token.keys & words.unharmed for token in tokens[max(before - 3, 0) : before])
            return None if denied else found
    return None


def _claimed(words: NumberWords, tokens: Sequence[Token], at: int) -> Casualty | None:
    """«أودى فيها بمتعاقد»: the verb with «ب», a little before."""
    led = any(reading.preposition == "ب" and reading.key in words.single for reading in tokens[at].readings)
    for before in range(at - 1, max(at - 1 - _CLAIM, -1), -1) if led else ():
        if not tokens[before].after.isspace():
            return None
        if reads_of[tokens[before].key] & words.claims:
            return _known[tokens[before].key].struck
    return None


def _one_site(words: NumberWords, tokens: Sequence[Token], at: int) -> Counted | None:
    """«قاعدة عسكرية واحدة»."""
    if words.numerals.cardinals.get(tokens[at].key) != 1 or tokens[at].key.isdecimal():
        return None
    for before in range(at - 1, max(at - 1 - _ADJECTIVES, -1), -1):
        if not tokens[before].after.isspace():
            return None
        noun = words.noun(tokens[before].key)
        if noun and noun.site:
            return noun if tokens[before].key in words.nouns else None
    return None


def _noun(at: int, value: int, counted: Counted, reason: str) -> NumberMark:
    told = Told(counted, at, reason)
    return _mark(Quantity(at, at + 1, at, at + 1, at, Qualifier.EXACT, value), told)


def _struck_before(words: NumberWords, tokens: Sequence[Token], at: int) -> Casualty | None:
    """Whether a word right before says that those were hit, and nothing denies it."""
    if not at or not tokens[at - 1].after.isspace():
        return None
    found = _known[tokens[at - 1].key].struck
    if found is None and at > 1 and tokens[at - 1].key in words.in_it:  # «قُتل فيه أميركيان»
        found = _known[tokens[at - 2].key].struck
    if found is None and tokens[at - 1].keys & words.met:
        found = next((struck for token in tokens[at + 1 : at + _MET] if (struck := _known[token.key].struck)), None)
    if found is None and at > 1 and tokens[at - 2].keys & words.tolls:  # «بين القتلى جنديان»
        noun = words.noun(tokens[at - 1].key)
        found = noun.casualty if noun else None
    if found is None:
        return None
    denied = any(token.keys & words.unharmed for token in tokens[max(at - 4, 0) : at - 1])
    return None if denied else found


class _Known(NamedTuple):
    """What a word says by itself: that two are counted, that those who follow were hit."""

    dual: Counted | None
    struck: Casualty | None
    counts: bool
    """Whether it may be a number in itself."""


def _word(key: str) -> _Known:
    words = load_number_words()
    ways = readings(key)
    dual = next((words.duals[k] for r in ways for k in (r.key, bare(r.key)) if k in words.duals), None)
    struck = next((words.struck[k] for k in reads_of[key] if k in words.struck), None)
    single = key.removeprefix("و") in words.single or any(way.key in words.single for way in ways)
    return _Known(dual, struck, bool(dual) or single or words.numerals.cardinals.get(key) == 1)


_known = PerWord(_word)
_counts = PerWord(lambda key: _known[key].counts)
