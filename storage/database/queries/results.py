"""What merged from the facts of a revision, in the order of the story: place statuses, disagreements, series; and
the verbs that no rule knows, most frequent first."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Connection, bindparam, select

from storage.answers import Edition
from storage.database import codec
from storage.database.models import results
from storage.records import Disagreement, PlaceStatus, Series, UnknownVerb

T = TypeVar("T", Disagreement, PlaceStatus, Series, UnknownVerb)
_NOUNS = {PlaceStatus: "place", Disagreement: "disagreement", Series: "series", UnknownVerb: "unknown"}


def every(conn: Connection, edition: Edition, cls: type[T]) -> tuple[T, ...]:
    """All results of that kind."""
    asked = {"revision": edition.revision, "noun": _NOUNS[cls]}
    return tuple(codec.load(cls, payload) for payload in conn.scalars(_RESULTS, asked))


def rejected(conn: Connection, edition: Edition) -> int:
    """How many extracted facts an editor took away."""
    return int(conn.scalar(_RESULTS, {"revision": edition.revision, "noun": "rejected"}) or 0)


_RESULTS = (
    select(results.c.payload)
    .where(results.c.revision == bindparam("revision"), results.c.noun == bindparam("noun"))
    .order_by(results.c.position)
)
