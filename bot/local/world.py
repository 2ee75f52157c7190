"""World: everything that the local Telegram remembers, in one place, and the two things that change it for
all to see: a message that is posted, a message that is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.local.chats import Chats
from bot.local.journal import Journal
from bot.local.records import Chat, Json, Message, User
from bot.local.truth import Received, Truth
from bot.local.updates import Updates
from bot.local.wire import message_json


@dataclass(frozen=True, slots=True)
class Query:
    """A pressed button that waits for its answer."""

    id: str
    user: User
    message: Message
    data: str
    asked: datetime


@dataclass(slots=True)
class World:
    """Mutable; belongs to one `LocalBotApi`. Texts of the profile and command lists are kept by language."""

    bot: User
    clock: Callable[[], datetime]
    chats: Chats = field(default_factory=Chats)
    updates: Updates = field(default_factory=Updates)
    journal: Journal = field(default_factory=Journal)
    truth: Truth = field(default_factory=Truth)
    queries: dict[str, Query] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, int, int, str], tuple[Mapping[str, str], ...]] = field(default_factory=dict)

    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock().timestamp())

    def post(self, message: Message) -> dict[str, Json]:
        """Keep a message (new, or edited in place) and show it."""
        if message.sender.id == self.bot.id and not message.edited:
            at = self.clock().timestamp()
            self.truth.received.append(Received(at, message.chat, message.topic, message.id, message.text))
        kept = message_json(self.chats.keep(message), self.chats)
        self.journal.write("message", message.chat, kept)
        return kept

    def remove(self, message: Message) -> None:
        self.chats.delete(message)
        self.journal.write("deleted", message.chat, {"message_id": message.id})

    def menu(self, chat: Chat, user: User) -> tuple[Mapping[str, str], ...]:
        """The command menu that this user sees in this chat: the narrowest scope that was set.

        Source: https://core.telegram.org/bots/api#determining-list-of-commands.
        """
        scopes: list[tuple[str, int, int]] = []
        if chat.kind == "private":
            scopes = [("chat", chat.id, 0), ("all_private_chats", 0, 0)]
        else:
            admin = user.id in chat.admins
            scopes = [("chat_member", chat.id, user.id)]
            scopes += [("chat_administrators", chat.id, 0)] * admin
            scopes += [("chat", chat.id, 0)]
            scopes += [("all_chat_administrators", 0, 0)] * admin
            scopes += [("all_group_chats", 0, 0)]
        for scope in (*scopes, ("default", 0, 0)):
            for language in dict.fromkeys((user.language_code, "")):
                if found := self.commands.get((*scope, language)):
                    return found
        return ()
