"""Commits: together where they can be, alone where they must be, and on the disk when they say so."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection, text

from bot.commits import Commits
from storage.database.session import Database

T = TypeVar("T")


class Writer:
    """The writer of a database on its own thread; counts its transactions."""

    def __init__(self, database: Database) -> None:
        self.database, self.transactions = database, 0
        self.begun, self.may_go = threading.Event(), threading.Event()
        self.may_go.set()

    async def has_begun(self) -> None:
        """Wait until a transaction is under way, and for what is asked meanwhile."""
        assert await asyncio.to_thread(self.begun.wait, 30)
        await asyncio.sleep(0)

    async def __call__(self, action: Callable[[Connection], T]) -> T:
        def run() -> T:
            self.begun.set()
            self.may_go.wait(30)
            self.transactions += 1
            with self.database.writer() as conn:
                return action(conn)

        return await asyncio.to_thread(run)


@pytest.fixture
def writer(empty_database: Database) -> Writer:
    with empty_database.writer() as conn:
        conn.execute(text("CREATE TABLE notes (word TEXT PRIMARY KEY)"))
    return Writer(empty_database)


def note(word: str) -> Callable[[Connection], str]:
    def write(conn: Connection) -> str:
        conn.execute(text("INSERT INTO notes VALUES (:word)"), {"word": word})
        return word.upper()

    return write


def notes(path: Path) -> list[str]:
    """As another process sees them."""
    with sqlite3.connect(path / "empty.db") as other:
        return sorted(word for (word,) in other.execute("SELECT word FROM notes"))


async def test_what_is_asked_is_on_the_disk_when_it_returns(writer: Writer, tmp_path: Path) -> None:
    assert await Commits(writer).do(note("a")) == "A"
    assert notes(tmp_path) == ["a"]


async def test_what_comes_while_one_is_written_goes_into_the_next_together(writer: Writer, tmp_path: Path) -> None:
    commits = Commits(writer)
    writer.may_go.clear()
    asked = [asyncio.create_task(commits.do(note("00")))]
    await writer.has_begun()
    asked += [asyncio.create_task(commits.do(note(f"{n:02}"))) for n in range(1, 20)]
    await writer.has_begun()
    writer.may_go.set()
    assert await asyncio.gather(*asked) == [f"{n:02}" for n in range(20)]
    assert writer.transactions == 2
    assert len(notes(tmp_path)) == 20


async def test_a_transaction_holds_no_more_than_it_may(writer: Writer) -> None:
    commits = Commits(writer, most=4)
    await asyncio.gather(*(commits.do(note(f"{n}")) for n in range(10)))
    assert writer.transactions == 3


async def test_only_the_one_at_fault_fails(writer: Writer, tmp_path: Path) -> None:
    commits = Commits(writer)

    def fails(conn: Connection) -> None:
        conn.execute(text("INSERT INTO notes VALUES ('left behind')"))
        raise ValueError("half way")

    first, broken, last = await asyncio.gather(
        commits.do(note("a")), commits.do(fails), commits.do(note("b")), return_exceptions=True
    )
    assert (first, last) == ("A", "B")
    assert isinstance(broken, ValueError)
    assert notes(tmp_path) == ["a", "b"]


async def test_whoever_does_not_wait_any_more_harms_nobody(writer: Writer, tmp_path: Path) -> None:
    commits = Commits(writer)
    writer.may_go.clear()

    def fails(conn: Connection) -> None:
        raise ValueError("nobody hears this")

    gone = [asyncio.create_task(commits.do(note("gone"))), asyncio.create_task(commits.do(fails))]
    stays = asyncio.create_task(commits.do(note("stays")))
    await writer.has_begun()
    for task in gone:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
    writer.may_go.set()
    assert await stays == "STAYS"
    assert notes(tmp_path) == ["gone", "stays"]
    assert await commits.do(note("later")) == "LATER"
