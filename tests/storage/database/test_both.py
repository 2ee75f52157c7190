"""One journey on both databases side by side: whatever is asked on the way, they give the same answer."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.answers import Lane, TimelineQuery
from storage.changes import LoadReport
from storage.chat import ChatSettings, Digits
from storage.corpus.assembly import assemble
from storage.corpus.folder import read_folder
from storage.database import chats, fulltext, loading, saved
from storage.database.queries import (
    articles,
    changes,
    corpus,
    deadlines,
    disputes,
    edition,
    figures,
    milestones,
    places,
    search,
    timeline,
)
from storage.database.session import Database, open_database
from storage.errors import NotFound
from storage.records import Corpus
from tests import corpora
from tests.storage.database.conftest import NOW

SEEDS = Path(__file__).parents[3] / "seeds"
TODAY = dt.date(2026, 11, 21)
LATER = NOW + dt.timedelta(days=1)
WORDS = (
    "الانسحاب",
    "قاعدة عين الأسد",
    "withdrawal",
    "2500",
    "القوات الأميركية من العراق",
    "'; --",
    "\\",
    "لا شيء كهذا",
)
Answers = dict[str, object]


@pytest.fixture
def both(sqlite_url: str, postgresql_url: str) -> Iterator[tuple[Database, Database]]:
    opened = open_database(sqlite_url), open_database(postgresql_url)
    yield opened
    for each in opened:
        each.close()


class Pair:
    """Two databases that are asked the same."""

    def __init__(self, both: tuple[Database, Database]) -> None:
        self._both = both

    def write(self, action: Callable[[Connection], object]) -> object:
        with self._same() as results:
            for database in self._both:
                with database.writer() as conn:
                    results.append(action(conn))
        return results[0]

    def read(self, query: Callable[[Connection], object]) -> object:
        with self._same() as results:
            for database in self._both:
                with database.reader() as conn:
                    results.append(query(conn))
        return results[0]

    @contextmanager
    def _same(self) -> Iterator[list[object]]:
        results: list[object] = []
        yield results
        assert results[0] == results[1]


@pytest.fixture
def pair(both: tuple[Database, Database]) -> Pair:
    return Pair(both)


def everything(whole: Corpus) -> Callable[[Connection], Answers]:
    """Every query, with all the places, forces, articles and milestones of a corpus."""

    def ask(conn: Connection) -> Answers:
        asked: Answers = {
            "corpus": corpus.whole(conn),
            "edition": edition.current(conn),
            "places": places.overview(conn),
            "figures": figures.table(conn),
            "disputes": disputes.listing(conn),
            "sources": articles.sources(conn),
            "step": changes.latest(conn),
            "codes": loading.known_codes(conn),
        }
        for day in (dt.date(2024, 1, 1), dt.date(2025, 9, 30), TODAY, dt.date(2030, 1, 1)):
            asked[f"deadlines {day}"] = deadlines.ledger(conn, day)
        for place in whole.story.places:
            asked[f"place {place}"] = places.named(conn, place)
            asked[f"figures {place}"] = figures.table(conn, place=place)
            asked[f"disputes {place}"] = disputes.listing(conn, place)
        for force in whole.story.actors:
            asked[f"figures {force}"] = figures.table(conn, force=force)
        for number, article in enumerate(whole.articles, 1):
            for reference in (str(number), article.code, article.id):
                asked[f"article {reference}"] = articles.card(conn, reference)
        for milestone in whole.milestones:
            asked[f"receipt {milestone.code}"] = milestones.receipt(conn, milestone.code)
        for words in WORDS:
            for offset in (0, 5, 10, 2_000):
                asked[f"search {words} {offset}"] = search.find(conn, words, offset)
        for query in queries(whole):
            asked[f"timeline {query}"] = list(pages(conn, query))
        return asked

    return ask


def queries(whole: Corpus) -> Iterator[TimelineQuery]:
    for lane in Lane:
        yield TimelineQuery(lane=lane)
        yield from (TimelineQuery(place=place, lane=lane) for place in whole.story.places)
        yield from (TimelineQuery(force=force, lane=lane) for force in whole.story.actors)
        yield from (TimelineQuery(words=(words,), lane=lane) for words in WORDS)
        yield TimelineQuery(start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31), lane=lane)
        yield TimelineQuery(start=dt.date(2025, 1, 1), words=("العراق",), lane=lane)


def pages(conn: Connection, query: TimelineQuery) -> Iterator[object]:
    """All of them, from the newest back, and the way forward again from the oldest."""
    page = timeline.page(conn, query, limit=3)
    yield page
    while page.older:
        page = timeline.page(conn, query, page.older, limit=3)
        yield page
    while page.newer:
        page = timeline.page(conn, query, page.newer, limit=3)
        yield page


def nothing(conn: Connection) -> None:
    with pytest.raises(NotFound):
        edition.current(conn)


@pytest.fixture
def fewer(shipped: Corpus, tmp_path: Path) -> Corpus:
    """The shipped story without its last article."""
    seeds = shutil.copytree(SEEDS, tmp_path / "fewer", ignore=shutil.ignore_patterns(f"{shipped.articles[-1].id}*"))
    known = {each.id: each.code for each in shipped.articles}
    known |= {each.id: each.code for each in shipped.disagreements}
    known |= {each.key: each.code for each in shipped.milestones}
    return assemble(read_folder(seeds, seeds / "story.yaml"), known)


def test_the_shipped_story_loaded_changed_and_undone_reads_the_same_on_both(
    pair: Pair, shipped: Corpus, fewer: Corpus
) -> None:
    pair.read(nothing)
    planned = pair.read(lambda conn: loading.plan(conn, shipped))
    assert planned == pair.write(lambda conn: replace(loading.load(conn, shipped, NOW), revision=0))
    first = pair.read(everything(shipped))
    again = pair.write(lambda conn: loading.load(conn, shipped, LATER))
    assert isinstance(again, LoadReport)
    assert again.nothing_changed
    assert pair.read(everything(shipped)) == first
    pair.write(lambda conn: loading.load(conn, fewer, LATER))
    pair.read(everything(fewer))
    pair.read(lambda conn: changes.since(conn, 1, TODAY))
    pair.write(lambda conn: loading.undo(conn, LATER))
    after = pair.read(everything(shipped))
    assert isinstance(after, dict)
    assert isinstance(first, dict)
    assert {**after, "step": 1} == {**first, "codes": after["codes"]}
    pair.write(fulltext.verify)


def test_a_small_story_reads_the_same_on_both_through_many_revisions(pair: Pair) -> None:
    whole = corpora.small()
    for number in range(1, 14):
        some = replace(whole, articles=tuple(replace(a, title=f"{a.title} {number}") for a in whole.articles))
        report = pair.write(lambda conn, some=some: loading.load(conn, some, NOW))  # type: ignore[misc]
        assert getattr(report, "revision", 0) == number
    pair.read(everything(some))
    for _ in range(3):
        pair.write(lambda conn: loading.undo(conn, LATER))
        pair.read(lambda conn: (edition.current(conn), search.find(conn, "القوافل")))
    pair.write(lambda conn: loading.load(conn, whole, LATER))
    pair.read(everything(whole))


def test_what_chats_choose_and_keep_is_the_same_on_both(pair: Pair) -> None:
    chosen = ChatSettings(-100_1234567890, digits=Digits.ARABIC)
    week = dt.timedelta(days=7)

    def keep(conn: Connection) -> str:
        return saved.keep(conn, owner=1, chat=2, kind="t", payload='{"place": "بغداد"}', now=NOW, lifetime=week)

    for each in (chosen, replace(chosen, zone="Asia/Tokyo")):
        pair.write(lambda conn, each=each: chats.save(conn, each))  # type: ignore[misc]
        assert pair.read(lambda conn: chats.settings(conn, chosen.chat)) == each
    key = pair.write(keep)
    assert pair.write(keep) == key

    def take(conn: Connection) -> str:
        return saved.take(conn, str(key), owner=1, chat=2, kind="t", now=NOW)

    def take_in_vain(conn: Connection) -> None:
        with pytest.raises(NotFound):
            take(conn)

    assert pair.write(take) == '{"place": "بغداد"}'
    pair.write(take_in_vain)
