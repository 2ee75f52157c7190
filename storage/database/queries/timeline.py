"""The timeline: milestones in order, a page at a time, by keyset: a page costs the same wherever it lies.

A filter of area and actor line is a scope (see `placing`), and rows stand in timeline order, so a page is
one seek. Days and cursors become bounds between rows; words are asked of the full-text index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Row, bindparam, func, select, tuple_

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
        milestones=tuple([codec.recall(Milestone, row.payload) for row in stretch.rows]),
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
    """One lane as a query narrows it: of its `rows`, those of a scope between `low` and `high`, both excluded,
    that hold the words (an expression of the full-text index)."""

    lane: Lane
    scope: Scope
    rows: range
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
            return _row_at(conn, self.rows, self.lane, cursor.day.toordinal(), cursor.width) - 1
        return _row_at(conn, self.rows, self.lane, cursor.day.toordinal(), cursor.width + 1)

    def _ours(self, cursor: Cursor) -> bool:
        return cursor.row in self.rows

    def _any(self, conn: Connection, cursor: Cursor, low: int, high: int) -> bool:
        """Whether anything lies behind the cursor; one of this revision stands on a row of it."""
        return self._ours(cursor) or self._count(conn, low, high, 1) > 0

    def _rows(self, conn: Connection, low: int, high: int, limit: int, *, forward: bool) -> Sequence[_Placed]:
        asked = self._asked(low, high, limit)
        if self.words is None:
            return conn.execute(_PLAIN[forward], asked).all()
        return conn.execute(fulltext.MILESTONES[forward], {**asked, "words": self.words}).all()

    def _count(self, conn: Connection, low: int, high: int, limit: int) -> int:
        asked = self._asked(low, high, limit)
        if self.words is None:
            return conn.execute(_PLAIN_COUNTED, asked).scalar_one()
        return int(conn.execute(fulltext.MILESTONES_COUNTED, {**asked, "words": self.words}).scalar_one())

    def _asked(self, low: int, high: int, limit: int) -> Mapping[str, int]:
        return {"scope": self.scope.id, "low": low, "high": high, "limit": limit}


def _views(conn: Connection, serving: Revision, query: TimelineQuery) -> dict[Lane, _View]:
    """The lanes in which the query can find anything."""
    words = stem_words(" ".join(query.words)) if query.words else ()
    if query.words and not words:
        return {}
    scopes = serving.scopes.get(_scope(serving.edition, query), {})
    return {lane: _view(conn, serving, lane, scope, query, words) for lane, scope in scopes.items()}


def _view(
    conn: Connection, serving: Revision, lane: Lane, scope: Scope, query: TimelineQuery, words: tuple[str, ...]
) -> _View:
    rows = serving.rows(lane)

    def border(day: int) -> int:
        return _row_at(conn, rows, lane, day, -1)

    return _View(
        lane=lane,
        scope=scope,
        rows=rows,
        low=(border(query.start.toordinal()) if query.start else rows.start) - 1,
        high=border(query.end.toordinal() + 1) if query.end else rows.stop,
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


def _row_at(conn: Connection, rows: range, lane: Lane, day: int, width: int) -> int:
    """The first of a lane's rows at that position or after it."""
    asked = {"revision": rows.start >> REVISION_BITS, "lane": lane, "day": day, "width": width}
    return conn.scalar(_FIRST_AT, asked) or rows.stop


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


_BETWEEN = (
    select(timeline.c.row, milestones.c.day, milestones.c.width, milestones.c.payload)
    .join(milestones, milestones.c.row == timeline.c.row)
    .where(
        timeline.c.scope == bindparam("scope"),
        timeline.c.row > bindparam("low"),
        timeline.c.row < bindparam("high"),
    )
    .limit(bindparam("limit"))
)
_PLAIN = {True: _BETWEEN.order_by(timeline.c.row), False: _BETWEEN.order_by(timeline.c.row.desc())}
_PLAIN_COUNTED = select(func.count()).select_from(_BETWEEN.with_only_columns(timeline.c.row).subquery())
