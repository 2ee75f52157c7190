"""One corpus load = one transaction = one revision; idempotent, compared with what serves, and undone.

`load` and `undo` want a writer's connection and leave the commit to it: an error anywhere leaves the old
revision serving. How rows are written is `writing`, what differs is `comparing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, func, select

from storage.changes import LoadReport
from storage.database import changelog, comparing, dialects, fulltext, serving
from storage.database.comparing import NOTHING, State
from storage.database.drafting import draft
from storage.database.models import articles, codes, facts, revision_articles, revision_facts, revisions, stories
from storage.database.writing import Target, Watch, write
from storage.errors import NothingToUndo
from storage.records import Corpus

KEPT = 10
"""Revisions that are kept, the serving one among them."""
CORPUS = "corpus"
"""The work that one process does at a time."""


def known_codes(conn: Connection) -> Mapping[str, str]:
    """The permanent table key → code of every article, milestone and disagreement that was ever loaded."""
    return dict(conn.execute(_CODES).all())


def plan(conn: Connection, corpus: Corpus) -> LoadReport:
    """What loading `corpus` would change; `revision` is the one that serves now, 0 for none."""
    number = serving.current(conn)
    made = draft(corpus)
    after = comparing.of_corpus(corpus, made)
    return comparing.report(_state(conn, number), after, number or 0, made.fingerprint, corpus.warnings)


def load(conn: Connection, corpus: Corpus, now: datetime, progress: Watch | None = None) -> LoadReport:
    """Make `corpus` the serving revision; nothing is written where it serves already.

    `progress` is called with (done, total, what) for each of ``articles``, ``facts``, ``milestones``,
    ``timeline`` and ``index``.
    """
    made = draft(corpus)
    dialects.alone(conn, CORPUS)
    number = serving.current(conn)
    before, after = _state(conn, number), comparing.of_corpus(corpus, made)
    fingerprint = conn.scalar(_FINGERPRINT, {"revision": number})
    if fingerprint != made.fingerprint:
        target = Target(conn, (conn.scalar(_LAST) or 0) + 1, progress or _unwatched)
        write(target, corpus, made, parent=number, now=now)
        serving.serve(target, now)
        changelog.append(conn, number, target.number, now)
        _prune(conn, target.number)
        number = target.number
    return comparing.report(before, after, number or 0, made.fingerprint, corpus.warnings)


def undo(conn: Connection, now: datetime) -> LoadReport:
    """Serve the previous revision again, until somebody loads. `NothingToUndo` where there is none."""
    dialects.alone(conn, CORPUS)
    number = serving.current(conn)
    parent = conn.scalar(_PARENT, {"revision": number})
    if number is None or parent is None:
        raise NothingToUndo
    fingerprint = conn.execute(_FINGERPRINT, {"revision": parent}).scalar_one()
    report = comparing.report(_state(conn, number), _state(conn, parent), parent, fingerprint)
    serving.serve(Target(conn, parent, _unwatched), now)
    changelog.append(conn, number, parent, now)
    return report


def _state(conn: Connection, number: int | None) -> State:
    return NOTHING if number is None else comparing.of_revision(conn, number)


def _unwatched(done: int, total: int, what: str) -> None:
    """Progress that nobody asked for."""


# ------------------------------------------------------------------ forgetting


def _prune(conn: Connection, number: int) -> None:
    """Keep `number` and what `undo` can still reach from it; forget all else, undone revisions included."""
    parents = dict(conn.execute(select(revisions.c.number, revisions.c.parent)).all())
    kept: list[int] = []
    step: int | None = number
    while step is not None and len(kept) < KEPT:
        kept.append(step)
        step = parents[step]
    if gone := parents.keys() - set(kept):
        for revision in gone:
            fulltext.forget_milestones(conn, revision)
        conn.execute(delete(revisions).where(revisions.c.number.in_(gone)))
        for forget in _ORPHANS:
            conn.execute(forget)


_CODES = select(codes.c.key, codes.c.code)
_LAST = select(func.max(revisions.c.number))
_FINGERPRINT = select(revisions.c.fingerprint).where(revisions.c.number == bindparam("revision"))
_PARENT = select(revisions.c.parent).where(revisions.c.number == bindparam("revision"))
_ORPHANS = (
    delete(articles).where(~exists().where(revision_articles.c.article == articles.c.version)),
    delete(facts).where(~exists().where(revision_facts.c.fact == facts.c.version)),
    delete(stories).where(~exists().where(revisions.c.story == stories.c.hash)),
)
