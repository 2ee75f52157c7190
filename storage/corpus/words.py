"""Words of a text, each where it stands, in the one spelling by which words are compared.

Both names (`gazetteer`) and search (`stems`) go through these words; what a word means is read there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import compress, count
from typing import Generic, TypeVar

from storage.corpus.language import load_language
from storage.corpus.text import FILLER, normalise

# A number with its commas, letters, or digits: «و500» and "K1" are two words each, as «و 500» and "K-1" are.
_WORD = re.compile(rf"[^\W\d_]+(?:{FILLER}+[^\W\d_]*)*|\d{{1,3}}(?:,\d\d\d)+(?![\d,])|\d+(?:{FILLER}+\d*)*")
_PARTS = re.compile(f"({_WORD.pattern})")
_CONJUNCTIONS, _PREPOSITIONS = frozenset("وف"), frozenset("بكل")
_ARTICLE = "ال"
_LONGEST = 40  # what is longer is no word, and not worth keeping
_KEPT = 1 << 16

T = TypeVar("T")


class PerWord(dict[str, T], Generic[T]):
    """What `read` says of a word, kept: texts use few words, again and again. `found[word]` asks."""

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, word: str) -> T:
        found = self._read(word)
        if len(word) <= _LONGEST:
            if len(self) >= _KEPT:
                self.clear()
            self[word] = found
        return found

    def where(self, words: Sequence[str]) -> Iterator[int]:
        """The numbers of the words of which `read` says anything: all of a text asked at once, so that rules look
        at few of them."""
        return compress(count(), map(self.__getitem__, words))


@dataclass(frozen=True, slots=True)
class Word:
    """`text[start:end]` is the word as written; `key` is the word folded and respelled, `2,500` without its comma."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A word without the particles that may hang on it: `cut` letters are taken off, `preposition` is the one
    among ب ك ل that was there, or ""."""

    key: str
    cut: int = 0
    preposition: str = ""


def words(text: str) -> Iterator[Word]:
    """The words and numbers of `text` in order, in one pass."""
    for match in written(normalise(text)):
        yield Word(match.start(), match.end(), key(match[0]))


def written(text: str) -> Iterator[re.Match[str]]:
    """Where the words of a normalised text stand, as they are written."""
    return _WORD.finditer(text)


def parted(text: str, most: int) -> list[str]:
    """A normalised text in its parts: what stands before the first word, that word, what stands behind it, and so on;
    behind `most` words it is not parted any more."""
    return _PARTS.split(text, most)


def key(word: str) -> str:
    """A normalised word in the one spelling by which words are compared."""
    return _kept(word) if len(word) <= _LONGEST else _spelled(word)


def _spelled(word: str) -> str:
    return _respeller()(word.replace(FILLER, "").replace(",", "").casefold())


@cache
def _respeller() -> Callable[[str], str]:
    return load_language().respeller()


_kept = lru_cache(maxsize=1 << 16)(_spelled)


def is_arabic(word: str) -> bool:
    """Whether a folded word is written in Arabic letters (judged by its first)."""
    return "\u0620" <= word[:1] <= "\u064a" or "\u0671" <= word[:1] <= "\u06d3"


@lru_cache(maxsize=1 << 16)
def readings(word: str) -> tuple[Reading, ...]:
    """The ways to read a folded word: as it is, then without و ف, without ب ك ل, and للـ as ل + الـ.

    The article stays: a name has it or has it not. What is left has two letters at least.
    """
    found = [Reading(word)]
    if not is_arabic(word) or len(word) > _LONGEST:
        return tuple(found)
    for start in (0, 1) if word[0] in _CONJUNCTIONS else (0,):
        if start:
            found.append(Reading(word[start:], start))
        if (letter := word[start : start + 1]) in _PREPOSITIONS:
            found.append(Reading(word[start + 1 :], start + 1, letter))
            if word.startswith("لل", start):
                found.append(Reading(_ARTICLE + word[start + 2 :], start + 1, letter))
    return tuple(reading for reading in found if not reading.cut or len(reading.key) > 1)


def bare(word: str) -> str:
    """A folded Arabic word without its article, if two letters are left."""
    return word[2:] if word.startswith(_ARTICLE) and len(word) > 3 else word
