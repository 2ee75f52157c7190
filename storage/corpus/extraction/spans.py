"""Spans: so many units of time as words tell them («ثلاثة أشهر», «يومين», «الأشهر الثلاثة المقبلة»).

What they are counted from is `relative`.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.corpus.extraction.datewords import Step, Unit, load_date_words
from storage.corpus.extraction.years import YEARS, Tokens, gapless, is_one, number, sum_of_words


@dataclass(slots=True)
class Amount:
    """«ثلاثة أشهر», «يومين», «الأشهر الثلاثة المقبلة»: how many units, None for «some», and a step behind them."""

    after: int
    unit: Unit
    count: int | None
    step: Step | None = None


def amount_at(tokens: Tokens, at: int, particle: str = "") -> Amount | None:
    words = load_date_words()
    for lexicon in (words.about_before, words.more_before, words.some):
        if found := lexicon.at(tokens, at):
            at = found[0]
    if at >= len(tokens) or not gapless(tokens, at - 1):
        return None
    head = tokens[at].key.removeprefix(particle) if particle else tokens[at].key
    counted = _number(tokens, at, head)
    unit = words.units.at(tokens, counted[0] if counted else at, None if counted else head)
    if unit is None:
        return None
    if counted is None and _is_named_year(tokens, unit):
        return None
    count = counted[1] if counted else _alone(head)
    return _behind(tokens, Amount(unit[0], unit[1], count), counted is None)


def _is_named_year(tokens: Tokens, unit: tuple[int, Unit]) -> bool:
    """Whether a year follows that says which one is meant: «خلال عام 2020» is no span."""
    named = number(tokens, unit[0]) if gapless(tokens, unit[0] - 1) else None
    return unit[1] is Unit.YEAR and named is not None and named in YEARS


def _number(tokens: Tokens, at: int, head: str) -> tuple[int, int] | None:
    if (value := number(tokens, at)) is not None:
        return at + 1, value
    return sum_of_words(tokens, at, head)


def _alone(unit: str) -> int | None:
    """How many a unit without a number is: one, two, or some."""
    words = load_date_words()
    return 2 if unit in words.dual else 1 if unit in words.singular else None


def _behind(tokens: Tokens, amount: Amount, bare: bool) -> Amount:
    """The amount with what stands behind its unit: «واحد», «الثلاثة», «المقبلة»."""
    words = load_date_words()
    after, count = amount.after, amount.count
    if bare and count is None and after < len(tokens) and tokens[after].key.startswith("ال"):
        numeral = words.numerals.at(tokens, after, tokens[after].key[2:])
        after, count = numeral or (after, count)
    while after < len(tokens) and is_one(tokens, after, frozenset(words.one_more.heads)):
        after += 1
    step = words.steps.at(tokens, after) if gapless(tokens, after - 1) else None
    if step and step[1] in (Step.LAST, Step.NEXT):
        return Amount(step[0], amount.unit, count, step[1])
    return _years_and_months(tokens, Amount(after, amount.unit, count))


def _years_and_months(tokens: Tokens, amount: Amount) -> Amount:
    """«عام وشهرين», «عامين ونصف العام»: as months."""
    words, at = load_date_words(), amount.after
    if amount.unit is not Unit.YEAR or not amount.count or at >= len(tokens) or tokens[at].key[:1] != "و":
        return amount
    rest = tokens[at].key[1:]
    if not gapless(tokens, at - 1):
        return amount
    if rest in words.halves:
        year = words.units.at(tokens, at + 1)
        after = year[0] if year and year[1] is Unit.YEAR else at + 1
        return Amount(after, Unit.MONTH, 12 * amount.count + 6)
    counted = sum_of_words(tokens, at, rest)
    unit = words.units.at(tokens, counted[0] if counted else at, None if counted else rest)
    months = counted[1] if counted else _alone(rest)
    if unit is None or unit[1] is not Unit.MONTH or months is None:
        return amount
    return Amount(unit[0], Unit.MONTH, 12 * amount.count + months)
