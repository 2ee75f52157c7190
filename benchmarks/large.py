"""The large database that several benchmarks ask: made once per run, through the program's own load."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from benchmarks import invention
from benchmarks.measuring import Sizes, Watch
from storage.database import loading
from storage.database.session import Database, open_database

LOADED = datetime(2026, 11, 21, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Large:
    """The database, and what the raw comparisons need: one connection of ours, one of plain sqlite3."""

    database: Database
    conn: Connection
    raw: sqlite3.Connection
    articles: int
    facts: int


@contextmanager
def opened(folder: Path, sizes: Sizes, watch: Watch) -> Iterator[Large]:
    file = folder / "large.db"
    database = open_database(f"sqlite:///{file}")
    database.migrate()
    watch(0, 1, "inventing")
    corpus = invention.corpus(sizes.articles, sizes.facts)
    watch(1, 1, "inventing")
    with database.writer() as conn:
        loading.load(conn, corpus, LOADED, watch)
    del corpus
    raw = sqlite3.connect(file, isolation_level=None)
    raw.execute("PRAGMA query_only = 1")
    with database.reader() as conn:
        yield Large(database, conn, raw, sizes.articles, sizes.facts)
    raw.close()
    database.close()
