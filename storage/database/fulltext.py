"""The full-text index: SQLite's FTS5 over stems of our own. All SQL that only SQLite understands is here.

`passage_words` follows `passages` (sentences and titles of the serving revision), `milestone_words`
follows `milestones`: whoever adds or removes rows there says so here, in the same transaction. Both list
what they find by row, and rows are in the order of time. Making stems is `storage.corpus.stems`; what
becomes of the rows found is `queries`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    TextClause,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from storage.database.models import LARGE

# A token is what stands between two spaces: our stems, whatever signs they hold.
_TOKENS = "tokenize = \"ascii tokenchars '''!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'\""
_CREATE = (
    "CREATE VIRTUAL TABLE passage_words USING fts5("
    f"words, content='passages', content_rowid='row', detail=none, columnsize=0, {_TOKENS})",
    "CREATE VIRTUAL TABLE milestone_words USING fts5("
    f"words, content='milestones', content_rowid='row', detail=none, columnsize=0, {_TOKENS})",
    # Bytes gathered before they are written out: with the usual one million a large load takes twice as long.
    "INSERT INTO passage_words (passage_words, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO milestone_words (milestone_words, rank) VALUES ('hashsize', 16777216)",
)
_DROP = ("DROP TABLE passage_words", "DROP TABLE milestone_words")
_VERIFY = (
    "INSERT INTO passage_words (passage_words, rank) VALUES ('integrity-check', 1)",
    "INSERT INTO milestone_words (milestone_words, rank) VALUES ('integrity-check', 1)",
)


def create(conn: Connection) -> None:
    """Make the empty index; its tables are no part of `models.metadata`."""
    _run(conn, _CREATE)


def drop(conn: Connection) -> None:
    _run(conn, _DROP)


def verify(conn: Connection) -> None:
    """Compare the index with what it follows; `sqlalchemy.exc.DatabaseError` where they differ."""
    _run(conn, _VERIFY)


def owns(table: str) -> bool:
    """Whether a table of that name is part of the index."""
    return table.startswith(("passage_words", "milestone_words"))


def _run(conn: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        conn.exec_driver_sql(statement)


# ------------------------------------------------------------------ following

# One statement for many rows: a trigger for each row takes five times as long. Forgetting takes the words
# that were remembered, because SQLite 3.40 cannot forget by row alone.
_REMEMBER_PASSAGES = text(
    "INSERT INTO passage_words (rowid, words) SELECT row, words FROM passages"
    " WHERE article IN (SELECT article FROM revision_articles WHERE revision = :revision)"
    " AND article NOT IN (SELECT article FROM revision_articles WHERE revision = :other) ORDER BY row"
)
_FORGET_PASSAGES = text(
    "INSERT INTO passage_words (passage_words, rowid, words) SELECT 'delete', row, words FROM passages"
    " WHERE article IN (SELECT article FROM revision_articles WHERE revision = :revision)"
    " AND article NOT IN (SELECT article FROM revision_articles WHERE revision = :other) ORDER BY row"
)
_REMEMBER_MILESTONES = text(
    "INSERT INTO milestone_words (rowid, words) SELECT row, words FROM milestones"
    " WHERE revision = :revision ORDER BY row"
)
_FORGET_MILESTONES = text(
    "INSERT INTO milestone_words (milestone_words, rowid, words) SELECT 'delete', row, words FROM milestones"
    " WHERE revision = :revision ORDER BY row"
)


def remember_passages(conn: Connection, revision: int, other: int) -> None:
    """Of the articles in `revision` that are not in `other`; after their rows are written."""
    conn.execute(_REMEMBER_PASSAGES, {"revision": revision, "other": other})


def forget_passages(conn: Connection, revision: int, other: int) -> None:
    """Of the articles in `revision` that are not in `other`; before their rows are deleted."""
    conn.execute(_FORGET_PASSAGES, {"revision": revision, "other": other})


def remember_milestones(conn: Connection, revision: int) -> None:
    conn.execute(_REMEMBER_MILESTONES, {"revision": revision})


def forget_milestones(conn: Connection, revision: int) -> None:
    conn.execute(_FORGET_MILESTONES, {"revision": revision})


# ------------------------------------------------------------------ asking


def all_of(stems: Iterable[str]) -> str:
    """The expression for rows that hold every one of the stems."""
    return " AND ".join(map(_quoted, dict.fromkeys(stems)))


def any_of(stems: Iterable[str]) -> str:
    return " OR ".join(map(_quoted, dict.fromkeys(stems)))


def _quoted(stem: str) -> str:
    return f'"{stem.translate(_BORDERS)}"'


_BORDERS = dict.fromkeys((*range(33), 34, 127))
"""What stands between tokens, or ends a quotation; no stem holds any of it."""


_row: ColumnElement[int] = column("rowid", LARGE)
_passages = (
    select(_row)
    .select_from(table("passage_words"))
    .where(literal_column("passage_words").op("MATCH")(bindparam("words")))
)

PASSAGES = _passages.order_by(_row.desc()).limit(bindparam("limit")).offset(bindparam("offset"))
"""Rows of passages that match :words, the newest first; :limit of them after :offset."""

PASSAGES_COUNTED = select(func.count()).select_from(_passages.limit(bindparam("limit")).subquery())
"""How many match :words, up to :limit."""

# CROSS JOIN keeps the order of the tables: asked the other way round, a scope would be read from end to end.
MILESTONES: Mapping[bool, TextClause] = {
    True: text(
        "SELECT m.row, m.day, m.width, m.payload FROM milestone_words w CROSS JOIN timeline t CROSS JOIN milestones m"
        " WHERE w.milestone_words MATCH :words AND w.rowid > :low AND w.rowid < :high"
        " AND t.scope = :scope AND t.row = w.rowid AND m.row = w.rowid ORDER BY w.rowid LIMIT :limit"
    ),
    False: text(
        "SELECT m.row, m.day, m.width, m.payload FROM milestone_words w CROSS JOIN timeline t CROSS JOIN milestones m"
        " WHERE w.milestone_words MATCH :words AND w.rowid > :low AND w.rowid < :high"
        " AND t.scope = :scope AND t.row = w.rowid AND m.row = w.rowid ORDER BY w.rowid DESC LIMIT :limit"
    ),
}
"""Milestones of :scope that match :words, between the rows :low and :high, both excluded; forward or not."""

MILESTONES_COUNTED = text(
    "SELECT count(*) FROM (SELECT t.row FROM milestone_words w CROSS JOIN timeline t"
    " WHERE w.milestone_words MATCH :words AND w.rowid > :low AND w.rowid < :high"
    " AND t.scope = :scope AND t.row = w.rowid LIMIT :limit)"
)
"""How many there are, up to :limit."""
