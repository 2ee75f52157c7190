"""Places in the rate that several processes share: by the clock of the database, one after another."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import Connection, select

from storage.database import rates
from storage.database.rate_models import departures

OVERALL = (3, 0.3)
OWN = ((1, 0.2),)
TICK = 0.01
"""The database's clock is not the one that we sleep by; at the very moment it may be a little behind."""


def take(
    conn: Connection, chat: int, ahead: float = 0.0, allowance: float = 0.0, instead_of: int | None = None
) -> rates.Place:
    return rates.take(conn, str(chat), OVERALL, OWN, ahead, allowance, instead_of)


def test_places_are_given_until_the_window_is_full(writer: Connection) -> None:
    assert all(take(writer, chat).wait == 0.0 for chat in (1, 2, 3))
    refused = take(writer, 4)
    assert (refused.id, refused.alone, refused.halted) == (None, False, 0.0)
    assert 0.0 < refused.wait <= 0.3
    time.sleep(refused.wait + TICK)
    assert take(writer, 4).id is not None


def test_a_place_that_is_near_is_given_ahead_of_its_time(writer: Connection) -> None:
    for chat in (1, 2, 3):
        take(writer, chat)
    ahead = take(writer, 4, ahead=0.5)
    assert ahead.id is not None
    assert 0.0 < ahead.wait <= 0.3
    (first, *_, last) = writer.scalars(select(departures.c.at).order_by(departures.c.at)).all()
    assert last - first == pytest.approx(0.3)


def test_a_chat_that_was_just_written_to_is_refused_alone(writer: Connection) -> None:
    take(writer, 1)
    refused = take(writer, 1)
    assert (refused.id, refused.alone) == (None, True)
    assert 0.0 < refused.wait <= 0.2
    assert take(writer, 2).id is not None


def test_the_next_place_counts_from_the_last_moment_at_which_the_one_before_may_leave(writer: Connection) -> None:
    assert take(writer, 1, allowance=5.0).wait == 0.0
    assert 5.0 < take(writer, 1).wait <= 5.2


def test_a_place_that_was_not_used_is_given_back_for_another(writer: Connection) -> None:
    unused = take(writer, 1)
    assert take(writer, 1, instead_of=unused.id).id is not None
    assert len(writer.scalars(select(departures.c.id)).all()) == 1


def test_a_halt_holds_for_everyone_and_a_shorter_one_does_not_end_it(writer: Connection) -> None:
    assert rates.halted(writer) == 0.0
    rates.halt(writer, 30.0)
    rates.halt(writer, 5.0)
    assert 29.0 < rates.halted(writer) <= 30.0
    refused = take(writer, 1, ahead=0.05)
    assert (refused.id, refused.alone) == (None, False)
    assert 29.0 < refused.halted <= refused.wait <= 30.0


def test_what_left_long_ago_is_forgotten(writer: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    for chat in (1, 2, 3):
        take(writer, chat)
    monkeypatch.setattr(rates, "KEPT", -1.0)
    time.sleep(0.31)
    take(writer, 4)
    assert writer.scalars(select(departures.c.id)).all() == []
