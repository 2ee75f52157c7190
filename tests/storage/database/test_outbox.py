from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from storage.database import contents, deliveries, dialects, outbox, subscriptions
from storage.database import delivery_models as tables
from storage.database.session import Database
from storage.schedule import Schedule
from storage.subscription import Plan, Receiver
from tests.storage.database.subscribers import (
    AT_ONCE,
    DAY,
    EIGHT,
    HOUR,
    LEASE,
    MORNING,
    NOW,
    claim,
    plan,
    planned,
    rows,
    sending,
    states,
    subscribe,
    text,
    wish,
)

SUNDAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 9, tzinfo=UTC)

# ------------------------------------------------------------------ planning


def test_planning_enqueues_each_part_and_moves_on(writer: Connection) -> None:
    kept = subscribe(writer, -5, 3)
    assert plan(writer, MORNING, "one", "two", upto=7) == 1
    first, second = rows(writer)
    assert (first.subscription, first.notice, first.occasion, first.part) == (kept.id, 0, "2026-11-22", 1)
    assert (first.chat, first.thread, first.upto, first.not_before) == (-5, 3, 7, MORNING)
    assert (second.part, second.content, second.state) == (2, first.content, "waiting")
    moved = subscriptions.by_id(writer, kept.id)
    assert (moved.planned, moved.occasion, moved.next_due_at) == (SUNDAY, SUNDAY + DAY, MORNING + DAY)
    assert moved.seen == 0


def test_a_turn_with_nothing_to_say_passes_in_silence(writer: Connection) -> None:
    kept = subscribe(writer)
    assert outbox.plan(writer, [planned(kept, MORNING, None, 7)], MORNING) == 1
    assert rows(writer) == []
    moved = subscriptions.by_id(writer, kept.id)
    assert (moved.planned, moved.occasion, moved.seen) == (SUNDAY, SUNDAY + DAY, 7)


def test_what_was_seen_never_goes_back(writer: Connection) -> None:
    kept = subscribe(writer, seen=9)
    outbox.plan(writer, [planned(kept, MORNING, None, 7)], MORNING)
    assert subscriptions.by_id(writer, kept.id).seen == 9


def test_planning_nothing_does_nothing(writer: Connection) -> None:
    assert outbox.plan(writer, [], NOW) == 0


def test_planning_the_same_turn_twice_enqueues_it_once(writer: Connection) -> None:
    kept = subscribe(writer)
    twice = planned(kept, MORNING, text(writer))
    assert (outbox.plan(writer, [twice], MORNING), outbox.plan(writer, [twice], MORNING)) == (1, 0)
    assert len(rows(writer)) == 1


def test_a_day_that_was_planned_already_conflicts_in_silence(writer: Connection) -> None:
    kept = subscribe(writer)
    plan(writer, MORNING)
    deliveries.sent(writer, sending(writer, MORNING), 1, MORNING)
    again = replace(planned(kept, MORNING, text(writer, "another")), subscription=subscriptions.by_id(writer, kept.id))
    assert outbox.plan(writer, [again], MORNING) == 1
    assert len(rows(writer)) == 1


@pytest.mark.parametrize("change", ["hour", "paused", "removed"])
def test_a_subscription_that_was_changed_meanwhile_is_planned_again(writer: Connection, change: str) -> None:
    kept, other = subscribe(writer), subscribe(writer, 2)
    plans = [planned(each, MORNING, text(writer)) for each in (kept, other)]
    if change == "hour":
        subscriptions.put(writer, wish(schedule=Schedule(at=time(20))), NOW)
    elif change == "paused":
        subscriptions.pause(writer, kept.id, "blocked", NOW)
    else:
        subscriptions.remove(writer, kept.id, NOW)
    assert outbox.plan(writer, plans, MORNING) == 1
    assert [row.subscription for row in rows(writer)] == [other.id]


def test_planning_and_moving_on_are_one(database: Database) -> None:
    def broken() -> None:
        with database.writer() as conn:
            assert plan(conn, MORNING) == 1
            raise ZeroDivisionError

    with database.writer() as conn:
        kept = subscribe(conn)
    with pytest.raises(ZeroDivisionError):
        broken()
    with database.reader() as conn:
        assert rows(conn) == []
        assert subscriptions.due(conn, MORNING, 10) == (kept,)


def test_many_are_planned_in_one_go(writer: Connection) -> None:
    for chat in range(1, 1202):
        subscribe(writer, chat)
    assert plan(writer, MORNING) == 1000
    assert plan(writer, MORNING) == 201
    assert len({row.subscription for row in rows(writer)}) == 1201
    assert len({row.content for row in rows(writer)}) == 1


# ------------------------------------------------------------------ folding


def test_days_that_fold_are_noted_as_delivered_with_a_later_one(writer: Connection) -> None:
    subscribe(writer)
    plan(writer, MORNING + 2 * DAY)
    assert [(row.occasion, row.state, row.content is None) for row in rows(writer)] == [
        ("2026-11-22", "folded", True),
        ("2026-11-23", "folded", True),
        ("2026-11-24", "waiting", False),
    ]


def test_a_digest_that_still_waits_folds_into_the_next(writer: Connection) -> None:
    kept = subscribe(writer)
    plan(writer, MORNING, "one", "two")
    claimed = claim(writer, MORNING)
    plan(writer, MORNING + DAY, upto=6)
    assert states(writer) == ["folded", "folded", "waiting"]
    assert [row.reason for row in rows(writer)] == ["later", "later", None]
    assert deliveries.sending(writer, claimed[0], MORNING + DAY, LEASE) is None
    deliveries.sent(writer, sending(writer, MORNING + DAY), 1, MORNING + DAY)
    assert subscriptions.by_id(writer, kept.id).seen == 6


def test_one_that_certainly_never_arrived_folds_too(writer: Connection) -> None:
    subscribe(writer)
    plan(writer, MORNING)
    deliveries.retry(writer, sending(writer, MORNING), MORNING + 2 * DAY)
    assert plan(writer, MORNING + DAY) == 1
    assert states(writer) == ["folded", "waiting"]


@pytest.mark.parametrize("how", ["sending", "ambiguous", "first part sent"])
def test_one_half_way_to_telegram_is_waited_for(writer: Connection, how: str) -> None:
    kept = subscribe(writer)
    plan(writer, MORNING, "one", "two")
    half = sending(writer, MORNING)
    if how == "ambiguous":
        deliveries.ambiguous(writer, half, MORNING)
    elif how == "first part sent":
        deliveries.sent(writer, half, 1, MORNING)
    assert plan(writer, MORNING + DAY) == 0
    assert len(rows(writer)) == 2
    assert subscriptions.by_id(writer, kept.id).next_due_at == MORNING + DAY


def test_a_correction_that_waits_neither_folds_nor_holds_up(writer: Connection) -> None:
    kept = subscribe(writer)
    outbox.correct(writer, [Receiver(kept.id, 1, None, "v1")], "fix:12", text(writer, "fix"), NOW)
    half = sending(writer, NOW)
    assert plan(writer, MORNING) == 1
    deliveries.ambiguous(writer, half, MORNING)
    assert states(writer) == ["waiting", "waiting"]


def test_a_turn_that_comes_again_for_the_same_news_leaves_what_waits(writer: Connection) -> None:
    subscribe(writer, schedule=AT_ONCE)
    plan(writer, NOW, upto=5)
    subscriptions.wake(writer, NOW + HOUR)
    assert plan(writer, NOW + HOUR, upto=5) == 1
    assert [(row.occasion, row.state) for row in rows(writer)] == [("rev:5", "waiting")]


# ------------------------------------------------------------------ at once, signs of life


def test_news_are_an_occasion_each(writer: Connection) -> None:
    kept = subscribe(writer, schedule=AT_ONCE)
    plan(writer, NOW, upto=5)
    deliveries.sent(writer, sending(writer, NOW), 1, NOW)
    subscriptions.wake(writer, NOW + HOUR)
    plan(writer, NOW + HOUR, upto=6)
    assert [row.occasion for row in rows(writer)] == ["rev:5", "rev:6"]
    assert subscriptions.by_id(writer, kept.id).next_due_at is None


def test_who_asked_for_signs_of_life_has_a_turn_a_week_later(writer: Connection) -> None:
    kept = subscribe(writer, schedule=AT_ONCE, sign_of_life=True, seen=5)
    night = datetime(2026, 11, 21, 21, 30, tzinfo=UTC)  # the 22nd in Baghdad
    silent = Plan.of_news(kept, night, None, 5)
    assert silent.occasion == "2026-11-22"
    assert silent.next_due_at == datetime(2026, 11, 29, 4, tzinfo=UTC)  # not at night
    assert outbox.plan(writer, [silent], night) == 1
    (again,) = subscriptions.due(writer, night + 8 * DAY, 10)
    assert Plan.of_news(again, night + 8 * DAY, None, 5).occasion == "2026-11-30"
    assert Plan.of_news(again, night, None, 6).occasion == "rev:6"


def test_a_plan_by_the_calendar_is_that_of_its_turn(writer: Connection) -> None:
    kept = subscribe(writer, schedule=Schedule(at=time(23)))
    made = planned(kept, datetime(2026, 11, 22, 4, tzinfo=UTC), 3, 9)
    assert (made.occasion, made.day, made.content, made.upto) == ("2026-11-21", SUNDAY - DAY, 3, 9)
    assert made.next_day == SUNDAY
    assert made.next_due_at == datetime(2026, 11, 23, 4, tzinfo=UTC)


# ------------------------------------------------------------------ corrections and notices


def test_a_correction_goes_to_each_receiver_once(writer: Connection) -> None:
    to = [Receiver(subscribe(writer, -5, 3).id, -5, 3, "v1"), Receiver(subscribe(writer, 2).id, 2, None, "v1")]
    content = text(writer, "old and new", "more")
    assert outbox.correct(writer, to, "fix:12", content, NOW) == 4
    assert outbox.correct(writer, to, "fix:12", content, NOW) == 0
    assert [(row.chat, row.thread, row.occasion, row.part) for row in rows(writer)] == [
        (-5, 3, "fix:12", 1),
        (-5, 3, "fix:12", 2),
        (2, 0, "fix:12", 1),
        (2, 0, "fix:12", 2),
    ]
    assert outbox.correct(writer, [], "fix:13", content, NOW) == 0


def test_a_notice_goes_to_every_active_subscription_once(writer: Connection) -> None:
    subscribe(writer, 1), subscribe(writer, -5, 3)
    subscriptions.pause(writer, subscribe(writer, 9).id, "blocked", NOW)
    number = outbox.notice(writer, 7, text(writer, "hear", "hear"), NOW)
    assert outbox.broadcast(writer, number, NOW) == 4
    subscribe(writer, 4)
    assert outbox.broadcast(writer, number, NOW) == 2
    assert {(row.notice, row.subscription, row.chat, row.thread, row.occasion) for row in rows(writer)} == {
        (number, 0, 1, 0, "1/0"),
        (number, 0, -5, 3, "-5/3"),
        (number, 0, 4, 0, "4/0"),
    }
    assert outbox.broadcast(writer, outbox.notice(writer, 7, text(writer), NOW), NOW) == 3


def test_a_notice_reaches_chats_that_are_not_subscribed(writer: Connection) -> None:
    subscribe(writer, 1)
    number = outbox.notice(writer, 7, text(writer, "report"), NOW)
    assert outbox.notify(writer, number, [1, 2], NOW) == 2
    assert outbox.broadcast(writer, number, NOW) == 0
    given = claim(writer, NOW)
    assert [(each.chat, each.subscription, each.notice, each.schedule) for each in given] == [
        (1, None, number, EIGHT),
        (2, None, number, None),
    ]


@pytest.mark.parametrize("whom", [{"subscription": 0, "notice": 0}, {"subscription": 1, "notice": 1}])
def test_every_message_is_for_one_thing(writer: Connection, whom: dict[str, int]) -> None:
    bare = {"occasion": "x", "part": 1, "chat": 1, "thread": 0, "state": "waiting", "not_before": NOW}
    with pytest.raises(IntegrityError):
        writer.execute(insert(tables.deliveries), bare | whom)


@pytest.mark.parametrize("name", ["subscription", "notice", "occasion", "part"])
def test_no_part_of_the_key_is_ever_null(writer: Connection, name: str) -> None:
    whole = {"subscription": 1, "notice": 0, "occasion": "x", "part": 1, "chat": 1, "thread": 0, "state": "waiting"}
    with pytest.raises(IntegrityError):
        writer.execute(insert(tables.deliveries), whole | {"not_before": NOW, name: None})
    assert not tables.deliveries.c[name].nullable


def test_the_key_is_unique(writer: Connection) -> None:
    bare = {"subscription": 1, "notice": 0, "occasion": "x", "part": 1, "chat": 1, "thread": 0, "state": "waiting"}
    writer.execute(insert(tables.deliveries), bare | {"not_before": NOW})
    with pytest.raises(IntegrityError):
        writer.execute(insert(tables.deliveries), bare | {"not_before": NOW, "chat": 2, "state": "sent"})


# ------------------------------------------------------------------ both engines


@pytest.mark.parametrize("engine", [sqlite, postgresql])
def test_what_is_there_already_is_passed_over_on_both_engines(engine: object) -> None:
    dialect = engine.dialect()  # type: ignore[attr-defined]
    made = dialects._insert_new(tables.updates, dialect.name)
    assert str(made.compile(dialect=dialect)).endswith("ON CONFLICT DO NOTHING")


@pytest.mark.parametrize("engine", [sqlite, postgresql])
def test_only_postgres_is_asked_to_skip_locked_rows(engine: object) -> None:
    dialect = engine.dialect()  # type: ignore[attr-defined]
    statement = str(deliveries._CLAIM.compile(dialect=dialect))
    assert ("FOR UPDATE SKIP LOCKED" in statement) == (dialect.name == "postgresql")
    assert statement.startswith("WITH free AS")
    assert " RETURNING " in statement


def test_a_text_is_forgotten_only_once_nothing_needs_it(writer: Connection) -> None:
    subscribe(writer)
    used, noticed, unused = text(writer), text(writer, "notice"), text(writer, "preview")
    plan(writer, MORNING)
    outbox.broadcast(writer, outbox.notice(writer, 7, noticed, NOW), NOW)
    assert contents.prune(writer, NOW) == 0
    assert contents.prune(writer, NOW + timedelta(seconds=1)) == 1
    assert [contents.get(writer, id_).id for id_ in (used, noticed)] == [used, noticed]
    assert unused not in (used, noticed)
