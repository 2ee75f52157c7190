from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from storage.database import loading
from storage.database.session import Database, open_database
from tests import corpora

NOW = dt.datetime(2025, 11, 21, 9, 30, tzinfo=dt.UTC)


ON_BOTH = frozenset(
    {
        "test_awaited",
        "test_changelog",
        "test_chats",
        "test_contents",
        "test_deliveries",
        "test_delivery_log",
        "test_effects",
        "test_loading",
        "test_outbox",
        "test_outbox_machine",
        "test_outbox_side_by_side",
        "test_people",
        "test_rates",
        "test_recovering",
        "test_saved",
        "test_serving",
        "test_stopping",
        "test_subscriptions",
        "test_updates",
        "test_articles",
        "test_changes",
        "test_corpus",
        "test_corrections",
        "test_deadlines",
        "test_disputes",
        "test_edition",
        "test_evidence",
        "test_figures",
        "test_milestones",
        "test_places",
        "test_results",
        "test_search",
        "test_timeline",
    }
)
"""Modules whose tests run on SQLite and on PostgreSQL."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.module.__name__.rpartition(".")[2] in ON_BOTH and "address" in metafunc.fixturenames:
        metafunc.parametrize("address", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """Of an empty database with all its tables; on both, one after the other, where the module is of `ON_BOTH`."""
    url: str = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")
    return url


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """An empty database with all its tables."""
    opened = open_database(address)
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
