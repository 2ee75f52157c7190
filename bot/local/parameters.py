"""The parameters of the Bot API's methods: what kind each is, read strictly from whatever carried it.

Over HTTP every parameter is text or JSON; from Python it may already be a number. Either way a method sees
numbers as numbers and objects as objects. Telegram forgives more here (a bad number is 0, an unknown name
is ignored); this is stricter on purpose, so that a slip is seen in a test and not by a reader.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Final

from bot.local.records import Json, Upload
from bot.local.refusal import BadRequest

_TRUE: Final = frozenset(("true", "1", "yes"))
_FALSE: Final = frozenset(("false", "0", "no", ""))


def _text(name: str, value: Json) -> Json:
    if isinstance(value, str):
        return value
    raise BadRequest(f'field "{name}" must be of type String')


def _name_or_number(name: str, value: Json) -> Json:
    """``chat_id``: a number, or a ``@name``; an id of a callback query is kept as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = str(_text(name, value)).strip()
    return int(text) if text.removeprefix("-").isdecimal() else text


def _integer(name: str, value: Json) -> Json:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal():
        return int(value)
    raise BadRequest(f'field "{name}" must be of type Number')


def _number(name: str, value: Json) -> Json:
    try:
        number = float(value) if isinstance(value, int | float | str) else math.nan
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    raise BadRequest(f'field "{name}" must be of type Number')


def _boolean(name: str, value: Json) -> Json:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise BadRequest(f'field "{name}" must be of type Boolean')


def _structure(name: str, value: Json) -> Json:
    if not isinstance(value, str):
        return value
    try:
        decoded: Json = json.loads(value) if value else None
    except ValueError as error:
        raise BadRequest(f"can't parse {name} JSON object") from error
    return decoded


_KINDS: Final[Mapping[str, Callable[[str, Json], Json]]] = {
    **dict.fromkeys(
        {"text", "parse_mode", "caption", "title", "address", "action", "url", "name", "description", "photo"}
        | {"short_description", "language_code", "inline_message_id", "document", "file_id", "secret_token"}
        | {"ip_address", "foursquare_id", "foursquare_type", "google_place_id", "google_place_type", "thumbnail"}
        | {"callback_query_id"},
        _text,
    ),
    "chat_id": _name_or_number,
    **dict.fromkeys(
        ("message_id", "message_thread_id", "user_id", "offset", "limit", "timeout", "cache_time", "max_connections"),
        _integer,
    ),
    **dict.fromkeys(("latitude", "longitude"), _number),
    **dict.fromkeys(
        {"disable_notification", "protect_content", "show_alert", "drop_pending_updates", "has_spoiler"}
        | {"disable_content_type_detection", "show_caption_above_media"},
        _boolean,
    ),
    **dict.fromkeys(
        {"reply_markup", "entities", "caption_entities", "link_preview_options", "reply_parameters", "commands"}
        | {"scope", "allowed_updates"},
        _structure,
    ),
}


class Params:
    """The parameters of one call, checked against the names its method knows. `BadRequest`."""

    def __init__(self, known: frozenset[str], given: Mapping[str, Json], files: Mapping[str, Upload]) -> None:
        for name in given:
            if name not in known:
                raise BadRequest(f'unknown parameter "{name}"')
        self.values = {name: _KINDS[name](name, value) for name, value in given.items() if value is not None}
        self.files = files

    def text(self, name: str) -> str:
        value = self.values.get(name, "")
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def number(self, name: str) -> float | None:
        value = self.values.get(name)
        return value if isinstance(value, float) else None

    def flag(self, name: str) -> bool:
        return self.values.get(name) is True

    def structure(self, name: str) -> Json:
        return self.values.get(name)

    def array(self, name: str) -> list[Json]:
        value = self.values.get(name)
        if value is not None and not isinstance(value, list):
            raise BadRequest(f'field "{name}" must be of type Array')
        return value or []
