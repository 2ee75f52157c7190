"""Parcels: a message as the outbox keeps it, ready to be sent in every form that it may have to take.

As it is, as plain text without buttons where Telegram refuses the markup, and each of them under the line that
says that it may be a repeat. So the sender needs neither a translator nor the facts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode

from handlers.i18n import Translator
from handlers.views.delivery import may_repeat
from handlers.views.message import TEXT_LIMIT, Message, Rendered, render

ROOM = 200
"""UTF-16 units that a message leaves free, so that the line about repeats always finds room."""
_APART = "\n\n"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one call sends. `mode` is none for plain text."""

    text: str
    mode: ParseMode | None
    keyboard: InlineKeyboardMarkup | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message of a content. `again` is the line about repeats, as HTML and plain; `buttons` are rows of
    (label, data, url)."""

    html: str
    plain: str
    again: tuple[str, str]
    buttons: tuple[tuple[tuple[str, str | None, str | None], ...], ...] = ()

    def sheet(self, *, repeat: bool, plain: bool) -> Sheet:
        text, again = (self.plain, self.again[1]) if plain else (self.html, self.again[0])
        text = f"{again}{_APART}{text}" if repeat else text
        return Sheet(text, None, None) if plain else Sheet(text, ParseMode.HTML, self._keyboard())

    def _keyboard(self) -> InlineKeyboardMarkup | None:
        if not self.buttons:
            return None
        rows = [
            [InlineKeyboardButton(label, callback_data=data, url=url) for label, data, url in row]
            for row in self.buttons
        ]
        return InlineKeyboardMarkup(rows)

    def written(self) -> str:
        """As the database keeps it; `read` reads it. The same parcel is always the same text."""
        return json.dumps([self.html, self.plain, self.again, self.buttons], ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Parcel:
    html, plain, again, buttons = json.loads(text)
    rows = tuple(tuple((label, data, url) for label, data, url in row) for row in buttons)
    return Parcel(html, plain, (again[0], again[1]), rows)


def packed(message: Message, t: Translator) -> tuple[str, ...]:
    """The parts of `message` for the outbox, in order; none where it has no visible text."""
    (again,) = render(may_repeat(t), rtl=t.rtl)
    parts = render(message, TEXT_LIMIT - ROOM, rtl=t.rtl)
    return tuple(_parcel(part, again).written() for part in parts)


def _parcel(part: Rendered, again: Rendered) -> Parcel:
    buttons = tuple(tuple((button.label, button.data, button.url) for button in row) for row in part.buttons)
    return Parcel(part.html, part.plain, (again.html, again.plain), buttons)
