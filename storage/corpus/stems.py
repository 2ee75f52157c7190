"""Stems for search: what is left of a word so that «وللقواعد» and «قاعدة», "withdrew" and "withdrawal" meet.

Arabic: particles and article off, suffixes off, and a table for what no rule finds (`extraction/data/stems.yaml`).
Snowball's Arabic stemmer is not used: it makes «قوات» and «القوات» two stems, and takes the ب of «بغداد» for a
particle. English goes through Snowball. Finding what has the stems is done in `database`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType

import Stemmer

from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.problems import Problems
from storage.corpus.text import fold
from storage.corpus.words import is_arabic, key, readings, words
from storage.corpus.yaml_reader import load

_FILE = Path(__file__).parent / "extraction" / "data" / "stems.yaml"
_PARTICLES = frozenset("وفبكل")
_SHORTEST = 3
"""Letters that must be left when a particle or the article is taken off."""
_LONGEST = 40
# Each suffix with the letters that must be left, the longer ones first: pronouns, dual and plural, نسبة, feminine.
_SUFFIXES = (
    ("هما", 3),
    ("ها", 3),
    ("هم", 3),
    ("وا", 3),
    ("ون", 3),
    ("ين", 3),
    ("ان", 3),
    ("ات", 2),
    ("يه", 3),
    ("يا", 3),
    ("ه", 2),
    ("ي", 3),
    ("ا", 3),
    ("ت", 3),
)
_LIGHT = ("هما", "ها", "هم", "ه", "ا")
"""What may follow a word of the table: a pronoun, or the accusative's alif."""


@dataclass(frozen=True, slots=True)
class Stem:
    """`text[start:end]` is the word as written, particles included; `stem` is what it is found by."""

    start: int
    end: int
    stem: str


@dataclass(frozen=True, slots=True)
class _Exceptions:
    """`whole` are stems that keep their first letters; `forms` maps a word to the stem of another."""

    whole: frozenset[str]
    forms: Mapping[str, str]
    stop: frozenset[str]


def stems(text: str) -> tuple[Stem, ...]:
    """The words of `text` that can be searched for, in order, each with its stem; words without a meaning of
    their own are left out. Linear in the length of the text."""
    return tuple(Stem(word.start, word.end, stem) for word in words(text) if (stem := _stem(word.key[:_LONGEST])))


def stem_words(text: str) -> tuple[str, ...]:
    """The stems of `text` alone, in order, repeated where words are."""
    return tuple(stem for word in words(text) if (stem := _stem(word.key[:_LONGEST])))


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    """The stem of a folded word, "" for a word that is not searched for."""
    exceptions = _exceptions()
    if any(reading.key in exceptions.stop for reading in readings(word)):
        return ""
    if word in exceptions.forms:
        return exceptions.forms[word]
    if is_arabic(word):
        return _arabic(word, exceptions)
    return _english(word) if word.isascii() and word.isalpha() else word


# ------------------------------------------------------------------ Arabic


def _arabic(word: str, exceptions: _Exceptions) -> str:
    while True:
        if stem := _in_table(word, exceptions.forms):
            return stem
        ending = _without_suffixes(word)
        if ending in exceptions.whole:
            return ending
        shorter = _without_particle(word, exceptions.whole)
        if not shorter:
            return ending
        word = shorter


def _in_table(word: str, forms: Mapping[str, str]) -> str | None:
    if word in forms:
        return forms[word]
    return next((forms[word[: -len(s)]] for s in _LIGHT if word.endswith(s) and word[: -len(s)] in forms), None)


def _without_suffixes(word: str) -> str:
    """One suffix after another off, as long as enough is left: «عسكريين» → «عسكر»."""
    while suffix := next((s for s, least in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= least), ""):
        word = word[: -len(suffix)]
    return word


def _without_particle(word: str, whole: frozenset[str]) -> str:
    """The word without its first particle or its article, "" where there is none to take off.

    Words are cut alike with a particle and without («وكيل» and «الوكيل» both lose the و), so that they still
    meet; `whole` keeps apart what would then look the same («لقاء» and «بقاء»).
    """
    if len(word) - 2 >= _SHORTEST and word.startswith("لل"):
        with_lam = word[1:]  # «للجنة» is ل + اللجنة
        return with_lam if _without_suffixes(with_lam) in whole else word[2:]
    if len(word) - 2 >= _SHORTEST and word.startswith("ال"):
        return word[2:]
    return word[1:] if len(word) - 1 >= _SHORTEST and word[0] in _PARTICLES else ""


# ------------------------------------------------------------------ English

_snowball = Lock()
"""A Snowball stemmer works in a buffer of its own: one thread at a time."""


def _english(word: str) -> str:
    with _snowball:
        stem: str = _stemmer().stemWord(word)
    return stem


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


# ------------------------------------------------------------------ the table


@cache
def _exceptions(path: Path = _FILE) -> _Exceptions:
    """The table at `path`. `SeedError` names all that is wrong."""
    problems = Problems(str(path))
    top = Fields(load(read_text(path, path.parent, problems) or "", problems), "", problems)
    whole = frozenset(_without_suffixes(_spelled(word)) for word in top.texts("whole"))
    stop = frozenset(map(_spelled, top.texts("stop")))
    forms = _forms(top, whole)
    top.close()
    problems.settle()
    return _Exceptions(whole, MappingProxyType(forms), stop)


def _spelled(word: str) -> str:
    return key(fold(word))


def _forms(top: Fields, whole: frozenset[str]) -> dict[str, str]:
    inner, forms = top.fields("forms"), dict[str, str]()
    if inner is None:
        return forms
    for lemma in inner.table.values:
        word = _spelled(lemma)
        stem = _without_suffixes(word) if is_arabic(word) else _english(word)
        if is_arabic(word) and stem not in whole and _without_particle(word, whole):
            inner.wrong(lemma, "not_whole", lemma)
        for form in map(_spelled, (lemma, *inner.texts(lemma))):
            if forms.setdefault(form, stem) != stem:
                inner.wrong(lemma, "duplicate_cue", form)
    return forms
