"""Telegram's HTML: text with tags → plain text with entities, refused in Telegram's own words.

This is TDLib's reading (its ``parse_html``), character by character: which tags there are, how attributes
are written, that only ``&lt; &gt; &amp; &quot;`` and numbers are decoded and anything else stays as it is.
Source: https://core.telegram.org/bots/api#html-style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.local.entities import Entity, Formatted, in_order, utf16_length
from bot.local.links import BadLink, checked_link, mentioned_user
from bot.local.refusal import BadRequest

_STYLES: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
}
_TAGS: Final = {*_STYLES, "a", "code", "pre", "blockquote", "tg-emoji"}
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE: Final = frozenset(" \t\r\n\v\0")
_PLAIN: Final = re.compile(r"[^<&]+")
_CAPITALS: Final = re.compile(r"[A-Z]+")
_REFERENCE: Final = re.compile(r"&(?:#(?:x([0-9a-fA-F]*)|([0-9]*))|([a-zA-Z]*))")
_NUMBER_SPACE: Final = 10
"""A numeric reference of this many characters or more is left as it stands."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    argument: str
    offset: int
    written: int


def parse_html(source: str) -> Formatted:
    """The text and entities of an HTML message. `BadRequest` ("can't parse entities: …")."""
    if "\0" in source:
        raise BadRequest("can't parse entities: Text must not contain null bytes")
    return _Reading(source).formatted()


class _Reading:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.written: list[str] = []
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.languages: dict[int, str] = {}

    def formatted(self) -> Formatted:
        while self.at < len(self.source):
            if self.char() != "<":
                self.read_text()
            elif self.char(1) == "/":
                self.read_end()
            else:
                self.read_start()
        if self.open:
            raise self.problem(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        text = "".join(self.written)
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise self.problem(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
        return Formatted(text, in_order(self.entities))

    def char(self, ahead: int = 0) -> str:
        """The character there, or NUL past the end (as in the C string that Telegram reads)."""
        place = self.at + ahead
        return self.source[place] if place < len(self.source) else "\0"

    def problem(self, reason: str, at: int | None = None) -> BadRequest:
        where = "" if at is None else f" at byte offset {self.bytes_before(at)}"
        return BadRequest(f"can't parse entities: {reason}{where}")

    def bytes_before(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def write(self, text: str) -> None:
        self.written.append(text)
        self.units += utf16_length(text)

    def read_text(self) -> None:
        plain = _PLAIN.match(self.source, self.at)
        if plain:
            self.at = plain.end()
            self.write(plain[0])
        else:
            self.write(self.reference() or self.next())

    def next(self) -> str:
        self.at += 1
        return self.source[self.at - 1]

    def reference(self) -> str:
        """The character that a reference stands for, or "" where it is none that Telegram knows."""
        found = _REFERENCE.match(self.source, self.at)
        if found is None:
            return ""
        code = _code(found)
        if not code:
            return ""
        self.at = found.end()
        if self.char() == ";":
            self.at += 1
        return code

    def skip(self, *, until: str) -> str:
        """What stands before the next space or one of the characters `until`."""
        start = self.at
        while self.char() not in _SPACE and self.char() not in until:
            self.at += 1
        return self.source[start : self.at]

    def skip_space(self) -> None:
        while self.at < len(self.source) and self.char() in _SPACE:
            self.at += 1

    @property
    def ended(self) -> bool:
        return self.at >= len(self.source)

    # -------------------------------------------------------------- start tags

    def read_start(self) -> None:
        begin = self.at
        self.at += 1
        tag = _lowered(self.skip(until=">"))
        if self.ended:
            raise self.problem("Unclosed start tag", begin)
        if tag not in _TAGS:
            raise self.problem(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while self.char() != ">":
            self.skip_space()
            if self.char() == ">":
                break
            name, value = self.read_attribute(tag, begin)
            argument = _argument(tag, name, value, argument)
        if tag == "span" and argument != "spoiler":
            raise self.problem('Tag "span" must have class "tg-spoiler"', begin)
        self.at += 1
        self.open.append(_Open(tag, argument, self.units, len(self.written)))

    def read_attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self.skip(until="=>/\"'")
        if not name:
            raise self.problem(f'Empty attribute name in the tag "{tag}"', begin)
        self.skip_space()
        if self.char() == "=":
            self.at += 1
            self.skip_space()
            if self.ended:
                raise self.problem(f'Unclosed start tag "{tag}"', begin)
            value = self.read_value()
            if self.ended:
                raise self.problem("Unclosed start tag", begin)
            return name, value
        if self.ended:
            raise self.problem(f'Unclosed start tag "{tag}"', begin)
        return name, ""

    def read_value(self) -> str:
        quote = self.char()
        if quote not in "\"'":
            return self.read_token()
        self.at += 1
        value: list[str] = []
        while not self.ended and self.char() != quote:
            value.append((self.reference() if self.char() == "&" else "") or self.next())
        self.at += 1
        return "".join(value)

    def read_token(self) -> str:
        start = self.at
        while (self.char().isascii() and self.char().isalnum()) or self.char() in ".-":
            self.at += 1
        if self.char() not in _SPACE and self.char() != ">":
            raise self.problem("Unexpected end of name token", start)
        return _lowered(self.source[start : self.at])

    # -------------------------------------------------------------- end tags

    def read_end(self) -> None:
        begin = self.at
        if not self.open:
            raise self.problem("Unexpected end tag", begin)
        self.at += 2
        tag = _lowered(self.skip(until=">"))
        self.skip_space()
        if self.char() != ">":
            raise self.problem("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise self.problem(f"Unmatched end tag at byte offset {self.bytes_before(begin)}, {expected}")
        if self.units > opened.offset:
            self.close(opened)

    def close(self, opened: _Open) -> None:
        offset, length = opened.offset, self.units - opened.offset
        if opened.tag in _STYLES:
            self.entities.append(Entity(_STYLES[opened.tag], offset, length))
        elif opened.tag == "a":
            self.close_link(opened, length)
        elif opened.tag == "blockquote":
            name = "expandable_blockquote" if opened.argument else "blockquote"
            self.entities.append(Entity(name, offset, length))
        elif opened.tag == "tg-emoji":
            if not _is_emoji_id(opened.argument):
                raise self.problem("Invalid custom emoji identifier specified")
        else:
            self.close_code(opened, length)

    def close_link(self, opened: _Open, length: int) -> None:
        link = opened.argument or "".join(self.written[opened.written :])
        if user := mentioned_user(link):
            self.entities.append(Entity("text_mention", opened.offset, length, user=user))
            return
        try:
            self.entities.append(Entity("text_link", opened.offset, length, checked_link(link)))
        except BadLink:
            return  # Telegram keeps the words and forgets the link

    def close_code(self, opened: _Open, length: int) -> None:
        """``<pre><code class="language-x">`` over the same words, either way round, is one block with a language."""
        last = self.entities[-1] if self.entities else None
        same = last is not None and (last.offset, last.length) == (opened.offset, length)
        if same and opened.tag == "pre" and last is not None and last.type == "code" and last.offset in self.languages:
            self.entities[-1] = Entity("pre", opened.offset, length, self.languages[last.offset])
        elif same and opened.tag == "code" and opened.argument and last is not None and last.type == "pre":
            self.entities[-1] = Entity("pre", opened.offset, length, opened.argument)
        else:
            self.entities.append(Entity(opened.tag, opened.offset, length))
            if opened.tag == "code" and opened.argument:
                self.languages[opened.offset] = opened.argument


def _lowered(text: str) -> str:
    return _CAPITALS.sub(lambda found: found[0].lower(), text)


def _code(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name, "")
    digits = hexadecimal if hexadecimal is not None else decimal
    if not digits or len(found[0]) >= _NUMBER_SPACE:
        return ""
    number = int(digits, 16 if hexadecimal is not None else 10)
    return chr(number) if 0 < number < 0x10FFFF else ""


def _argument(tag: str, name: str, value: str, before: str) -> str:
    """What of an attribute is kept: most attributes are read and forgotten."""
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "1"
    return before


def _is_emoji_id(argument: str) -> bool:
    return argument.isascii() and argument.isdigit() and 0 < int(argument) < 2**63
