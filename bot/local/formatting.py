"""What a bot wrote → what Telegram keeps: the order in which a text is read, cleaned, measured and refused.

Source: the Bot API server's ``get_formatted_text`` and TDLib's ``fix_formatted_text``;
https://core.telegram.org/bots/api#sendmessage for the limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.local.cleaning import cleaned, is_invisible
from bot.local.detection import found_entities
from bot.local.entities import CODE, MOST, QUOTES, STYLES, Entity, Formatted, arranged, utf16_length
from bot.local.links import BadLink, checked_link
from bot.local.markup import parse_html
from bot.local.records import Json
from bot.local.refusal import BadRequest

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
_RAW_LIMIT: Final = 1 << 15
_LEFT_TO_TELEGRAM: Final = frozenset(
    ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number")
)
_FARTHEST: Final = 1_000_000


def message_text(text: str, parse_mode: str, entities: Sequence[Json], too_long: str) -> Formatted:
    """The text of a message, at most 4,096 UTF-16 units after parsing; `too_long` is the reason beyond that."""
    if not text:
        raise BadRequest("message text is empty")
    kept = _kept(text, parse_mode, entities)
    if is_invisible(kept.text):
        raise BadRequest("text must be non-empty")
    return _measured(kept, TEXT_LIMIT, too_long)


def caption_text(text: str, parse_mode: str, entities: Sequence[Json]) -> Formatted:
    """A caption, at most 1,024 UTF-16 units after parsing; may be empty."""
    kept = _kept(text, parse_mode, entities)
    return _measured(kept, CAPTION_LIMIT, "message caption is too long")


def plain_text(text: str) -> Formatted:
    """What a person typed, with what Telegram finds in it."""
    return _with_found(cleaned(Formatted(text)))


def _kept(text: str, parse_mode: str, entities: Sequence[Json]) -> Formatted:
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise BadRequest("strings must be encoded in UTF-8") from error
    if size > _RAW_LIMIT:
        raise BadRequest("text is too long")
    return _with_found(cleaned(_parsed(text, parse_mode, entities)))


def _parsed(text: str, parse_mode: str, entities: Sequence[Json]) -> Formatted:
    match parse_mode.lower():
        case "html":
            parsed = parse_html(text)
            return Formatted(parsed.text, arranged(parsed.entities))
        case "" | "none":
            given = [entity for value in entities if (entity := _entity(value)) is not None]
            return Formatted(text, arranged(_within(given, utf16_length(text))))
        case "markdown" | "markdownv2":
            raise BadRequest("the local Bot API reads HTML and entities only, no Markdown")
    raise BadRequest("unsupported parse_mode")


def _with_found(formatted: Formatted) -> Formatted:
    together = arranged(formatted.entities, found_entities(formatted.text))
    return Formatted(formatted.text, together[:MOST])


def _measured(formatted: Formatted, limit: int, reason: str) -> Formatted:
    if utf16_length(formatted.text) > limit:
        raise BadRequest(reason)
    return formatted


# ------------------------------------------------------------------ entities that the bot counted itself


def _entity(value: Json) -> Entity | None:
    """One entity of the ``entities`` parameter; none for a kind that Telegram finds by itself."""
    if not isinstance(value, dict):
        raise _unreadable("expected an Object")
    kind, offset, length = (value.get(name) for name in ("type", "offset", "length"))
    if not isinstance(offset, int) or not isinstance(length, int):
        missing = "length" if isinstance(offset, int) else "offset"
        raise _unreadable(f'Can\'t find field "{missing}"')
    if not -1 < offset <= _FARTHEST:
        raise BadRequest(f"receive an entity with incorrect offset {offset}")
    if not -1 < length <= _FARTHEST:
        raise BadRequest(f"receive an entity with incorrect length {length}")
    if kind in _LEFT_TO_TELEGRAM:
        return None
    if kind in (*STYLES, *QUOTES, *CODE):
        return Entity(str(kind), offset, length, str(value.get("language") or "") if kind == "pre" else "")
    if kind == "text_link":
        return Entity("text_link", offset, length, _entity_link(value.get("url")))
    raise _unreadable("Unsupported type specified")


def _entity_link(url: Json) -> str:
    if not isinstance(url, str):
        raise _unreadable('Can\'t find field "url"')
    try:
        return checked_link(url)
    except BadLink as reason:
        raise BadRequest(f"entity URL '{url}' is invalid: {reason}") from reason


def _within(entities: Sequence[Entity], end: int) -> Sequence[Entity]:
    for entity in entities:
        if entity.offset >= end:
            raise BadRequest(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
        if entity.end > end:
            where = f"entity beginning at UTF-16 offset {entity.offset}"
            raise BadRequest(f"{where} ends after the end of the text at UTF-16 offset {entity.end}")
    return entities


def _unreadable(reason: str) -> BadRequest:
    return BadRequest(f"can't parse MessageEntity: {reason}")
