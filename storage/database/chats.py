"""What each chat has chosen. The choices themselves are `storage.chat`."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.chat import ChatSettings
from storage.database import codec
from storage.database.models import chats


def settings(conn: Connection, chat: int) -> ChatSettings | None:
    """The choices of a chat; None where it never made any."""
    payload = conn.scalar(_SETTINGS, {"id": chat})
    return codec.load(ChatSettings, payload) if payload else None


def save(conn: Connection, chosen: ChatSettings) -> None:
    """Keep the choices of a chat in place of earlier ones."""
    values = {"payload": codec.dump(chosen)}
    if not conn.execute(_CHANGE, {"id": chosen.chat, **values}).rowcount:
        conn.execute(insert(chats), {"chat": chosen.chat, **values})


_SETTINGS = select(chats.c.payload).where(chats.c.chat == bindparam("id"))
_CHANGE = update(chats).where(chats.c.chat == bindparam("id")).values(payload=bindparam("payload"))
