"""The timeline: milestones in order, a page at a time, by keyset: a page costs the same wherever it lies.

A filter of area and actor line is a scope, whose rows stand in timeline order (see `placing`). Days and
cursors are bounds in that order; words are asked of the full-text index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Connection, Row, Select, bindparam, func, select, tuple_

from storage.answers import Cursor, Edition, Lane, TimelinePage, TimelineQuery
from storage.corpus.stems import stem_words
from storage.database import codec, fulltext
from storage.database.models import milestones, scopes, timeline
from storage.database.placing import EVERYWHERE, WHOEVER
from storage.database.queries import edition as editions
from storage.database.writing import REVISION_BITS
from storage.errors import NotFound
from storage.records import Milestone

COUNTED = 1_000
"""Where days or words narrow a query, its totals are counted up to here."""

Spot = tuple[int, int, int]
"""A point in timeline order: day (ordinal), width, row."""
Found = Sequence[Row[str, int, int, int]]
"""(payload, day, width, row) in timeline order."""


def page(conn: Connection, query: TimelineQuery, cursor: Cursor | None = None, limit: int = 8) -> TimelinePage:
    """The page that `cursor` leads to, the last one without it.

    `total` and `other_lane` are exact, but stop at `COUNTED` where days or words narrow the query. A cursor
    from before a reload still lies between the same days. `NotFound` for a place or force that the story lacks.
    """
    edition = editions.current(conn)
    views = _views(conn, edition, query)
    here = views.get(query.lane)
    stretch = here.stretch(conn, cursor, limit) if here else NOTHING
    if cursor and not stretch.found:
        return page(conn, query, None if cursor.forward else _BEGINNING, limit)
    return TimelinePage(
        edition=edition,
        query=query,
        milestones=tuple(codec.load(Milestone, payload) for payload, *_ in stretch.found),
        older=_cursor(stretch.found[0], forward=False) if stretch.before else None,
        newer=_cursor(stretch.found[-1], forward=True) if stretch.after else None,
        total=here.count(conn) if here else 0,
        other_lane=sum(view.count(conn) for lane, view in views.items() if lane is not query.lane),
    )


_BEGINNING = Cursor(date.min, 0, -1, forward=True)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that follow each other, and whether there are more on either side."""

    found: Found
    before: bool
    after: bool


NOTHING = Stretch((), before=False, after=False)


@dataclass(frozen=True, slots=True)
class View:
    """One lane as a query narrows it: a scope of `total` rows, those between `low` and `high` (exclusive)
    that hold the words; `params` are the same for all of its statements."""

    total: int
    low: Spot
    high: Spot
    narrowed: bool
    params: Mapping[str, int | str]

    def stretch(self, conn: Connection, cursor: Cursor | None, limit: int) -> Stretch:
        at = (cursor.day.toordinal(), cursor.width, cursor.row) if cursor else self.high
        if cursor and cursor.forward:
            found = self._rows(conn, max(at, self.low), self.high, limit + 1, forward=True)
            kept = found[:limit]
            return Stretch(kept, bool(kept) and self._any(conn, self.low, _spot(kept[0])), len(found) > limit)
        found = self._rows(conn, self.low, min(at, self.high), limit + 1, forward=False)
        kept = found[:limit][::-1]
        after = cursor is not None and bool(kept) and self._any(conn, _spot(kept[-1]), self.high)
        return Stretch(kept, len(found) > limit, after)

    def count(self, conn: Connection) -> int:
        return self._count(conn, self.low, self.high, COUNTED) if self.narrowed else self.total

    def _any(self, conn: Connection, low: Spot, high: Spot) -> bool:
        return self._count(conn, low, high, 1) > 0

    def _rows(self, conn: Connection, low: Spot, high: Spot, limit: int, *, forward: bool) -> Found:
        statement = _rows(forward=forward, worded="words" in self.params)
        return conn.execute(statement, {**self.params, **_bounds(low, high), "limit": limit}).all()

    def _count(self, conn: Connection, low: Spot, high: Spot, limit: int) -> int:
        statement = _count(worded="words" in self.params)
        return conn.execute(statement, {**self.params, **_bounds(low, high), "limit": limit}).scalar_one()


def _views(conn: Connection, edition: Edition, query: TimelineQuery) -> dict[Lane, View]:
    """The lanes in which the query can find anything."""
    stems = stem_words(" ".join(query.words))
    if query.words and not stems:
        return {}
    first = edition.revision << REVISION_BITS
    words: dict[str, int | str] = (
        {"words": fulltext.all_of(stems), "first": first, "last": first | _RANKS} if stems else {}
    )
    low = ((query.start or date.min).toordinal(), -1, -1)
    high = ((query.end or date.max).toordinal() + 1, -1, -1)
    narrowed = bool(stems or query.start or query.end)
    rows = conn.execute(_SCOPES, {"revision": edition.revision, **_scope(edition, query)})
    return {Lane(lane): View(total, low, high, narrowed, {"scope": id_, **words}) for lane, id_, total in rows}


def _scope(edition: Edition, query: TimelineQuery) -> dict[str, str]:
    story = edition.story
    if query.place and query.place not in story.places:
        raise NotFound("place", query.place)
    if query.force and query.force not in story.actors:
        raise NotFound("force", query.force)
    return {"area": query.place or EVERYWHERE, "line": story.line(query.force) or WHOEVER}


def _spot(row: Row[str, int, int, int]) -> Spot:
    return row[1], row[2], row[3]


def _cursor(row: Row[str, int, int, int], *, forward: bool) -> Cursor:
    day, width, number = _spot(row)
    return Cursor(date.fromordinal(day), width, number, forward)


# ------------------------------------------------------------------ statements

_SCOPES = select(scopes.c.lane, scopes.c.id, scopes.c.total).where(
    scopes.c.revision == bindparam("revision"), scopes.c.area == bindparam("area"), scopes.c.line == bindparam("line")
)
_RANKS = (1 << REVISION_BITS) - 1
_KEY = (timeline.c.day, timeline.c.width, timeline.c.row)


def _bounds(low: Spot, high: Spot) -> dict[str, int]:
    return dict(zip(("low0", "low1", "low2", "high0", "high1", "high2"), (*low, *high), strict=True))


@cache
def _between(*, worded: bool) -> Select[int, int, int]:
    position = tuple_(*_KEY)
    chosen = select(*_KEY).where(
        timeline.c.scope == bindparam("scope"),
        position > tuple_(bindparam("low0"), bindparam("low1"), bindparam("low2")),
        position < tuple_(bindparam("high0"), bindparam("high1"), bindparam("high2")),
    )
    return chosen.where(timeline.c.row.in_(fulltext.MILESTONES)) if worded else chosen


@cache
def _rows(*, forward: bool, worded: bool) -> Select[str, int, int, int]:
    return (
        _between(worded=worded)
        .join(milestones, milestones.c.row == timeline.c.row)
        .with_only_columns(milestones.c.payload, *_KEY)
        .order_by(*(column if forward else column.desc() for column in _KEY))
        .limit(bindparam("limit"))
    )


@cache
def _count(*, worded: bool) -> Select[int]:
    return select(func.count()).select_from(_between(worded=worded).limit(bindparam("limit")).subquery())
