from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.database import loading
from storage.database.session import Database, open_database
from tests import corpora

NOW = dt.datetime(2025, 11, 21, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a migrated and empty database, to be copied."""
    file = tmp_path_factory.mktemp("tables") / "mujaz.db"
    made = open_database(f"sqlite:///{file}")
    made.migrate()
    made.close()
    return file


@pytest.fixture
def database(tables: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty database with all its tables."""
    opened = open_database(f"sqlite:///{shutil.copy(tables, tmp_path)}")
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
