"""Which revision serves, and the passages that can be searched because it does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import Connection, bindparam, delete, func, insert, literal_column, select, update

from storage.database import codec, fulltext
from storage.database.models import articles, passages, revision_articles
from storage.database.models import serving as pointer
from storage.database.words import index_words
from storage.database.writing import Target, Values, day
from storage.records import Article

DAY_BITS = 24
"""A row of passages holds its publication day above so many bits: 16 million passages a day."""
_MANY = 500


def current(conn: Connection) -> int | None:
    """The number of the serving revision; None before the first load."""
    return conn.scalar(_CURRENT)


def serve(target: Target, now: datetime) -> None:
    """Make the target's revision serve from `now` on, and its passages, no others, searchable."""
    conn, before = target.conn, current(target.conn)
    move = insert(pointer).values(id=1) if before is None else update(pointer)
    conn.execute(move.values(revision=target.number, since=now, token=uuid4().hex))
    going, coming = _apart(conn, before or 0, target.number)
    fulltext.forget_passages(conn, before or 0, target.number)
    for version in going:
        conn.execute(_FORGET, {"version": version})
    target.insert(passages, _passages(target, coming))
    fulltext.remember_passages(conn, target.number, before or 0)


def _apart(conn: Connection, one: int, other: int) -> tuple[list[int], list[int]]:
    """The article versions that only `one` has, and those that only `other` has, oldest first."""
    first, second = _members(conn, one), _members(conn, other)
    shared = set(first).intersection(second)
    return [version for version in first if version not in shared], [v for v in second if v not in shared]


def _members(conn: Connection, revision: int) -> Sequence[int]:
    """The article versions of a revision, oldest first."""
    return conn.scalars(_MEMBERS, {"revision": revision}).all()


# ------------------------------------------------------------------ passages

_Passage = tuple[int, int, str]
"""(start, end, text); a title is (0, 0, title)."""


def _passages(target: Target, versions: Sequence[int]) -> Iterator[Values]:
    rows = _FreeRows(target.conn)
    for start in range(0, len(versions), _MANY):
        chunk = versions[start : start + _MANY]
        found = {row.version: row for row in target.conn.execute(_TEXTS, {"versions": chunk})}
        for version in chunk:
            article = codec.load(Article, found[version].payload)
            spoken = _spoken(article.title, found[version].text, json.loads(found[version].sentences))
            yield from _rows(rows.take(day(article.published), len(spoken)), version, spoken)
        target.watch(start + len(chunk), len(versions), "index")


def _spoken(title: str | None, text: str, spans: Sequence[Sequence[int]]) -> list[_Passage]:
    """The title, where the text does not hold it anyway, and the sentences."""
    own = [(0, 0, title)] if title and title not in text else []
    return own + [(start, end, text[start:end]) for start, end, _ in spans]


def _rows(rows: range, version: int, spoken: Sequence[_Passage]) -> Iterator[Values]:
    # The first passage gets the last row: newest first then still reads an article from its beginning.
    for row, (start, end, text) in zip(rows, reversed(spoken), strict=True):
        yield {"row": row, "article": version, "start": start, "end": end, "words": index_words((text,))}


class _FreeRows:
    """Rows of passages that are not taken, day by day."""

    def __init__(self, conn: Connection) -> None:
        self._free = {row >> DAY_BITS: row + 1 for row in conn.scalars(_LAST_OF_DAYS)}

    def take(self, day: date, many: int) -> range:
        ordinal = day.toordinal()
        first = self._free.get(ordinal, ordinal << DAY_BITS)
        self._free[ordinal] = first + many
        return range(first, first + many)


# ------------------------------------------------------------------ statements

_CURRENT = select(pointer.c.revision)
_MEMBERS = (
    select(revision_articles.c.article)
    .where(revision_articles.c.revision == bindparam("revision"))
    .order_by(revision_articles.c.number)
)
_FORGET = delete(passages).where(passages.c.article == bindparam("version"))
# A number in the text: PostgreSQL shifts by small numbers only, and would be given a large one.
_LAST_OF_DAYS = select(func.max(passages.c.row)).group_by(passages.c.row.bitwise_rshift(literal_column(str(DAY_BITS))))
_TEXTS = select(articles.c.version, articles.c.text, articles.c.sentences, articles.c.payload).where(
    articles.c.version.in_(bindparam("versions", expanding=True))
)
