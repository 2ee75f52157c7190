"""Dates of a passage: every time expression with its hedge and its bound, resolved as far as the words allow.

Named times are read in `calendars`, distances in `relative`; what they come to is counted in `dating`, `named` and
`distances`. Which date belongs to which verb is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from storage.corpus.extraction.datewords import Lexicon, load_date_words
from storage.corpus.extraction.dating import Clock, Setting
from storage.corpus.extraction.distances import DURATION
from storage.corpus.extraction.expression import Expression
from storage.corpus.extraction.expressions import read_expressions
from storage.corpus.extraction.marks import DateMark
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.tense import Tense, tense_near
from storage.corpus.extraction.years import Tokens
from storage.corpus.words import PerWord, readings
from storage.fuzzydate import Bound, FuzzyDate

__all__ = ["Clock", "mark_dates"]

_KEPT = 12
_AHEAD = 16
"""Words within which a distance finds the date that it leans on («قبل شهر من الانتخابات المقررة في أكتوبر»)."""


def mark_dates(passage: Passage, clock: Clock, earlier: Sequence[FuzzyDate]) -> tuple[DateMark, ...]:
    """The time expressions of `passage` in text order; `date` is None where one cannot be resolved.

    `clock` is the publication interval, `earlier` the dates of the article before this passage, in order.
    """
    marks = list[DateMark]()
    tokens, after = passage.tokens, 0
    for at in _begins().where(passage.keys):
        if at < after or not may_begin(tokens, at):
            continue
        for one in read_expressions(tokens, at):
            mark = _marked(passage, one, clock, marks[-_KEPT:], earlier)
            if mark.reasons != (DURATION,):
                marks.append(mark)
            after = one.after
    return tuple(marks)


def _marked(
    passage: Passage, one: Expression, clock: Clock, marks: Sequence[DateMark], earlier: Sequence[FuzzyDate]
) -> DateMark:
    near = (
        _anchor([mark.date for mark in marks if mark.date and not _is_part_of_name(passage, mark)]) if marks else None
    )
    setting = Setting(
        clock=clock,
        before=near or _anchor(earlier),
        told=_anchor(earlier),
        near=near is not None,
        tense=tense_near(passage, one.first) if one.leans_on_tense else Tense.NONE,
        bound=one.bound,
        ahead=_ahead(passage, one, clock) if one.leans_ahead else None,
        last=next((mark.date for mark in reversed(marks) if mark.date), None),
    )
    date, reasons = one.resolve(setting, passage)
    return DateMark(one.first, one.after, date, reasons)


def _is_part_of_name(passage: Passage, mark: DateMark) -> bool:
    """«اتفاق الإطار لعام 2008»: the year tells which one is meant, and nothing is counted from it."""
    return passage.tokens[mark.first].key in _OF_YEAR


_OF_YEAR = frozenset({"لعام", "لسنه"})


def _anchor(dates: Sequence[FuzzyDate]) -> FuzzyDate | None:
    """The date from which the next is counted: the last that is no bound, else the last."""
    for date in reversed(dates[-_KEPT:]):
        if date.bound in (Bound.IN, Bound.BY):
            return date
    return dates[-1] if dates else None


def _ahead(passage: Passage, one: Expression, clock: Clock) -> FuzzyDate | None:
    """The next date of the sentence that stands for itself."""
    tokens = passage.tokens
    breaks = load_date_words().clause_breaks
    for at in range(one.after, min(len(tokens), one.after + _AHEAD)):
        if tokens[at].key in breaks:
            return None
        for other in read_expressions(tokens, at) if may_begin(tokens, at) else ():
            if not other.leans_ahead:
                tense = tense_near(passage, other.first) if other.leans_on_tense else Tense.NONE
                setting = Setting(clock, tense=tense, bound=other.bound)
                return other.resolve(setting, passage)[0]
    return None


def beginnings(passage: Passage) -> Iterator[int]:
    """The words that may open a time expression, in order."""
    return (at for at in _begins().where(passage.keys) if may_begin(passage.tokens, at))


def may_begin(tokens: Tokens, at: int) -> bool:
    """Whether the words at `at` open any time expression: asked of every word, so that the rules, which cost a
    hundred times as much, are asked of few."""
    if tokens[at].key == _FROM and at + 1 < len(tokens):
        return _opens(tokens, at + 1) or _opens(tokens, at)
    return _opens(tokens, at)


def _opens(tokens: Tokens, at: int) -> bool:
    return _alone[tokens[at].key] or _openings()[1].read(tokens, at) is not None


def _is_alone(key: str) -> bool:
    return key[0].isdecimal() or any(reading.key in _openings()[0] for reading in readings(key))


_alone = PerWord(_is_alone)


@cache
def _begins() -> PerWord[bool]:
    """Whether a word may be the first of a time expression."""
    phrases = _openings()[1]
    return PerWord(lambda key: key == _FROM or _alone[key] or phrases.opens(key))


_FROM = "من"
_ARTICLE = "ال"  # of «الـ15»
_NEVER_FIRST = frozenset(
    {"until_of_range", "of_event", "onward", "from_now", "at_least", "at_most", "explaining", "one_more"}
)


@cache
def _openings() -> tuple[frozenset[str], Lexicon[bool]]:
    """Single words, and phrases of several."""
    words = load_date_words()
    names = [name for name in type(words).__slots__ if name not in _NEVER_FIRST]
    groups = [group for name in names if isinstance(group := getattr(words, name), Lexicon)]
    phrases = [" ".join(phrase) for group in groups for known in group.heads.values() for phrase, _ in known]
    single = {phrase for phrase in phrases if " " not in phrase} - {_FROM}
    more = words.day_words | words.month_words | words.year_words
    return frozenset(single | more | {_ARTICLE}), Lexicon(dict.fromkeys((p for p in phrases if " " in p), True))
