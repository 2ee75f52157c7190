"""Facts that wait for review are stored and exported, and change no answer that a reader gets."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot import export
from storage.answers import TimelineQuery
from storage.database.queries import (
    articles,
    changes,
    corpus,
    deadlines,
    disputes,
    figures,
    places,
    search,
    timeline,
)
from storage.database.session import Database, open_database
from storage.fuzzydate import FuzzyDate
from storage.records import Event, Figure, Origin
from tests import newsroom
from tests.newsroom import Newsroom

TODAY = date(2026, 11, 22)

Ask = Callable[[Connection], object]
ANSWERS: Mapping[str, Ask] = {
    "timeline": lambda conn: timeline.page(conn, TimelineQuery(), limit=50),
    "deadlines": lambda conn: deadlines.ledger(conn, TODAY),
    "disputes": disputes.listing,
    "figures": figures.table,
    "places": places.overview,
    "a place": lambda conn: places.named(conn, "ain_al_asad"),
    "another place": lambda conn: places.named(conn, "erbil"),
    "sources": articles.sources,
    "an article": lambda conn: articles.card(conn, "first"),
    "another article": lambda conn: articles.card(conn, "second"),
    "search": lambda conn: search.find(conn, "القوات"),
    "the first digest": lambda conn: changes.since(conn, 0, TODAY),
    "the next digest": lambda conn: changes.since(conn, 1, TODAY),
    "a digest of what was printed": lambda conn: changes.printed_since(conn, date(2025, 9, 1), TODAY),
}


def waiting(fact: Event | Figure) -> Event | Figure:
    """The same as extraction may propose it, not sure enough to be told."""
    return replace(fact, origin=Origin.EXTRACTED, confidence=0.3, published=False)


def told(room: Newsroom) -> Newsroom:
    """What two articles say for sure."""
    room.prints("first", "2025-06-01", newsroom.leave("first"), newsroom.troops("first", 2500))
    return room.prints("second", "2025-10-01", newsroom.attacked("second", "2025-09-30"))


def proposed() -> Iterator[Event | Figure]:
    """What would change every answer if it were told: done, denied, another date, another number, another place."""
    yield newsroom.left("first", slug="x1")
    yield newsroom.denied("second", slug="x2")
    yield newsroom.leave("second", FuzzyDate("2027-03"), slug="x3")
    yield newsroom.leave("second", slug="x4", place="erbil")
    yield newsroom.troops("second", 900, slug="x5")
    yield newsroom.troops("first", 40, slug="x6", place="erbil")


def opened(migrated_file: Path, folder: Path, name: str, rooms: list[Newsroom]) -> Database:
    """A database into which these were loaded one after the other."""
    file = folder / name
    file.write_bytes(migrated_file.read_bytes())
    database = open_database(f"sqlite:///{file}")
    with database.writer() as conn:
        now = newsroom.MORNING
        for room in rooms:
            room.now = now
            room.load(conn)
            now = room.now
    return database


@pytest.fixture
def both(migrated_file: Path, tmp_path: Path) -> Iterator[tuple[Connection, Connection]]:
    """Two newsrooms, each loaded twice: in the second something waits for review, in the first nothing does."""
    first = newsroom.Newsroom().prints("first", "2025-06-01", newsroom.leave("first"))
    before, after = told(Newsroom()), told(Newsroom()).says(*map(waiting, proposed()))
    sure = opened(migrated_file, tmp_path, "sure.db", [first, before])
    unsure = opened(migrated_file, tmp_path, "unsure.db", [first, after])
    with sure.reader() as one, unsure.reader() as other:
        yield one, other
    sure.close()
    unsure.close()


@pytest.mark.parametrize("question", ANSWERS)
def test_what_waits_changes_no_answer(both: tuple[Connection, Connection], question: str) -> None:
    sure, unsure = (ANSWERS[question](conn) for conn in both)
    assert is_dataclass(sure)
    assert unsure == sure


def test_it_would_change_the_answers_if_it_were_told(migrated_file: Path, tmp_path: Path) -> None:
    sure = opened(migrated_file, tmp_path, "sure.db", [told(Newsroom())])
    more = opened(migrated_file, tmp_path, "more.db", [told(Newsroom()).says(*proposed())])
    same = set()
    with sure.reader() as one, more.reader() as other:
        for question, ask in ANSWERS.items():
            same |= {question} if ask(one) == ask(other) else set()
    sure.close()
    more.close()
    assert same <= {"sources", "search", "the next digest"}


def test_the_export_marks_it(both: tuple[Connection, Connection]) -> None:
    sure, unsure = (json.loads(export.as_json(corpus.whole(conn), TODAY)) for conn in both)
    hidden = {fact["id"] for fact in (*unsure["events"], *unsure["figures"]) if not fact["published"]}
    assert hidden == {fact.id for fact in proposed()}
    for noun in ("events", "figures"):
        assert [fact for fact in unsure[noun] if fact["published"]] == sure[noun]
        for fact in unsure[noun]:
            assert fact["published"] or (fact.get("milestone"), fact.get("series")) == (None, None)
    for noun in ("articles", "milestones", "places", "disagreements"):
        assert unsure[noun] == sure[noun]


def test_the_table_marks_it(both: tuple[Connection, Connection]) -> None:
    table = export.as_csv(corpus.whole(both[1])).removeprefix("\ufeff")
    rows = list(csv.DictReader(table.splitlines()))
    assert {row["id"] for row in rows if row["is_published"] == "False"} == {fact.id for fact in proposed()}
    assert [row["belongs_to"] for row in rows if row["is_published"] == "False"] == [""] * len(list(proposed()))
