"""To which milestone a claim belongs."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from storage.answers import Edition
from storage.database import codec
from storage.database.models import milestones
from storage.records import Event, Milestone


def codes_of(conn: Connection, edition: Edition, events: Iterable[Event]) -> dict[str, str]:
    """The code of the milestone of each of these events, by the event's id; the unpublished have none."""
    return {event.id: code for event in events if (code := _code(conn, edition, event))}


def _code(conn: Connection, edition: Edition, event: Event) -> str:
    """Claims of one milestone speak of one place, and by it there is an index."""
    here = _ELSEWHERE if event.place is None else _HERE
    asked = {"revision": edition.revision, "place": event.place, "event": event.id}
    found = (codec.load(Milestone, payload) for payload in conn.scalars(here, asked))
    return next((milestone.code for milestone in found if event.id in milestone.events), "")


# A sign that LIKE takes for any other finds too much, never too little: each is looked at anyway.
_MENTIONING = select(milestones.c.payload).where(
    milestones.c.revision == bindparam("revision"),
    milestones.c.payload.contains(bindparam("event", type_=milestones.c.payload.type)),
)
_HERE = _MENTIONING.where(milestones.c.place == bindparam("place"))
_ELSEWHERE = _MENTIONING.where(milestones.c.place.is_(None))
