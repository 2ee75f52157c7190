"""Loading with its index: the program's own load against raw `executemany` and ORM `add_all` of the same rows.

The other two are given the finished rows; ours also makes them (JSON, hashes, stems) and compares them
with what serves. All three write into the same tables and fill the same full-text index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from sqlalchemy import Table, select
from sqlalchemy.orm import Session, registry

from benchmarks import invention
from benchmarks.large import LOADED
from benchmarks.measuring import Ratio, Sizes, Watch, seconds, spoken
from storage.database import loading
from storage.database.models import metadata
from storage.database.session import Database, open_database
from storage.records import Corpus

ROUNDS = 3
Rows = Mapping[Table, Sequence[tuple[object, ...]]]
_INDEX = (
    "INSERT INTO passage_words (rowid, words) SELECT row, words FROM passages ORDER BY row",
    "INSERT INTO milestone_words (rowid, words) SELECT row, words FROM milestones ORDER BY row",
)


def measure(folder: Path, sizes: Sizes, watch: Watch) -> Iterator[Ratio]:
    corpus = invention.corpus(sizes.loaded // invention.FACTS_OF_AN_ARTICLE, sizes.loaded)
    stored, values = _left_behind(folder, corpus)
    works: dict[str, Callable[[Path], float]] = {
        "load": lambda file: _load(file, corpus),
        "executemany": lambda file: _executemany(file, stored),
        "add_all": lambda file: _add_all(file, values),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    steps = [(name, turn) for turn in range(ROUNDS) for name in works]
    for number, (name, turn) in enumerate(steps, 1):
        times[name].append(works[name](folder / f"{name}-{turn}.db"))
        watch(number, len(steps), "loading three ways")
    ours, raw, orm = (median(times[name]) for name in works)
    facts = f"{sizes.loaded:,} facts"
    yield Ratio(
        f"loading {facts} with index", "raw executemany", ours / raw, 3, detail=f"{spoken(ours)} / {spoken(raw)}"
    )
    detail = f"{spoken(orm)} / {spoken(ours)}"
    yield Ratio(f"loading {facts}, times as fast", "ORM add_all", orm / ours, 8, at_least=True, detail=detail)


def _load(file: Path, corpus: Corpus) -> float:
    database = _tables(file)
    with database.writer() as conn:
        spent = seconds(lambda: loading.load(conn, corpus, LOADED))
    database.close()
    return spent


def _executemany(file: Path, rows: Rows) -> float:
    _tables(file).close()
    conn = sqlite3.connect(file, isolation_level=None)
    conn.execute("PRAGMA synchronous = 2")
    conn.execute("PRAGMA foreign_keys = 1")

    def write() -> None:
        conn.execute("BEGIN IMMEDIATE")
        for table, values in rows.items():
            marks = ", ".join("?" * len(table.columns))
            conn.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', values)
        for statement in _INDEX:
            conn.execute(statement)
        conn.execute("COMMIT")

    spent = seconds(write)
    conn.close()
    return spent


def _add_all(file: Path, rows: Rows) -> float:
    """Objects of mapped classes, given to a session, as most programs would do it."""
    database = _tables(file)
    mapper = registry()
    classes = {table: type(table.name.title(), (), {}) for table in rows}
    for table, cls in classes.items():
        mapper.map_imperatively(cls, table)
    with database.writer() as conn:

        def write() -> None:
            with Session(conn) as session:
                for table, values in rows.items():
                    session.add_all([_object(classes[table], table, each) for each in values])
                    session.flush()
                for statement in _INDEX:
                    conn.exec_driver_sql(statement)

        spent = seconds(write)
    mapper.dispose()
    database.close()
    return spent


def _object(cls: type, table: Table, values: tuple[object, ...]) -> object:
    made = cls()
    for column, value in zip(table.columns, values, strict=True):
        setattr(made, column.key, value)
    return made


def _left_behind(folder: Path, corpus: Corpus) -> tuple[Rows, Rows]:
    """The rows that a load of `corpus` leaves, in an order that keys allow: as SQLite stores them, and as the
    program's values."""
    file = folder / "rows.db"
    _load(file, corpus)
    plain = sqlite3.connect(file)
    stored = {table: plain.execute(f'SELECT * FROM "{table.name}"').fetchall() for table in metadata.sorted_tables}
    plain.close()
    database = open_database(f"sqlite:///{file}")
    with database.reader() as conn:
        values = {table: [tuple(row) for row in conn.execute(select(table))] for table in metadata.sorted_tables}
    database.close()
    return _filled(stored), _filled(values)


def _filled(rows: Rows) -> Rows:
    return {table: values for table, values in rows.items() if values}


def _tables(file: Path) -> Database:
    database = open_database(f"sqlite:///{file}")
    database.migrate()
    return database
