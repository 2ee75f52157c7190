"""The timeline: milestones in order, a page at a time, by keyset: a page costs the same wherever it lies.

A filter of area and actor line is a scope (see `placing`), and rows stand in timeline order, so a page is
one seek. Days and cursors become bounds between rows; words are asked of the full-text index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Connection, Row, Select, bindparam, func, select, tuple_

from storage.answers import Cursor, Edition, Lane, TimelinePage, TimelineQuery
from storage.corpus.stems import stem_words
from storage.database import codec, fulltext, placing
from storage.database.models import milestones, timeline
from storage.database.queries.edition import Revision, Scope, revision
from storage.database.writing import REVISION_BITS
from storage.errors import NotFound
from storage.records import Milestone

_Placed = Row[int, int, int, str]
"""(row, day, width, payload)"""
COUNTED = 1_000
"""Where days or words narrow a query, its totals are counted up to here."""


def page(conn: Connection, query: TimelineQuery, cursor: Cursor | None = None, limit: int = 8) -> TimelinePage:
    """The page that `cursor` leads to, the last one without it.

    `total` and `other_lane` are exact, but stop at `COUNTED` where days or words narrow the query. A cursor
    from before a reload leads to the same days. `NotFound` for a place or force that the story lacks.
    """
    serving = revision(conn)
    views = _views(conn, serving, query)
    here = views.get(query.lane)
    stretch = here.stretch(conn, cursor, limit) if here else _NOTHING
    if cursor and not stretch.rows:
        return page(conn, query, None if cursor.forward else _BEGINNING, limit)
    return TimelinePage(
        edition=serving.edition,
        query=query,
        milestones=codec.load_all(Milestone, [row.payload for row in stretch.rows]),
        older=_cursor(stretch.rows[0], forward=False) if stretch.before else None,
        newer=_cursor(stretch.rows[-1], forward=True) if stretch.after else None,
        total=here.count(conn) if here else 0,
        other_lane=sum(view.count(conn) for lane, view in views.items() if lane is not query.lane),
    )


_BEGINNING = Cursor(date.min, 0, -1, forward=True)


def _cursor(row: _Placed, *, forward: bool) -> Cursor:
    return Cursor(date.fromordinal(row.day), row.width, row.row, forward)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows that follow each other, and whether there are more on either side."""

    rows: Sequence[_Placed]
    before: bool
    after: bool


_NOTHING = _Stretch((), before=False, after=False)


@dataclass(frozen=True, slots=True)
class _View:
    """One lane as a query narrows it: the rows of a scope between `low` and `high`, both excluded, that hold
    the words (an expression of the full-text index)."""

    revision: int
    lane: Lane
    scope: Scope
    low: int
    high: int
    words: str | None
    narrowed: bool

    def stretch(self, conn: Connection, cursor: Cursor | None, limit: int) -> _Stretch:
        """The `limit` rows after the cursor, or before it; the last ones without it."""
        if cursor is None:
            found = self._rows(conn, self.low, self.high, limit + 1, forward=False)
            return _Stretch(found[:limit][::-1], len(found) > limit, after=False)
        at = self._bound(conn, cursor)
        if cursor.forward:
            found = self._rows(conn, max(at, self.low), self.high, limit + 1, forward=True)
            return _Stretch(found[:limit], self._any(conn, cursor, self.low, at + 1), len(found) > limit)
        found = self._rows(conn, self.low, min(at, self.high), limit + 1, forward=False)
        return _Stretch(found[:limit][::-1], len(found) > limit, self._any(conn, cursor, at - 1, self.high))

    def count(self, conn: Connection) -> int:
        return self._count(conn, self.low, self.high, COUNTED) if self.narrowed else self.scope.total

    def _bound(self, conn: Connection, cursor: Cursor) -> int:
        """The row that the cursor stands on; for one of another revision, the border of its day and width."""
        if self._ours(cursor):
            return cursor.row
        if cursor.forward:
            return _row_at(conn, self.revision, self.lane, cursor.day.toordinal(), cursor.width) - 1
        return _row_at(conn, self.revision, self.lane, cursor.day.toordinal(), cursor.width + 1)

    def _ours(self, cursor: Cursor) -> bool:
        return cursor.row >> REVISION_BITS == self.revision

    def _any(self, conn: Connection, cursor: Cursor, low: int, high: int) -> bool:
        """Whether anything lies behind the cursor; one of this revision stands on a row of it."""
        return self._ours(cursor) or self._count(conn, low, high, 1) > 0

    def _rows(self, conn: Connection, low: int, high: int, limit: int, *, forward: bool) -> Sequence[_Placed]:
        statement = _rows(forward=forward, worded=self.words is not None)
        return conn.execute(statement, self._asked(low, high, limit)).all()

    def _count(self, conn: Connection, low: int, high: int, limit: int) -> int:
        return conn.execute(_count(worded=self.words is not None), self._asked(low, high, limit)).scalar_one()

    def _asked(self, low: int, high: int, limit: int) -> Mapping[str, int | str]:
        asked: dict[str, int | str] = {"scope": self.scope.id, "low": low, "high": high, "limit": limit}
        return asked if self.words is None else {**asked, "words": self.words}


def _views(conn: Connection, serving: Revision, query: TimelineQuery) -> dict[Lane, _View]:
    """The lanes in which the query can find anything."""
    words = stem_words(" ".join(query.words)) if query.words else ()
    if query.words and not words:
        return {}
    scopes = serving.scopes.get(_scope(serving.edition, query), {})
    return {lane: _view(conn, serving.edition.revision, lane, scope, query, words) for lane, scope in scopes.items()}


def _view(
    conn: Connection, number: int, lane: Lane, scope: Scope, query: TimelineQuery, words: tuple[str, ...]
) -> _View:
    def border(day: int) -> int:
        return _row_at(conn, number, lane, day, -1)

    return _View(
        revision=number,
        lane=lane,
        scope=scope,
        low=(border(query.start.toordinal()) if query.start else number << REVISION_BITS) - 1,
        high=border(query.end.toordinal() + 1) if query.end else _after(number),
        words=fulltext.all_of(words) if words else None,
        narrowed=bool(words or query.start or query.end),
    )


def _scope(edition: Edition, query: TimelineQuery) -> tuple[str, str]:
    story = edition.story
    if query.place and query.place not in story.places:
        raise NotFound("place", query.place)
    if query.force and query.force not in story.actors:
        raise NotFound("force", query.force)
    return query.place or placing.EVERYWHERE, story.line(query.force) or placing.WHOEVER


def _row_at(conn: Connection, number: int, lane: Lane, day: int, width: int) -> int:
    """The first row of the lane at that position or after it."""
    asked = {"revision": number, "lane": lane, "day": day, "width": width}
    return conn.scalar(_FIRST_AT, asked) or _after(number)


def _after(number: int) -> int:
    return (number + 1) << REVISION_BITS


# ------------------------------------------------------------------ statements

_FIRST_AT = (
    select(milestones.c.row)
    .where(
        milestones.c.revision == bindparam("revision"),
        milestones.c.lane == bindparam("lane"),
        tuple_(milestones.c.day, milestones.c.width) >= tuple_(bindparam("day"), bindparam("width")),
    )
    .order_by(milestones.c.day, milestones.c.width, milestones.c.row)
    .limit(1)
)


@cache
def _between(*, worded: bool) -> Select[int]:
    """The rows of a scope between :low and :high."""
    chosen = select(timeline.c.row).where(
        timeline.c.scope == bindparam("scope"),
        timeline.c.row > bindparam("low"),
        timeline.c.row < bindparam("high"),
    )
    return chosen.where(timeline.c.row.in_(fulltext.MILESTONES)) if worded else chosen


@cache
def _rows(*, forward: bool, worded: bool) -> Select[int, int, int, str]:
    return (
        _between(worded=worded)
        .join(milestones, milestones.c.row == timeline.c.row)
        .add_columns(milestones.c.day, milestones.c.width, milestones.c.payload)
        .order_by(timeline.c.row if forward else timeline.c.row.desc())
        .limit(bindparam("limit"))
    )


@cache
def _count(*, worded: bool) -> Select[int]:
    return select(func.count()).select_from(_between(worded=worded).limit(bindparam("limit")).subquery())
