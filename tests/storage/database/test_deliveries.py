from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import Connection

from storage.database import deliveries, outbox, recovering, subscriptions
from storage.database.session import Database
from storage.schedule import Schedule
from storage.subscription import Delivery, DeliveryState, Receiver
from tests.storage.database.subscribers import (
    AT_ONCE,
    DAY,
    EIGHT,
    HOUR,
    LEASE,
    MORNING,
    NOW,
    claim,
    claim_one,
    explained,
    plan,
    rows,
    sending,
    states,
    subscribe,
    text,
)

WAITING, SENT, UNKNOWN = DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.UNKNOWN
SECOND = timedelta(seconds=1)
OVER = MORNING + LEASE
"""When a lease given in the morning has ended."""


@pytest.fixture
def outgoing(writer: Connection) -> Connection:
    """One message waits for MORNING."""
    subscribe(writer)
    plan(writer, MORNING)
    return writer


def only(conn: Connection) -> tuple[str, int, bool]:
    (row,) = rows(conn)
    return row.state, row.attempts, row.repeat


# ------------------------------------------------------------------ claiming


def test_a_claim_says_who_has_it_and_until_when(outgoing: Connection) -> None:
    given = claim_one(outgoing, MORNING)
    assert (given.owner, given.epoch, given.lease_until, given.state) == ("one", 1, OVER, WAITING)
    assert (given.occasion, given.part, given.attempts, given.repeat, given.plain) == ("2026-11-22", 1, 0, False, False)
    assert (given.schedule, given.subscription, given.notice) == (EIGHT, 1, None)


def test_what_is_claimed_is_nobody_elses_until_the_lease_ends(outgoing: Connection) -> None:
    claim_one(outgoing, MORNING)
    assert claim(outgoing, OVER - SECOND, "two") == ()
    again = claim_one(outgoing, OVER, "two")
    assert (again.owner, again.epoch) == ("two", 2)


def test_nothing_is_claimed_before_its_time(outgoing: Connection) -> None:
    assert claim(outgoing, MORNING - SECOND) == ()


def test_the_longest_waiting_come_first(writer: Connection) -> None:
    for chat, hour in ((1, 9), (2, 8), (3, 10)):
        subscribe(writer, chat, schedule=Schedule(at=time(hour)))
    for hours in range(3):
        plan(writer, MORNING + hours * HOUR)
    assert [each.chat for each in claim(writer, MORNING + 3 * HOUR, limit=2)] == [2, 1]
    assert [each.chat for each in claim(writer, MORNING + 3 * HOUR, limit=2)] == [3]


def test_parts_are_given_out_one_after_another(writer: Connection) -> None:
    subscribe(writer), subscribe(writer, 2)
    plan(writer, MORNING, "a", "b")
    first, other = claim(writer, MORNING)
    assert (first.part, other.part) == (1, 1)
    now = deliveries.sending(writer, first, MORNING, LEASE)
    assert claim(writer, MORNING) == ()
    assert now is not None
    deliveries.sent(writer, now, 1, MORNING)
    second = claim_one(writer, MORNING)
    assert (second.chat, second.part) == (1, 2)


def test_what_is_given_back_can_be_claimed_at_once(outgoing: Connection) -> None:
    claim_one(outgoing, MORNING)
    assert deliveries.release(outgoing, "two") == 0
    assert deliveries.release(outgoing, "one") == 1
    assert claim_one(outgoing, MORNING, "two").epoch == 2


def test_what_is_being_sent_is_not_given_back(outgoing: Connection) -> None:
    sending(outgoing, MORNING)
    assert deliveries.release(outgoing, "one") == 0


def test_two_who_claim_at_the_same_time_never_get_the_same(database: Database) -> None:
    with database.writer() as conn:
        for chat in range(1, 61):
            subscribe(conn, chat)
        plan(conn, MORNING)

    def claimed(owner: str) -> list[int]:
        found = []
        for _ in range(15):
            with database.writer() as conn:
                found += [each.id for each in claim(conn, MORNING, owner, limit=2)]
        return found

    with ThreadPoolExecutor(4) as pool:
        given = [id_ for ids in pool.map(claimed, "abcd") for id_ in ids]
    assert len(given) == len(set(given)) == 60


def test_claiming_and_recovering_look_only_at_what_is_open(outgoing: Connection) -> None:
    claiming = explained(outgoing, lambda: claim(outgoing, MORNING))[0]
    recovery = explained(outgoing, lambda: recovering.recover(outgoing, MORNING))
    assert all("ix_deliveries_open" in plan for plan in (claiming, *recovery))
    if outgoing.dialect.name == "sqlite":
        assert "SEARCH deliveries USING INDEX ix_deliveries_open (state=? AND not_before<?)" in claiming
        assert not any("SCAN deliveries" in plan or "TEMP B-TREE" in plan for plan in (claiming, *recovery))


# ------------------------------------------------------------------ sending


def test_sending_renews_the_lease_and_counts(outgoing: Connection) -> None:
    given = claim_one(outgoing, MORNING)
    now = deliveries.sending(outgoing, given, MORNING + 5 * SECOND, LEASE)
    assert now == replace(given, state=DeliveryState.SENDING, attempts=1, lease_until=OVER + 5 * SECOND)
    assert deliveries.sending(outgoing, given, MORNING, LEASE) is None


def test_sending_gives_what_is_there_now(outgoing: Connection) -> None:
    given = claim_one(outgoing, MORNING)
    subscriptions.migrate_chat(outgoing, 1, -100, MORNING)
    now = deliveries.sending(outgoing, given, MORNING, LEASE)
    assert now is not None
    assert now.chat == -100


def test_whoever_slept_past_his_lease_may_go_on_while_nobody_took_it(outgoing: Connection) -> None:
    given = claim_one(outgoing, MORNING)
    assert deliveries.sending(outgoing, given, OVER + HOUR, LEASE) is not None


def test_whoever_slept_while_another_took_it_must_not_send(outgoing: Connection) -> None:
    given = claim_one(outgoing, MORNING)
    claim_one(outgoing, OVER, "two")
    assert deliveries.sending(outgoing, given, OVER, LEASE) is None


def test_what_was_sent_has_its_message(outgoing: Connection) -> None:
    assert deliveries.sent(outgoing, sending(outgoing, MORNING), 77, MORNING + SECOND)
    (row,) = rows(outgoing)
    assert (row.state, row.message, row.settled_at, row.lease_until) == ("sent", 77, MORNING + SECOND, None)
    assert claim(outgoing, MORNING + DAY) == ()


def test_a_subscription_has_seen_a_digest_once_its_last_part_was_sent(writer: Connection) -> None:
    kept = subscribe(writer)
    plan(writer, MORNING, "a", "b", upto=7)
    for seconds, seen in ((1, 0), (2, 7)):
        at = MORNING + seconds * SECOND
        deliveries.sent(writer, sending(writer, at), seconds, at)
        after = subscriptions.by_id(writer, kept.id)
        assert (after.seen, after.last_sent_at) == (seen, at)


def test_what_failed_was_not_seen(writer: Connection) -> None:
    kept = subscribe(writer)
    plan(writer, MORNING, "a", "b", upto=7)
    assert deliveries.failed(writer, sending(writer, MORNING), "bad markup", MORNING)
    deliveries.sent(writer, sending(writer, MORNING), 2, MORNING)
    assert subscriptions.by_id(writer, kept.id).seen == 0
    assert [(row.state, row.reason) for row in rows(writer)] == [("failed", "bad markup"), ("sent", None)]


def test_a_digest_that_was_overtaken_does_not_take_back_what_was_seen(writer: Connection) -> None:
    kept = subscribe(writer, seen=9)
    plan(writer, MORNING, upto=7)
    deliveries.sent(writer, sending(writer, MORNING), 1, MORNING)
    assert subscriptions.by_id(writer, kept.id).seen == 9


def test_a_correction_or_a_notice_is_no_digest(writer: Connection) -> None:
    kept = subscribe(writer)
    outbox.correct(writer, [Receiver(kept.id, 1, None, "v1")], "fix:12", text(writer), NOW)
    deliveries.sent(writer, sending(writer, NOW), 1, NOW)
    outbox.broadcast(writer, outbox.notice(writer, 7, text(writer), NOW), NOW)
    deliveries.sent(writer, sending(writer, NOW + HOUR), 1, NOW + HOUR)
    after = subscriptions.by_id(writer, kept.id)
    assert (after.seen, after.last_sent_at) == (0, NOW)


# ------------------------------------------------------------------ going wrong


def test_what_was_certainly_not_sent_waits_for_its_time(outgoing: Connection) -> None:
    later = MORNING + 30 * SECOND
    assert deliveries.retry(outgoing, sending(outgoing, MORNING), later, reason="429")
    assert only(outgoing) == ("waiting", 1, False)
    assert claim(outgoing, later - SECOND) == ()
    again = sending(outgoing, later)
    assert (again.attempts, again.repeat, again.plain) == (2, False, False)


def test_bad_markup_is_sent_again_without_it(outgoing: Connection) -> None:
    deliveries.retry(outgoing, sending(outgoing, MORNING), MORNING, plain=True)
    again = sending(outgoing, MORNING)
    assert again.plain
    deliveries.retry(outgoing, again, MORNING)
    assert sending(outgoing, MORNING).plain


def test_the_first_ambiguity_is_sent_once_more_as_a_repeat_and_the_second_is_unknown(outgoing: Connection) -> None:
    assert deliveries.ambiguous(outgoing, sending(outgoing, MORNING), MORNING, reason="timeout") is WAITING
    again = sending(outgoing, MORNING)
    assert again.repeat
    assert deliveries.ambiguous(outgoing, again, MORNING, reason="reset") is UNKNOWN
    (row,) = rows(outgoing)
    assert (row.state, row.reason, row.settled_at) == ("unknown", "reset", MORNING)
    assert subscriptions.by_id(outgoing, 1).seen == 5


def test_a_repeat_stays_one_when_a_later_call_certainly_failed(outgoing: Connection) -> None:
    deliveries.ambiguous(outgoing, sending(outgoing, MORNING), MORNING)
    deliveries.retry(outgoing, sending(outgoing, MORNING), MORNING)
    assert sending(outgoing, MORNING).repeat


def test_an_operator_may_have_ambiguous_ones_count_as_sent(outgoing: Connection) -> None:
    assert deliveries.ambiguous(outgoing, sending(outgoing, MORNING), MORNING, assume_sent=True) is UNKNOWN
    assert subscriptions.by_id(outgoing, 1).seen == 5


# ------------------------------------------------------------------ crashes


def test_what_a_crash_left_sending_is_sent_once_more_as_a_repeat(outgoing: Connection) -> None:
    sending(outgoing, MORNING)
    assert recovering.recover(outgoing, OVER - SECOND).repeated == ()
    found = recovering.recover(outgoing, OVER)
    assert ([each.repeat for each in found.repeated], found.unknown) == ([True], ())
    assert only(outgoing) == ("waiting", 1, True)
    assert sending(outgoing, OVER, "two").repeat


def test_a_second_crash_leaves_it_unknown(outgoing: Connection) -> None:
    sending(outgoing, MORNING)
    recovering.recover(outgoing, OVER)
    sending(outgoing, OVER)
    found = recovering.recover(outgoing, OVER + LEASE)
    assert (found.repeated, [each.state for each in found.unknown]) == ((), [UNKNOWN])
    assert subscriptions.by_id(outgoing, 1).seen == 5
    assert recovering.recover(outgoing, OVER + DAY) == recovering.Recovered()


def test_a_crash_may_count_as_sent(outgoing: Connection) -> None:
    sending(outgoing, MORNING)
    assert len(recovering.recover(outgoing, OVER, assume_sent=True).unknown) == 1
    assert states(outgoing) == ["unknown"]


def test_what_was_only_claimed_is_no_crash(outgoing: Connection) -> None:
    claim_one(outgoing, MORNING)
    assert recovering.recover(outgoing, OVER).repeated == ()
    assert only(outgoing) == ("waiting", 0, False)


def test_a_sender_that_wakes_up_in_time_saves_the_repeat(outgoing: Connection) -> None:
    slow = sending(outgoing, MORNING)
    recovering.recover(outgoing, OVER)
    assert deliveries.sent(outgoing, slow, 77, OVER + SECOND)
    assert states(outgoing) == ["sent"]
    assert claim(outgoing, OVER + SECOND, "two") == ()


def test_the_truth_is_welcome_after_it_was_given_up(outgoing: Connection) -> None:
    slow = sending(outgoing, MORNING)
    recovering.recover(outgoing, OVER, assume_sent=True)
    assert deliveries.sent(outgoing, slow, 77, OVER)
    assert states(outgoing) == ["sent"]
    assert not deliveries.sent(outgoing, slow, 78, OVER)


def _late_words(conn: Connection, stale: Delivery) -> list[object]:
    at = OVER + SECOND
    return [
        deliveries.sending(conn, stale, at, LEASE),
        deliveries.sent(conn, stale, 1, at) or None,
        deliveries.failed(conn, stale, "x", at) or None,
        deliveries.retry(conn, stale, at) or None,
        deliveries.ambiguous(conn, stale, at),
        deliveries.ambiguous(conn, stale, at, assume_sent=True),
        deliveries.postpone(conn, stale, at, at),
    ]


def test_a_stale_owner_is_not_heard(outgoing: Connection) -> None:
    stale = sending(outgoing, MORNING)
    recovering.recover(outgoing, OVER)
    claim_one(outgoing, OVER, "two")
    before = rows(outgoing)
    assert _late_words(outgoing, stale) == [None] * 7
    assert rows(outgoing) == before
    assert subscriptions.by_id(outgoing, 1).seen == 0


def test_neither_is_one_who_claims_the_epoch_of_another(outgoing: Connection) -> None:
    mine = claim_one(outgoing, MORNING)
    before = rows(outgoing)
    assert _late_words(outgoing, replace(mine, owner="two")) == [None] * 7
    assert _late_words(outgoing, replace(mine, epoch=2)) == [None] * 7
    assert rows(outgoing) == before


def test_once_settled_nothing_is_heard(outgoing: Connection) -> None:
    settled = sending(outgoing, MORNING)
    deliveries.sent(outgoing, settled, 77, MORNING)
    before = rows(outgoing)
    assert _late_words(outgoing, settled) == [None] * 7
    assert rows(outgoing) == before


# ------------------------------------------------------------------ quiet hours

LATE = datetime(2026, 11, 21, 18, 59, tzinfo=UTC)
NIGHT_OVER = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def late_one(conn: Connection, at: time, *parts: str) -> Delivery:
    """A digest of the 21st, claimed a minute before the quiet hours."""
    subscribe(conn, schedule=Schedule(at=at))
    subscriptions.postpone(conn, subscriptions.by_id(conn, 1), LATE)
    plan(conn, LATE, *parts)
    return claim_one(conn, LATE)


def test_what_is_late_waits_for_the_end_of_the_quiet_hours(writer: Connection) -> None:
    given = late_one(writer, time(21))
    assert deliveries.postpone(writer, given, NIGHT_OVER, LATE) is WAITING
    assert claim(writer, NIGHT_OVER - SECOND) == ()
    assert claim_one(writer, NIGHT_OVER).attempts == 0


def test_it_folds_if_the_next_one_is_due_by_then(writer: Connection) -> None:
    given = late_one(writer, time(21), "a", "b")
    subscriptions.postpone(writer, subscriptions.by_id(writer, 1), NIGHT_OVER)
    assert deliveries.postpone(writer, given, NIGHT_OVER, LATE) is DeliveryState.FOLDED
    assert states(writer) == ["folded", "folded"]
    assert subscriptions.by_id(writer, 1).seen == 0


def test_it_does_not_fold_once_a_part_went_out(writer: Connection) -> None:
    given = late_one(writer, time(21), "a", "b")
    first = deliveries.sending(writer, given, LATE, LEASE)
    assert first is not None
    deliveries.sent(writer, first, 1, LATE)
    subscriptions.postpone(writer, subscriptions.by_id(writer, 1), NIGHT_OVER)
    assert deliveries.postpone(writer, claim_one(writer, LATE), NIGHT_OVER, LATE) is WAITING
    assert states(writer) == ["sent", "waiting"]


def test_a_repeat_does_not_fold(writer: Connection) -> None:
    given = late_one(writer, time(21))
    first = deliveries.sending(writer, given, LATE, LEASE)
    assert first is not None
    deliveries.ambiguous(writer, first, LATE)
    subscriptions.postpone(writer, subscriptions.by_id(writer, 1), NIGHT_OVER)
    assert deliveries.postpone(writer, claim_one(writer, LATE), NIGHT_OVER, LATE) is WAITING
    assert only(writer) == ("waiting", 1, True)


def test_a_notice_waits_and_does_not_fold(writer: Connection) -> None:
    subscribe(writer, schedule=AT_ONCE)
    outbox.broadcast(writer, outbox.notice(writer, 7, text(writer), NOW), NOW)
    assert deliveries.postpone(writer, claim_one(writer, NOW), NIGHT_OVER, NOW) is WAITING


def test_a_correction_waits_and_does_not_fold(writer: Connection) -> None:
    kept = subscribe(writer, schedule=AT_ONCE)
    outbox.correct(writer, [Receiver(kept.id, 1, None, "v1")], "fix:12", text(writer), NOW)
    assert deliveries.postpone(writer, claim_one(writer, NOW), NIGHT_OVER, NOW) is WAITING
