"""The ledger of promises: what is due, what is overdue, what has no day. See `placing.promise`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, Executable, bindparam, select

from storage.answers import Deadline, Ledger
from storage.database import codec
from storage.database.models import milestones
from storage.database.queries import edition as editions
from storage.database.queries.evidence import Evidence, gather
from storage.records import Milestone


def ledger(conn: Connection, today: date, limit: int = 12) -> Ledger:
    """At most `limit` of each kind. That a force stays until a day, or leaves on a condition, is upcoming before
    that day and nothing after it; what was reported done is no longer in the ledger."""
    edition = editions.current(conn)
    asked = {"revision": edition.revision, "today": today.toordinal(), "limit": limit}
    upcoming, overdue, undated = (_promises(conn, each, asked) for each in (_UPCOMING, _OVERDUE, _OPEN))
    everything = (*upcoming, *overdue, *undated)
    evidence = gather(conn, edition, (id_ for milestone in everything for id_ in milestone.events))
    return Ledger(
        edition=edition,
        today=today,
        upcoming=_deadlines(upcoming, evidence),
        overdue=_deadlines(overdue, evidence),
        undated=_deadlines(undated, evidence),
    )


def _promises(conn: Connection, statement: Executable, asked: Mapping[str, int]) -> tuple[Milestone, ...]:
    return tuple(codec.recall(Milestone, payload) for (payload,) in conn.execute(statement, asked))


def _deadlines(promised: tuple[Milestone, ...], evidence: Evidence) -> tuple[Deadline, ...]:
    return tuple(_deadline(milestone, evidence) for milestone in promised)


def _deadline(milestone: Milestone, evidence: Evidence) -> Deadline:
    (lead,) = evidence.claims((milestone.lead,))
    sources = dict.fromkeys(claim.source for claim in evidence.claims(milestone.events))
    return Deadline(milestone, lead, tuple(sources))


_PROMISES = select(milestones.c.payload).where(milestones.c.revision == bindparam("revision")).limit(bindparam("limit"))
_UPCOMING = _PROMISES.where(
    milestones.c.promise.in_(("due", "lapse")), milestones.c.closes >= bindparam("today")
).order_by(milestones.c.closes, milestones.c.row)
_OVERDUE = _PROMISES.where(milestones.c.promise == "due", milestones.c.closes < bindparam("today")).order_by(
    milestones.c.closes.desc(), milestones.c.row
)
_OPEN = _PROMISES.where(milestones.c.promise == "open").order_by(
    milestones.c.reported.desc().nulls_last(), milestones.c.row
)
