"""Chats: who and what the local Telegram knows. People, chats, messages, files; nothing here decides.

A chat exists for a bot only once somebody wrote there or added it, as in Telegram.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.local.pictures import picture_size
from bot.local.records import Button, Chat, Message, StoredFile, Upload, User
from bot.local.refusal import BadRequest

_SUPERGROUPS_BELOW: Final = -1_000_000_000_000


class Chats:
    """Mutable; belongs to one local Telegram."""

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self._messages: dict[int, dict[int, Message]] = {}
        self._last_message: dict[int, int] = {}

    # -------------------------------------------------------------- people and places

    def user(self, user_id: int) -> User:
        """That user; made up on first sight."""
        return self.users.setdefault(user_id, User(user_id, f"User {user_id}", f"user{user_id}", "ar"))

    def meet(self, chat_id: int, user: User, topic: int = 0) -> Chat:
        """The chat in which a user turns up; made up on first sight, joined if need be."""
        self.users.setdefault(user.id, user)
        chat = self.chats.get(chat_id) or _made_up(chat_id, user)
        members = chat.members if user.id in chat.members else (*chat.members, user.id)
        topics = chat.topics if not topic or topic in chat.topics else (*chat.topics, topic)
        self.chats[chat_id] = replace(chat, members=members, topics=topics)
        return self.chats[chat_id]

    def chat(self, reference: object) -> Chat:
        """The chat that a ``chat_id`` names: an id, or a group's ``@name``. `BadRequest` as Telegram words it."""
        if reference in (None, ""):
            raise BadRequest("chat_id is empty")
        named = (chat for chat in self.chats.values() if chat.id < 0 and chat.username)
        found = (
            self.chats.get(reference)
            if isinstance(reference, int)
            else next((chat for chat in named if reference == f"@{chat.username}"), None)
        )
        if found is None:
            raise BadRequest("chat not found")
        return found

    # -------------------------------------------------------------- messages

    def next_message(self, chat: Chat) -> int:
        """Private chats and small groups count together, a supergroup counts for itself."""
        counter = chat.id if chat.kind == "supergroup" else 0
        self._last_message[counter] = self._last_message.get(counter, 0) + 1
        return self._last_message[counter]

    def keep(self, message: Message) -> Message:
        """A new message, or one that took the place of itself."""
        self._messages.setdefault(message.chat, {})[message.id] = message
        return message

    def message(self, chat_id: int, message_id: int) -> Message | None:
        return self._messages.get(chat_id, {}).get(message_id)

    def messages(self, chat_id: int) -> tuple[Message, ...]:
        """All messages of a chat as they now stand, oldest first."""
        return tuple(message for _, message in sorted(self._messages.get(chat_id, {}).items()))

    def delete(self, message: Message) -> None:
        del self._messages[message.chat][message.id]

    def button(self, chat_id: int, label: str) -> tuple[Message, Button]:
        """The newest button of a chat whose label is, or holds, `label`. `LookupError`."""
        for same in (str.__eq__, str.__contains__):
            for message in reversed(self.messages(chat_id)):
                for button in message.buttons:
                    if same(button.text, label):
                        return message, button
        raise LookupError(label)

    # -------------------------------------------------------------- files

    def store(self, upload: Upload) -> StoredFile:
        width, height = picture_size(upload.content) or (0, 0)
        file = StoredFile(f"file-{len(self.files) + 1}", upload, width, height)
        self.files[file.id] = file
        return file


def _made_up(chat_id: int, user: User) -> Chat:
    if chat_id > 0:
        return Chat(chat_id, "private", user.first_name, user.username)
    kind = "supergroup" if chat_id < _SUPERGROUPS_BELOW else "group"
    return Chat(chat_id, kind, f"Group {-chat_id}")
