"""The services: one hop, one unit of work; reads side by side, writes one after another."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from bot.seeding import Seeds
from bot.services import READERS, StoredServices
from storage.chat import ChatSettings
from storage.database import chats
from storage.database.queries import edition
from storage.database.session import Database
from storage.errors import CorpusChanged, NothingToUndo
from tests.conftest import ROOT, TODAY


@pytest.fixture
async def services(shipped_database: Database) -> AsyncIterator[StoredServices]:
    seeds = Seeds(ROOT / "seeds", ROOT / "seeds" / "story.yaml")
    made = StoredServices(shipped_database, seeds, lambda: TODAY + timedelta(hours=1))
    yield made
    made.close()


async def test_a_read_answers_from_another_thread(services: StoredServices) -> None:
    assert (await services.read(edition.current)).articles == 5
    assert await services.read(lambda _: threading.current_thread().name) != threading.current_thread().name


async def test_a_read_cannot_write(services: StoredServices) -> None:
    with pytest.raises(OperationalError):
        await services.read(chats.save, ChatSettings(5))


async def test_a_write_is_kept_and_a_failed_one_is_not(services: StoredServices) -> None:
    await services.write(chats.save, ChatSettings(5, zone="UTC"))

    def fail(conn: Connection) -> None:
        chats.save(conn, ChatSettings(6))
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        await services.write(fail)
    assert await services.read(chats.settings, 5) == ChatSettings(5, zone="UTC")
    assert await services.read(chats.settings, 6) is None


async def test_reads_run_side_by_side(services: StoredServices) -> None:
    together = threading.Barrier(READERS, timeout=10)
    await asyncio.gather(*(services.read(lambda _: together.wait()) for _ in range(READERS)))


async def test_writes_run_one_after_another(services: StoredServices) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(conn: Connection) -> None:
        inside.append(1)
        most.append(len(inside))
        conn.execute(text("select 1"))
        inside.pop()

    await asyncio.gather(*(services.write(work) for _ in range(20)))
    assert max(most) == 1


async def test_a_read_does_not_wait_for_a_write(services: StoredServices) -> None:
    read_done = threading.Event()
    write = asyncio.create_task(services.write(lambda _: read_done.wait(10)))
    await services.read(edition.current)
    read_done.set()
    assert await write is True


async def test_the_event_loop_goes_on_while_the_database_works(services: StoredServices) -> None:
    release = threading.Event()
    reading = asyncio.create_task(services.read(lambda _: release.wait(10)))
    await asyncio.sleep(0)
    release.set()
    assert await reading is True


async def test_reload_and_undo_go_through_it(services: StoredServices) -> None:
    steps: list[str] = []
    report = await services.preview(lambda done, total, what: steps.append(what))
    assert report.nothing_changed
    assert steps
    assert (await services.reload(report.fingerprint, lambda *_: None)).nothing_changed
    with pytest.raises(CorpusChanged):
        await services.reload("another", lambda *_: None)
    with pytest.raises(NothingToUndo):
        await services.undo()
