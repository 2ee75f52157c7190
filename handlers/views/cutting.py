"""Where a long text is cut so that each piece fits a message. Pure text; formatting is put on in `message`.

Lengths are UTF-16 units, as Telegram counts. A cut falls on a block's border where the next block fits a
message of its own, else on a line's end, a sentence's, a space, a grapheme's border
(Unicode Standard Annex 29). Only a single grapheme longer than a message is cut itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from handlers.bidi import FSI, PDI, clean, mark

if TYPE_CHECKING:
    from regex import Pattern

_STEP = 256
_ISOLATES = re.compile("[\u2066-\u2069]")
_SENTENCE_END = frozenset(".!?؟…۔")
_CLOSING = frozenset("»”\"')]")


@dataclass(frozen=True, slots=True)
class Border:
    """Where a block's text ends, and whether that block reads from right to left."""

    end: int
    rtl: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]``, with what a cut inside a line or an isolate needs around it."""

    start: int
    end: int
    before: str
    after: str


def units(text: str) -> int:
    """The length of `text` in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, borders: Sequence[Border], limit: int) -> Iterator[Piece]:
    """Pieces of at most `limit` units, in order; white space at their ends is left out."""
    ends = [border.end for border in borders]
    start, opened = _skip_space(text, 0), ""
    room = limit if units_at_most(text, limit) else limit - 2 * _deepest(text) - 1
    while start < len(text):
        end = _end(text, start, ends, room)
        block = borders[min(bisect_right(ends, start), len(borders) - 1)]
        kept = start + len(text[start:end].rstrip())
        before, opened = opened, _still_open(text[start:kept], opened)
        after = PDI * len(opened)
        if start > 0 and text[start - 1] != "\n":
            line = text[start:kept].partition("\n")[0]
            before = mark(before + line + after, block.rtl) + before
        yield Piece(start, kept, before, after)
        start = _skip_space(text, end)


def units_at_most(text: str, limit: int) -> bool:
    return len(text) <= limit and units(text) <= limit


def clip(text: str, limit: int) -> str:
    """`text` cleaned and, where it is longer than `limit` units, cut at a grapheme, with an ellipsis: for
    captions, alerts and labels, which cannot go on in another message."""
    text = clean(text)
    if units_at_most(text, limit):
        return text
    room = limit - 1 - _deepest(text)
    end = _last_border(text, 0, _reach(text, 0, room))
    return clean(text[:end].rstrip()) + "…"


def _end(text: str, start: int, ends: Sequence[int], room: int) -> int:
    reach = _reach(text, start, room)
    if reach == len(text):
        return reach
    index = bisect_right(ends, reach) - 1
    border = ends[index] if index >= 0 else 0
    if border > start and units_at_most(text[border : _next(ends, border, len(text))].strip(), room):
        return border
    return _inner_border(text, start, reach)


def _next(ends: Sequence[int], border: int, length: int) -> int:
    index = bisect_left(ends, border + 1)
    return ends[index] if index < len(ends) else length


def _reach(text: str, start: int, room: int) -> int:
    """The furthest end such that ``text[start:end]`` has at most `room` units."""
    chunk = text[start : start + room]
    while (over := units(chunk) - room) > 0:
        # A character has at most two units, so at least half as many must go.
        chunk = chunk[: -((over + 1) // 2)]
    return start + len(chunk)


def _inner_border(text: str, start: int, reach: int) -> int:
    """The last line's end up to `reach`, else a sentence's, a space, a grapheme's border."""
    line = sentence = space = last = 0
    ending = False
    for at, grapheme in _graphemes(text, start, reach):
        last = at
        if grapheme.isspace():
            line = at if grapheme == "\n" else line
            sentence = at if ending else sentence
            space = at
        ending = grapheme in _SENTENCE_END or (ending and grapheme in _CLOSING)
    if line > start or sentence > start or space > start:
        return next(cut for cut in (line, sentence, space) if cut > start)
    return last if last > start else reach


@cache
def _grapheme() -> Pattern[str]:
    # Few texts are ever cut, and every start would wait for the import.
    import regex

    return regex.compile(r"\X")


def _graphemes(text: str, start: int, reach: int) -> Iterator[tuple[int, str]]:
    """The graphemes that begin from `start` to `reach`, each with its offset.

    One character past the reach decides whether a grapheme ends there; what follows it does not matter.
    The text is searched in short copies, since in a run of flags each is counted from the run's start.
    """
    at, width = start, _STEP
    while at <= reach:
        last = at + width > reach
        found = list(_grapheme().finditer(text[at : min(at + width, reach + 1)]))
        if len(found) == 1 and not last:
            width *= 2
            continue
        # What a copy ends with may go on behind it: it is read again, from its own start.
        for grapheme in found if last else found[:-1]:
            yield at + grapheme.start(), grapheme[0]
        at, width = (reach + 1 if last else at + found[-1].start()), _STEP


def _last_border(text: str, start: int, reach: int) -> int:
    last = [at for at, _ in _graphemes(text, start, reach)][-1]
    return last if last > start else reach


def _skip_space(text: str, start: int) -> int:
    """Past the graphemes of white space; a space that carries a mark is none."""
    while start < len(text) and text[start].isspace():
        found = _grapheme().match(text[start : start + 2])
        if found is None or not found[0].isspace():
            break
        start += found.end()
    return start


def _still_open(text: str, opened: str) -> str:
    """The openers of the isolates that stand open after `text`, where those of `opened` stood before."""
    for sign in _ISOLATES.findall(text):
        opened = opened[:-1] if sign == PDI else opened + sign
    return opened


def _deepest(text: str) -> int:
    depth = deepest = 0
    for sign in _ISOLATES.findall(text) if FSI in text or PDI in text else ():
        depth += -1 if sign == PDI else 1
        deepest = max(deepest, depth)
    return deepest
