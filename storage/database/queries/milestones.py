"""The receipt of a milestone: every claim of it, the other phases of its subject, who disagrees."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, union

from storage.answers import Edition, Receipt
from storage.database import codec
from storage.database.models import aliases, milestones
from storage.database.queries import disputes
from storage.database.queries import edition as editions
from storage.database.queries.evidence import gather
from storage.errors import NotFound
from storage.records import Milestone, Phase


def receipt(conn: Connection, code: str) -> Receipt:
    """The milestone that readers tap as ``/m_code``, or the one that it was merged into.

    `NotFound` ("milestone") where the serving revision has none.
    """
    edition = editions.current(conn)
    milestone = _find(conn, edition, code)
    claims = gather(conn, edition, milestone.events).claims(milestone.events)
    disagreements = disputes.about(conn, edition, milestone.events)
    return Receipt(edition, milestone, claims, _phases(conn, edition, milestone), disagreements)


def of_place(conn: Connection, edition: Edition, place: str) -> tuple[Milestone, ...]:
    """The milestones of the timeline that happen in `place` itself or lead there, in its order."""
    payloads = conn.scalars(_OF_PLACE, {"revision": edition.revision, "place": place})
    return tuple(codec.recall(Milestone, payload) for payload in payloads)


def _find(conn: Connection, edition: Edition, code: str) -> Milestone:
    asked = {"revision": edition.revision, "code": code}
    payload = conn.scalar(_BY_CODE, asked) or conn.scalar(_BY_ALIAS, asked)
    if payload is None:
        raise NotFound("milestone", code)
    return codec.recall(Milestone, payload)


def _phases(conn: Connection, edition: Edition, milestone: Milestone) -> tuple[Milestone, ...]:
    """The others of its subject: promised, under way, done, denied."""
    payloads = conn.scalars(_OF_SUBJECT, {"revision": edition.revision, "subject": milestone.subject})
    others = [m for m in (codec.recall(Milestone, payload) for payload in payloads) if m.key != milestone.key]
    return tuple(sorted(others, key=lambda m: _ORDER.index(m.phase)))


_ORDER = tuple(Phase)
_MILESTONES = (
    select(milestones.c.payload).where(milestones.c.revision == bindparam("revision")).order_by(milestones.c.row)
)
_BY_CODE = _MILESTONES.where(milestones.c.code == bindparam("code"))
_BY_ALIAS = (
    select(milestones.c.payload)
    .join(aliases, (aliases.c.revision == milestones.c.revision) & (aliases.c.target == milestones.c.code))
    .where(aliases.c.revision == bindparam("revision"), aliases.c.code == bindparam("code"))
)
_OF_SUBJECT = _MILESTONES.where(milestones.c.subject == bindparam("subject"))
_ROWS = select(milestones.c.row).where(milestones.c.revision == bindparam("revision"))
# Two seeks in two indexes: asked with an "or", SQLite reads the whole revision.
_OF_PLACE = (
    select(milestones.c.payload)
    .where(
        milestones.c.lane.is_not(None),
        milestones.c.row.in_(
            union(
                _ROWS.where(milestones.c.place == bindparam("place")),
                _ROWS.where(milestones.c.to_place == bindparam("place")),
            )
        ),
    )
    .order_by(milestones.c.row)
)
