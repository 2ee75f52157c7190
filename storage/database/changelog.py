"""Writing the log of changes: what a load or an undo changed, fact by fact, in its own transaction.

Two revisions are laid side by side in the database itself, so that a large load pays a few statements
for it. What digests make of the log is `queries.changes`; its tables are `change_models`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    SelectBase,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    select,
    tuple_,
)

from storage.database import codec
from storage.database.change_models import changes, steps
from storage.database.models import facts, milestones, results, revision_facts
from storage.records import Disagreement

KEPT = timedelta(days=400)
"""How long a step is kept: a reader who was told a fact longer ago is no longer corrected."""
ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"
MILESTONE, DISAGREEMENT = "milestone", "disagreement"


def append(conn: Connection, before: int | None, after: int, now: datetime) -> int:
    """Log that revision `after` serves in place of `before` (None = nothing); the number of the step.

    Both must still be there. Steps older than `KEPT` are forgotten.
    """
    number: int = (conn.scalar(_LAST) or 0) + 1
    conn.execute(insert(steps), {"number": number, "revision": after, "at": now})
    asked = {"step": number, "old": before or 0, "new": after}
    for statement in _COMPARISONS:
        conn.execute(statement, asked)
    if rows := list(_disagreements(conn, number, before or 0, after)):
        conn.execute(insert(changes), rows)
    conn.execute(_FORGET, {"before": now - KEPT})
    return number


def _disagreements(conn: Connection, step: int, old: int, new: int) -> Iterator[Mapping[str, object]]:
    """They are few, and their ids stand only in their JSON."""
    was, now = _by_id(conn, old), _by_id(conn, new)
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) != now.get(key):
            change = ADDED if key not in was else CHANGED if key in now else WITHDRAWN
            yield {"step": step, "noun": DISAGREEMENT, "key": key, "change": change, "before": was.get(key)}


def _by_id(conn: Connection, revision: int) -> dict[str, str]:
    payloads = conn.scalars(_DISAGREEMENTS, {"revision": revision})
    return {codec.load(Disagreement, payload).id: payload for payload in payloads}


# ------------------------------------------------------------------ statements

_Row = Select[int, str, str, str, str | None]
_STEP: ColumnElement[int] = bindparam("step", type_=changes.c.step.type)
_OLD: ColumnElement[int] = bindparam("old", type_=steps.c.revision.type)
_NEW: ColumnElement[int] = bindparam("new", type_=steps.c.revision.type)


def _facts() -> Iterator[_Row]:
    """Sets, not correlated questions: those are asked anew for each fact, and each may cost a whole revision."""
    gone, fresh = _versions(_OLD, _NEW), _versions(_NEW, _OLD)
    name = tuple_(facts.c.noun, facts.c.id)
    remains, was_there = name.in_(_names(fresh)), name.in_(_names(gone))
    change = case((remains, CHANGED), else_=WITHDRAWN)
    yield select(_STEP, facts.c.noun, facts.c.id, change, facts.c.payload).where(facts.c.version.in_(gone))
    yield select(_STEP, facts.c.noun, facts.c.id, literal(ADDED), null()).where(facts.c.version.in_(fresh), ~was_there)


def _versions(of: ColumnElement[int], without: ColumnElement[int]) -> SelectBase:
    """The versions of facts that one revision has and the other has not."""
    return _members(of).except_(_members(without))


def _members(revision: ColumnElement[int]) -> Select[int]:
    return select(revision_facts.c.fact).where(revision_facts.c.revision == revision)


def _names(versions: SelectBase) -> Select[str, str]:
    return select(facts.c.noun, facts.c.id).where(facts.c.version.in_(versions))


def _milestones() -> Iterator[_Row]:
    other = milestones.alias()
    change = case((other.c.code.is_(None), WITHDRAWN), else_=CHANGED)
    yield (
        select(_STEP, literal(MILESTONE), milestones.c.code, change, milestones.c.payload)
        .outerjoin(other, and_(other.c.revision == _NEW, other.c.code == milestones.c.code))
        .where(milestones.c.revision == _OLD, other.c.code.is_(None) | (other.c.payload != milestones.c.payload))
    )
    yield select(_STEP, literal(MILESTONE), milestones.c.code, literal(ADDED), null()).where(
        milestones.c.revision == _NEW, ~exists().where(other.c.revision == _OLD, other.c.code == milestones.c.code)
    )


_COLUMNS = ("step", "noun", "key", "change", "before")
_COMPARISONS = tuple(insert(changes).from_select(_COLUMNS, rows) for rows in (*_facts(), *_milestones()))
_LAST = select(func.max(steps.c.number))
_DISAGREEMENTS = select(results.c.payload).where(
    results.c.revision == bindparam("revision"), results.c.noun == DISAGREEMENT
)
_FORGET = delete(steps).where(steps.c.at < bindparam("before"))
