"""Rich text as views build it: inline parts, and the two kinds of block that a message is made of.

How it is rendered is in `handlers.views.message`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bold:
    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Italic:
    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    parts: tuple[Inline, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Isolate:
    """A run of its own direction (a name, a handle, a tappable /command) between U+2068 and U+2069."""

    parts: tuple[Inline, ...]


Inline = str | Bold | Italic | Code | Link | Isolate


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; newlines inside it are kept. Paragraphs are joined by one blank line, or by a
    single newline where `tight`."""

    parts: tuple[Inline, ...]
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation; long ones fold where `expandable`."""

    parts: tuple[Inline, ...]
    expandable: bool = False
    tight: bool = True


Block = Paragraph | Quote
