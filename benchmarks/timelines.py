"""A page of the timeline among a million facts: the storage call against plain sqlite3 doing the same."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

from benchmarks import invention
from benchmarks.large import Large
from benchmarks.measuring import Ratio, in_turns, percentile, spoken, times_as_long, undisturbed
from storage.answers import Cursor, TimelineQuery
from storage.database.queries import timeline

PAGES = 1_000
"""Pages that are asked for, picked from all over the timeline."""
TRIES = 3
"""Times that each is asked for; the fastest counts, since the slowest measure what else the machine does."""
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
    mine, plain = _fastest(large, _spread(large))
    facts = f"{large.facts:,} facts"
    for share, name, goal in ((0.5, "p50", None), (0.99, "p99", 3)):
        one, other = percentile(mine, share), percentile(plain, share)
        detail = f"{spoken(one)} / {spoken(other)}"
        yield Ratio(f"timeline page, {name}, {facts}", "raw sqlite3", one / other, goal, detail=detail)
    first, far = in_turns((lambda: _ours(large, cursors[0]), lambda: _ours(large, cursors[-1])), PAGES)
    detail = f"{spoken(percentile(far, 0.5))} / {spoken(percentile(first, 0.5))}"
    yield Ratio(f"timeline page {len(cursors):,}", "page 1", times_as_long(far, first), 2, detail=detail)


def _fastest(large: Large, cursors: list[Cursor]) -> tuple[list[float], list[float]]:
    """Seconds of each page, ours and raw, in turns."""
    mine, plain = [], []
    with undisturbed():
        for cursor in cursors:
            turns = [(_seconds(_ours, large, cursor), _seconds(_raw, large, cursor)) for _ in range(TRIES)]
            mine.append(min(ours for ours, _ in turns))
            plain.append(min(raw for _, raw in turns))
    return mine, plain


def _seconds(ask: Callable[[Large, Cursor], None], large: Large, cursor: Cursor) -> float:
    start = time.perf_counter()
    ask(large, cursor)
    return time.perf_counter() - start


def _spread(large: Large) -> list[Cursor]:
    """Pages from all over the timeline."""
    random = Random(2)
    first, last = invention.days()
    picked = (first + timedelta(days=random.randrange((last - first).days)) for _ in range(PAGES))
    pages = (timeline.page(large.conn, TimelineQuery(), Cursor(day, 0, -1, forward=True), limit=PAGE) for day in picked)
    return [page.older for page in pages if page.older and _is_full(large, page.older)]


def _is_full(large: Large, cursor: Cursor) -> bool:
    return len(timeline.page(large.conn, TimelineQuery(), cursor, limit=PAGE).milestones) == PAGE


def _cursors(large: Large) -> list[Cursor]:
    """Where each of the first thousand pages begins, the newest first."""
    found: list[Cursor] = []
    page = timeline.page(large.conn, TimelineQuery(), limit=PAGE)
    while page.older and len(found) < FAR and _is_full(large, page.older):
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
