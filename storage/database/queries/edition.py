"""The edition: which revision serves, when it was loaded, how far its sources reach, and its story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage.answers import Edition, Lane
from storage.database import codec
from storage.database.models import revisions, scopes, serving, stories
from storage.errors import NotFound
from storage.records import Story

_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class Scope:
    """The milestones of one area, actor line and lane: where the timeline has them, and how many."""

    id: int
    total: int


@dataclass(frozen=True, slots=True)
class Revision:
    """What is read once of a revision, since it never changes: its edition, its scopes by (area, line)."""

    edition: Edition
    scopes: Mapping[tuple[str, str], Mapping[Lane, Scope]]


def current(conn: Connection) -> Edition:
    """The serving edition; `NotFound` ("edition") before the first load."""
    return revision(conn).edition


def revision(conn: Connection) -> Revision:
    """The serving revision; `NotFound` ("edition") before the first load."""
    row = conn.execute(_SERVING).one_or_none()
    if row is None:
        raise NotFound("edition", "")
    # A number alone may name another revision in another database, or after a load that was rolled back.
    key = (row.number, row.fingerprint, row.loaded_at)
    if (known := _revisions.get(key)) is None:
        known = _read(conn, row.number)
        while len(_revisions) >= _REMEMBERED:
            _revisions.pop(next(iter(_revisions)), None)
        _revisions[key] = known
    return known


_revisions: dict[tuple[int, str, datetime], Revision] = {}
