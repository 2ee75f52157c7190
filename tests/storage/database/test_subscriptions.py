from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select

from storage.chat import ChatSettings
from storage.database import chats, deliveries, outbox, saved, subscriptions
from storage.database import delivery_models as tables
from storage.database.session import Database
from storage.errors import NotFound
from storage.schedule import Cadence, Schedule
from storage.subscription import NEW, Section, Subscription, SubscriptionState
from tests.storage.database.subscribers import (
    AT_ONCE,
    DAY,
    EIGHT,
    HOUR,
    MORNING,
    NOW,
    claim,
    explained,
    plan,
    planned,
    rows,
    sending,
    states,
    subscribe,
    text,
    wish,
)
from tests.storage.test_schedule import schedules

SUNDAY = date(2026, 11, 22)

# ------------------------------------------------------------------ keeping


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    schedules(),
    st.frozensets(st.sampled_from(Section)),
    st.frozensets(st.text(max_size=8), max_size=3),
    st.booleans(),
    st.none() | st.integers(1, 9),
)
def test_what_is_kept_is_what_was_chosen(
    database: Database,
    schedule: Schedule,
    sections: frozenset[Section],
    names: frozenset[str],
    life: bool,
    thread: int | None,
) -> None:
    with database.writer() as conn:
        chosen = Subscription(NEW, -100, thread, 7, schedule, sections, names, frozenset(), life, seen=3)
        kept = subscriptions.put(conn, chosen, NOW)
        assert replace(kept, id=NEW, next_due_at=None, occasion=None) == replace(chosen, planned=kept.planned)
        assert subscriptions.get(conn, -100, thread) == kept == subscriptions.by_id(conn, kept.id)
        subscriptions.remove(conn, kept.id, NOW)


def test_the_next_turn_is_reckoned_when_a_choice_is_kept(writer: Connection) -> None:
    kept = subscribe(writer)
    assert (kept.occasion, kept.next_due_at) == (SUNDAY, MORNING)


def test_an_hour_in_the_quiet_hours_is_due_at_their_end(writer: Connection) -> None:
    kept = subscribe(writer, schedule=Schedule(at=time(23)))
    assert (kept.occasion, kept.next_due_at) == (date(2026, 11, 21), datetime(2026, 11, 22, 4, tzinfo=UTC))


def test_a_chat_and_each_of_its_topics_have_one(writer: Connection) -> None:
    whole, topic = subscribe(writer, -5), subscribe(writer, -5, 8)
    again = subscribe(writer, -5, 8, schedule=AT_ONCE)
    assert (again.id, again.schedule) == (topic.id, AT_ONCE)
    assert subscriptions.of_chat(writer, -5) == (whole, again)
    assert subscriptions.get(writer, -5, 9) is None


def test_all_of_a_person_are_found(writer: Connection) -> None:
    mine = [subscribe(writer, chat, owner=7) for chat in (1, -2, -3)]
    subscribe(writer, 4)
    assert list(subscriptions.of_owner(writer, 7)) == mine


def test_changing_the_hour_keeps_what_was_told_and_gives_no_day_two(writer: Connection) -> None:
    subscribe(writer, schedule=EIGHT)
    plan(writer, MORNING)
    deliveries.sent(writer, sending(writer, MORNING), 1, MORNING)
    evening = subscriptions.put(writer, wish(schedule=Schedule(at=time(20))), MORNING + HOUR)
    assert (evening.planned, evening.seen, evening.last_sent_at) == (SUNDAY, 5, MORNING)
    assert evening.occasion == SUNDAY + DAY


def test_a_later_hour_on_a_day_that_had_none_is_for_that_day(writer: Connection) -> None:
    subscribe(writer)
    assert subscriptions.put(writer, wish(schedule=Schedule(at=time(20))), NOW).occasion == SUNDAY - DAY


def test_a_change_does_not_lose_a_digest_that_is_due(writer: Connection) -> None:
    subscribe(writer)
    changed = subscriptions.put(writer, wish(schedule=Schedule(at=time(20))), MORNING + HOUR)
    assert (changed.occasion, changed.next_due_at) == (SUNDAY, MORNING + HOUR)


def test_a_change_does_not_lose_a_digest_that_waits_for_the_quiet_hours_end(writer: Connection) -> None:
    late = MORNING + timedelta(hours=14)
    kept = subscribe(writer)
    assert subscriptions.postpone(writer, kept, late + 9 * HOUR)
    quiet = Schedule(at=time(8), quiet_from=time(23))
    changed = subscriptions.put(writer, wish(schedule=quiet), late)
    assert (changed.occasion, changed.next_due_at) == (SUNDAY, late)


def test_who_wants_it_at_once_has_a_turn_at_once(writer: Connection) -> None:
    kept = subscribe(writer, schedule=AT_ONCE)
    assert (kept.occasion, kept.next_due_at) == (None, NOW)
    night = datetime(2026, 11, 21, 20, tzinfo=UTC)
    changed = subscriptions.put(writer, wish(schedule=AT_ONCE), night)
    assert changed.next_due_at == datetime(2026, 11, 22, 4, tzinfo=UTC)


def test_from_at_once_to_every_day(writer: Connection) -> None:
    subscribe(writer, schedule=AT_ONCE)
    assert subscribe(writer).occasion == SUNDAY


# ------------------------------------------------------------------ pausing, removing


def test_a_paused_one_has_no_turns_until_it_is_resumed(writer: Connection) -> None:
    kept = subscribe(writer)
    assert subscriptions.pause(writer, kept.id, "blocked", NOW)
    assert not subscriptions.pause(writer, kept.id, "again", NOW)
    paused = subscriptions.by_id(writer, kept.id)
    assert (paused.state, paused.pause_reason, paused.next_due_at) == (SubscriptionState.PAUSED, "blocked", None)
    assert subscriptions.due(writer, NOW + 40 * DAY, 10) == ()
    assert subscriptions.resume(writer, kept.id, NOW) == kept
    assert subscriptions.resume(writer, kept.id, NOW + DAY) == kept


def test_pausing_folds_what_was_planned_and_loses_nothing(writer: Connection) -> None:
    kept = subscribe(writer)
    plan(writer, MORNING, "one", "two")
    subscriptions.pause(writer, kept.id, "blocked", MORNING)
    assert states(writer) == ["folded", "folded"]
    assert claim(writer, MORNING) == ()
    resumed = subscriptions.resume(writer, kept.id, MORNING + HOUR)
    assert (resumed.seen, resumed.occasion) == (0, SUNDAY + DAY)


def test_a_chat_is_paused_with_all_its_topics(writer: Connection) -> None:
    for thread in (None, 3, 4):
        subscribe(writer, -5, thread)
    other = subscribe(writer, -6)
    assert subscriptions.pause_chat(writer, -5, "kicked", NOW) == 3
    assert {each.pause_reason for each in subscriptions.of_chat(writer, -5)} == {"kicked"}
    assert subscriptions.of_chat(writer, -6) == (other,)


def test_removing_is_undone_with_what_it_gave_back(writer: Connection) -> None:
    kept = subscribe(writer, places=frozenset({"iraq"}), seen=4)
    gone = subscriptions.remove(writer, kept.id, NOW)
    assert gone == kept
    assert subscriptions.get(writer, 1, None) is None
    assert subscriptions.put(writer, gone, NOW + HOUR) == kept
    with pytest.raises(NotFound):
        subscriptions.remove(writer, 99, NOW)


def test_what_was_on_its_way_is_not_sent_once_removed_and_again_once_that_is_undone(writer: Connection) -> None:
    kept = subscribe(writer)
    plan(writer, MORNING)
    claimed = claim(writer, MORNING)
    gone = subscriptions.remove(writer, kept.id, MORNING)
    assert deliveries.sending(writer, claimed[0], MORNING, HOUR) is None
    subscriptions.put(writer, gone, MORNING)
    assert states(writer) == ["waiting"]
    assert deliveries.sending(writer, claimed[0], MORNING, HOUR) is not None


def test_a_turn_that_had_come_before_it_was_removed_is_still_there_when_that_is_undone(writer: Connection) -> None:
    gone = subscriptions.remove(writer, subscribe(writer).id, MORNING)
    assert subscriptions.put(writer, gone, MORNING + HOUR).occasion == SUNDAY


def test_the_id_of_a_removed_one_is_not_given_to_another(writer: Connection) -> None:
    first = subscribe(writer)
    subscriptions.remove(writer, first.id, NOW)
    assert subscribe(writer, 2).id > first.id


def test_erasing_a_chat_leaves_nothing_of_it(writer: Connection) -> None:
    subscribe(writer, -5, 3), subscribe(writer, -5), subscribe(writer, -6)
    plan(writer, MORNING)
    assert subscriptions.erase(writer, -5) == 4
    assert subscriptions.of_chat(writer, -5) == ()
    assert [row.chat for row in rows(writer)] == [-6]
    assert subscriptions.erase(writer, -5) == 0


# ------------------------------------------------------------------ a group becomes a supergroup


def test_a_group_takes_everything_with_it(writer: Connection) -> None:
    kept = subscribe(writer, -5)
    chats.save(writer, ChatSettings(-5, zone="Asia/Amman"))
    button = saved.keep(writer, owner=7, chat=-5, kind="t", payload="{}", now=NOW, lifetime=DAY)
    plan(writer, MORNING)
    subscriptions.migrate_chat(writer, -5, -100_5, MORNING)
    assert subscriptions.get(writer, -100_5, None) == replace(
        subscriptions.by_id(writer, kept.id), id=kept.id, chat=-100_5
    )
    assert subscriptions.of_chat(writer, -5) == ()
    assert claim(writer, MORNING)[0].chat == -100_5
    assert chats.settings(writer, -100_5) == ChatSettings(-100_5, zone="Asia/Amman")
    assert chats.settings(writer, -5) is None
    assert saved.get(writer, button, owner=7, chat=-100_5, kind="t", now=NOW) == "{}"


def test_what_the_new_group_has_chosen_already_stands(writer: Connection) -> None:
    old, new = subscribe(writer, -5), subscribe(writer, -100_5, schedule=AT_ONCE)
    topic = subscribe(writer, -5, 9)
    chats.save(writer, ChatSettings(-5, zone="Asia/Amman"))
    chats.save(writer, ChatSettings(-100_5, zone="Asia/Tokyo"))
    plan(writer, MORNING)
    subscriptions.migrate_chat(writer, -5, -100_5, MORNING)
    subscriptions.migrate_chat(writer, -5, -100_5, MORNING)
    assert [each.id for each in subscriptions.of_chat(writer, -100_5)] == [new.id, topic.id]
    assert [row.state for row in rows(writer) if row.subscription == old.id] == ["folded"]
    assert chats.settings(writer, -100_5) == ChatSettings(-100_5, zone="Asia/Tokyo")


# ------------------------------------------------------------------ turns


def test_due_are_those_whose_turn_has_come_longest_waiting_first(writer: Connection) -> None:
    late = subscribe(writer, 1, schedule=Schedule(at=time(9)))
    soon = subscribe(writer, 2, schedule=Schedule(at=time(8)))
    subscribe(writer, 3, schedule=Schedule(at=time(9, 1)))
    assert subscriptions.due(writer, MORNING - HOUR, 10) == ()
    assert subscriptions.due(writer, MORNING + HOUR, 10) == (soon, late)
    assert subscriptions.due(writer, MORNING + HOUR, 1) == (soon,)


def test_finding_who_is_due_is_one_seek_in_an_index(writer: Connection) -> None:
    many = [{**_BARE, "chat": chat, "next_due_at": MORNING if chat % 2 else None} for chat in range(1000)]
    writer.execute(insert(tables.subscriptions), many)
    (plan,) = explained(writer, lambda: subscriptions.due(writer, NOW, 10))
    if writer.dialect.name == "sqlite":
        assert plan == "SEARCH subscriptions USING INDEX ix_subscriptions_due (next_due_at<?)"
    assert "ix_subscriptions_due" in plan
    assert "Sort" not in plan


_BARE = {
    "thread": 0,
    "owner": 1,
    "cadence": "daily",
    "schedule": "[]",
    "wanted": "[]",
    "state": "active",
    "seen": 0,
}


def test_a_postponed_turn_comes_later_for_the_same_day(writer: Connection) -> None:
    kept = subscribe(writer)
    assert subscriptions.postpone(writer, kept, MORNING + 2 * HOUR)
    assert not subscriptions.postpone(writer, kept, MORNING + 3 * HOUR)
    assert subscriptions.due(writer, MORNING + HOUR, 10) == ()
    (later,) = subscriptions.due(writer, MORNING + 2 * HOUR, 10)
    assert later.occasion == SUNDAY


def test_news_wake_those_who_want_them_at_once_and_no_others(writer: Connection) -> None:
    eager, paused, daily = (
        subscribe(writer, schedule=AT_ONCE),
        subscribe(writer, 2, schedule=AT_ONCE),
        subscribe(writer, 3),
    )
    subscriptions.pause(writer, paused.id, "blocked", NOW)
    outbox.plan(writer, [planned(eager, NOW, None)], NOW)
    assert subscriptions.due(writer, NOW + HOUR, 10) == ()
    assert subscriptions.wake(writer, NOW + HOUR) == 1
    assert [each.id for each in subscriptions.due(writer, NOW + HOUR, 10)] == [eager.id]
    assert subscriptions.by_id(writer, daily.id) == daily


def test_a_turn_that_waits_stays_where_it_is_when_more_news_come(writer: Connection) -> None:
    subscribe(writer, schedule=AT_ONCE)
    assert subscriptions.wake(writer, NOW + HOUR) == 0
    assert subscriptions.due(writer, NOW, 10)[0].next_due_at == NOW


# ------------------------------------------------------------------ counting


def test_the_counts(writer: Connection) -> None:
    assert subscriptions.counts(writer, NOW).active == 0
    for chat, schedule in enumerate((EIGHT, EIGHT, AT_ONCE, Schedule(Cadence.WEEKLY, frozenset({2})), EIGHT), 1):
        subscribe(writer, chat, schedule=schedule)
    subscriptions.pause(writer, subscriptions.of_chat(writer, 5)[0].id, "blocked", NOW)
    counted = subscriptions.counts(writer, MORNING - HOUR)
    assert (counted.active, counted.paused, counted.due_next_hour) == (4, 1, 3)
    assert counted.cadences == {"daily": 2, "at_once": 1, "weekly": 1}
    assert counted.reasons == {"blocked": 1}


def test_every_row_can_be_read_again(writer: Connection) -> None:
    text(writer)
    subscribe(writer)
    stored = writer.execute(select(tables.subscriptions)).one()
    assert (stored.cadence, stored.thread) == ("daily", 0)
