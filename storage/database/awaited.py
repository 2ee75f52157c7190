"""What a chat was asked last and may answer in plain words: one question for each chat and topic, for a while.

Kept among what is kept for buttons (`saved`), of which it is the one that is answered by typing.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select

from storage.database.dialects import insert_new
from storage.database.models import saved

KIND = "awaited"
LIFETIME = timedelta(hours=1)
"""How long an answer is awaited."""


def expect(conn: Connection, chat: int, thread: int | None, question: str, now: datetime) -> None:
    """Remember what was asked, in place of what was asked there before."""
    id_ = _id(chat, thread)
    conn.execute(_FORGET, {"key": id_})
    values = {"id": id_, "owner": chat, "chat": chat, "kind": KIND, "payload": question}
    conn.execute(insert_new(conn, saved), {**values, "expires_at": now + LIFETIME})


def expected(conn: Connection, chat: int, thread: int | None, now: datetime) -> str | None:
    """What was asked and not answered; None where that is nothing, or too long ago."""
    found: str | None = conn.scalar(_QUESTION, {"key": _id(chat, thread), "now": now})
    return found


def forget(conn: Connection, chat: int, thread: int | None) -> None:
    """It was answered, or is no longer asked."""
    conn.execute(_FORGET, {"key": _id(chat, thread)})


def _id(chat: int, thread: int | None) -> str:
    return hashlib.sha256(f"{KIND}\0{chat}\0{thread or 0}".encode()).hexdigest()[:16]


_QUESTION = select(saved.c.payload).where(saved.c.id == bindparam("key"), saved.c.expires_at > bindparam("now"))
_FORGET = delete(saved).where(saved.c.id == bindparam("key"))
