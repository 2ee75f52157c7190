"""A page of the timeline among a million facts: the storage call against plain sqlite3 doing the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random

from benchmarks.large import Large
from benchmarks.measuring import Ratio, in_turns, percentile, spoken, times_as_long
from storage.answers import Cursor, TimelineQuery
from storage.database.queries import timeline

ROUNDS = 2_000
PAGE = 8
FAR = 1_000
"""Which page is compared with the first."""

# What somebody would write by hand: the serving revision, the filter's rows, one page by keyset, one look further.
_SERVING = (
    "SELECT r.number, r.loaded_at, r.story, r.articles, r.facts, r.oldest, r.newest"
    " FROM revisions r JOIN serving s ON s.revision = r.number"
)
_SCOPES = "SELECT lane, id, total FROM scopes WHERE revision = ? AND area = '' AND line = ''"
_ROWS = (
    "SELECT t.row, m.payload FROM timeline t JOIN milestones m ON m.row = t.row"
    " WHERE t.scope = ? AND t.row < ? ORDER BY t.row DESC LIMIT ?"
)
_AFTER = "SELECT 1 FROM timeline WHERE scope = ? AND row > ? LIMIT 1"


def measure(large: Large) -> Iterator[Ratio]:
    cursors = _cursors(large)
    picked = Random(2)
    spots = [picked.choice(cursors) for _ in range(ROUNDS + 1)]
    ours, raw = iter(spots), iter(spots)
    mine, plain = in_turns((lambda: _ours(large, next(ours)), lambda: _raw(large, next(raw))), ROUNDS)
    facts = f"{large.facts:,} facts"
    for share, name, goal in ((0.5, "p50", None), (0.99, "p99", 3)):
        one, other = percentile(mine, share), percentile(plain, share)
        detail = f"{spoken(one)} / {spoken(other)}"
        yield Ratio(f"timeline page, {name}, {facts}", "raw sqlite3", one / other, goal, detail=detail)
    first, far = in_turns((lambda: _ours(large, cursors[0]), lambda: _ours(large, cursors[-1])), ROUNDS)
    detail = f"{spoken(percentile(far, 0.5))} / {spoken(percentile(first, 0.5))}"
    yield Ratio(f"timeline page {len(cursors):,}", "page 1", times_as_long(far, first), 2, detail=detail)


def _cursors(large: Large) -> list[Cursor]:
    """Where each of the first thousand pages begins, the newest first."""
    found: list[Cursor] = []
    page = timeline.page(large.conn, TimelineQuery(), limit=PAGE)
    while page.older and len(found) < FAR:
        found.append(page.older)
        page = timeline.page(large.conn, TimelineQuery(), page.older, limit=PAGE)
    return found


def _ours(large: Large, cursor: Cursor) -> None:
    page = timeline.page(large.conn, TimelineQuery(), cursor, limit=PAGE)
    if len(page.milestones) != PAGE:
        raise RuntimeError("a page is not full")


def _raw(large: Large, cursor: Cursor) -> None:
    """The same rows, their JSON read; no records are made of them."""
    revision = large.raw.execute(_SERVING).fetchone()[0]
    lanes = {lane: (scope, total) for lane, scope, total in large.raw.execute(_SCOPES, (revision,))}
    scope = lanes["dated"][0]
    rows = large.raw.execute(_ROWS, (scope, cursor.row, PAGE + 1)).fetchall()
    found = [json.loads(payload) for _, payload in rows[:PAGE]]
    large.raw.execute(_AFTER, (scope, rows[0][0])).fetchone()
    if len(found) != PAGE:
        raise RuntimeError("a page is not full")
