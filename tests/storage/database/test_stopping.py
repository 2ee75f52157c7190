"""A subscription that ended is taken up again exactly as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage.database import stopping, subscriptions
from storage.schedule import Cadence, Schedule
from storage.subscription import NEW, Section, Subscription
from tests.storage.database.conftest import NOW

CHAT = -5
SCHEDULES = st.sampled_from(
    (
        Schedule(),
        Schedule(Cadence.WEEKLY, frozenset({4}), zone="Europe/London"),
        Schedule(Cadence.WEEKDAYS, frozenset({0, 6})),
        Schedule(Cadence.AT_ONCE),
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.builds(
        Subscription,
        id=st.just(NEW),
        chat=st.just(CHAT),
        thread=st.none() | st.integers(1, 9),
        owner=st.integers(1, 9),
        schedule=SCHEDULES,
        sections=st.frozensets(st.sampled_from(Section), min_size=1),
        places=st.frozensets(st.sampled_from(("iraq", "عراق", "a:b"))),
        forces=st.frozensets(st.sampled_from(("us", "coalition"))),
        sign_of_life=st.booleans(),
        planned=st.none() | st.just(NOW.date()),
        seen=st.integers(0, 9),
        last_sent_at=st.none() | st.just(NOW - timedelta(hours=3)),
    )
)
def test_what_ended_comes_back_as_it_was(writer: Connection, chosen: Subscription) -> None:
    before = subscriptions.put(writer, chosen, NOW)
    text = stopping.stop(writer, CHAT, chosen.thread, NOW)
    assert subscriptions.get(writer, CHAT, chosen.thread) is None
    assert stopping.restart(writer, text, CHAT, NOW)
    assert subscriptions.get(writer, CHAT, chosen.thread) == before
    subscriptions.remove(writer, before.id, NOW)


def test_where_there_is_nothing_to_end_there_is_nothing_to_keep(writer: Connection) -> None:
    assert stopping.stop(writer, CHAT, None, NOW) == ""


def test_a_newer_choice_stands(writer: Connection) -> None:
    chosen = Subscription(NEW, CHAT, None, 1, Schedule())
    subscriptions.put(writer, chosen, NOW)
    text = stopping.stop(writer, CHAT, None, NOW)
    newer = subscriptions.put(writer, replace(chosen, sign_of_life=True), NOW)
    assert not stopping.restart(writer, text, CHAT, NOW)
    assert subscriptions.get(writer, CHAT, None) == newer


def test_it_comes_back_to_the_chat_that_took_its_place(writer: Connection) -> None:
    """A group that was upgraded meanwhile has another id."""
    subscriptions.put(writer, Subscription(NEW, CHAT, None, 1, Schedule()), NOW)
    text = stopping.stop(writer, CHAT, None, NOW)
    assert stopping.restart(writer, text, -1001, NOW)
    assert subscriptions.get(writer, -1001, None)
    assert subscriptions.get(writer, CHAT, None) is None


def test_a_digest_that_was_due_when_it_ended_is_still_due(writer: Connection) -> None:
    made = subscriptions.put(writer, Subscription(NEW, CHAT, None, 1, Schedule()), NOW)
    assert made.next_due_at
    later = made.next_due_at + timedelta(minutes=5)
    text = stopping.stop(writer, CHAT, None, later)
    stopping.restart(writer, text, CHAT, later + timedelta(minutes=1))
    assert [each.occasion for each in subscriptions.due(writer, later + timedelta(minutes=1), 10)] == [made.occasion]
