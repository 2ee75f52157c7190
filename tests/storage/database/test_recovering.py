"""What a sender left behind while sending: taken up when it is dead, left alone while it sleeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from storage.database import deliveries
from storage.database.recovering import LONGEST_SLEEP, Here, Recovered, recover
from storage.database.session import Database, open_database
from tests.storage.database.subscribers import LEASE, MORNING, claim, claim_one, plan, rows, sending, states, subscribe

SECOND = timedelta(seconds=1)
OVER = MORNING + LEASE
"""When a lease given in the morning has ended."""


@pytest.fixture
def outgoing(writer: Connection) -> Connection:
    """One message waits for MORNING."""
    subscribe(writer)
    plan(writer, MORNING)
    return writer


@pytest.fixture
def server(postgresql_url: str) -> Iterator[Database]:
    opened = open_database(postgresql_url)
    with opened.writer() as conn:
        subscribe(conn)
        plan(conn, MORNING)
    yield opened
    opened.close()


@contextmanager
def alive(database: Database, name: str = "one") -> Iterator[None]:
    sign = database.sign(name)
    assert sign.name() == name
    yield
    sign.end()


def test_what_is_in_hand_is_not_left_behind(outgoing: Connection) -> None:
    mine = sending(outgoing, MORNING)
    assert recover(outgoing, OVER, Here("one", {mine.id})) == Recovered()
    assert deliveries.sent(outgoing, mine, 77, OVER + SECOND)
    assert states(outgoing) == ["sent"]


def test_what_is_ones_own_and_in_no_hand_is(outgoing: Connection) -> None:
    mine = sending(outgoing, MORNING)
    found = recover(outgoing, OVER, Here("one", {mine.id + 1}))
    assert ([each.id for each in found.repeated], found.asleep) == ([mine.id], set())


def test_ones_own_is_left_behind_while_one_lives(server: Database) -> None:
    with alive(server), server.writer() as conn:
        sending(conn, MORNING)
        assert len(recover(conn, OVER, Here("one")).repeated) == 1


def test_what_somebody_else_sends_is_left_alone_while_he_lives(server: Database) -> None:
    with server.writer() as conn:
        asleep = sending(conn, MORNING)
    with alive(server), server.writer() as conn:
        assert recover(conn, OVER + LONGEST_SLEEP - SECOND, Here("two")) == Recovered()
        assert claim(conn, OVER, "two") == ()
        assert deliveries.sent(conn, asleep, 77, OVER + SECOND), "he woke up, and knows what came of it"
        assert [(row.state, row.repeat) for row in rows(conn)] == [("sent", False)]


def test_and_taken_up_at_once_when_he_is_gone(server: Database) -> None:
    with server.writer() as conn:
        sending(conn, MORNING)
    with alive(server):
        pass
    with server.writer() as conn:
        assert recover(conn, OVER - SECOND, Here("two")) == Recovered()
    found = _soon_recovered(server)
    assert ([each.repeat for each in found.repeated], found.asleep) == ([True], set())


def test_whoever_never_wakes_up_is_not_waited_for_for_ever(server: Database) -> None:
    with server.writer() as conn:
        asleep = sending(conn, MORNING)
    with alive(server), server.writer() as conn:
        late = OVER + LONGEST_SLEEP
        found = recover(conn, late, Here("two"))
        assert ([each.repeat for each in found.repeated], found.asleep) == ([True], {"one"})
        claim_one(conn, late, "two")
        assert not deliveries.sent(conn, asleep, 77, late), "by then nobody listens to him"


def test_what_a_sleeper_has_only_claimed_is_free_when_its_lease_has_ended(server: Database) -> None:
    with server.writer() as conn:
        asleep = claim_one(conn, MORNING)
    with alive(server), server.writer() as conn:
        assert recover(conn, OVER, Here("two")) == Recovered()
        assert claim_one(conn, OVER, "two").repeat is False
        assert deliveries.sending(conn, asleep, OVER, LEASE) is None


def _soon_recovered(server: Database) -> Recovered:
    """A connection that was closed is gone a moment later."""
    for _ in range(1000):
        with server.writer() as conn:
            if (found := recover(conn, OVER, Here("two"))) != Recovered():
                return found
    raise AssertionError("it is not taken up")
