from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from storage.database import updates
from storage.database.delivery_models import updates as table
from storage.database.session import Database
from tests.storage.database.subscribers import DAY, NOW


def test_an_update_is_stored_once(writer: Connection) -> None:
    assert updates.store(writer, 7, '{"a": 1}', NOW)
    assert not updates.store(writer, 7, '{"a": 2}', NOW)
    assert updates.pending(writer) == (updates.Stored(7, '{"a": 1}'),)


def test_pending_are_in_the_order_of_telegram(writer: Connection) -> None:
    for number in (9, 7, 8):
        updates.store(writer, number, str(number), NOW)
    assert [each.id for each in updates.pending(writer)] == [7, 8, 9]


def test_an_update_is_applied_once_and_not_seen_anew(writer: Connection) -> None:
    updates.store(writer, 7, "secret", NOW)
    assert updates.applied(writer, 7, NOW)
    assert not updates.applied(writer, 7, NOW)
    assert not updates.applied(writer, 8, NOW)
    assert updates.pending(writer) == ()
    assert not updates.store(writer, 7, "again", NOW)
    assert writer.scalar(select(table.c.payload)) == ""


def test_a_change_that_fails_leaves_its_update_to_be_applied(database: Database) -> None:
    def broken() -> None:
        with database.writer() as conn:
            assert updates.applied(conn, 7, NOW)
            raise ZeroDivisionError

    with database.writer() as conn:
        updates.store(conn, 7, "x", NOW)
    with pytest.raises(ZeroDivisionError):
        broken()
    with database.reader() as conn:
        assert len(updates.pending(conn)) == 1


def test_only_what_was_applied_is_forgotten(writer: Connection) -> None:
    for number in (1, 2, 3):
        updates.store(writer, number, "x", NOW)
    updates.applied(writer, 1, NOW)
    updates.applied(writer, 2, NOW + DAY)
    assert updates.prune(writer, NOW + timedelta(hours=1)) == 1
    assert not updates.store(writer, 2, "x", NOW)
    assert updates.store(writer, 1, "x", NOW)
