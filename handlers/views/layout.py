"""Layout: a message's blocks as one run of text with its tags, cleaned, each line in its direction.

Cutting it into messages is in `cutting`, writing it as HTML in `message`.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from handlers.bidi import FSI, MAX_DEPTH, PDI, clean, mark, mostly_rtl
from handlers.views.cutting import Border
from handlers.views.rich import Block, Bold, Code, Inline, Isolate, Italic, Link, Paragraph, Quote

Tag = tuple[str, str]
Run = tuple[str, tuple[Tag, ...]]
"""Text with the tags that stand around it, outermost first."""
_SCHEMES = ("https://", "http://", "tg://")
_BOLD, _ITALIC, _CODE = ("<b>", "</b>"), ("<i>", "</i>"), ("<code>", "</code>")
_QUOTE, _FOLDED = ("<blockquote>", "</blockquote>"), ("<blockquote expandable>", "</blockquote>")
_ENOUGH = 2000
"""Characters that tell which way a block reads."""


def laid_out(blocks: Iterable[Block], rtl: bool | None) -> tuple[list[Run], list[Border]]:
    """All runs with the line breaks between blocks, and where each block ends. Blocks without visible
    text are left out. `rtl` as in `handlers.views.message.render`."""
    runs: list[Run] = []
    borders: list[Border] = []
    length = 0
    drafts = [(block, own, text) for block, own, text in map(_draft, blocks) if text.strip()]
    if rtl is None:
        rtl = _direction(text for block, _, text in drafts if isinstance(block, Paragraph))
    for block, own, text in drafts:
        quoted = mostly_rtl(text[:_ENOUGH]) if isinstance(block, Quote) else None
        right = bool(rtl) if quoted is None else quoted
        laid = list(_directed(own, text, right))
        if borders:
            laid.insert(0, ("\n" if block.tight else "\n\n", ()))
        runs += laid
        length += sum(len(words) for words, _ in laid)
        borders.append(Border(length, right))
    return runs, borders


def _draft(block: Block) -> tuple[Block, list[Run], str]:
    """A block with its runs and their text."""
    runs = list(_runs(block.parts, _quote_tag(block), 0))
    return block, runs, "".join(words for words, _ in runs)


def _direction(texts: Iterable[str]) -> bool | None:
    """Which way the first of the texts that has letters reads."""
    return next((rtl for text in texts if (rtl := mostly_rtl(text[:_ENOUGH])) is not None), None)


def _quote_tag(block: Block) -> tuple[Tag, ...]:
    if isinstance(block, Paragraph):
        return ()
    return (_FOLDED,) if block.expandable else (_QUOTE,)


def _runs(parts: Iterable[Inline], tags: tuple[Tag, ...], depth: int) -> Iterator[Run]:
    for part in parts:
        if isinstance(part, str):
            yield clean(part, depth), tags
        elif isinstance(part, Code):
            # Telegram lets code stand in a quote, in no other formatting.
            yield clean(part.text, depth), (*(tag for tag in tags if tag in (_QUOTE, _FOLDED)), _CODE)
        elif isinstance(part, Isolate):
            inner = depth < MAX_DEPTH
            yield FSI * inner, tags
            yield from _runs(part.parts, tags, depth + inner)
            yield PDI * inner, tags
        else:
            yield from _runs(part.parts, _with_tag(tags, part), depth)


def _with_tag(tags: tuple[Tag, ...], part: Bold | Italic | Link) -> tuple[Tag, ...]:
    if isinstance(part, Link):
        url = clean(part.url).strip()
        linked = any(opening.startswith("<a ") for opening, _ in tags)
        if linked or not url.lower().startswith(_SCHEMES):
            return tags
        return (*tags, (f'<a href="{html.escape(url)}">', "</a>"))
    tag = _BOLD if isinstance(part, Bold) else _ITALIC
    return tags if tag in tags else (*tags, tag)


def _directed(runs: Iterable[Run], text: str, rtl: bool) -> Iterator[Run]:
    """The runs with the mark that each line needs in front of it."""
    marks = iter([mark(line, rtl) for line in text.split("\n")])
    due = next(marks)
    for words, tags in runs:
        kept: list[str] = []
        for index, line in enumerate(words.split("\n")):
            if index:
                kept.append("\n")
                due = next(marks)
            if line and due:
                yield "".join(kept), tags
                yield due, tuple(tag for tag in tags if tag in (_QUOTE, _FOLDED))
                kept, due = [], ""
            kept.append(line)
        yield "".join(kept), tags
