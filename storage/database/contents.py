"""What was written to readers: rendered texts, shared by all who get the same, and the facts that each told.

Parts are what the sender stored for one message each; nothing here reads them. Who got what, and when, is
in `deliveries`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, insert, select

from storage.database.delivery_models import contents, deliveries, notices, subscriptions, told
from storage.database.dialects import insert_new
from storage.errors import NotFound
from storage.subscription import Content, DeliveryState, Receiver, Told

NOUN = "content"


def keep(conn: Connection, parts: Sequence[str], facts: Iterable[Told], now: datetime) -> int:
    """Keep a text of one or more parts with the facts that it tells; the id that all who get it share."""
    facts = sorted(set(facts), key=lambda each: (each.fact, each.version))
    hash_ = _hash(parts, facts)
    values = {"hash": hash_, "size": len(parts), "parts": json.dumps(parts, ensure_ascii=False), "made_at": now}
    new = conn.execute(insert_new(conn, contents), values).rowcount == 1
    id_: int = conn.execute(_ID, {"hash": hash_}).scalar_one()
    if new and facts:
        conn.execute(insert(told), [{"fact": f.fact, "content": id_, "version": f.version} for f in facts])
    return id_


def get(conn: Connection, id_: int) -> Content:
    """`NotFound` where it was forgotten."""
    parts = conn.scalar(_PARTS, {"key": id_})
    if parts is None:
        raise NotFound(NOUN, str(id_))
    return Content(id_, tuple(json.loads(parts)), tuple(Told(*row) for row in conn.execute(_TOLD, {"key": id_})))


def received(conn: Connection, fact: str) -> tuple[Receiver, ...]:
    """The subscriptions that were told the fact, each with the version it was told last; those who may have
    received it are among them. By subscription."""
    rows = conn.execute(_RECEIVED, {"fact": fact})
    last = {row.id: Receiver(row.id, row.chat, row.thread or None, row.version) for row in rows}
    return tuple(last[id_] for id_ in sorted(last))


def prune(conn: Connection, before: datetime) -> int:
    """Forget the notices and texts made before then that nothing was sent of, or whose deliveries were forgotten;
    how many texts."""
    conn.execute(_PRUNE_NOTICES, {"before": before})
    return conn.execute(_PRUNE, {"before": before}).rowcount


def _hash(parts: Sequence[str], facts: Sequence[Told]) -> str:
    whole = json.dumps([list(parts), [[each.fact, each.version] for each in facts]])
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


_ID = select(contents.c.id).where(contents.c.hash == bindparam("hash"))
_PARTS = select(contents.c.parts).where(contents.c.id == bindparam("key"))
_TOLD = select(told.c.fact, told.c.version).where(told.c.content == bindparam("key")).order_by(told.c.fact)
_RECEIVED = (
    select(subscriptions.c.id, subscriptions.c.chat, subscriptions.c.thread, told.c.version)
    .join_from(told, deliveries, deliveries.c.content == told.c.content)
    .join(subscriptions, subscriptions.c.id == deliveries.c.subscription)
    .where(
        told.c.fact == bindparam("fact"),
        deliveries.c.state.in_([DeliveryState.SENT, DeliveryState.UNKNOWN]),
    )
    .order_by(deliveries.c.id)
)
_PRUNE_NOTICES = delete(notices).where(
    notices.c.made_at < bindparam("before"),
    ~exists().where(deliveries.c.subscription == 0, deliveries.c.notice == notices.c.id),
)
_PRUNE = delete(contents).where(
    contents.c.made_at < bindparam("before"),
    ~exists().where(deliveries.c.content == contents.c.id),
    ~exists().where(notices.c.content == contents.c.id),
)
