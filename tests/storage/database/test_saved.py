from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import TypedDict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from storage.database import models, saved
from storage.database.session import Database
from storage.errors import NotAllowed, NotFound
from tests.storage.database.conftest import NOW

WEEK = dt.timedelta(days=7)


class _Whose(TypedDict):
    owner: int
    chat: int
    kind: str


READER: _Whose = {"owner": 1, "chat": -100, "kind": "t"}


def _keep(conn: Connection, payload: str = "{}", now: dt.datetime = NOW) -> str:
    return saved.keep(conn, **READER, payload=payload, now=now, lifetime=WEEK)


def test_what_is_kept_comes_back(writer: Connection) -> None:
    id_ = _keep(writer, '{"place":"عين الأسد"}')
    assert saved.get(writer, id_, **READER, now=NOW) == '{"place":"عين الأسد"}'
    assert saved.get(writer, id_, **READER, now=NOW) == '{"place":"عين الأسد"}'


@given(payload=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_id_fits_into_a_button_with_room_to_spare(writer: Connection, payload: str) -> None:
    id_ = _keep(writer, payload)
    assert len(id_.encode()) == 12
    assert id_.isascii()
    assert ":" not in id_
    assert saved.get(writer, id_, **READER, now=NOW) == payload


def test_the_same_thing_again_has_the_same_id_and_another_another(writer: Connection) -> None:
    assert _keep(writer) == _keep(writer)
    ids = {
        _keep(writer),
        _keep(writer, "[]"),
        saved.keep(writer, owner=2, chat=-100, kind="t", payload="{}", now=NOW, lifetime=WEEK),
        saved.keep(writer, owner=1, chat=-101, kind="t", payload="{}", now=NOW, lifetime=WEEK),
        saved.keep(writer, owner=1, chat=-100, kind="s", payload="{}", now=NOW, lifetime=WEEK),
    }
    assert len(ids) == 5


def test_it_is_renewed_only_in_the_second_half_of_its_life(writer: Connection) -> None:
    def ends() -> dt.datetime:
        (moment,) = writer.scalars(select(models.saved.c.expires_at))
        assert isinstance(moment, dt.datetime)
        return moment

    _keep(writer)
    _keep(writer, now=NOW + WEEK / 2)
    assert ends() == NOW + WEEK
    later = NOW + WEEK / 2 + dt.timedelta(seconds=1)
    _keep(writer, now=later)
    assert ends() == later + WEEK


def test_whether_anything_is_to_be_written_is_known_beforehand(writer: Connection) -> None:
    def kept(now: dt.datetime) -> str | None:
        return saved.kept(writer, **READER, payload="{}", now=now, lifetime=WEEK)

    assert kept(NOW) is None
    id_ = _keep(writer)
    assert kept(NOW + WEEK / 2) == id_
    assert kept(NOW + WEEK * 0.6) is None
    _keep(writer, now=NOW + WEEK * 0.6)
    assert kept(NOW + WEEK) == id_


def test_it_ends(writer: Connection) -> None:
    id_ = _keep(writer)
    assert saved.get(writer, id_, **READER, now=NOW + WEEK - dt.timedelta(seconds=1)) == "{}"
    with pytest.raises(NotAllowed) as caught:
        saved.get(writer, id_, **READER, now=NOW + WEEK)
    assert caught.value.reason == "expired"


def test_only_its_owner_may_use_it(writer: Connection) -> None:
    id_ = _keep(writer)
    with pytest.raises(NotAllowed) as caught:
        saved.get(writer, id_, owner=2, chat=-100, kind="t", now=NOW)
    assert caught.value.reason == "owner"
    with pytest.raises(NotAllowed):
        saved.take(writer, id_, owner=2, chat=-100, kind="t", now=NOW)
    assert saved.get(writer, id_, **READER, now=NOW) == "{}"


@pytest.mark.parametrize(("chat", "kind"), [(-101, "t"), (-100, "s")])
def test_elsewhere_or_as_something_else_it_is_not_there(writer: Connection, chat: int, kind: str) -> None:
    id_ = _keep(writer)
    with pytest.raises(NotFound):
        saved.get(writer, id_, owner=1, chat=chat, kind=kind, now=NOW)


def test_what_was_never_kept_is_not_there(writer: Connection) -> None:
    with pytest.raises(NotFound):
        saved.get(writer, "nothing", **READER, now=NOW)


def test_taking_works_once(writer: Connection) -> None:
    id_ = _keep(writer)
    assert saved.take(writer, id_, **READER, now=NOW) == "{}"
    with pytest.raises(NotFound):
        saved.take(writer, id_, **READER, now=NOW)


def test_of_two_presses_at_once_one_takes(database: Database) -> None:
    with database.writer() as conn:
        id_ = _keep(conn)

    def press(_: int) -> bool:
        try:
            with database.writer() as conn:
                return saved.take(conn, id_, **READER, now=NOW) == "{}"
        except NotFound:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(press, range(4))) == [False, False, False, True]


def test_what_ended_long_ago_is_forgotten(writer: Connection) -> None:
    _keep(writer)
    _keep(writer, "[]", NOW + WEEK + saved.REMEMBERED + dt.timedelta(days=1))
    assert list(writer.scalars(select(models.saved.c.payload))) == ["[]"]
