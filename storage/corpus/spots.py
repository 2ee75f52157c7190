"""Spots: the words of a text where they stand, and names found among them by the words that they begin with.

Which names there are, and what they mean, is `gazetteer`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """Names by their first words. `of` gives those that may begin with a word; of one length, the fewest letters
    cut off first."""

    def __init__(self, entries: Iterable[tuple[Keys, T]]) -> None:
        self._rows: dict[str, list[tuple[Keys, T]]] = defaultdict(list)
        for keys, value in entries:
            self._rows[keys[0]].append((keys, value))
        self.of = PerWord(self._of)

    def _of(self, word: str) -> Mapping[str, Sequence[tuple[Keys, T, Reading]]]:
        """What may begin with a word, by its second word, "" where it has none."""
        found: dict[str, list[tuple[Keys, T, Reading]]] = defaultdict(list)
        for reading in readings(word):
            for keys, value in self._rows.get(reading.key, ()):
                found[keys[1] if len(keys) > 1 else ""].append((keys, value, reading))
        return dict(found)

    def beginning(self, tokens: Sequence[Spot], at: int) -> Iterator[tuple[Keys, T, Reading]]:
        """What of the index stands in the text from word `at` on."""
        rows = self.of[tokens[at].key]
        yield from rows.get("", ())
        for row in rows.get(tokens[at + 1].key, ()) if at + 1 < len(tokens) else ():
            keys = row[0]
            if len(keys) == 2 or keys[2:] == tuple([token.key for token in tokens[at + 2 : at + len(keys)]]):
                yield row
