"""Queries and confirmations kept for buttons: a button carries 64 bytes, so it carries an id of what is here.

Each belongs to one person in one chat, has a kind, and ends.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.database.dialects import insert_new
from storage.database.models import saved
from storage.errors import NotAllowed, NotFound

NOUN = "view"
REMEMBERED = timedelta(days=30)
"""How long after its end a button is still told that it ended."""


def kept(
    conn: Connection, *, owner: int, chat: int, kind: str, payload: str, now: datetime, lifetime: timedelta
) -> str | None:
    """The id of what `keep` would have nothing to write for; None where it would."""
    id_ = _id(owner, chat, kind, payload)
    expires_at = conn.scalar(_EXPIRES, {"key": id_})
    return id_ if expires_at and expires_at - now >= lifetime / 2 else None


def keep(
    conn: Connection, *, owner: int, chat: int, kind: str, payload: str, now: datetime, lifetime: timedelta
) -> str:
    """Keep `payload`; its id, 12 letters, digits, - and _. The same thing again has the same id, and is
    renewed once half of its life is over."""
    id_ = _id(owner, chat, kind, payload)
    expires_at = conn.scalar(_EXPIRES, {"key": id_})
    if expires_at is None:
        conn.execute(_FORGET, {"before": now - REMEMBERED})
        values = {"id": id_, "owner": owner, "chat": chat, "kind": kind, "payload": payload}
        conn.execute(insert_new(conn, saved), {**values, "expires_at": now + lifetime})
    elif expires_at - now < lifetime / 2:
        conn.execute(_RENEW, {"key": id_, "expires_at": now + lifetime})
    return id_


def get(conn: Connection, id_: str, *, owner: int, chat: int, kind: str, now: datetime) -> str:
    """The payload. `NotFound` where there is none of that kind in that chat, `NotAllowed` for another
    person (``owner``) or after its end (``expired``)."""
    row = conn.execute(_ROW, {"key": id_}).one_or_none()
    if row is None or (row.chat, row.kind) != (chat, kind):
        raise NotFound(NOUN, id_)
    if row.owner != owner:
        raise NotAllowed(NOUN, id_, "owner")
    if row.expires_at <= now:
        raise NotAllowed(NOUN, id_, "expired")
    return str(row.payload)


def take(conn: Connection, id_: str, *, owner: int, chat: int, kind: str, now: datetime) -> str:
    """`get` that works once: of two who ask at the same time, one finds nothing."""
    payload = get(conn, id_, owner=owner, chat=chat, kind=kind, now=now)
    if not conn.execute(_TAKE, {"key": id_}).rowcount:
        raise NotFound(NOUN, id_)
    return payload


def _id(owner: int, chat: int, kind: str, payload: str) -> str:
    content = "\0".join((str(owner), str(chat), kind, payload))
    return base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()[:9]).decode()


_ROW = select(saved).where(saved.c.id == bindparam("key"))
_EXPIRES = select(saved.c.expires_at).where(saved.c.id == bindparam("key"))
_FORGET = delete(saved).where(saved.c.expires_at < bindparam("before"))
_RENEW = update(saved).where(saved.c.id == bindparam("key")).values(expires_at=bindparam("expires_at"))
_TAKE = delete(saved).where(saved.c.id == bindparam("key"))
