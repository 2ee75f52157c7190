"""What Telegram does to a text before it keeps it: control characters and bidi overrides go, ends are trimmed.

Source: TDLib's ``clean_input_string`` and ``fix_formatted_text``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import Final

from bot.local.entities import Entity, Formatted, utf16_length

_DROPPED: Final = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_SPACED: Final = re.compile("[\x00-\x09\x0b\x0c\x0e-\x20]")
_MARKS: Final = re.compile("[\u200e\u200f]{2,}")
_EDGE: Final = " \n"
_INVISIBLE: Final = re.compile(
    "[ \n\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufffc\ufeff\u00a0\U000e0000-\U000e007f]*"
)


def cleaned(formatted: Formatted) -> Formatted:
    """The text as Telegram keeps it, its entities moved along; may be empty."""
    return _trimmed(_without_dropped(formatted))


def is_invisible(text: str) -> bool:
    """Whether a reader would see nothing at all."""
    return _INVISIBLE.fullmatch(text) is not None


def _without_dropped(formatted: Formatted) -> Formatted:
    holes = _holes(formatted.text)
    text = _SPACED.sub(" ", _DROPPED.sub("", formatted.text))
    text = _MARKS.sub(lambda run: "\u200c" * (len(run[0]) - 1) + run[0][-1], text)
    return Formatted(text, _moved(formatted.entities, holes) if holes else formatted.entities)


def _holes(text: str) -> list[int]:
    """Where, in UTF-16 units, characters are dropped."""
    holes: list[int] = []
    units = at = 0
    for found in _DROPPED.finditer(text):
        units += utf16_length(text[at : found.start()])
        holes.append(units)
        units, at = units + 1, found.end()
    return holes


def _moved(entities: tuple[Entity, ...], holes: list[int]) -> tuple[Entity, ...]:
    def place(offset: int) -> int:
        return offset - bisect_left(holes, offset)

    moved = (replace(e, offset=place(e.offset), length=place(e.end) - place(e.offset)) for e in entities)
    return tuple(entity for entity in moved if entity.length > 0)


def _trimmed(formatted: Formatted) -> Formatted:
    """Spaces and newlines go at the end, and at the beginning as far as the first entity."""
    text = formatted.text.rstrip(_EDGE)
    end = utf16_length(text)
    kept = [replace(e, length=min(e.end, end) - e.offset) for e in formatted.entities if e.offset < end]
    lead = min((len(text) - len(text.lstrip(_EDGE)), *(e.offset for e in kept)))
    return Formatted(text[lead:], tuple(replace(e, offset=e.offset - lead) for e in kept))
