"""One conversation with the whole application, in process: say a line, press buttons, see what was shown.

For ``mujaz ask`` and for tests. Updates go through python-telegram-bot and the local Bot API as they do
in the chat page; only the waiting for updates is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.app import App, Clock, build
from bot.local.api import LocalBotApi
from bot.local.entities import QUOTES, Entity, utf16_length
from bot.local.records import Button, Call, Document, Message, Photo, Venue
from bot.local.request import LocalRequest
from bot.settings import Settings
from storage.chat import Language

_TOKEN = "1:ask"  # noqa: S105 - the bot of a process that serves nobody else
_ISOLATES = {0x2068: None, 0x2069: None}
_UNASKED = frozenset({"getMe", "getUpdates"})
"""Calls that are part of the running, not of an answer."""


class NoSuchButton(Exception):
    """No button has such a label; `labels` are those that there are."""

    def __init__(self, label: str, labels: tuple[str, ...]) -> None:
        super().__init__(label)
        self.label, self.labels = label, labels


@dataclass(frozen=True, slots=True)
class Shown:
    """What one line or one press led to: messages new or changed, and the alert over them, or ""."""

    messages: tuple[Message, ...]
    alert: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What ``mujaz ask`` was given: a line, the labels to press after it, who asks where, in which language."""

    text: str
    presses: tuple[str, ...]
    user: int
    chat: int
    language: Language | None = None


async def ask(settings: Settings, question: Question, clock: Clock, say: Callable[[str], None]) -> tuple[Call, ...]:
    """Have the conversation, `say` what is shown as it goes, and return the calls. `NoSuchButton`."""
    api = LocalBotApi(_TOKEN, clock=clock)
    app = build(settings.local(_TOKEN), request=LocalRequest(api), clock=clock, language=question.language)
    async with app:
        conversation = Conversation(app, api, question.user, question.chat)
        say(as_text(await conversation.say(question.text)))
        for label in question.presses:
            shown = await conversation.press(label)
            say(f"\n→ [{label}]\n\n{as_text(shown)}")
        return conversation.calls


class Conversation:
    """Of one user in one chat. The application must have been started."""

    def __init__(self, app: App, api: LocalBotApi, user: int, chat: int) -> None:
        self._app, self._api, self._user, self._chat = app, api, user, chat
        self._offset = 0

    @property
    def calls(self) -> tuple[Call, ...]:
        """The Bot API calls that the answers made, oldest first."""
        return tuple(call for call in self._api.calls if call.method not in _UNASKED)

    async def say(self, text: str) -> Shown:
        before, calls = self._standing(), len(self._api.calls)
        self._api.user_sends(self._user, self._chat, text)
        return await self._answered(before, calls)

    async def press(self, label: str) -> Shown:
        """Press the newest button whose label is `label`, else starts with it, else holds it. `NoSuchButton`."""
        message, button = self._button(label)
        before, calls = self._standing(), len(self._api.calls)
        self._api.user_presses(self._user, self._chat, message.id, button.data or "")
        return await self._answered(before, calls)

    async def _answered(self, before: dict[int, Message], calls: int) -> Shown:
        bot = self._app.application.bot
        for update in await bot.get_updates(offset=self._offset, timeout=0):
            self._offset = update.update_id + 1
            await self._app.application.process_update(update)
        shown = tuple(message for id_, message in self._standing().items() if before.get(id_) != message)
        alerts = (call.params.get("text") for call in self._api.calls[calls:] if call.method == "answerCallbackQuery")
        return Shown(shown, "\n".join(str(alert) for alert in alerts if alert))

    def _standing(self) -> dict[int, Message]:
        """The bot's messages of the chat as they now stand."""
        return {message.id: message for message in self._api.messages(self._chat) if message.sender.is_bot}

    def _button(self, label: str) -> tuple[Message, Button]:
        buttons = [
            (message, button)
            for message in reversed(self._standing().values())
            for button in message.buttons
            if button.data is not None
        ]
        wanted = _folded(label)
        for fits in (str.__eq__, str.startswith, str.__contains__):
            for message, button in buttons:
                if wanted and fits(_folded(button.text), wanted):
                    return message, button
        raise NoSuchButton(label, tuple(plain(button.text) for _, button in buttons))


# ------------------------------------------------------------------ as plain text


def plain(text: str) -> str:
    """`text` without the isolates around its names, which few terminals know."""
    return text.translate(_ISOLATES)


def _folded(text: str) -> str:
    return " ".join(plain(text).casefold().split())


def as_text(shown: Shown) -> str:
    """What was shown, for a terminal: quotes marked with ``>``, links with their address, buttons as [label]."""
    parts = [_message(message) for message in shown.messages]
    if shown.alert:
        parts.append(f"({plain(shown.alert)})")
    if not parts:
        return "(no reply)"
    return "\n\n".join(parts)


def _message(message: Message) -> str:
    lines = [_attachment(message), _worded(message.text, message.entities)]
    lines += [" ".join(_label(button) for button in row) for row in message.keyboard]
    return plain("\n".join(line for line in lines if line))


def _label(button: Button) -> str:
    return f"[{button.text}]({button.url})" if button.url else f"[{button.text}]"


def _attachment(message: Message) -> str:
    match message.attachment:
        case Venue(latitude, longitude, title, address):
            return f"[map {latitude}, {longitude}] {title} — {address}"
        case Document(file) | Photo(file):
            return f"[file {file.upload.name}, {len(file.upload.content)} bytes]"
        case _:
            return ""


def _worded(text: str, entities: tuple[Entity, ...]) -> str:
    """The text with its quotes and links made visible."""
    addresses = {entity.end: entity.argument for entity in entities if entity.type == "text_link"}
    quoted = [range(entity.offset, entity.end) for entity in entities if entity.type in QUOTES]
    lines = []
    for offset, line in _lines(text):
        mark = "> " if any(offset in run for run in quoted) else ""
        lines.append(mark + _linked(line, offset, addresses))
    return "\n".join(lines)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line and where it begins, in UTF-16 units."""
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += utf16_length(line) + 1


def _linked(line: str, offset: int, addresses: dict[int, str]) -> str:
    if not any(offset < end <= offset + utf16_length(line) for end in addresses):
        return line
    out = ""
    for letter in line:
        out += letter
        offset += utf16_length(letter)
        out += f" ({addresses[offset]})" if offset in addresses else ""
    return out
