"""The services: one hop, one unit of work; reads side by side, writes one after another."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from bot.seeding import Seeds
from bot.services import READERS, Answers, StoredServices
from storage.answers import TimelineQuery
from storage.chat import ChatSettings
from storage.database import chats, loading
from storage.database.queries import corpus, edition, timeline
from storage.database.session import Database
from storage.errors import CorpusChanged, NotFound, NothingToUndo
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


async def test_the_folder_of_seeds_is_amended_one_after_another_on_a_thread_of_its_own(
    services: StoredServices,
) -> None:
    inside: list[Path] = []

    def work(folder: Path, number: int, *, twice: bool) -> tuple[int, Path, str]:
        assert inside == []
        inside.append(folder)
        inside.pop()
        return number * (1 + twice), folder, threading.current_thread().name

    done = await asyncio.gather(*(services.amend(work, number, twice=True) for number in range(5)))
    assert [number for number, _, _ in done] == [0, 2, 4, 6, 8]
    assert {folder for _, folder, _ in done} == {ROOT / "seeds"}
    assert len({name for _, _, name in done} | {threading.current_thread().name}) == 2


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


# ------------------------------------------------------------------ answers that are remembered


async def test_the_same_question_gives_the_very_same_answer(services: StoredServices) -> None:
    assert await services.read(timeline.page, TimelineQuery()) is await services.read(timeline.page, TimelineQuery())
    other = await services.read(timeline.page, TimelineQuery(place="baghdad"))
    assert other.query.place == "baghdad"
    assert (await services.read(timeline.page, TimelineQuery(), limit=3)).milestones != other.milestones


async def test_an_answer_is_never_older_than_the_store(services: StoredServices, shipped_database: Database) -> None:
    before = await services.read(timeline.page, TimelineQuery())
    with shipped_database.reader() as conn:
        whole = corpus.whole(conn)
    with shipped_database.writer() as conn:
        loading.load(conn, replace(whole, milestones=whole.milestones[:5]), TODAY)
    assert (await services.read(timeline.page, TimelineQuery())).total < before.total
    await services.undo()
    assert await services.read(timeline.page, TimelineQuery()) == before


async def test_what_chats_choose_is_not_remembered(services: StoredServices) -> None:
    assert await services.read(chats.settings, 5) is None
    await services.write(chats.save, ChatSettings(5))
    assert await services.read(chats.settings, 5) == ChatSettings(5)


def test_the_oldest_answers_are_forgotten_first(shipped_database: Database) -> None:
    asked: list[str] = []
    answers = Answers(most=2)

    def ask(question: str) -> str:
        def now(_: Connection) -> str:
            asked.append(question)
            return question.upper()

        with shipped_database.reader() as conn:
            return answers.of(conn, question, now)

    assert [ask(question) for question in "abacab"] == list("ABACAB")
    assert asked == list("abcb")


def test_an_error_is_not_remembered(shipped_database: Database) -> None:
    answers, outcomes = Answers(), iter([NotFound("place", "x"), None])

    def ask(_: Connection) -> str:
        if error := next(outcomes):
            raise error
        return "there"

    with shipped_database.reader() as conn:
        with pytest.raises(NotFound):
            answers.of(conn, "x", ask)
        assert answers.of(conn, "x", ask) == "there"
