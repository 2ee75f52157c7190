"""Problems: what is wrong in one seed file, gathered until everything has been looked at.

Reading goes on after a problem with a placeholder in its place, so that an editor sees all of them at once;
`settle` stands before anything that was read leaves the room. The sentences about them are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from storage.corpus.text import collapse, fold
from storage.errors import SeedError, SeedProblem

_MOST = 200  # a hostile file may hold a million problems; nobody reads on after these
_NEAR = 60
_SHOWN = 60


class Problems:
    """The problems of the file at `path`, in the order in which they were met."""

    def __init__(self, path: str) -> None:
        self.path = printable(path)
        self.found: list[SeedProblem] = []

    @property
    def full(self) -> bool:
        """Whether there are so many that looking for more is of no use."""
        return len(self.found) >= _MOST

    def add(self, line: int, field: str, code: str, value: str = "", hint: str = "") -> None:
        """One more; a value or a hint that is long is shortened."""
        if not self.full:
            self.found.append(SeedProblem(self.path, line, field, code, shortened(value), shortened(hint)))

    def settle(self) -> None:
        """Raise `SeedError` with all of them, sorted by line; return where there are none."""
        if self.found:
            raise SeedError(tuple(sorted(set(self.found))))


def shortened(text: str) -> str:
    """`text` on one line, cut after 60 characters."""
    line = printable(collapse(text[: _SHOWN * 4]))
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1].rstrip() + "…"


def printable(text: str) -> str:
    """`text` that any terminal and any database takes: bytes of a file name that are no UTF-8 are escaped."""
    return text.encode("utf-8", "backslashreplace").decode()


def nearest(value: str, known: Mapping[str, str] | Iterable[str]) -> str:
    """The known value that `value` was probably meant to be, or "": `known` are the values themselves,
    or other names of theirs → the values."""
    names = {fold(name): to for name, to in (known if isinstance(known, Mapping) else {k: k for k in known}).items()}
    best = process.extractOne(fold(value)[:200], names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return names[best[0]] if best else ""
