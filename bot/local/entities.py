"""Entity: a styled or tappable run of a message's text, measured in UTF-16 units, and Telegram's own
arrangement of entities (which may nest, which are cut, which are dropped).

Reading HTML is in `markup`, finding commands and links in plain text in `detection`.
Source: TDLib's MessageEntity; https://core.telegram.org/bots/api#messageentity.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

STYLES: Final = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES: Final = ("blockquote", "expandable_blockquote")
CODE: Final = ("pre", "code")
MOST: Final = 100
"""Telegram ignores the entities of a message beyond this many."""

_RANK: Final = {name: rank for rank, name in enumerate((*QUOTES, *CODE, "text_link", "text_mention"))}
_RANK_OF_STYLE: Final = {name: 90 + rank for rank, name in enumerate(STYLES)}


@dataclass(frozen=True, slots=True)
class Entity:
    """`argument` is the address of a ``text_link``, the language of a ``pre``; `user` the id of a ``text_mention``."""

    type: str
    offset: int
    length: int
    argument: str = ""
    user: int = 0

    @property
    def end(self) -> int:
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """How many UTF-16 units Telegram counts in a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """By offset, the longer first, then by kind: an outer entity comes before those inside it."""
    rank = {**_RANK, **_RANK_OF_STYLE}
    return tuple(sorted(entities, key=lambda e: (e.offset, -e.length, rank.get(e.type, 50))))


def arranged(entities: Iterable[Entity], found: Iterable[Entity] = ()) -> tuple[Entity, ...]:
    """Entities as Telegram keeps them.

    Quotes do not nest; links, code and `found` ones (commands, bare links) do not overlap one another, and
    the bot's own win; code holds no style; styles of one kind melt together and are cut wherever another
    entity begins or a firm one ends.
    """
    whole = [entity for entity in entities if entity.length > 0]
    quotes = _disjoint(entity for entity in whole if entity.type in QUOTES)
    firm = _disjoint(entity for entity in whole if entity.type not in QUOTES and entity.type not in STYLES)
    firm += tuple(new for new in found if not any(_touch(new, old) for old in firm))
    firm = tuple(entity for entity in firm if not any(_crosses(entity, quote) for quote in quotes))
    standing = in_order(firm + quotes)
    return in_order((*standing, *_cut_styles(whole, standing)))


def _disjoint(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    kept: list[Entity] = []
    for entity in in_order(entities):
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return tuple(kept)


def _touch(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _crosses(entity: Entity, quote: Entity) -> bool:
    """Whether an entity overlaps a quote without lying inside it."""
    return _touch(entity, quote) and not (quote.offset <= entity.offset and entity.end <= quote.end)


def _cut_styles(entities: Collection[Entity], standing: Collection[Entity]) -> Iterator[Entity]:
    runs = [run for style in STYLES for run in _melted(entity for entity in entities if entity.type == style)]
    cuts = sorted({run.offset for run in runs} | {edge for entity in standing for edge in (entity.offset, entity.end)})
    code = [entity for entity in standing if entity.type in CODE]
    for run in runs:
        edges = [run.offset, *(cut for cut in cuts if run.offset < cut < run.end), run.end]
        for start, end in pairwise(edges):
            piece = replace(run, offset=start, length=end - start)
            if not any(_touch(piece, entity) for entity in code):
                yield piece


def _melted(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Runs of one style, joined where they overlap or meet."""
    runs: list[Entity] = []
    for entity in in_order(entities):
        if runs and entity.offset <= runs[-1].end:
            runs[-1] = replace(runs[-1], length=max(runs[-1].end, entity.end) - runs[-1].offset)
        else:
            runs.append(entity)
    return tuple(runs)
