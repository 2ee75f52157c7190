"""Planners, senders and readers at the same time, on several connections: nobody waits in a circle, and nothing
goes out twice unmarked."""

from __future__ import annotations

import random
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.database import contents, deliveries, outbox, recovering, subscriptions
from storage.database.session import Database
from storage.subscription import Delivery
from tests.storage.database.subscribers import AT_ONCE, EIGHT, NOW, planned, rows, wish

CHATS = range(1, 13)
ROUNDS = 40
SHORT = timedelta(seconds=2)


class Bustle:
    """Several processes on one database, in a time that each of them moves on."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.lock = threading.Lock()
        self.now, self.revision = NOW, 1
        self.arrived: dict[tuple[int | None, str, int], list[bool]] = defaultdict(list)

    def tick(self, by: timedelta = timedelta(seconds=1)) -> datetime:
        with self.lock:
            self.now += by
            return self.now

    def plans(self, dice: random.Random) -> None:
        now = self.tick()
        with self.database.writer() as conn:
            due = subscriptions.due(conn, now, 5)
            text = contents.keep(conn, ["one", "two"][: dice.randint(1, 2)], [], now)
            outbox.plan(conn, [planned(each, now, text, self.revision) for each in due], now)

    def publishes(self, dice: random.Random) -> None:
        with self.database.writer() as conn:
            self.revision += 1
            subscriptions.wake(conn, self.tick(timedelta(hours=dice.randint(0, 9))))

    def changes(self, dice: random.Random) -> None:
        chat, now = dice.choice(CHATS), self.tick()
        with self.database.writer() as conn:
            found = subscriptions.get(conn, chat, None)
            if found is None or dice.random() < 0.4:
                subscriptions.put(conn, wish(chat, schedule=dice.choice((EIGHT, AT_ONCE))), now)
            elif dice.random() < 0.5:
                subscriptions.pause(conn, found.id, "blocked", now)
            else:
                subscriptions.remove(conn, found.id, now)

    def sends(self, dice: random.Random) -> None:
        owner = f"{threading.get_ident()}"
        with self.database.writer() as conn:
            recovering.recover(conn, self.now)
            claimed = deliveries.claim(conn, owner, self.now, SHORT, 3)
        for each in claimed:
            now = self.tick()
            if dice.random() < 0.1:
                with self.database.writer() as conn:
                    deliveries.postpone(conn, each, now + SHORT, now)
                continue
            with self.database.writer() as conn:
                sending = deliveries.sending(conn, each, now, SHORT)
            if sending is None or dice.random() < 0.1:
                continue  # not its own any more, or it crashes before the call
            with self.lock:
                self.arrived[sending.subscription, sending.occasion, sending.part].append(sending.repeat)
            with self.database.writer() as conn:
                self._note(conn, sending, dice.random())

    def _note(self, conn: Connection, sending: Delivery, came: float) -> None:
        if came < 0.7:
            deliveries.sent(conn, sending, 1, self.now)
        elif came < 0.8:
            deliveries.ambiguous(conn, sending, self.now)
        elif came < 0.9:
            deliveries.failed(conn, sending, "blocked", self.now)
            subscriptions.pause_chat(conn, sending.chat, "blocked", self.now)
        # Else it crashes after the call.


def test_side_by_side_nothing_goes_out_twice_unmarked(database: Database) -> None:
    bustle = Bustle(database)
    with database.writer() as conn:
        for chat in CHATS:
            subscriptions.put(conn, wish(chat, schedule=AT_ONCE if chat % 2 else EIGHT), NOW)

    def work(task: Callable[[random.Random], None], seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(ROUNDS):
            task(dice)

    tasks = [bustle.plans, bustle.plans, bustle.publishes, bustle.changes, bustle.sends, bustle.sends, bustle.sends]
    with ThreadPoolExecutor(len(tasks)) as pool:
        for done in [pool.submit(work, task, seed) for seed, task in enumerate(tasks)]:
            done.result()
    # On a busy machine the senders may have ended before anything was planned.
    for task in (bustle.publishes, bustle.plans, *[bustle.sends] * 5):
        task(random.Random(len(tasks)))
    assert bustle.arrived
    assert all(len(copies) <= 2 and copies.count(False) <= 1 for copies in bustle.arrived.values())
    with database.reader() as conn:
        keys = [(row.subscription, row.occasion, row.part) for row in rows(conn)]
        assert len(keys) == len(set(keys))
        assert {(r.subscription, r.occasion, r.part) for r in rows(conn) if r.state == "sent"} <= bustle.arrived.keys()
