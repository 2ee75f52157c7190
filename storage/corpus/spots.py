"""Spots: the words of a text where they stand, and names found among them by the words that they begin with.

Which names there are, and what they mean, is `gazetteer`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from storage.corpus.words import PerWord, Reading, readings

Keys = tuple[str, ...]
T = TypeVar("T")


class Spot(Protocol):
    """A word of a text: where it stands, and it folded."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def key(self) -> str: ...


class Index(Generic[T]):
    """Names by their first words. `of` gives those that may begin with a word, the fewest letters cut off first."""

    def __init__(self, entries: Iterable[tuple[Keys, T]]) -> None:
        self._rows: dict[str, list[tuple[Keys, T]]] = defaultdict(list)
        for keys, value in entries:
            self._rows[keys[0]].append((keys, value))
        self.of = PerWord(self._of)

    def _of(self, word: str) -> tuple[tuple[Keys, T, Reading], ...]:
        return tuple(
            (keys, value, reading) for reading in readings(word) for keys, value in self._rows.get(reading.key, ())
        )

    def beginning(self, tokens: Sequence[Spot], at: int) -> Iterator[tuple[Keys, T, Reading]]:
        """What of the index stands in the text from word `at` on."""
        for keys, value, reading in self.of[tokens[at].key]:
            if len(keys) == 1 or keys[1:] == tuple([token.key for token in tokens[at + 1 : at + len(keys)]]):
                yield keys, value, reading
