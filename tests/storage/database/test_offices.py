from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.database import postgres as engines
from storage.database.offices import Office
from storage.database.session import Database, open_database
from tests.postgres import Server


@pytest.fixture
def processes(postgresql_url: str) -> Iterator[Callable[[], Database]]:
    """Opens the same database again, as another process would."""
    opened: list[Database] = []

    def another() -> Database:
        opened.append(open_database(postgresql_url))
        return opened[-1]

    yield another
    for each in opened:
        each.close()


def _break_off(postgres: Server, url: str) -> None:
    with postgres.connect(url.rpartition("/")[2]) as conn:
        conn.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")


def _soon(holds: Callable[[], bool]) -> bool:
    """Within half a minute, on a busy machine."""
    deadline = time.monotonic() + 30
    while not (held := holds()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return held


def test_on_sqlite_there_is_no_other(database: Database) -> None:
    office = database.office("polling")
    assert office.sole
    assert office.holds()
    office.leave()
    assert office.holds()
    assert not database.shared


def test_one_holds_an_office_however_often_both_ask(processes: Callable[[], Database]) -> None:
    one, other = (processes().office("polling") for _ in range(2))
    assert [one.holds(), other.holds(), one.holds(), other.holds()] == [True, False, True, False]
    assert not one.sole


def test_of_many_who_come_at_once_one_is_let_in(processes: Callable[[], Database]) -> None:
    offices = [processes().office("polling") for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(Office.holds, offices)) == 1
    for each in offices:
        each.leave()


def test_another_office_is_another_matter(processes: Callable[[], Database]) -> None:
    assert processes().office("polling").holds()
    assert processes().office("sweeping").holds()


def test_what_was_left_is_free_at_once_however_often_it_was_asked_for(processes: Callable[[], Database]) -> None:
    one, other = (processes().office("polling") for _ in range(2))
    assert [one.holds() for _ in range(3)] == [True] * 3
    one.leave()
    assert _soon(other.holds)
    assert not one.holds()


def test_whoever_dies_holds_nothing(processes: Callable[[], Database], postgres: Server, postgresql_url: str) -> None:
    one, other = (processes().office("polling") for _ in range(2))
    assert one.holds()
    _break_off(postgres, postgresql_url)
    assert _soon(other.holds)
    assert not one.holds()
    other.leave()
    assert _soon(one.holds)


def test_whoever_is_silent_for_too_long_holds_nothing(
    processes: Callable[[], Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LEASE", "1s")
    one, other = (processes().office("polling") for _ in range(2))
    assert one.holds()
    assert not other.holds()
    assert _soon(other.holds)
    assert not one.holds()


def test_a_server_that_is_gone_gives_no_office(postgresql_url: str, postgres: Server) -> None:
    database = open_database(postgresql_url)
    office = database.office("polling")
    assert office.holds()
    with postgres.connect() as conn:
        name = postgresql_url.rpartition("/")[2]
        conn.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    with postgres.connect() as conn:
        conn.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    assert not office.holds()
    assert not office.holds()
    with postgres.connect() as conn:
        conn.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    assert _soon(office.holds)
    database.close()
