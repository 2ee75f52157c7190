"""Made-up subscribers of the shipped story, as many as wanted: some are due, the others much later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from itertools import islice, product
from pathlib import Path

from sqlalchemy import Connection, Table, insert, select

from benchmarks.invention import SEEDS
from bot.seeding import Seeds
from bot.services import StoredServices
from storage.chat import ChatSettings, Digits, Language, Months
from storage.database import chats, codec, subscriptions
from storage.database.delivery_models import subscriptions as rows
from storage.database.models import chats as chat_rows
from storage.database.session import Database, open_database
from storage.schedule import Schedule
from storage.subscription import NEW, Subscription

NOW = datetime(2026, 11, 22, 5, 0, 30, tzinfo=UTC)
"""Eight in the morning in Baghdad, when those who are due are due."""
YESTERDAY = NOW - timedelta(days=1)
FIRST_CHAT = 1_000_000
READ = tuple(product(Language, Digits, Months))
"""The ways in which they read: so many texts are made for all who are due."""
_EIGHT = Schedule(at=wall_time(8))
_BULK = 10_000


def services(database: Database) -> StoredServices:
    return StoredServices(database, Seeds(SEEDS, SEEDS / "story.yaml"), lambda: NOW)


def filled(file: Path, many: int, due: int) -> Database:
    """A database with the shipped story, loaded a day ago, and `many` subscribers of it, the first `due` of whom
    have their turn now."""
    database = open_database(f"sqlite:///{file}")
    database.migrate()
    Seeds(SEEDS, SEEDS / "story.yaml").load(database, YESTERDAY)
    with database.writer() as conn:
        row = _template(conn)
        later = row | {"next_due_at": NOW + timedelta(hours=12)}
        _insert(conn, rows, (_row(row if n < due else later, FIRST_CHAT + n) for n in range(1, many)))
        if due == 0:
            conn.execute(rows.update().values(next_due_at=later["next_due_at"]))
        _insert(conn, chat_rows, (_settings(n) for n in range(1, due)))
    return database


def _template(conn: Connection) -> dict[str, object]:
    """The row of one who subscribed yesterday, made by the program."""
    subscriptions.put(conn, Subscription(NEW, FIRST_CHAT, None, FIRST_CHAT, _EIGHT), YESTERDAY)
    chats.save(conn, ChatSettings(FIRST_CHAT))
    row = dict(conn.execute(select(rows)).one()._mapping)
    del row["id"]
    return row


def _row(row: Mapping[str, object], chat: int) -> dict[str, object]:
    return {**row, "chat": chat, "owner": chat}


def _settings(number: int) -> dict[str, object]:
    language, digits, months = READ[number % len(READ)]
    chosen = ChatSettings(FIRST_CHAT + number, language, digits, months)
    return {"chat": chosen.chat, "payload": codec.dump(chosen)}


def _insert(conn: Connection, table: Table, values: Iterator[dict[str, object]]) -> None:
    while some := list(islice(values, _BULK)):
        conn.execute(insert(table), some)
