"""Copies taken by SQLite's own backup while the program writes, one transaction after another: each is whole."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from sqlalchemy import delete, make_url

from storage.database import contents, loading, outbox
from storage.database.delivery_models import deliveries, notices
from storage.database.session import Database, open_database
from tests.corpora import corpus, small
from tests.soak.killing import START, Plan, prepare

Progress = Callable[[str], None]
KEPT = 20
"""Notices that are there at a time: or the file grew with each copy, and on a slow machine for ever."""
_WRITING = ("journal_mode", "synchronous")
_TORN = "SELECT count(*) FROM (SELECT count(*) AS many FROM deliveries GROUP BY notice) WHERE many <> ?"


@dataclass(slots=True)
class Outcome:
    copies: int = 0
    whole: int = 0
    """Copies that passed the engine's check, and in which every transaction is there altogether or not at all."""
    transactions: int = 0
    """How many were committed meanwhile."""
    different: int = 0
    """Copies that hold more than the one before: something was written while they were taken."""
    pragmas: tuple[object, ...] = ()
    """What the writing connection says of its journal and of waiting for the disk."""
    seconds: float = 0.0


async def soak(plan: Plan, folder: Path, progress: Progress = lambda _: None) -> Outcome:
    """Take as many copies as the plan has kills, of a database with its subscribers."""
    return await asyncio.to_thread(_soak, plan, folder, progress)


def _soak(plan: Plan, folder: Path, progress: Progress) -> Outcome:
    began, outcome, dice = time.monotonic(), Outcome(), random.Random(plan.seed)
    prepare(plan)
    file, copy = Path(str(make_url(plan.url).database)), folder / "copy.db"
    before = -1
    with _written_to(plan.url, outcome):
        for outcome.copies in range(1, plan.kills + 1):
            time.sleep(dice.random() * 0.05)
            copy.unlink(missing_ok=True)
            with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            whole, notices = _checked(copy, plan.subscribers)
            outcome.whole += whole
            outcome.different += notices > before
            before = notices
            if outcome.copies % 10 == 0:
                progress(f"{outcome.copies} of {plan.kills} copied")
    outcome.seconds = time.monotonic() - began
    return outcome


def _checked(copy: Path, subscribers: int) -> tuple[bool, int]:
    """Whether that copy is whole, and its newest notice."""
    with closing(sqlite3.connect(copy)) as conn:
        found = conn.execute("PRAGMA integrity_check").fetchall()
        dangling = conn.execute("PRAGMA foreign_key_check").fetchall()
        torn = conn.execute(_TORN, (subscribers,)).fetchone()[0]
        return (found, dangling, torn) == ([("ok",)], [], 0), conn.execute(
            "SELECT coalesce(max(id), 0) FROM notices"
        ).fetchone()[0]


@contextmanager
def _written_to(url: str, outcome: Outcome) -> Iterator[None]:
    """Meanwhile somebody loads and sends out notices."""
    database, over = open_database(url), Event()
    with database.writer() as conn:
        outcome.pragmas = tuple(conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _WRITING)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_write, database, outcome, over)
        try:
            yield
        finally:
            over.set()
            writing.result()
            database.close()


def _write(database: Database, outcome: Outcome, over: Event) -> None:
    editions = (small(), corpus())
    while not over.is_set():
        with database.writer() as conn:
            loading.load(conn, editions[outcome.transactions % 2], START)
            text = contents.keep(conn, [f"notice {outcome.transactions}"], (), START)
            made = outbox.notice(conn, 1, text, START)
            outbox.broadcast(conn, made, START)
            conn.execute(delete(deliveries).where(deliveries.c.subscription == 0, deliveries.c.notice == made - KEPT))
            conn.execute(delete(notices).where(notices.c.id == made - KEPT))
        outcome.transactions += 1
