"""Message: what every reply and every digest is, and the one renderer that turns it into Telegram HTML.

A message is paragraphs of rich text, rows of buttons, and at most one attachment. Views build it; nobody
writes HTML by hand. Rendering escapes all text, strips bidi overrides, gives right-to-left lines their
direction, and splits at 4,096 UTF-16 units after entity parsing. The parts of rich text are in `rich`,
how they are laid out in `layout`, where a long text splits in `cutting`. Sending is not done here.
See https://core.telegram.org/bots/api#html-style and #sendmessage.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from handlers.bidi import clean
from handlers.errors import HandlerError
from handlers.views.cutting import Piece, clip, pieces
from handlers.views.layout import Run, Tag, laid_out
from handlers.views.rich import Block, Bold, Code, Inline, Isolate, Italic, Link, Paragraph, Quote

__all__ = [
    "Block",
    "Bold",
    "Button",
    "Code",
    "Document",
    "Inline",
    "Isolate",
    "Italic",
    "Link",
    "Message",
    "Paragraph",
    "Quote",
    "Rendered",
    "Venue",
    "caption",
    "plain",
    "render",
]

# ------------------------------------------------------------------ buttons and attachments


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: `data` (at most 64 bytes) or `url`, exactly one."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """A place on the map, sent after the text."""

    title: str
    address: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    content: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """`buttons` are rows, shown under the last part. `alert` is shown instead where a button asked. `rtl`
    is which way it reads where that is not the way of the chat's language, which it may just have changed.
    `apart`: it never takes the place of the message under which a button was pressed."""

    blocks: tuple[Block, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    venue: Venue | None = None
    document: Document | None = None
    alert: str | None = None
    rtl: bool | None = None
    apart: bool = False


# ------------------------------------------------------------------ rendering

TEXT_LIMIT, CAPTION_LIMIT, CALLBACK_BYTES = 4096, 1024, 64


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message to send: `html` for ``parse_mode=HTML``, `plain` what it reads as after parsing, and
    the rows of buttons, on the last part only."""

    html: str
    plain: str
    buttons: tuple[tuple[Button, ...], ...] = ()


def render(message: Message, limit: int = TEXT_LIMIT, rtl: bool | None = None) -> tuple[Rendered, ...]:
    """The parts to send, in order; none where the message has no visible text.

    `rtl` is whether the reader's language reads from right to left: then every paragraph does. The
    message's own `rtl` goes before it; where both are None, the message reads as most of its first
    paragraph does. Quotes read as their own words do. `HandlerError` for a button that Telegram would refuse.
    """
    buttons = _checked(message.buttons)
    parts = _parts(message.blocks, _either(message.rtl, rtl), limit)
    return (*parts[:-1], replace(parts[-1], buttons=buttons)) if parts else ()


@lru_cache(maxsize=256)
def _parts(blocks: tuple[Block, ...], rtl: bool | None, limit: int) -> tuple[Rendered, ...]:
    """The parts without their buttons. Many readers are told the same: what was just written is remembered."""
    runs, borders = laid_out(blocks, rtl)
    text = "".join(words for words, _ in runs)
    cut = _cut(runs, list(pieces(text, borders, limit)))
    return tuple(Rendered(_html(part), "".join(words for words, _ in part)) for part in cut)


def plain(message: Message, rtl: bool | None = None) -> str:
    """The text of the whole message without formatting, unsplit."""
    return "".join(words for words, _ in laid_out(message.blocks, _either(message.rtl, rtl))[0]).strip()


def _either(own: bool | None, readers: bool | None) -> bool | None:
    return readers if own is None else own


def caption(document: Document) -> str:
    """The caption of `document`, without formatting, cut to what Telegram takes."""
    return clip(document.caption, CAPTION_LIMIT)


def _cut(runs: Sequence[Run], cuts: Iterable[Piece]) -> Iterator[list[Run]]:
    """The runs of each piece."""
    index = offset = 0
    for piece in cuts:
        while offset + len(runs[index][0]) <= piece.start:
            offset += len(runs[index][0])
            index += 1
        part: list[Run] = [(piece.before, runs[index][1])]
        while True:
            words, tags = runs[index]
            part.append((words[max(piece.start - offset, 0) : piece.end - offset], tags))
            if offset + len(words) >= piece.end:
                break
            offset += len(words)
            index += 1
        yield [*part, (piece.after, tags)]


def _html(runs: Iterable[Run]) -> str:
    out: list[str] = []
    opened: tuple[Tag, ...] = ()
    for words, tags in (*runs, ("", ())):
        if not words and tags:
            continue
        common = 0
        while common < min(len(opened), len(tags)) and opened[common] == tags[common]:
            common += 1
        out += [closing for _, closing in reversed(opened[common:])]
        out += [opening for opening, _ in tags[common:]]
        out.append(html.escape(words, quote=False))
        opened = tags
    return "".join(out)


def _checked(rows: Iterable[tuple[Button, ...]]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: Button) -> Button:
    label = clean(button.label)
    if not label.strip():
        raise HandlerError(f"button_without_label: {button.data or button.url}")
    if (button.data is None) == (button.url is None):
        raise HandlerError(f"button_needs_data_or_url: {label}")
    if button.data is not None and not 0 < len(button.data.encode()) <= CALLBACK_BYTES:
        raise HandlerError(f"callback_data_too_long: {button.data}")
    return replace(button, label=label)
