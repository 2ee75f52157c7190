"""Taking decisions out of a facts file again: the lines of their rows go, every other line stays as it is.

Pure, from text to text. Writing rows is `facts_writer`, naming the extracted fact that a row speaks of is `decisions`.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from storage.corpus.problems import Problems
from storage.corpus.yaml_reader import Listing, Node, Scalar, Table, load

_NOUNS = ("events", "figures", "rejected")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a file, counted from 1, and those on which anything begins that a row may end before."""

    lines: tuple[str, ...]
    borders: tuple[int, ...]

    def end_of(self, line: int) -> int:
        """The line that what begins at `line` ends before. Comments in between speak of what follows."""
        end = next((border for border in self.borders if border > line), len(self.lines) + 1)
        while end - 1 > line and _says_nothing(self.lines[end - 2]):
            end -= 1
        return end

    def span(self, first: int, last: int) -> frozenset[int]:
        """The lines from `first` to the end of what begins at `last`."""
        return frozenset(range(first, self.end_of(last)))


def without(text: str, slugs: Set[str]) -> str | None:
    """`text`, a facts file in good order, without the rows that speak of the extracted facts `slugs` (by ``of``, or
    by their own id); lists and claims that are left empty go too. None where a row shares its line with another, or
    none is there."""
    top = load(text, Problems(""))
    claims = top.values.get("claims")
    if not isinstance(claims, Listing):
        return None
    file = _Lines(tuple(text.splitlines(keepends=True)), tuple(sorted({*top.lines.values(), *_borders(claims)})))
    gone: set[int] = set()
    empty = [claim for claim in _tables(claims) if _erased(claim, slugs, file, gone)]
    if not gone or _shared(claims, slugs, gone):
        return None
    kept = [line for number, line in enumerate(file.lines, 1) if number not in gone]
    if len(empty) == len(claims.items):
        at = top.lines["claims"] - 1
        kept[at] = kept[at].replace("claims:", "claims: []", 1)
    return "".join(kept)


def _says_nothing(line: str) -> bool:
    """Whether it is a comment or blank."""
    return not line.strip() or line.lstrip().startswith("#")


def _erased(claim: Table, slugs: Set[str], file: _Lines, gone: set[int]) -> bool:
    """Add the lines that go to `gone`; whether nothing is left of the claim but its quotation."""
    left = 0
    for noun, rows in _lists(claim):
        named = [row.line for row in rows if speaks_of(row) in slugs]
        left += len(rows) > len(named)
        if named and len(rows) == len(named):
            gone |= file.span(claim.lines[noun], max(named))
        for line in named:
            gone |= file.span(line, line)
    if not left:
        gone |= file.span(claim.line, max(claim.lines.values(), default=claim.line))
    return not left


def speaks_of(row: Table) -> str:
    """The slug of the extracted fact that a row speaks of."""
    for key in ("of", "id"):
        node = row.values.get(key)
        if isinstance(node, Scalar):
            return node.text
    return ""


def _shared(claims: Listing, slugs: Set[str], gone: Set[int]) -> bool:
    """Whether a row that stays would lose its line."""
    rows = (row for claim in _tables(claims) for _, rows in _lists(claim) for row in rows)
    return any(row.line in gone and speaks_of(row) not in slugs for row in rows)


def _borders(claims: Listing) -> Iterator[int]:
    for claim in _tables(claims):
        yield claim.line
        yield from claim.lines.values()
        yield from (row.line for _, rows in _lists(claim) for row in rows)


def _lists(claim: Table) -> Iterator[tuple[str, list[Table]]]:
    for noun in _NOUNS:
        rows = claim.values.get(noun)
        if isinstance(rows, Listing):
            yield noun, _tables(rows)


def _tables(node: Listing) -> list[Table]:
    items: tuple[Node, ...] = node.items
    return [item for item in items if isinstance(item, Table)]
