"""A chat that moves to another time zone takes its subscriptions along: the hour stays, the instant changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from storage.database import subscriptions
from storage.subscription import SubscriptionState


def move(conn: Connection, chat: int, zone: str, now: datetime) -> int:
    """How many subscriptions of the chat had another zone. Paused ones stay paused."""
    moved = [each for each in subscriptions.of_chat(conn, chat) if each.schedule.zone != zone]
    for each in moved:
        subscriptions.put(conn, replace(each, schedule=replace(each.schedule, zone=zone)), now)
        if each.state is SubscriptionState.PAUSED:
            subscriptions.pause(conn, each.id, each.pause_reason or "", now)
    return len(moved)
