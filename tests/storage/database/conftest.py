from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.database import loading
from storage.database.session import Database, open_database
from tests import corpora

NOW = dt.datetime(2025, 11, 21, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database with all its tables."""
    opened = open_database(f"sqlite:///{tmp_path / 'mujaz.db'}")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def writer(database: Database) -> Iterator[Connection]:
    with database.writer() as conn:
        yield conn


@pytest.fixture
def loaded(writer: Connection) -> Connection:
    """A connection to a database in which `corpora.small()` serves."""
    loading.load(writer, corpora.small(), NOW)
    return writer
