from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from storage.database.models import Moment, revision_facts, saved

BAGHDAD = dt.timezone(dt.timedelta(hours=3))


def _saved(expires_at: dt.datetime) -> dict[str, object]:
    return {"id": "x", "owner": 1, "chat": 1, "kind": "t", "payload": "", "expires_at": expires_at}


def test_a_moment_comes_back_in_utc_and_is_the_same_moment(writer: Connection) -> None:
    moment = dt.datetime(2025, 11, 21, 2, 0, 0, 123456, tzinfo=BAGHDAD)
    writer.execute(insert(saved), _saved(moment))
    (back,) = writer.scalars(select(saved.c.expires_at))
    assert back == moment
    assert back.tzinfo is dt.UTC


def test_moments_compare_as_moments_in_the_database_too(writer: Connection) -> None:
    writer.execute(insert(saved), _saved(dt.datetime(2025, 11, 21, 2, 0, tzinfo=BAGHDAD)))
    later = saved.c.expires_at > dt.datetime(2025, 11, 20, 22, 59, tzinfo=dt.UTC)
    earlier = saved.c.expires_at < dt.datetime(2025, 11, 20, 23, 1, tzinfo=dt.UTC)
    assert writer.scalar(select(saved.c.id).where(later, earlier)) == "x"


def test_a_moment_without_a_time_zone_is_refused(writer: Connection) -> None:
    with pytest.raises(StatementError, match="time zone"):
        writer.execute(insert(saved), _saved(dt.datetime(2025, 11, 21)))  # noqa: DTZ001


def test_no_moment_is_no_moment() -> None:
    from sqlalchemy.dialects import sqlite

    assert Moment().process_bind_param(None, sqlite.dialect()) is None
    assert Moment().process_result_value(None, sqlite.dialect()) is None


def test_foreign_keys_hold(writer: Connection) -> None:
    with pytest.raises(IntegrityError):
        writer.execute(insert(revision_facts), {"revision": 1, "fact": 1, "position": 0})
