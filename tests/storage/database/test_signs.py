from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.exc import SQLAlchemyError

from storage.database import postgres as engines
from storage.database.session import Database, open_database
from storage.database.signs import gone
from tests.postgres import Server

SHOWING = """
import sys, time
from storage.database.session import open_database
print(open_database(sys.argv[1]).sign("another").name(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def here(postgresql_url: str) -> Iterator[Database]:
    opened = open_database(postgresql_url)
    yield opened
    opened.close()


@pytest.fixture
def another(postgresql_url: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another process, which shows that it lives."""
    process = subprocess.Popen([sys.executable, "-c", SHOWING, postgresql_url], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"another\n"
    yield process
    process.kill()
    process.communicate()


def is_gone(database: Database, name: str) -> bool:
    with database.writer() as conn:
        return name in gone(conn, [name])


def soon(true: Callable[[], bool]) -> bool:
    """Within five seconds."""
    deadline = time.monotonic() + 5
    while not (found := true()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def break_off(postgres: Server, database: str) -> None:
    with postgres.connect(database) as conn:
        conn.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")


def test_on_sqlite_everyone_else_is_gone(empty_database: Database) -> None:
    sign = empty_database.sign("one")
    assert [sign.name() for _ in range(3)] == ["one"] * 3
    assert is_gone(empty_database, "two")
    sign.end()


def test_whoever_shows_a_sign_is_there_however_often_he_is_looked_for(here: Database) -> None:
    sign = here.sign("one")
    assert [sign.name() for _ in range(3)] == ["one"] * 3
    assert [is_gone(here, "one") for _ in range(3)] == [False] * 3
    assert is_gone(here, "two")
    sign.end()
    assert soon(lambda: is_gone(here, "one"))


def test_a_process_that_is_killed_is_gone(here: Database, another: subprocess.Popen[bytes]) -> None:
    assert not is_gone(here, "another")
    another.kill()
    assert soon(lambda: is_gone(here, "another"))


def test_a_process_that_is_stopped_is_not(here: Database, another: subprocess.Popen[bytes]) -> None:
    another.send_signal(signal.SIGSTOP)
    time.sleep(0.5)
    assert not is_gone(here, "another")
    another.kill()
    assert soon(lambda: is_gone(here, "another"))


def test_whose_connection_breaks_goes_on_under_another_name(
    here: Database, postgres: Server, postgresql_url: str
) -> None:
    sign = here.sign("one")
    sign.name()
    break_off(postgres, postgresql_url.rpartition("/")[2])
    assert soon(lambda: is_gone(here, "one"))
    assert (sign.name(), sign.last) == ("one.1", "one.1")
    assert is_gone(here, "one")
    assert not is_gone(here, "one.1")
    sign.end()
    assert sign.name() == "one.2", "whoever ended may have been taken for dead too"
    sign.end()


def test_a_server_that_is_away_says_so_and_gives_a_name_when_it_is_back(
    here: Database, postgres: Server, postgresql_url: str
) -> None:
    sign, name = here.sign("one"), postgresql_url.rpartition("/")[2]
    sign.name()
    with postgres.connect() as conn:
        conn.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        conn.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        for _ in range(2):
            with pytest.raises(SQLAlchemyError):
                sign.name()
        conn.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    assert sign.name() == "one.1"
    sign.end()


def test_a_sign_is_shown_however_seldom_it_is_asked_for(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LEASE", "1s")
    database = open_database(postgresql_url)
    sign = database.sign("one")
    assert sign.name() == "one"
    time.sleep(1.5)
    assert (is_gone(database, "one"), sign.name()) == (False, "one")
    sign.end()
    database.close()


def test_the_server_notices_within_about_a_minute_that_a_machine_is_gone(here: Database) -> None:
    sign = here.sign("one")
    sign.name()
    assert sign._conn is not None
    names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count")
    idle, interval, times = (int(sign._conn.exec_driver_sql(f"SHOW {name}").scalar_one()) for name in names)
    assert idle + interval * times == 60
    sign.end()


def test_of_two_who_look_at_once_one_is_told(here: Database) -> None:
    with here.writer() as one, here.writer() as other:
        assert gone(one, ["dead"]) == {"dead"}
        assert gone(other, ["dead"]) == frozenset()
