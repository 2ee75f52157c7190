"""What a question costs: the steps that the database takes for it, which no slow moment of a machine changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from storage.answers import TimelineQuery
from storage.database import loading
from storage.database.queries import articles, deadlines, edition, evidence, milestones, places, search, timeline
from storage.database.session import open_database
from storage.fuzzydate import FuzzyDate
from storage.records import Corpus, Modality
from tests import corpora
from tests.storage.database.conftest import NOW

FEW, MANY = 100, 1_600


def _corpus(number: int) -> Corpus:
    """So many articles with one promise each; what the questions ask for is the same in every size."""
    days = [dt.date(2020, 1, 1) + dt.timedelta(days=n) for n in range(number)]
    sources = [corpora.article(f"{n:04}", f"الجملة رقم {n}.\nوجملة أخرى.", f"{day}") for n, day in enumerate(days)]
    events = [
        corpora.event(
            source,
            "أخرى",
            modality=Modality.PLANNED,
            place="syria" if n < 5 else "baghdad",
            date=FuzzyDate(day.isoformat()),
        )
        for n, (source, day) in enumerate(zip(sources, days, strict=True))
    ]
    merged = [corpora.milestone(event, subject=event.id) for event in events]
    return corpora.corpus(sources, events, milestones=merged, places=[corpora.status("syria", *events[:5])])


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Connection, Connection]]:
    """A small database and one sixteen times as large."""
    folder: Path = tmp_path_factory.mktemp("cost")
    opened = [open_database(f"sqlite:///{folder / f'{number}.db'}") for number in (FEW, MANY)]
    for database, number in zip(opened, (FEW, MANY), strict=True):
        database.migrate()
        with database.writer() as conn:
            loading.load(conn, _corpus(number), NOW)
    with opened[0].reader() as small, opened[1].reader() as large:
        yield small, large
    for database in opened:
        database.close()


def _steps(conn: Connection, ask: Callable[[Connection], object]) -> int:
    """Steps of SQLite's machine, in tens."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    driver = conn.connection.driver_connection
    assert driver is not None
    ask(conn)
    driver.set_progress_handler(count, 10)
    ask(conn)
    driver.set_progress_handler(None, 0)
    return counted


def _code(conn: Connection) -> str:
    return timeline.page(conn, TimelineQuery(), limit=1).milestones[0].code


QUESTIONS: dict[str, Callable[[Connection], object]] = {
    "timeline": lambda conn: timeline.page(conn, TimelineQuery()),
    "timeline of a place": lambda conn: timeline.page(conn, TimelineQuery(place="syria")),
    "timeline by words": lambda conn: timeline.page(conn, TimelineQuery(place="syria", words=("سوريا",))),
    "timeline of a year": lambda conn: timeline.page(conn, TimelineQuery(end=dt.date(2020, 1, 20))),
    "receipt": lambda conn: milestones.receipt(conn, _code(conn)),
    "ledger": lambda conn: deadlines.ledger(conn, dt.date(2020, 1, 20)),
    "place": lambda conn: places.named(conn, "syria"),
    "overview": places.overview,
    "facts by id": lambda conn: evidence.gather(conn, edition.current(conn), ["0007#e1", "0009#e1"]),
    "article by number": lambda conn: articles.card(conn, "7"),
    "article by id": lambda conn: articles.card(conn, "0007"),
    "rare word": lambda conn: search.find(conn, "77"),
    "common word": lambda conn: search.find(conn, "الجملة", limit=2),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_costs_the_same_however_much_is_stored(sizes: tuple[Connection, Connection], name: str) -> None:
    small, large = sizes
    ask = QUESTIONS[name]
    # A common word is counted up to a thousand, so that it may cost more, but not in step with the size.
    allowed = _steps(small, ask) * (5 if name == "common word" else 1.5) + 50
    assert _steps(large, ask) <= allowed


def test_the_measure_would_notice_a_table_read_from_end_to_end(sizes: tuple[Connection, Connection]) -> None:
    def read(conn: Connection) -> object:
        return conn.exec_driver_sql("SELECT count(*) FROM facts WHERE payload LIKE '%x'").scalar()

    small, large = sizes
    assert _steps(large, read) > 10 * _steps(small, read)
