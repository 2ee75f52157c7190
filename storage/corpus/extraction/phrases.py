"""Phrases: cues of several words found among the tokens of a passage, forward from a token or back from it.

The words are data; what is found says nothing by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from storage.corpus.extraction.passages import Token
from storage.corpus.words import PerWord, readings

T = TypeVar("T")
Keys = tuple[str, ...]
GAP = "_"
"""Stands in a phrase for up to `REACH` words."""
REACH = 7
_STOPS = frozenset('.؛;:،,()"')


class Phrases(Generic[T]):
    """Phrases with what they mean, indexed by their first and by their last words; the longest wins."""

    def __init__(self, entries: Iterable[tuple[Keys, T]]) -> None:
        starting, ending = defaultdict[str, list[tuple[Keys, T]]](list), defaultdict[str, list[tuple[Keys, T]]](list)
        for keys, meaning in sorted(entries, key=lambda entry: -len(entry[0])):
            starting[keys[0]].append((keys, meaning))
            ending[keys[-1]].append((keys, meaning))
        self._ending = dict(ending)
        self._starts = PerWord(lambda word: tuple(row for way in readings(word) for row in starting.get(way.key, ())))
        self._singles = PerWord(
            lambda word: [value for way in readings(word) for keys, value in ending.get(way.key, ()) if len(keys) == 1]
        )

    def starting(self, tokens: Sequence[Token], at: int) -> tuple[int, T] | None:
        """The longest phrase that begins with token `at`, and the token after it."""
        for keys, meaning in self._starts[tokens[at].key] if at < len(tokens) else ():
            if len(keys) == 1 or keys[1:] == tuple([token.key for token in tokens[at + 1 : at + len(keys)]]):
                return at + len(keys), meaning
        return None

    def ending(self, tokens: Sequence[Token], after: int) -> tuple[int, T] | None:
        """The longest phrase whose last word stands before token `after`, and its first token."""
        if not after:
            return None
        for keys, meaning in self._ending.get(tokens[after - 1].key, ()):
            first = _back(tokens, after, keys) if _may_end(tokens, after, keys) else None
            if first is not None:
                return first, meaning
        single = self._singles[tokens[after - 1].key]  # with a particle on it («بنحو»)
        return (after - 1, single[0]) if single else None


def _may_end(tokens: Sequence[Token], after: int, keys: Keys) -> bool:
    """Whether the last word but one of the phrase `keys` stands where it must for it to end before token `after`."""
    if len(keys) == 1 or keys[-2] == GAP:
        return True
    return after > 1 and _is(tokens[after - 2], keys[-2], first=len(keys) == 2)


def _back(tokens: Sequence[Token], after: int, keys: Keys) -> int | None:
    """The first token of the phrase `keys` that ends before token `after`, None where it does not."""
    at = after
    for number in range(len(keys) - 1, -1, -1):
        if keys[number] == GAP:
            return _over_gap(tokens, at, keys[:number])
        at -= 1
        if at < 0 or not _is(tokens[at], keys[number], first=number == 0):
            return None
    return at


def _over_gap(tokens: Sequence[Token], at: int, keys: Keys) -> int | None:
    for end in range(at - 1, max(at - 1 - REACH, 0), -1):
        if not _STOPS.isdisjoint(tokens[end - 1].after):
            return None
        first = _back(tokens, end, keys)
        if first is not None:
            return first
    return None


def _is(token: Token, key: str, first: bool) -> bool:
    return key in token.keys if first else token.key == key
