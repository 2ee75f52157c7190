"""A change that an update makes is made once, and whoever handles the update anew gets what it gave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, func, select, text

from storage.chat import ChatSettings
from storage.database import effects, updates
from storage.database.effect_models import effects as table
from storage.database.session import Database
from storage.errors import AlreadyApplied

NOW = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def conn(database: Database) -> Iterator[Connection]:
    """A writer's connection to a database with the updates 1 and 2, and with a table to count in."""
    with database.writer() as opened:
        opened.execute(text("CREATE TABLE counted (n INTEGER)"))
        for update in (1, 2):
            updates.store(opened, update, "{}", NOW)
        yield opened


def counting(gives: object) -> object:
    def count(conn: Connection) -> object:
        conn.execute(text("INSERT INTO counted VALUES (1)"))
        return gives

    return count


def counted(conn: Connection) -> int:
    return conn.execute(text("SELECT count(*) FROM counted")).scalar_one()


@pytest.mark.parametrize("gives", [None, True, 7, 1.5, "نص", ""])
def test_a_change_is_made_once_and_gives_the_same_again(conn: Connection, gives: object) -> None:
    for _ in range(3):
        assert effects.once(conn, 1, 1, "count", counting(gives)) == gives
    assert counted(conn) == 1


def test_changes_of_one_update_are_told_apart_and_so_are_updates(conn: Connection) -> None:
    for update, number in ((1, 1), (1, 2), (2, 1)):
        effects.once(conn, update, number, "count", counting(number))
    assert counted(conn) == 3
    assert effects.once(conn, 1, 2, "count", counting(None)) == 2


def test_what_cannot_be_given_back_is_said_to_be_done(conn: Connection) -> None:
    effects.once(conn, 1, 1, "count", counting(ChatSettings(5)))
    with pytest.raises(AlreadyApplied):
        effects.once(conn, 1, 1, "count", counting(ChatSettings(5)))
    assert counted(conn) == 1


def test_another_change_in_its_place_is_not_taken_for_it(conn: Connection) -> None:
    effects.once(conn, 1, 1, "count", counting(1))
    with pytest.raises(AlreadyApplied):
        effects.once(conn, 1, 1, "other", counting(2))


def test_a_change_that_failed_was_not_made(database: Database) -> None:
    def fails(conn: Connection) -> None:
        counting(None)(conn)  # type: ignore[operator]  # it is a function
        raise RuntimeError("half way")

    with database.writer() as conn:
        conn.execute(text("CREATE TABLE counted (n INTEGER)"))
        updates.store(conn, 1, "{}", NOW)
    with pytest.raises(RuntimeError), database.writer() as conn:
        effects.once(conn, 1, 1, "count", fails)
    with database.writer() as conn:
        assert effects.once(conn, 1, 1, "count", counting("made")) == "made"
        assert counted(conn) == 1


def test_an_effect_is_known_after_its_update_is_done_and_goes_when_it_is_forgotten(conn: Connection) -> None:
    effects.once(conn, 1, 1, "count", counting(1))
    updates.applied(conn, 1, NOW)
    assert effects.once(conn, 1, 1, "count", counting(2)) == 1
    updates.prune(conn, NOW + dt.timedelta(days=3))
    assert conn.scalar(select(func.count()).select_from(table)) == 0


def test_handling_anew_is_counted_for_each_update(conn: Connection) -> None:
    effects.once(conn, 1, 1, "count", counting(1))
    assert [effects.handled_anew(conn, 1) for _ in range(3)] == [1, 2, 3]
    assert effects.handled_anew(conn, 2) == 1
