"""Killing the sending side at random moments. What came of it is judged in `judging`."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from itertools import count
from pathlib import Path

from sqlalchemy import func, insert, select

from bot.delivery import LONGEST_CALL
from bot.local.api import LocalBotApi
from bot.local.faults import KINDS, flood, slow
from bot.local.records import User
from bot.local.server import create_app, serving
from bot.seeding import Seeds
from storage.chat import ChatSettings, Language
from storage.database import chats, codec, subscriptions
from storage.database import models as tables
from storage.database.delivery_models import deliveries
from storage.database.delivery_models import subscriptions as subscribers
from storage.database.session import open_database
from storage.schedule import Cadence, Schedule
from storage.subscription import NEW, DeliveryState, Subscription
from tests.soak.judging import AMBIGUOUS, Outcome, judged
from tests.soak.nursery import Nursery, nursery
from tests.soak.sending import FOLDER, SECTIONS, Job

TOKEN = "42:soak"
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
"""A Saturday noon in Baghdad; those who are due are due once a week, and know no quiet hours."""
BETWEEN_LIVES = timedelta(seconds=61)
"""A lease has ended by the time the next life begins."""
FIRST_CHAT = 1_000_000
IN_ENGLISH = 3
"""Every third subscriber reads English, and gets a longer digest."""
_WEEKLY = Schedule(Cadence.WEEKLY, frozenset({5}), at=wall_time(12), quiet_from=wall_time(0), quiet_to=wall_time(0))
_BULK = 10_000
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do. `room` is how many messages are in hand at a time; `weather` lets Telegram fail too, now and
    then."""

    url: str
    subscribers: int
    kills: int
    seed: int = 1
    room: int = 8
    weather: bool = False
    signal: signal.Signals = signal.SIGKILL

    @property
    def chats(self) -> range:
        return range(FIRST_CHAT, FIRST_CHAT + self.subscribers)

    @property
    def messages(self) -> int:
        """About so many will be sent."""
        return self.subscribers + self.subscribers // IN_ENGLISH


async def soak(plan: Plan, folder: Path, progress: Progress = lambda _: None) -> Outcome:
    """Prepare, kill so many times, let the last life finish, and judge. What the lives complain of is in
    ``lives.log`` of that folder."""
    began = time.monotonic()
    await asyncio.to_thread(prepare, plan)
    api = LocalBotApi(TOKEN)
    api.add(*(User(chat, "R") for chat in plan.chats))
    make_weather(api, plan)
    outcome = Outcome()
    async with serving(create_app(api)) as address, nursery("tests.soak.sending", folder / "lives.log") as lives:
        killing = _Killing(plan, api, lives, outcome)
        for life in _lives(plan, address):
            await killing.live(life)
            if outcome.lives % 10 == 0:
                progress(f"{outcome.kills} of {plan.kills} killed, {len(api.truth.received)} messages arrived")
            if outcome.lives > plan.kills and outcome.statuses[0]:
                break
    judged(outcome, api, plan.url, plan.chats)
    outcome.seconds = time.monotonic() - began
    return outcome


def prepare(plan: Plan) -> None:
    """A database in which the shipped story was loaded yesterday, and everyone's digest is due."""
    database = open_database(plan.url)
    database.migrate()
    Seeds(FOLDER, FOLDER / "story.yaml").load(database, START - timedelta(days=1))
    with database.writer() as conn:
        first = Subscription(NEW, FIRST_CHAT, None, FIRST_CHAT, _WEEKLY, sections=SECTIONS)
        subscriptions.put(conn, first, START - timedelta(days=1))
        row = dict(conn.execute(select(subscribers)).one()._mapping)
        del row["id"]
        for start in range(1, plan.subscribers, _BULK):
            some = plan.chats[start : start + _BULK]
            conn.execute(insert(subscribers), [row | {"chat": chat, "owner": chat} for chat in some])
        chats.save(conn, ChatSettings(FIRST_CHAT, language=Language.ENGLISH))
        english = [ChatSettings(chat, language=Language.ENGLISH) for chat in plan.chats[IN_ENGLISH::IN_ENGLISH]]
        if english:
            conn.execute(insert(tables.chats), [{"chat": each.chat, "payload": codec.dump(each)} for each in english])
    database.close()


def make_weather(api: LocalBotApi, plan: Plan) -> None:
    """Answers take their time, so that a kill finds calls in every state; in bad weather they fail."""
    if plan.weather:
        for name in AMBIGUOUS:
            api.faults.arm(KINDS[name], chance=0.003, methods={"sendMessage"}, times=None)
            api.faults.arm(KINDS[name].after(), chance=0.003, methods={"sendMessage"}, times=None)
        api.faults.arm(flood(3), chance=0.003, methods={"sendMessage"}, times=None)
    api.faults.arm(slow(0.005, 0.005), chance=0.3, methods={"sendMessage"}, times=None)


def _lives(plan: Plan, address: str) -> Iterator[Job]:
    for number in count():
        now = START + number * BETWEEN_LIVES
        yield job(plan, address, now, f"life {number}")


def job(plan: Plan, address: str, now: datetime, owner: str, pace: int = 1, patience: float = LONGEST_CALL) -> Job:
    return Job(
        url=plan.url,
        api=address,
        token=TOKEN,
        now=now.isoformat(),
        pace=pace,
        owner=owner,
        room=plan.room,
        patience=2.0 if plan.weather else patience,
    )


class _Killing:
    def __init__(self, plan: Plan, api: LocalBotApi, lives: Nursery, outcome: Outcome) -> None:
        self._plan, self._api, self._lives, self._outcome = plan, api, lives, outcome
        self._dice = random.Random(plan.seed)

    async def live(self, life: Job) -> None:
        """One life: cut short, unless there were kills enough."""
        child = await self._lives.child(life)
        if self._outcome.kills < self._plan.kills:
            await self._moment(lambda: child.running)
            if child.running:
                child.kill(self._plan.signal)
                self._outcome.kills += 1
        began = time.monotonic()
        end = await child.end()
        if self._outcome.kills < self._plan.kills or end.status:
            self._outcome.slowest_end = max(self._outcome.slowest_end, time.monotonic() - began)
        self._outcome.lives += 1
        in_flight, touched = await asyncio.to_thread(left_behind, self._plan.url, life["owner"])
        if end.status == -signal.SIGTERM and not touched:
            self._outcome.stillborn += 1
        else:
            self._outcome.statuses[end.status] += 1
        self._outcome.in_flight += in_flight
        self._outcome.most_in_flight = max(self._outcome.most_in_flight, in_flight)

    async def _moment(self, running: Callable[[], bool]) -> None:
        """Wait for a random moment of a life: a tenth of them end while it starts and plans, the others somewhere
        in the sending, spread so that all kills find something to kill."""
        if self._dice.random() < 0.1:
            await asyncio.sleep(self._dice.random() * 0.3)
            return
        received = self._api.truth.received
        left = max(self._plan.messages - len(received), 0)
        share = 1.6 * left / (self._plan.kills - self._outcome.kills + 1)
        goal = len(received) + self._dice.randint(1, max(1, int(share)))
        while len(received) < goal and running():  # noqa: ASYNC110  (a list has no event)
            await asyncio.sleep(0.001)
        await asyncio.sleep(self._dice.random() * 0.02)


def left_behind(url: str, owner: str) -> tuple[int, int]:
    """How many messages the process that died has left behind, and how many it had taken at all. Opened anew each
    time, so that nothing is kept warm for the next life."""
    left = func.count().filter(deliveries.c.state == DeliveryState.SENDING)
    database = open_database(url)
    try:
        with database.reader() as conn:
            found = conn.execute(select(left, func.count()).where(deliveries.c.owner == owner)).one()
            return int(found[0]), int(found[1])
    finally:
        database.close()
