"""The tables. Records are stored as the columns that are asked for, and a JSON payload made by `codec`.

Stories, articles and facts are versions named by the hash of their content and shared between revisions;
what merges from them belongs to one revision. A row of `timeline` is one milestone in one *scope* (an area,
an actor line, a lane), so that every filter is one seek. The full-text tables belong to `fulltext`.
Portable SQL only; the meaning of the records is in `storage.records`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    bindparam,
    event,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

LARGE = BigInteger().with_variant(Integer, "sqlite")
"""64 bits everywhere; SQLite makes only a column of type INTEGER the key of the table itself."""


class Moment(TypeDecorator[datetime]):
    """An aware point in time, kept and given back in UTC (SQLite forgets time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


def index_some(name: str, *columns: Column[Any], where: ColumnElement[bool]) -> None:
    """An index of only those rows of a table, on either database.

    The condition is said when the index is made: at the words ``postgresql_where`` SQLAlchemy imports that
    whole dialect, and a start on SQLite would wait for it.
    """
    event.listen(Index(name, *columns), "before_create", partial(_say_where, where))


def _say_where(where: ColumnElement[bool], index: Index, conn: Connection, **_: object) -> None:
    index.dialect_options[conn.dialect.name]["where"] = where


def _revision(*, primary_key: bool = False) -> Column[int]:
    return Column(
        "revision",
        ForeignKey("revisions.number", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        autoincrement=False,
    )


# ------------------------------------------------------------------ versions, named by their content

stories = Table(
    "stories",
    metadata,
    Column("hash", String(32), primary_key=True),
    Column("payload", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("version", LARGE, primary_key=True, autoincrement=False),
    Column("hash", String(32), nullable=False, unique=True),
    Column("id", Text, nullable=False, index=True),
    Column("code", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("sentences", Text, nullable=False),  # [[start, end, paragraph], ...]
    Column("payload", Text, nullable=False),  # an Article without its text and sentences
)

facts = Table(
    "facts",
    metadata,
    Column("version", LARGE, primary_key=True, autoincrement=False),
    Column("hash", String(32), nullable=False, unique=True),
    Column("id", Text, nullable=False, index=True),
    Column("noun", String(8), nullable=False),  # event | figure
    Column("article", Text, nullable=False, index=True),
    Column("payload", Text, nullable=False),
)

# ------------------------------------------------------------------ revisions

revisions = Table(
    "revisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("parent", ForeignKey("revisions.number", ondelete="SET NULL")),
    Column("loaded_at", Moment, nullable=False),
    Column("fingerprint", String(32), nullable=False),
    Column("story", ForeignKey("stories.hash"), nullable=False, index=True),
    Column("articles", Integer, nullable=False),
    Column("facts", Integer, nullable=False),  # the published ones
    Column("oldest", Date),
    Column("newest", Date),
    Column("warnings", Text, nullable=False),  # JSON list
)

serving = Table(
    "serving",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one_row"), primary_key=True, autoincrement=False),
    Column("revision", ForeignKey("revisions.number"), nullable=False),
    Column("since", Moment, nullable=False),
    Column("token", String(32), nullable=False),  # another for each time that something begins to serve
)

revision_articles = Table(
    "revision_articles",
    metadata,
    _revision(primary_key=True),
    Column("article", ForeignKey("articles.version"), primary_key=True, index=True),
    Column("number", Integer, nullable=False),  # in /sources, oldest first, from 1
    Column("position", Integer, nullable=False),  # in the corpus, as it was read
    Index("ix_revision_articles_number", "revision", "number", unique=True),
    sqlite_with_rowid=False,
)

revision_facts = Table(
    "revision_facts",
    metadata,
    _revision(primary_key=True),
    Column("fact", ForeignKey("facts.version"), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
    Column("milestone", Text),  # the short code of the milestone that an event stands in
    sqlite_with_rowid=False,
)


def belongs(members: Table) -> ColumnElement[bool]:
    """That a row of `revision_articles` or `revision_facts` is of :revision, where few are asked for by name.

    Adding nothing keeps planners from beginning there: without statistics they take a revision for small.
    """
    return members.c.revision + 0 == bindparam("revision")


# ------------------------------------------------------------------ what merges from the facts

milestones = Table(
    "milestones",
    metadata,
    # revision << 32 | rank in timeline order, so that the order of rows is the order of the timeline
    Column("row", LARGE, primary_key=True, autoincrement=False),
    _revision(),
    Column("code", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("lane", String(8)),  # of the timeline; none for what appears only in receipts
    Column("day", Integer, nullable=False),  # ordinal
    Column("width", Integer, nullable=False),  # days of the window
    Column("place", Text),
    Column("to_place", Text),
    Column("promise", String(5)),  # due | lapse | open; none where nothing is awaited
    Column("closes", Integer),  # ordinal
    Column("reported", Integer),  # ordinal
    Column("words", Text, nullable=False),  # stems
    Column("payload", Text, nullable=False),
    Index("ix_milestones_code", "revision", "code"),
    Index("ix_milestones_subject", "revision", "subject"),
    Index("ix_milestones_place", "revision", "place"),
    Index("ix_milestones_to_place", "revision", "to_place"),
    Index("ix_milestones_promise", "revision", "promise", "closes"),
    Index("ix_milestones_day", "revision", "lane", "day", "width"),
)

scopes = Table(
    "scopes",
    metadata,
    Column("id", LARGE, primary_key=True, autoincrement=False),
    _revision(),
    Column("area", Text, nullable=False),  # "" = everywhere
    Column("line", Text, nullable=False),  # "" = whoever
    Column("lane", String(8), nullable=False),
    Column("total", Integer, nullable=False),
    Index("ix_scopes_area", "revision", "area", "line", "lane", unique=True),
)

timeline = Table(
    "timeline",
    metadata,
    Column("scope", ForeignKey("scopes.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("row", LARGE, primary_key=True, autoincrement=False),  # of milestones
    sqlite_with_rowid=False,
)

results = Table(
    "results",
    metadata,
    _revision(primary_key=True),
    Column("noun", String(12), primary_key=True),  # place, disagreement, series, unknown, rejected, waiting
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
)

aliases = Table(
    "aliases",
    metadata,
    _revision(primary_key=True),
    Column("code", Text, primary_key=True),
    Column("target", Text, nullable=False),
)

passages = Table(
    "passages",
    metadata,
    # publication day << 24 | sequence, so that the newest is the last row
    Column("row", LARGE, primary_key=True, autoincrement=False),
    Column("article", ForeignKey("articles.version"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),  # 0 = the title
    Column("words", Text, nullable=False),  # stems
)

# ------------------------------------------------------------------ what outlives revisions

codes = Table(
    "codes",
    metadata,
    Column("key", Text, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
)

chats = Table(
    "chats",
    metadata,
    Column("chat", LARGE, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
)

saved = Table(
    "saved",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("owner", LARGE, nullable=False),
    Column("chat", LARGE, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("payload", Text, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
