from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest
from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage.database import dialects, loading, migrating, models, postgres
from storage.database.models import articles, chats
from storage.database.session import Database, open_database
from storage.errors import UnusableDatabase
from tests import corpora
from tests.postgres import Server
from tests.storage.database.conftest import NOW

CHAT = {"chat": 1, "payload": "{}"}


@pytest.fixture
def database(postgresql_url: str) -> Iterator[Database]:
    opened = open_database(postgresql_url)
    yield opened
    opened.close()


def _settings(conn: Connection, *names: str) -> dict[str, object]:
    return {name: conn.scalar(select(func.current_setting(name))) for name in names}


def test_a_writer_waits_for_the_disk_and_for_nobody_for_ever(database: Database) -> None:
    with database.writer() as conn:
        found = _settings(conn, "synchronous_commit", "fsync", "lock_timeout", "idle_in_transaction_session_timeout")
        level = _settings(conn, "transaction_isolation", "transaction_read_only")
    assert found == {
        "synchronous_commit": "on",
        "fsync": "on",
        "lock_timeout": "1min",
        "idle_in_transaction_session_timeout": "30s",
    }
    assert level == {"transaction_isolation": "read committed", "transaction_read_only": "off"}


def test_a_reader_cannot_write(database: Database) -> None:
    with database.reader() as conn, pytest.raises(DBAPIError, match="read-only transaction"):
        conn.execute(insert(chats), CHAT)


def test_a_reader_keeps_seeing_what_it_saw_first(database: Database) -> None:
    with database.reader() as conn:
        assert conn.scalar(select(chats.c.payload)) is None
        with database.writer() as other:
            other.execute(insert(chats), CHAT)
        assert conn.scalar(select(chats.c.payload)) is None
    with database.reader() as conn:
        assert conn.scalar(select(chats.c.payload)) == "{}"


def test_writers_stand_side_by_side(database: Database) -> None:
    with database.writer() as one, database.writer() as other:
        one.execute(insert(chats), CHAT)
        other.execute(insert(chats), {**CHAT, "chat": 2})
    with database.reader() as conn:
        assert conn.scalar(select(func.count()).select_from(chats)) == 2


def test_of_two_loads_the_second_waits(database: Database) -> None:
    entered = Event()

    def second() -> int:
        entered.set()
        with database.writer() as conn:
            return loading.load(conn, corpora.corpus([corpora.article()]), NOW).revision

    with ThreadPoolExecutor() as pool:
        with database.writer() as conn:
            first = loading.load(conn, corpora.small(), NOW).revision
            waiting = pool.submit(second)
            entered.wait(5)
        assert (first, waiting.result(10)) == (1, 2)


def test_a_connection_that_cannot_be_as_it_must_is_refused(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_AS_IT_MUST_BE", {"fsync": "off"})
    with pytest.raises(UnusableDatabase) as caught:
        open_database(postgresql_url)
    assert (caught.value.reason, caught.value.value) == ("setting", "fsync = on")


def test_an_old_server_is_refused(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "OLDEST", 99)
    with pytest.raises(UnusableDatabase) as caught:
        open_database(postgresql_url)
    assert caught.value.reason == "version"


def test_a_database_of_other_letters_is_refused(postgres: Server) -> None:
    with postgres.connect() as conn:
        conn.execute("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII'")
    try:
        with pytest.raises(UnusableDatabase) as caught:
            open_database(postgres.url("ascii"))
        assert (caught.value.reason, caught.value.value) == ("setting", "server_encoding = SQL_ASCII")
    finally:
        postgres.drop("ascii")


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [("nowhere", None, "does not exist"), ("postgres", "wrong", "password authentication failed")],
)
def test_what_the_server_refuses_is_said_without_the_address(
    postgres: Server, name: str, password: str | None, said: str
) -> None:
    url = postgres.url(name).replace(postgres.password, password or postgres.password)
    with pytest.raises(UnusableDatabase) as caught:
        open_database(url)
    assert caught.value.reason == "server"
    assert said in caught.value.value
    assert str(postgres.port) not in str(caught.value)


def test_a_server_that_is_not_there_is_said_to_be_so() -> None:
    with pytest.raises(UnusableDatabase) as caught:
        open_database("postgresql+psycopg://someone:canary@127.0.0.1:1/mujaz")
    assert (caught.value.reason, caught.value.value) == ("server", "Connection refused")
    assert "canary" not in repr(caught.value)


def test_the_address_needs_no_driver(postgresql_url: str) -> None:
    database = open_database(postgresql_url.replace("+psycopg", ""))
    with database.reader() as conn:
        assert migrating.version(conn) == migrating.HEAD
    database.close()


def test_errors_do_not_show_what_was_written(database: Database) -> None:
    with database.writer() as conn:
        with pytest.raises(IntegrityError) as caught, conn.begin_nested():
            conn.execute(insert(chats), {"chat": None, "payload": "a private word"})
        row = {"version": 1, "hash": None, "id": "x", "code": "c", "text": "a private word"}
        values = tuple({**row, "sentences": "", "payload": ""}.values())
        with pytest.raises(IntegrityError) as copied, conn.begin_nested():
            dialects.bulk(conn, articles)([values])
    for each in (caught.value, copied.value):
        assert "null value" in str(each)
        assert "private" not in f"{each} {each.orig} {each.__cause__} {each.__context__}"


def test_a_writer_that_sleeps_in_a_transaction_loses_it(database: Database) -> None:
    """So a process that was stopped holds up nobody for ever."""
    sleeper = database.writer()
    conn = sleeper.__enter__()
    conn.execute(text("SET idle_in_transaction_session_timeout = '200ms'"))
    conn.execute(insert(chats), CHAT)
    with database.writer() as other:
        other.execute(dialects.insert_new(other, chats), {**CHAT, "payload": "[]"})
    with pytest.raises(DBAPIError, match="idle-in-transaction"):
        sleeper.__exit__(None, None, None)
    with database.reader() as reader:
        assert reader.scalar(select(chats.c.payload)) == "[]"


def test_after_the_server_broke_off_the_next_transaction_is_a_new_connections(
    database: Database, postgresql_url: str
) -> None:
    with database.reader() as held:
        held.execute(select(chats))
        held.rollback()
        _break_off(postgresql_url)
        with database.writer() as conn:
            conn.execute(insert(chats), CHAT)
        with pytest.raises(OperationalError):
            held.execute(select(chats))
        held.rollback()
        assert held.scalar(select(chats.c.payload)) == "{}"


def _break_off(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_many_rows_come_in_as_they_are(database: Database) -> None:
    texts = ["", "\\N", "a\tb\nc\\d", "«قاعدة» \u2068x\u2069", "'\"%s"]
    rows = [(number, f"h{number}", "i", "c", each, "[]", "{}") for number, each in enumerate(texts)]
    with database.writer() as conn:
        dialects.bulk(conn, articles)(rows)
        assert conn.execute(select(articles).order_by(articles.c.version)).all() == rows
        assert conn.scalars(select(models.facts.c.id)).all() == []
