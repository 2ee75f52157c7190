"""Entities that nobody wrote: Telegram finds commands, names, hashtags and bare links in plain text.

Simpler than the original in one place: a link without ``http://`` is found only under a handful of
well-known endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.local.entities import Entity, utf16_length
from bot.local.links import BadLink, checked_link

_ENDINGS: Final = frozenset(
    {"com", "org", "net", "info", "edu", "gov", "int", "iq", "io", "me", "tv", "uk", "us"}
    | {"sa", "ae", "jo", "lb", "sy", "qa", "tr", "ir"}
)
_PATTERNS: Final = (
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]++(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]++(?:@[a-zA-Z0-9_]*+)?+(?![\w/<>])")),
    ("hashtag", re.compile(r"(?<![\w\u200c\xb7])#[\w\u200c\xb7]++(?!#)")),
    ("cashtag", re.compile(r"(?<![$\w])\$(?:1INCH|[A-Z]{1,8}+)(?![$\w])")),
    ("email", re.compile(r"(?<![\w.+-])[a-zA-Z0-9_.+-]{1,64}+@[a-zA-Z0-9-]++(?:\.[a-zA-Z0-9-]++)++")),
    ("url", re.compile(r"(?<![\w@])(?:https?|ftp)://[^\s<>\"«»“”]++", re.IGNORECASE)),
    ("url", re.compile(r"(?<![\w@./-])[a-z0-9-]++(?:\.[a-z0-9-]++)++(?:/[^\s<>\"«»“”]*+)?+", re.IGNORECASE)),
)
_AFTER_LINK: Final = ".:;,('?!`)»،؛؟"


def found_entities(text: str) -> tuple[Entity, ...]:
    """What Telegram would make tappable by itself, without overlaps, in order."""
    spans = sorted(_spans(text), key=lambda span: (span[1], -span[2]))
    found: list[Entity] = []
    at = units = last = 0
    for kind, start, end in spans:
        if start < last:
            continue
        units += utf16_length(text[at:start])
        at, last = start, end
        found.append(Entity(kind, units, utf16_length(text[start:end])))
    return tuple(found)


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            found = match[0].rstrip(_AFTER_LINK) if kind == "url" else match[0]
            if _is_whole(kind, found):
                yield kind, match.start(), match.start() + len(found)


def _is_whole(kind: str, found: str) -> bool:
    match kind:
        case "mention":
            return 5 <= len(found) <= 33
        case "bot_command":
            command, at, name = found.removeprefix("/").partition("@")
            return 1 <= len(command) <= 64 and (not at or 3 <= len(name) <= 32)
        case "hashtag":
            return len(found) <= 257 and any(char.isalpha() for char in found)
        case "url":
            return _is_link(found)
    return True


def _is_link(found: str) -> bool:
    if "://" not in found:
        return found.partition("/")[0].rpartition(".")[2].lower() in _ENDINGS
    try:
        return bool(checked_link(found))
    except BadLink:
        return False
