"""What merged from the facts of a revision, in the order of the story: place statuses, disagreements, series."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import Connection, bindparam, select

from storage.answers import Edition
from storage.database import codec
from storage.database.models import results
from storage.records import Disagreement, PlaceStatus, Series

T = TypeVar("T", Disagreement, PlaceStatus, Series)
_NOUNS = {PlaceStatus: "place", Disagreement: "disagreement", Series: "series"}


def every(conn: Connection, edition: Edition, cls: type[T]) -> tuple[T, ...]:
    """All results of that kind."""
    asked = {"revision": edition.revision, "noun": _NOUNS[cls]}
    return tuple(codec.load(cls, payload) for payload in conn.scalars(_RESULTS, asked))


_RESULTS = (
    select(results.c.payload)
    .where(results.c.revision == bindparam("revision"), results.c.noun == bindparam("noun"))
    .order_by(results.c.position)
)
