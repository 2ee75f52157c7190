"""Markup that a crawl left in a page, off: tags, comments, scripts, hidden elements, short codes; entities as letters.

Only what a reader of the page would not see goes; what the visible lines are is `cleaning`. Linear in the length of
the text, however it is nested or left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})(?=[\s/>])")
_IS_MARKUP = re.compile(
    r"<!--|\[(?:caption|video|audio|gallery|embed|vc_row)[\s\]]|</?(?:p|div|br|span|a|b|i|strong|em|h[1-6]|ul|ol|li|img|script|style|table|td|figure)[\s/>]",
    re.I,
)
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "iframe", "svg", "head", "textarea", "select", "button"}
)
_INLINE = frozenset(
    {"a", "b", "i", "u", "em", "strong", "span", "font", "small", "sup", "sub", "mark", "abbr", "cite", "q"}
)
_ALONE = frozenset({"br", "img", "hr", "input", "meta", "link", "source", "wbr", "col"})
_HIDDEN = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|font-size\s{0,4}:\s{0,4}0(?:px|em|%)?\s{0,4}[;\"']"
    r"|opacity\s{0,4}:\s{0,4}0\s{0,4}[;\"']|\shidden[\s=>]|aria-hidden\s{0,4}=\s{0,4}[\"']?true",
    re.I,
)
_CODE = re.compile(r"\[/?[a-z][a-z_]{1,20}(?:\s[^\[\]\n]{0,200})?\]")
_LONGEST = 4_000  # characters of one tag


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    end: int
    name: str
    closes: bool = False
    hides: bool = False


def without_markup(text: str) -> str:
    """`text` as its reader would see it; a text without markup as it is."""
    if _IS_MARKUP.search(text) is None:
        return text
    pieces, at = list[str](), 0
    for tag in _outermost(tuple(_tags(text))):
        pieces.append(text[at : tag.start] if tag.start > at else "")
        pieces.append("" if tag.name in _INLINE else "\n")
        at = max(at, tag.end)
    pieces.append(text[at:])
    return _CODE.sub("", unescape("".join(pieces)))


def _tags(text: str) -> Iterator[_Tag]:
    """The tags and comments of `text` in order; what is never closed is text."""
    at, open_comment = 0, False
    while match := _TAG.search(text, at):
        comment = match[0] == "<!--"
        if comment and open_comment:
            at = match.end()
            continue
        closing = text.find("-->", match.end()) if comment else text.find(">", match.end(), match.end() + _LONGEST)
        if closing < 0:
            open_comment = open_comment or comment
            at = match.end()
            continue
        at = closing + (3 if comment else 1)
        yield _comment(match.start(), at) if comment else _tag(text, match, at)


def _comment(start: int, end: int) -> _Tag:
    return _Tag(start, end, "a")  # within a line, like a link


def _tag(text: str, match: re.Match[str], end: int) -> _Tag:
    name, closes = match[2].casefold(), bool(match[1])
    hides = not closes and (name in _UNSEEN or _HIDDEN.search(text, match.end(), end) is not None)
    return _Tag(match.start(), end, name, closes, hides)


def _outermost(tags: tuple[_Tag, ...]) -> Iterator[_Tag]:
    """The tags, a hidden element as one from its opening to its closing."""
    ends = _ends(tags)
    after = 0
    for number, tag in enumerate(tags):
        if tag.start < after:
            continue
        if tag.hides and number in ends:
            after = ends[number]
            yield _Tag(tag.start, after, tag.name)
        else:
            yield tag


def _ends(tags: tuple[_Tag, ...]) -> dict[int, int]:
    """Where the elements end that are closed: number of the opening tag → end of its closing tag."""
    found, waiting = dict[int, int](), dict[str, list[int]]()
    for number, tag in enumerate(tags):
        if tag.name in _ALONE:
            continue
        if not tag.closes:
            waiting.setdefault(tag.name, []).append(number)
        elif opened := waiting.get(tag.name):
            found[opened.pop()] = tag.end
    return found
