"""What the local Telegram remembers: people, chats, messages and what hangs on them. Plain and frozen.

How they look on the wire is `wire`; where they are kept is `chats`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.local.entities import Entity

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class User:
    id: int
    first_name: str
    username: str = ""
    language_code: str = ""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """`kind` is ``private``, ``group`` or ``supergroup``; `topics` are those of a forum."""

    id: int
    kind: str
    title: str
    username: str = ""
    members: tuple[int, ...] = ()
    admins: tuple[int, ...] = ()
    topics: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard: callback `data` or a `url`."""

    text: str
    data: str | None = None
    url: str | None = None


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    name: str
    content: bytes = field(repr=False)
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that the local Telegram keeps; width and height are 0 for what is no picture."""

    id: str
    upload: Upload
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Photo:
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Document:
    file: StoredFile


@dataclass(frozen=True, slots=True)
class Venue:
    latitude: float
    longitude: float
    title: str
    address: str


Attachment: TypeAlias = Photo | Document | Venue


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it now stands. `text` is the caption where there is an attachment. Times in Unix seconds."""

    id: int
    chat: int
    sender: User
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()
    attachment: Attachment | None = None
    topic: int = 0
    reply_to: int = 0
    forwarded: bool = False
    edited: int = 0

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons, row after row."""
        return tuple(button for row in self.keyboard for button in row)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method, as it came in; `refused` is the description of the refusal, or ""."""

    method: str
    params: Mapping[str, Json]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over the wire: `payload`, or in its place the `page` of somebody on the way."""

    status: int
    payload: dict[str, Json]
    page: bytes = b""

    @property
    def content(self) -> bytes:
        return self.page or json.dumps(self.payload, ensure_ascii=False).encode("utf-8", "surrogatepass")


READER: Final = User(1001, "قارئ", "reader", "ar")
ADMIN: Final = User(1002, "مشرف", "editor", "ar")
NEWSROOM: Final = Chat(-2001, "group", "غرفة الأخبار", members=(READER.id, ADMIN.id), admins=(ADMIN.id,))
"""The people and the group of the chat page. The admin exists only there."""
