"""The full-text index over stems of our own: SQLite's FTS5, or PostgreSQL's `tsvector`. All SQL that only one of
the two understands is here.

`passage_words` follows `passages` (sentences and titles of the serving revision), `milestone_words`
follows `milestones`: whoever adds or removes rows there says so here, in the same transaction. Both list
what they find by row, and rows are in the order of time. On PostgreSQL they are views, whose indexes follow
by themselves. Making stems is `storage.corpus.stems`; what becomes of the rows found is `queries`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Text,
    TextClause,
    TypeDecorator,
    bindparam,
    column,
    func,
    select,
    table,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from storage.database.models import LARGE

# A token is what stands between two spaces: our stems, whatever signs they hold.
_TOKENS = "tokenize = \"ascii tokenchars '''!#$%&()*+,-./:;<=>?@[\\]^_`{|}~'\""
_CREATE_FTS5 = (
    "CREATE VIRTUAL TABLE passage_words USING fts5("
    f"words, content='passages', content_rowid='row', detail=none, columnsize=0, {_TOKENS})",
    "CREATE VIRTUAL TABLE milestone_words USING fts5("
    f"words, content='milestones', content_rowid='row', detail=none, columnsize=0, {_TOKENS})",
    # Bytes gathered before they are written out: with the usual one million a large load takes twice as long.
    "INSERT INTO passage_words (passage_words, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO milestone_words (milestone_words, rank) VALUES ('hashsize', 16777216)",
)
# Stems as they are: a text search configuration would take words apart anew. A tsvector holds a megabyte.
_VECTOR = "array_to_tsvector(string_to_array(left(words, 250000), ' '))"
_CREATE = {
    "sqlite": _CREATE_FTS5,
    "postgresql": (
        f"CREATE INDEX passage_words_index ON passages USING gin ({_VECTOR})",
        f"CREATE INDEX milestone_words_index ON milestones USING gin ({_VECTOR})",
        f'CREATE VIEW passage_words (rowid, words) AS SELECT "row", {_VECTOR} FROM passages',  # noqa: S608
        f'CREATE VIEW milestone_words (rowid, words) AS SELECT "row", {_VECTOR} FROM milestones',  # noqa: S608
    ),
}
_DROP = {
    "sqlite": ("DROP TABLE passage_words", "DROP TABLE milestone_words"),
    "postgresql": (
        "DROP VIEW passage_words",
        "DROP VIEW milestone_words",
        "DROP INDEX passage_words_index",
        "DROP INDEX milestone_words_index",
    ),
}
_VERIFY = (
    "INSERT INTO passage_words (passage_words, rank) VALUES ('integrity-check', 1)",
    "INSERT INTO milestone_words (milestone_words, rank) VALUES ('integrity-check', 1)",
)


def create(conn: Connection) -> None:
    """Make the empty index; what it is made of is no part of `models.metadata`."""
    _run(conn, _CREATE[conn.dialect.name])


def drop(conn: Connection) -> None:
    _run(conn, _DROP[conn.dialect.name])


def verify(conn: Connection) -> None:
    """Compare the index with what it follows; `sqlalchemy.exc.DatabaseError` where they differ."""
    if _is_followed(conn):
        _run(conn, _VERIFY)


def owns(name: str) -> bool:
    """Whether a table or an index of that name is part of the index."""
    return name.startswith(("passage_words", "milestone_words"))


def _is_followed(conn: Connection) -> bool:
    """Whether the index has to be told what changes."""
    return conn.dialect.name == "sqlite"


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
    if _is_followed(conn):
        conn.execute(_REMEMBER_PASSAGES, {"revision": revision, "other": other})
    else:
        _run(conn, _settled("passage"))


def forget_passages(conn: Connection, revision: int, other: int) -> None:
    """Of the articles in `revision` that are not in `other`; before their rows are deleted."""
    if _is_followed(conn):
        conn.execute(_FORGET_PASSAGES, {"revision": revision, "other": other})


def remember_milestones(conn: Connection, revision: int) -> None:
    if _is_followed(conn):
        conn.execute(_REMEMBER_MILESTONES, {"revision": revision})
    else:
        _run(conn, _settled("milestone"))


def forget_milestones(conn: Connection, revision: int) -> None:
    if _is_followed(conn):
        conn.execute(_FORGET_MILESTONES, {"revision": revision})


def _settled(noun: str) -> tuple[str, ...]:
    """PostgreSQL, after a load: what the index still holds apart is put in, and how common each stem is counted."""
    return (f"SELECT gin_clean_pending_list('{noun}_words_index')", f"ANALYZE {noun}s")


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


class _Asking(TextClause):
    """SQL that asks for :words, which are what `all_of` or `any_of` says. As SQLite takes both."""

    inherit_cache = True


@compiles(_Asking, "postgresql")
def _asking_postgresql(asking: _Asking, compiler: SQLCompiler, **options: object) -> str:
    said = _MATCH.sub(lambda found: f"{found[1] or found[2]}.words @@ CAST(:words AS tsquery)", asking.text)
    return compiler.process(text(said).bindparams(bindparam("words", type_=_Tsquery())), **options)


_MATCH = re.compile(r"(?:(\w+)\.)?(\w+) MATCH :words")


class _Tsquery(TypeDecorator[str]):
    """What `all_of` or `any_of` says, as PostgreSQL takes it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value and _tsquery(value)


def _tsquery(expression: str) -> str:
    stems = (stem.replace("\\", "\\\\").replace("'", "''") for stem in expression.split('"')[1::2])
    return (" | " if '" OR "' in expression else " & ").join(f"'{stem}'" for stem in stems if stem)


_row: ColumnElement[int] = column("rowid", LARGE)
_passages = select(_row).select_from(table("passage_words")).where(_Asking("passage_words MATCH :words"))

PASSAGES = _passages.order_by(_row.desc()).limit(bindparam("limit")).offset(bindparam("offset"))
"""Rows of passages that match :words, the newest first; :limit of them after :offset."""

PASSAGES_COUNTED = select(func.count()).select_from(_passages.limit(bindparam("limit")).subquery())
"""How many match :words, up to :limit."""

# CROSS JOIN keeps the order of the tables: asked the other way round, a scope would be read from end to end.
MILESTONES: Mapping[bool, TextClause] = {
    True: _Asking(
        "SELECT m.row, m.day, m.width, m.payload FROM milestone_words w CROSS JOIN timeline t CROSS JOIN milestones m"
        " WHERE w.milestone_words MATCH :words AND w.rowid > :low AND w.rowid < :high"
        " AND t.scope = :scope AND t.row = w.rowid AND m.row = w.rowid ORDER BY w.rowid LIMIT :limit"
    ),
    False: _Asking(
        "SELECT m.row, m.day, m.width, m.payload FROM milestone_words w CROSS JOIN timeline t CROSS JOIN milestones m"
        " WHERE w.milestone_words MATCH :words AND w.rowid > :low AND w.rowid < :high"
        " AND t.scope = :scope AND t.row = w.rowid AND m.row = w.rowid ORDER BY w.rowid DESC LIMIT :limit"
    ),
}
"""Milestones of :scope that match :words, between the rows :low and :high, both excluded; forward or not."""

MILESTONES_COUNTED = _Asking(
    "SELECT count(*) FROM (SELECT t.row FROM milestone_words w CROSS JOIN timeline t"
    " WHERE w.milestone_words MATCH :words AND w.rowid > :low AND w.rowid < :high"
    " AND t.scope = :scope AND t.row = w.rowid LIMIT :limit) AS found"
)
"""How many there are, up to :limit."""
