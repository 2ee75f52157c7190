"""What the planner does, in plain sqlite3: the least that leaves the same rows.

It looks for nothing that could go wrong: no digest on its way, no correction owed, nobody else at work. The texts
are made by the program's code, once for each way of reading.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.subscribers import NOW
from bot.composing import Composer, Text
from storage.chat import ChatSettings
from storage.database import codec, subscriptions
from storage.database.queries import changes
from storage.database.session import Database

_DUE = """
SELECT s.id, s.chat, s.thread, s.schedule, s.occasion, c.payload FROM subscriptions s
LEFT JOIN chats c ON c.chat = s.chat
WHERE s.next_due_at <= ? ORDER BY s.next_due_at, s.id LIMIT ?
"""
_KEEP = "INSERT OR IGNORE INTO contents (hash, size, parts, made_at) VALUES (?, ?, ?, ?)"
_KEPT = "SELECT id, size FROM contents WHERE hash = ?"
_TOLD = "INSERT OR IGNORE INTO told (fact, content, version) VALUES (?, ?, ?)"
_ENQUEUE = """
INSERT OR IGNORE INTO deliveries (subscription, notice, occasion, part, content, upto, chat, thread, state, attempts,
                                  not_before, epoch, repeat, plain)
VALUES (?, 0, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, 0, 0, 0)
"""
_MOVE = "UPDATE subscriptions SET next_due_at = ?, occasion = ?, planned = ? WHERE id = ?"
_PRAGMAS = ("busy_timeout = 60000", "foreign_keys = 1", "synchronous = 2")
Kept = tuple[int, int]
"""The id of a content, and how many parts it has."""


def planned(database: Database, batch: int) -> None:
    """Plan everyone who is due, so many in one transaction."""
    with database.reader() as conn, closing(sqlite3.connect(_file(database), isolation_level=None)) as raw:
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        composer = Composer(changes.latest(conn))
        known: dict[tuple[object, ...], Kept] = {}

        def text(chat: int, chosen: ChatSettings) -> Kept:
            key = (chosen.language, chosen.digits, chosen.months)
            if key not in known:
                reader = subscriptions.get(conn, chat, None)
                made = composer.digest(conn, reader, chosen, NOW) if reader else None
                if made is None:
                    raise AssertionError("everyone is told something")
                known[key] = _kept(raw, made)
            return known[key]

        while _batch(raw, batch, composer.upto, text):
            pass


def _batch(raw: sqlite3.Connection, batch: int, upto: int, text: Callable[[int, ChatSettings], Kept]) -> int:
    raw.execute("BEGIN IMMEDIATE")
    due = raw.execute(_DUE, (_written(NOW), batch)).fetchall()
    new, moved = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    for id_, chat, thread, schedule, day, payload in due:
        chosen = codec.load(ChatSettings, payload) if payload else ChatSettings(chat)
        content, parts = text(chat, chosen)
        following, at = _next(date.fromisoformat(day), schedule)
        for part in range(1, parts + 1):
            new.append((id_, day, part, content, upto, chat, thread, _written(NOW)))
        moved.append((_written(at), following.isoformat(), day, id_))
    raw.executemany(_ENQUEUE, new)
    raw.executemany(_MOVE, moved)
    raw.execute("COMMIT")
    return len(due)


def _next(day: date, schedule: str) -> tuple[date, datetime]:
    """The day after, at the hour that was chosen. Each reckons for itself: nothing is remembered."""
    _, _, zone, at, *_ = json.loads(schedule)
    following = day + timedelta(days=1)
    return following, datetime.combine(following, wall_time.fromisoformat(at), ZoneInfo(zone)).astimezone(UTC)


def _kept(raw: sqlite3.Connection, text: Text) -> Kept:
    parts = json.dumps(text.parts, ensure_ascii=False)
    hash_ = hashlib.sha256(parts.encode()).hexdigest()[:32]
    raw.execute(_KEEP, (hash_, len(text.parts), parts, _written(NOW)))
    id_, size = raw.execute(_KEPT, (hash_,)).fetchone()
    raw.executemany(_TOLD, [(each.fact, id_, each.version) for each in text.told])
    return id_, size


def _written(moment: datetime) -> str:
    """As the program writes it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def _file(database: Database) -> str:
    with database.reader() as conn:
        return str(conn.exec_driver_sql("PRAGMA database_list").one().file)
