"""Rows of the outbox → `Delivery`, and what goes with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from storage.database import choices
from storage.database.delivery_models import subscriptions
from storage.schedule import Schedule
from storage.subscription import Delivery, DeliveryState


def record(row: Row[*tuple[Any, ...]]) -> Delivery:
    """A row of `deliveries` as what it means."""
    return Delivery(
        id=row.id,
        subscription=row.subscription or None,
        notice=row.notice or None,
        chat=row.chat,
        thread=row.thread or None,
        occasion=row.occasion,
        part=row.part,
        content=row.content,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        not_before=row.not_before,
        owner=row.owner,
        epoch=row.epoch,
        lease_until=row.lease_until,
        message=row.message,
        repeat=row.repeat,
        plain=row.plain,
        upto=row.upto,
    )


def schedules(conn: Connection, found: Sequence[Delivery]) -> Mapping[tuple[int, int], Schedule]:
    """The schedules of the chats that these are for as they are now, by chat and thread (0 = none)."""
    chats = {each.chat for each in found}
    rows = conn.execute(_SCHEDULES, {"chats": list(chats)}) if chats else ()
    return {(row.chat, row.thread): choices.schedule(row.schedule) for row in rows}


_SCHEDULES = select(subscriptions.c.chat, subscriptions.c.thread, subscriptions.c.schedule).where(
    subscriptions.c.chat.in_(bindparam("chats", expanding=True))
)
