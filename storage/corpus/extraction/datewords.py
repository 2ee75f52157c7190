"""The words of time expressions, as `data/dates.yaml`, `data/arabic.yaml` and CLDR give them, ready to be found.

Only the words: what they mean together is read in `calendars`, `relative` and `dates`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from babel import Locale, localedata

from storage.corpus.extraction.passages import Token
from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.language import load_language
from storage.corpus.problems import Problems
from storage.corpus.text import normalise
from storage.corpus.words import PerWord, key, readings
from storage.corpus.yaml_reader import load
from storage.fuzzydate import Bound, Edge

V = TypeVar("V")
_DATA = Path(__file__).parent / "data" / "dates.yaml"


class Step(StrEnum):
    """Which one of its kind, seen from the publication, or (the last three) from a date of the text."""

    LAST = "last"
    THIS = "this"
    NEXT = "next"
    FOLLOWING = "following"
    PRECEDING = "preceding"
    SAME = "same"


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"


_Ways = Mapping[str, Sequence[tuple[tuple[str, ...], V]]]


class Lexicon(Generic[V]):
    """Phrases and what each stands for."""

    def __init__(self, phrases: Mapping[str, V]) -> None:
        self.heads = dict[str, list[tuple[tuple[str, ...], V]]]()
        for phrase, value in phrases.items():
            words = tuple(phrase.split())
            self.heads.setdefault(words[0], []).append((words, value))
        for known in self.heads.values():
            known.sort(key=lambda entry: -len(entry[0]))
        self._plain = PerWord(lambda word: _by_second(self.heads.get(word, ())))
        self._ways = PerWord(self._ways_of)

    def _ways_of(self, word: str) -> _Ways[V]:
        return _by_second([known for reading in readings(word) for known in self.heads.get(reading.key, ())])

    def opens(self, word: str) -> bool:
        """Whether a phrase may begin with `word`, with or without the particles that hang on it."""
        return bool(self._ways[word])

    def at(self, tokens: Sequence[Token], first: int, head: str | None = None) -> tuple[int, V] | None:
        """The longest phrase that begins at `first`, read there as `head`: the token after it and its value."""
        if first >= len(tokens):
            return None
        ways = self._plain[tokens[first].key if head is None else head]
        return _longest(ways, tokens, first) if ways else None

    def read(self, tokens: Sequence[Token], first: int) -> tuple[int, V] | None:
        """The same, with or without the particles that hang on the first word."""
        ways = self._ways[tokens[first].key] if first < len(tokens) else None
        return _longest(ways, tokens, first) if ways else None


def _longest(ways: _Ways[V], tokens: Sequence[Token], first: int) -> tuple[int, V] | None:
    """The first of the phrases that stands at `first`, where its first word is; their other words one space apart."""
    second = tokens[first + 1].key if first + 1 < len(tokens) else ""
    for words, value in ways.get(second) or ways.get("", ()):
        if len(words) == 1 or _stand(words, tokens, first):
            return first + len(words), value
    return None


def _by_second(rows: Sequence[tuple[tuple[str, ...], V]]) -> _Ways[V]:
    """Phrases by their second word, those of one word under each of them, and under ""; the order stays."""
    seconds = dict.fromkeys(["", *(words[1] for words, _ in rows if len(words) > 1)])
    found = {second: [row for row in rows if len(row[0]) == 1 or row[0][1] == second] for second in seconds}
    return found if rows else {}


def _stand(words: Sequence[str], tokens: Sequence[Token], first: int) -> bool:
    """Whether the words behind the first stand behind the token `first`, one space apart."""
    if first + len(words) > len(tokens):
        return False
    for i in range(1, len(words)):
        gap = tokens[first + i - 1].after
        if tokens[first + i].key != words[i] or (gap and not gap.isspace()):
            return False
    return True


@dataclass(frozen=True, slots=True)
class DateWords:
    """Folded phrases, each group as its entry in the file explains it."""

    edges: Lexicon[Edge]
    bounds: Lexicon[Bound]
    recurring: Lexicon[str]
    at_least: Lexicon[str]
    at_most: Lexicon[str]
    onward: Lexicon[str]
    about: Lexicon[str]
    about_before: Lexicon[str]
    more_before: Lexicon[str]
    negations: frozenset[str]
    halves: frozenset[str]
    no_day: frozenset[str]
    steps: Lexicon[Step]
    units: Lexicon[Unit]
    singular: frozenset[str]
    calendar_units: frozenset[str]
    dual_units: frozenset[str]
    dual: frozenset[str]
    plural: frozenset[str]
    some: Lexicon[str]
    one_more: Lexicon[str]
    days: Lexicon[int]
    days_after: Lexicon[str]
    days_before: Lexicon[str]
    same_days: Lexicon[str]
    that_date: Lexicon[str]
    day_after_what_follows: Lexicon[str]
    day_before_what_follows: Lexicon[str]
    before_that: Lexicon[str]
    after_that: Lexicon[str]
    from_now: Lexicon[str]
    ago: Lexicon[str]
    since: Lexicon[str]
    in_future: Lexicon[str]
    that: frozenset[str]
    arriving: frozenset[str]
    within: Lexicon[str]
    elapsed: Lexicon[str]
    of_event: Lexicon[str]
    lasting: frozenset[str]
    clause_breaks: frozenset[str]
    now: Lexicon[str]
    today_after: frozenset[str]
    today_before: frozenset[str]
    nowadays_after: frozenset[str]
    day_parts: Lexicon[str]
    day_words: frozenset[str]
    month_words: frozenset[str]
    year_words: frozenset[str]
    year_marks: frozenset[str]
    year_leads: frozenset[str]
    time_leads: frozenset[str]
    between: Lexicon[str]
    until_of_range: Lexicon[str]
    same_month: frozenset[str]
    explaining: Lexicon[str]
    matching: Lexicon[str]
    decades: Lexicon[int]
    parts_of_year: Lexicon[tuple[int, int]]
    parts_of_month: Lexicon[tuple[int, int]]
    numerals: Lexicon[int]
    ordinals: Lexicon[int]
    hijri_months: Lexicon[str]
    hijri_marks: frozenset[str]
    named_by: frozenset[str]
    names: Lexicon[str]
    foundings: frozenset[str]
    telling: frozenset[str]
    not_weekday_after: frozenset[str]
    not_weekday_before: frozenset[str]
    general: frozenset[str]
    counted: frozenset[str]
    months: Lexicon[int]
    seasons: Lexicon[int]
    weekdays: Lexicon[int]
    months_in_context: frozenset[str]
    """Folded names of months that are also other words."""


@cache
def load_date_words() -> DateWords:
    """The words of the file that ships with the code, with the names of `arabic.yaml` and of CLDR. `SeedError`
    where the file is bad."""
    problems = Problems(str(_DATA))
    text = read_text(_DATA, _DATA.parent, problems)
    problems.settle()
    top = Fields(load(text or "", problems), "", problems)
    read = {field.name: _group(top, field.name, str(field.type)) for field in fields(DateWords)[:-4]}
    language = load_language()
    more: dict[str, int] = _valued(top, "months_more", int)
    top.close()
    problems.settle()
    return DateWords(
        **read,  # type: ignore[arg-type]  # each group by its own declared type
        months=Lexicon(_cldr_months() | _named(language.months) | more),
        seasons=Lexicon(_named(language.seasons)),
        weekdays=Lexicon(_named(language.weekdays)),
        months_in_context=frozenset(map(folded, language.months_in_context)),
    )


def opening(*lexica: Callable[[str], bool]) -> PerWord[bool]:
    """Whether a word may begin a phrase of any of the lexica, each given as its `opens`."""
    return PerWord(lambda word: any(opens(word) for opens in lexica))


def opened(*groups: frozenset[str], lexica: Iterable[Callable[[str], bool]] = (), digits: bool = True) -> PerWord[bool]:
    """The same, or, particles taken off, one of the words of `groups`, or one with `digits`."""
    words, lexicon = frozenset[str]().union(*groups), opening(*lexica)
    return PerWord(
        lambda word: (
            (digits and word[:1].isdecimal()) or lexicon[word] or any(way.key in words for way in readings(word))
        )
    )


def folded(phrase: str) -> str:
    """A phrase in the spelling of tokens."""
    return " ".join(key(normalise(word)) for word in phrase.split())


# ------------------------------------------------------------------ reading the file


def _group(top: Fields, name: str, kind: str) -> object:
    if kind == "frozenset[str]":
        return frozenset(_phrases(top, name))
    if kind == "Lexicon[str]":
        return Lexicon(dict.fromkeys(_phrases(top, name), name))
    if kind == "Lexicon[tuple[int, int]]":
        return Lexicon(_valued(top, name, _pair))
    values = {"Edge": Edge, "Bound": Bound, "Step": Step, "Unit": Unit, "int": int}
    return Lexicon(_valued(top, name, values[kind.removeprefix("Lexicon[").removesuffix("]")]))


def _phrases(fields: Fields, name: str) -> list[str]:
    found = [folded(phrase) for phrase in fields.texts(name)]
    if not found:
        fields.wrong(name, "missing")
    return found


def _valued(top: Fields, name: str, value: Callable[[str], V]) -> dict[str, V]:
    """A mapping of values to lists of phrases, turned round; a value that `value` does not know is a problem."""
    inner, found = top.fields(name), dict[str, V]()
    for written in inner.table.values if inner else ():
        try:
            meant = value(written)
        except ValueError:
            top.wrong(name, "unknown_value", written)
            continue
        found |= dict.fromkeys(_phrases(inner, written) if inner else (), meant)
    return found


def _pair(written: str) -> tuple[int, int]:
    first, last = written.split("/")
    return int(first), int(last)


def _named(names: Mapping[str, int]) -> dict[str, int]:
    return {folded(name): number for name, number in names.items()}


def _cldr_months() -> dict[str, int]:
    """The months as every Arabic locale of CLDR calls them; one word that two locales understand apart is left out."""
    found, apart = dict[str, int](), set[str]()
    for name in _arabic_locales():
        for number, month in Locale.parse(name).months["format"]["wide"].items():
            if found.setdefault(folded(month), number) != number:
                apart.add(folded(month))
    return {month: number for month, number in found.items() if month not in apart}


def _arabic_locales() -> Iterable[str]:
    return (name for name in localedata.locale_identifiers() if name == "ar" or name.startswith("ar_"))
