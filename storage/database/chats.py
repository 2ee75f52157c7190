"""What each chat has chosen. The choices themselves are `storage.chat`."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, bindparam, select

from storage.chat import ChatSettings
from storage.database import codec, dialects
from storage.database.models import chats


def settings(conn: Connection, chat: int) -> ChatSettings | None:
    """The choices of a chat; None where it never made any."""
    payload = conn.scalar(_SETTINGS, {"id": chat})
    return codec.load(ChatSettings, payload) if payload else None


def of_chats(conn: Connection, wanted: Collection[int]) -> dict[int, ChatSettings]:
    """The choices of up to some hundred chats at once; of those that made any."""
    rows = conn.execute(_OF_CHATS, {"ids": list(wanted)}) if wanted else ()
    return {row.chat: codec.load(ChatSettings, row.payload) for row in rows}


def save(conn: Connection, chosen: ChatSettings) -> None:
    """Keep the choices of a chat in place of earlier ones."""
    conn.execute(dialects.put(conn, chats), {"chat": chosen.chat, "payload": codec.dump(chosen)})


_SETTINGS = select(chats.c.payload).where(chats.c.chat == bindparam("id"))
_OF_CHATS = select(chats).where(chats.c.chat.in_(bindparam("ids", expanding=True)))
