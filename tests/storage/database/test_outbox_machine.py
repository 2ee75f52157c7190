"""The outbox under everything at once: readers who change their minds, senders that crash, sleep and wake up,
a Telegram that answers, loses answers and refuses. What each reader got is held against what was promised."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from storage.database import contents, deliveries, outbox, recovering, subscriptions
from storage.database.session import Database
from storage.schedule import Cadence, Occasion, Schedule, allowed_from, turn
from storage.subscription import Delivery, Plan, Subscription, SubscriptionState
from tests.storage.database.subscribers import HOUR, LEASE, NOW, rows, wish

HOURS = (time(0, 30), time(8), time(21, 30), time(22), time(23, 59))
SCHEDULES = (*(Schedule(at=hour) for hour in HOURS), Schedule(Cadence.AT_ONCE))
OWNERS = ("one", "two")
MINUTE = timedelta(minutes=1)
EXAMPLES = {"sqlite": 120, "postgresql": 25}
"""On the second, only that its statements mean the same."""
SAY, CALL, WRITE = 1, 2, 3
MOVES = st.sampled_from(["take", "turn", "take", "wait", "take", "go on", "take", "end"])
minutes = st.sampled_from([0, 1, 2, 90, 600])
chats, owners = st.integers(1, 3), st.sampled_from(OWNERS)
# Often all the way, and well.
stages = st.sampled_from([WRITE, WRITE, CALL, SAY, 0])
answers = st.sampled_from(["sent", "lost", "sent", "lost", "vanished", "halt", "refused", "blocked"])
Key = tuple[int, str, int]
"""(subscription, occasion, part)"""


@dataclass
class Sender:
    """A process: what it holds, and the calls whose outcome it has not written down."""

    claimed: list[Delivery] = field(default_factory=list)
    sending: list[Delivery] = field(default_factory=list)
    answered: list[tuple[Delivery, str]] = field(default_factory=list)


class Outbox(RuleBasedStateMachine):
    database: ClassVar[Database]

    def __init__(self) -> None:
        super().__init__()
        self.transaction = self.database.writer()
        self.conn = self.transaction.__enter__()
        self.now, self.revision = NOW, 1
        self.senders = {owner: Sender() for owner in OWNERS}
        self.arrived: dict[Key, list[bool]] = {}
        self.told: dict[int, int] = {}
        self.removed: dict[int, Subscription] = {}
        self.planned: dict[int, list[date]] = {}

    def teardown(self) -> None:
        try:
            self._settle_down()
        finally:
            self.conn.rollback()
            self.transaction.__exit__(None, None, None)

    # -------------------------------------------------------------- readers

    @initialize(schedules=st.lists(st.sampled_from(SCHEDULES), min_size=1, max_size=3))
    def first_readers(self, schedules: list[Schedule]) -> None:
        for chat, schedule in enumerate(schedules, 1):
            self._choose(chat, schedule)

    @rule(chat=chats, schedule=st.sampled_from(SCHEDULES), leaves=st.booleans())
    def changes_his_mind(self, chat: int, schedule: Schedule, leaves: bool) -> None:
        """Unsubscribes, or undoes that, or comes back after a pause; or chooses anew."""
        found = subscriptions.get(self.conn, chat, None)
        if not leaves:
            self._choose(chat, schedule)
        elif found and found.state is SubscriptionState.PAUSED:
            subscriptions.resume(self.conn, found.id, self.now)
        elif found:
            self.removed[chat] = subscriptions.remove(self.conn, found.id, self.now)
        elif chat in self.removed:
            subscriptions.put(self.conn, self.removed[chat], self.now)

    def _choose(self, chat: int, schedule: Schedule) -> None:
        kept = subscriptions.put(self.conn, wish(chat, schedule=schedule, seen=self.revision), self.now)
        self.told.setdefault(kept.id, kept.seen)

    # -------------------------------------------------------------- time, news, the planner

    @rule(moves=st.lists(st.tuples(MOVES, owners, stages, answers, minutes, st.booleans()), min_size=3, max_size=9))
    def time_goes_on(self, moves: list[tuple[str, str, int, str, int, bool]]) -> None:
        """Several moves in one rule: were each its own, most runs would lack one that the others need."""
        for move, owner, until, answer, wait, coin in moves:
            match move:
                case "wait":
                    self.now += wait * MINUTE
                case "turn":
                    self.a_turn_comes(waits=coin, new=wait < 90)
                case "take":
                    self.takes_up(owner, until, answer, 1 + coin)
                case "go on":
                    self.goes_on(owner, until, answer)
                case _:
                    self.ends(owner, kill=coin)
            recovering.recover(self.conn, self.now)
            self.a_second_copy_is_marked_and_there_is_no_third()

    def a_turn_comes(self, waits: bool, new: bool) -> None:
        """Of those who want it at once, and after a while of the next in line."""
        self.revision += new
        if new:
            subscriptions.wake(self.conn, self.now)
        if waits:
            times = [each.next_due_at for each in self._readers() if each.next_due_at]
            self.now = max(self.now, min(times, default=self.now))
        self.plans()

    def plans(self) -> None:
        for each in subscriptions.due(self.conn, self.now, 100):
            start, plan = self._plan(each)
            if start > self.now:
                assert subscriptions.postpone(self.conn, each, start)
            else:
                self._note(each, plan, outbox.plan(self.conn, [plan], self.now))

    def _plan(self, each: Subscription) -> tuple[datetime, Plan]:
        parts = [f"{each.id} {self.revision}"] * (1 + each.chat % 2)
        new = self.revision > each.seen
        content = contents.keep(self.conn, parts, [], self.now) if new else None
        if each.occasion is None:
            return allowed_from(self.now, each.schedule), Plan.of_news(each, self.now, content, self.revision)
        assert each.next_due_at is not None
        taken = turn(Occasion(each.occasion, each.next_due_at), self.now, each.schedule)
        return taken.start, Plan.of_turn(each, taken, content, self.revision)

    def _note(self, each: Subscription, plan: Plan, taken: int) -> None:
        if taken and plan.day:
            self.planned.setdefault(each.id, []).extend([*plan.folded, plan.day])
        if taken and plan.content is None:
            self.told[each.id] = max(self.told[each.id], plan.upto)

    # -------------------------------------------------------------- senders

    def takes_up(self, owner: str, until: int, answer: str, limit: int) -> None:
        """Claims, and goes as far as `until`: to say `sending`, to call, to write down what came of it."""
        self.senders[owner].claimed += deliveries.claim(self.conn, owner, self.now, LEASE, limit)
        for _ in range(limit):
            self.goes_on(owner, until, answer)

    def goes_on(self, owner: str, until: int, answer: str) -> None:
        """Whatever it holds, each a step further."""
        sender = self.senders[owner]
        if until >= SAY and sender.claimed:
            self._say(sender)
        if until >= CALL and sender.sending:
            self._call(sender, answer)
        if until >= WRITE and sender.answered:
            self._write(*sender.answered.pop(0))

    def _say(self, sender: Sender) -> None:
        claimed = sender.claimed.pop(0)
        start = allowed_from(self.now, claimed.schedule) if claimed.schedule else self.now
        if start > self.now:
            deliveries.postpone(self.conn, claimed, start, self.now)
        elif found := deliveries.sending(self.conn, claimed, self.now, LEASE):
            sender.sending.append(found)

    def _call(self, sender: Sender, answer: str) -> None:
        """`lost`: it arrives and the answer does not; `vanished`: neither does."""
        sending = sender.sending.pop(0)
        assert sending.lease_until is not None
        if self.now >= sending.lease_until:  # it has slept, and knows that it must not call any more
            answer = "halt"
        if answer in ("sent", "lost"):
            assert sending.subscription is not None
            key = (sending.subscription, sending.occasion, sending.part)
            self.arrived.setdefault(key, []).append(sending.repeat)
        sender.answered.append((sending, answer))

    def _write(self, sending: Delivery, answer: str) -> None:
        match answer:
            case "sent":
                deliveries.sent(self.conn, sending, 1, self.now)
            case "lost" | "vanished":
                deliveries.ambiguous(self.conn, sending, self.now)
            case "halt":
                deliveries.retry(self.conn, sending, self.now + MINUTE)
            case _:
                deliveries.failed(self.conn, sending, answer, self.now)
                if answer == "blocked":
                    subscriptions.pause_chat(self.conn, sending.chat, answer, self.now)

    def ends(self, owner: str, kill: bool) -> None:
        """Killed, or asked to stop with nothing in the air."""
        sender = self.senders[owner]
        if kill:
            self.senders[owner] = Sender()
        elif not sender.sending and not sender.answered:
            deliveries.release(self.conn, owner)
            sender.claimed.clear()

    # -------------------------------------------------------------- what was promised

    @invariant()
    def a_second_copy_is_marked_and_there_is_no_third(self) -> None:
        for key, copies in self.arrived.items():
            assert len(copies) <= 2, key
            assert copies.count(False) <= 1, key

    @invariant()
    def nobody_counts_as_told_what_was_never_sent(self) -> None:
        for row in rows(self.conn):
            if row.state == "sent":
                assert (row.subscription, row.occasion, row.part) in self.arrived
            if row.state in ("sent", "unknown"):
                self.told[row.subscription] = max(self.told[row.subscription], row.upto)
        for each in self._readers():
            assert each.seen <= self.told[each.id]

    @invariant()
    def no_day_has_two(self) -> None:
        for days in self.planned.values():
            assert days == sorted(set(days))

    def _readers(self) -> list[Subscription]:
        return [each for chat in (1, 2, 3) for each in subscriptions.of_chat(self.conn, chat)]

    def _settle_down(self) -> None:
        """Everything works again for some days: then everyone has been told everything, and nothing is left."""
        self.senders = {owner: Sender() for owner in OWNERS}
        self.revision += 1
        subscriptions.wake(self.conn, self.now)
        for _ in range(12):
            self.now += 8 * HOUR
            recovering.recover(self.conn, self.now)
            self.plans()
            while self._send_all("one"):
                pass
        for each in self._readers():
            assert each.state is SubscriptionState.PAUSED or each.seen == self.revision, each
        for row in rows(self.conn):
            assert row.state in ("sent", "unknown", "folded", "failed"), row
        self.a_second_copy_is_marked_and_there_is_no_third()
        self.nobody_counts_as_told_what_was_never_sent()

    def _send_all(self, owner: str) -> bool:
        self.takes_up(owner, WRITE, "sent", 10)
        some = bool(self.senders[owner].claimed)
        while self.senders[owner].claimed:
            self.goes_on(owner, WRITE, "sent")
        return some


def test_never_two_unmarked_copies_and_nothing_is_lost(database: Database) -> None:
    Outbox.database = database
    with database.reader() as conn:
        examples = EXAMPLES[conn.dialect.name]
    health = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Outbox,
        settings=settings(max_examples=examples, stateful_step_count=20, suppress_health_check=health),
    )
