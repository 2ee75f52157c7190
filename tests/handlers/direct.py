"""Services for tests of commands: a real database, read and written in this thread; nothing of loading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from handlers.command import Answer, Ask
from handlers.i18n import Translator
from handlers.views.message import Message
from storage.chat import ChatSettings, Language
from storage.database.session import Database

P = ParamSpec("P")
T = TypeVar("T")
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
READER = 1001


@dataclass
class Direct:
    database: Database

    async def read(self, query: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self.database.reader() as conn:
            return query(conn, *args, **kwargs)

    async def write(self, action: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self.database.writer() as conn:
            return action(conn, *args, **kwargs)

    async def ask(
        self,
        answer: Answer,
        words: str = "",
        language: str = "ar",
        *,
        user: int = READER,
        chat: int = READER,
        now: dt.datetime = NOW,
    ) -> Message:
        """What `answer` says to these words, in a chat of that language."""
        question = Ask(user, chat, private=user == chat, admin=False, words=words, now=now)
        return await answer(question, self, Translator(ChatSettings(chat, Language(language))))


def pressed(message: Message, label: str) -> str:
    """The words that pressing the button hands to its answer."""
    data = next(button.data for row in message.buttons for button in row if button.label.startswith(label))
    return (data or "").partition(":")[2]
