from __future__ import annotations

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.database import session
from storage.database.models import chats
from storage.database.session import Database, open_database
from storage.errors import UnusableDatabase

PRAGMAS = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 60_000}
CHAT = {"chat": 1, "payload": "{}"}


def _pragmas(conn: Connection, *names: str) -> dict[str, object]:
    return {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}


def test_the_writing_connection_is_as_it_must_be(database: Database) -> None:
    with database.writer() as conn:
        assert _pragmas(conn, *PRAGMAS, "query_only") == {**PRAGMAS, "query_only": 0}


def test_each_reading_connection_is_as_it_must_be(database: Database) -> None:
    with ExitStack() as stack:
        readers = [stack.enter_context(database.reader()) for _ in range(4)]
        for conn in readers:
            assert _pragmas(conn, *PRAGMAS, "query_only") == {**PRAGMAS, "query_only": 1}


def test_a_connection_that_cannot_be_so_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "_PRAGMAS", {"page_size": 1000})
    with pytest.raises(UnusableDatabase) as caught:
        open_database(f"sqlite:///{tmp_path / 'x.db'}")
    assert caught.value.reason == "pragma"


def test_a_reader_cannot_write(database: Database) -> None:
    with database.reader() as conn, pytest.raises(OperationalError, match="readonly"):
        conn.execute(insert(chats), CHAT)


def test_what_is_written_is_there_after_the_transaction(database: Database) -> None:
    with database.writer() as conn:
        conn.execute(insert(chats), CHAT)
    with database.reader() as conn:
        assert conn.scalar(select(chats.c.payload)) == "{}"


def test_an_error_undoes_the_transaction(database: Database) -> None:
    def fail() -> None:
        with database.writer() as conn:
            conn.execute(insert(chats), CHAT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.reader() as conn:
        assert conn.scalar(select(chats.c.payload)) is None


def test_a_reader_keeps_seeing_what_it_saw_first(database: Database) -> None:
    with database.reader() as conn:
        assert conn.scalar(select(chats.c.payload)) is None
        with database.writer() as other:
            other.execute(insert(chats), CHAT)
        assert conn.scalar(select(chats.c.payload)) is None
    with database.reader() as conn:
        assert conn.scalar(select(chats.c.payload)) == "{}"


def test_a_writer_holds_the_lock_from_its_first_moment(database: Database, address: str) -> None:
    """Nobody reads, decides and then finds that another has written: the second waits at the door."""
    other = open_database(address)
    order = list[str]()

    def second() -> None:
        with other.writer() as conn:
            order.append("second")
            conn.execute(insert(chats), {**CHAT, "chat": 2})

    with ThreadPoolExecutor() as pool:
        with database.writer() as conn:
            conn.execute(select(chats))
            waiting = pool.submit(second)
            assert not _done_within(waiting.result, 0.2)
            order.append("first")
        waiting.result(5)
    assert order == ["first", "second"]
    other.close()


def _done_within(result: Callable[[float], object], seconds: float) -> bool:
    try:
        result(seconds)
    except TimeoutError:
        return False
    return True


def test_many_threads_may_write_at_once(database: Database) -> None:
    def write(chat: int) -> None:
        with database.writer() as conn:
            conn.execute(insert(chats), {**CHAT, "chat": chat})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    with database.reader() as conn:
        assert len(conn.execute(select(chats)).all()) == 40


def test_the_folder_is_made_and_is_the_owners_alone(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'new' / 'mujaz.db'}").close()
    assert (tmp_path / "new" / "mujaz.db").exists()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("no url", "url"),
        ("mysql://someone:secret@host/name", "backend"),
        ("sqlite://", "file"),
        ("sqlite:///:memory:", "file"),
    ],
)
def test_a_url_that_cannot_serve_is_refused_without_being_shown(url: str, reason: str) -> None:
    with pytest.raises(UnusableDatabase) as caught:
        open_database(url)
    assert caught.value.reason == reason
    assert "secret" not in repr(caught.value)


def test_errors_do_not_show_what_was_written(database: Database) -> None:
    with database.writer() as conn:
        conn.execute(insert(chats), CHAT)
        with pytest.raises(IntegrityError) as caught:
            conn.execute(insert(chats), {**CHAT, "payload": "a private word"})
    assert "private" not in str(caught.value)


def test_connections_go_back_to_the_pool(database: Database) -> None:
    def leaked(opened: Callable[[], AbstractContextManager[Connection]]) -> None:
        with opened() as conn:
            conn.execute(select(chats))

    for _ in range(30):
        leaked(database.reader)
        leaked(database.writer)
