"""Command: what a command declares about itself, and the plain `Ask` that every answer is made from.

Answers are functions from an `Ask` to a `Message`; they never see a Telegram object. The table of all
commands is `handlers.registry`; sending is done in `handlers.replies`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.i18n import Translator
from handlers.services import Services
from handlers.views.message import Message


class Audience(StrEnum):
    EVERYONE = "everyone"
    ADMIN = "admin"


class Standing(StrEnum):
    """What somebody is in a chat, as Telegram says it at this very moment: the chat is theirs to change
    (`ADMIN`), it is not (`MEMBER`), or Telegram could not be asked (`UNKNOWN`), which changes nothing either."""

    ADMIN = "admin"
    MEMBER = "member"
    UNKNOWN = "unknown"


async def _silent(_: Message) -> None:
    """Progress that nobody watches."""


async def _unasked() -> Standing:
    """Nobody may change anything where nobody can be asked who they are."""
    return Standing.UNKNOWN


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of one person in one chat, as text.

    `words` is what followed the command (or the whole text of a plain question); for a pressed button it
    is the callback data after the verb. `now` is in UTC. `progress` shows a message while the answer is
    still being made; the answer then takes its place. `thread` is a forum's topic. `rights` asks Telegram
    what the asker is in this chat; whoever changes something of it goes through `handlers.rights`.
    """

    user: int
    chat: int
    private: bool
    admin: bool
    words: str
    now: datetime
    progress: Callable[[Message], Awaitable[None]] = field(default=_silent, compare=False)
    thread: int | None = None
    channel: bool = False
    rights: Callable[[], Awaitable[Standing]] = field(default=_unasked, compare=False)

    def today(self, zone: str) -> date:
        """The day that it is in `zone`, an IANA name."""
        return self.now.astimezone(ZoneInfo(zone)).date()


Answer = Callable[[Ask, Services, Translator], Awaitable[Message]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it is declared, once. The menu, /help, setMyCommands and the README derive from it.

    Its texts are the catalogue entries ``command.NAME`` (menu line) and ``command.NAME.usage`` (what may
    follow it, "" for nothing). `buttons` maps the verb of a callback (``verb:rest``) to its answer, which
    replaces the message under which the button stands.
    """

    name: str
    answer: Answer
    audience: Audience = Audience.EVERYONE
    in_menu: bool = True
    aliases: tuple[str, ...] = ()
    buttons: Mapping[str, Answer] = field(default_factory=dict)
