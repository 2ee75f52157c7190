"""Inline keyboards: what Telegram takes, what it refuses. No other kind of keyboard is known here.

Source: https://core.telegram.org/bots/api#inlinekeyboardmarkup; the Bot API server's ``get_reply_markup``.
"""

from __future__ import annotations

from typing import Final

from bot.local.links import BadLink, checked_link
from bot.local.records import Button, Json, Keyboard
from bot.local.refusal import BadRequest

_DATA_BYTES: Final = 64
_BUTTONS: Final = 100
_BUTTONS_IN_A_ROW: Final = 8
_FIELDS: Final = frozenset(("text", "callback_data", "url", "style", "icon_custom_emoji_id"))
_STYLES: Final = frozenset(("", "default", "primary", "success", "danger"))


def read_keyboard(markup: Json) -> Keyboard:
    """The ``reply_markup`` of a message; no keyboard for nothing or an empty object. `BadRequest`."""
    if markup is None:
        return ()
    if not isinstance(markup, dict):
        raise BadRequest("object expected as reply markup")
    for name in markup:
        if name != "inline_keyboard":
            raise BadRequest(f'the local Bot API knows inline keyboards only, not "{name}"')
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list):
        raise BadRequest('field "inline_keyboard" must be of type Array')
    keyboard = tuple(row for row in map(_row, rows) if row)
    if sum(map(len, keyboard)) > _BUTTONS or any(len(row) > _BUTTONS_IN_A_ROW for row in keyboard):
        raise BadRequest("reply markup is too long")
    return keyboard


def _row(row: Json) -> tuple[Button, ...]:
    if not isinstance(row, list):
        raise BadRequest('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    return tuple(map(_button, row))


def _button(value: Json) -> Button:
    if not isinstance(value, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    text, data, url = (_text(value, name) for name in ("text", "callback_data", "url"))
    if "text" not in value:
        raise _unreadable('Can\'t find field "text"')
    if unknown := sorted(value.keys() - _FIELDS):
        raise _unreadable(f'the local Bot API does not know the field "{unknown[0]}"')
    if _text(value, "style") not in _STYLES:
        raise _unreadable("invalid button style specified")
    if data and url:
        raise _unreadable("exactly one of the optional fields must be used")
    if not data and not url:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if not text.strip():
        raise BadRequest("inline keyboard button text must be non-empty")
    return Button(text, url=_link(url)) if url else Button(text, data=_data(data))


def _text(value: dict[str, Json], name: str) -> str:
    text = value.get(name, "")
    if not isinstance(text, str):
        raise _unreadable(f'Field "{name}" must be of type String')
    return text


def _data(data: str) -> str:
    if len(data.encode("utf-8", "surrogatepass")) > _DATA_BYTES:
        raise BadRequest("BUTTON_DATA_INVALID")
    return data


def _link(url: str) -> str:
    try:
        return checked_link(url)
    except BadLink as reason:
        raise BadRequest(f"inline keyboard button URL '{url}' is invalid: {reason}") from reason


def _unreadable(reason: str) -> BadRequest:
    return BadRequest(f"can't parse inline keyboard button: {reason}")
