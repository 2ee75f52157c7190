"""Killing the receiving side at random moments, while people write; what came of it."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text

from bot.local.api import LocalBotApi
from bot.local.faults import slow
from bot.local.server import create_app, serving
from storage.database import updates
from storage.database.session import open_database
from tests.soak.nursery import Child, Nursery, nursery
from tests.soak.receiving import TABLE, TURNS, WORD, Job
from tests.soak.sending import FOLDER

TOKEN = "42:soak"
READERS = 50
PATIENCE = 60.0
Progress = Callable[[str], None]


@dataclass(slots=True)
class Outcome:
    updates: int = 0
    kills: int = 0
    lives: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    """Updates of which some change was never made."""
    twice: int = 0
    """Changes that were made more than once."""
    unanswered: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    """How many updates were answered how many times."""
    pending: int = 0
    slowest_end: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    url: str
    updates: int
    kills: int
    seed: int = 1
    signal: signal.Signals = signal.SIGKILL


async def soak(plan: Plan, folder: Path, progress: Progress = lambda _: None) -> Outcome:
    """People write a share of the messages in each life; the last life answers what is left."""
    began = time.monotonic()
    await asyncio.to_thread(_prepare, plan.url)
    api = LocalBotApi(TOKEN)
    api.faults.arm(slow(0.002, 0.002), chance=0.3, methods={"sendMessage"}, times=None)
    outcome = Outcome()
    async with serving(create_app(api)) as address, nursery("tests.soak.receiving", folder / "lives.log") as lives:
        job = Job(url=plan.url, api=address, token=TOKEN, seeds=str(FOLDER))
        asking = _Asking(plan, api, lives, outcome)
        for life in range(plan.kills + 1):
            await asking.live(job, spared=life == plan.kills)
            if life % 10 == 0:
                progress(f"{outcome.kills} of {plan.kills} killed, {len(api.truth.received)} answers")
    await asyncio.to_thread(_judge, plan.url, api, asking.asked, outcome)
    outcome.seconds = time.monotonic() - began
    return outcome


class _Asking:
    def __init__(self, plan: Plan, api: LocalBotApi, lives: Nursery, outcome: Outcome) -> None:
        self._plan, self._api, self._lives, self._outcome = plan, api, lives, outcome
        self._dice = random.Random(plan.seed)
        self.asked: set[int] = set()
        self._with_answer: set[str] = set()
        self._seen = 0

    async def live(self, job: Job, *, spared: bool) -> None:
        """One life: some of the messages wait for it already, the others come while it runs."""
        share = self._share(spared=spared)
        early = self._dice.randint(0, share)
        self._people_write(early)
        child = await self._lives.child(job)
        if spared:
            self._people_write(share - early)
            await self._all_answered(child)
            child.kill(signal.SIGTERM)
        else:
            await self._moment(child, share - early)
            child.kill(self._plan.signal)
            self._outcome.kills += 1
        began = time.monotonic()
        end = await child.end()
        self._outcome.slowest_end = max(self._outcome.slowest_end, time.monotonic() - began)
        self._outcome.statuses[end.status] += 1
        self._outcome.lives += 1

    def _share(self, *, spared: bool) -> int:
        left = self._plan.updates - len(self.asked)
        most = 2 * left // (self._plan.kills + 1 - self._outcome.kills)
        return left if spared else min(left, self._dice.randint(0, most))

    def _people_write(self, many: int) -> None:
        for _ in range(many):
            reader = 1_000 + self._dice.randrange(READERS)
            update = self._api.user_sends(reader, reader, f"{WORD} {len(self.asked)}")
            assert update is not None
            self.asked.add(update)

    async def _moment(self, child: Child, coming: int) -> None:
        """Somewhere in the answering; one life in ten ends while it starts."""
        if self._dice.random() < 0.1:
            self._people_write(coming)
            await asyncio.sleep(self._dice.random() * 0.3)
            return
        goal = self._answered() + self._dice.randint(1, 2 + len(self.asked) // (self._outcome.kills + 1))
        while child.running and self._answered() < min(goal, len(self.asked)):
            await asyncio.sleep(0.001)
            if coming and self._dice.random() < 0.2:
                self._people_write(1)
                coming -= 1
        self._people_write(coming)
        await asyncio.sleep(self._dice.random() * 0.02)

    async def _all_answered(self, child: Child) -> None:
        deadline = time.monotonic() + PATIENCE
        while child.running and time.monotonic() < deadline and self._answered() < len(self.asked):  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    def _answered(self) -> int:
        """How many messages have had an answer; only the new answers are looked at."""
        for each in self._api.truth.received[self._seen :]:
            self._with_answer.add(each.text)
            self._seen += 1
        return len(self._with_answer)


def _prepare(url: str) -> None:
    database = open_database(url)
    database.migrate()
    with database.writer() as conn:
        conn.execute(text(TABLE))
    database.close()


def _judge(url: str, api: LocalBotApi, asked: set[int], outcome: Outcome) -> None:
    database = open_database(url)
    with database.reader() as conn:
        made = Counter((row[0], row[1]) for row in conn.execute(text("SELECT update_id, turn FROM counted")))
        outcome.pending = len(updates.pending(conn))
    database.close()
    outcome.updates = len(asked)
    outcome.lost = sum(any((update, turn) not in made for turn in range(TURNS)) for update in asked)
    outcome.twice = sum(many > 1 for many in made.values())
    answered = Counter(int(each.text) for each in api.truth.received)
    outcome.answers = Counter(answered.values())
    outcome.unanswered = len(asked - answered.keys())
