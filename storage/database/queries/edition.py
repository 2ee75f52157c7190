"""The edition: which revision serves, when it was loaded, how far its sources reach, and its story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from storage.answers import Edition, Lane
from storage.database import codec
from storage.database.models import revisions, scopes, serving, stories
from storage.database.placing import EVERYWHERE, WHOEVER
from storage.database.writing import REVISION_BITS
from storage.errors import NotFound
from storage.records import Story


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

    def rows(self, lane: Lane) -> range:
        """The rows of all milestones in a lane: the dated come first, then the undated."""
        whole = self.scopes.get((EVERYWHERE, WHOEVER), {})
        dated, undated = (whole[each].total if each in whole else 0 for each in (Lane.DATED, Lane.UNDATED))
        first = self.edition.revision << REVISION_BITS
        return range(first, first + dated) if lane is Lane.DATED else range(first + dated, first + dated + undated)


_known: dict[str, Revision] = {}
"""By the token of the serving revision: a number may name another one elsewhere, or after a rolled back load."""
_REMEMBERED = 8


def current(conn: Connection) -> Edition:
    """The serving edition; `NotFound` ("edition") before the first load."""
    return revision(conn).edition


def revision(conn: Connection) -> Revision:
    """The serving revision; `NotFound` ("edition") before the first load."""
    token = conn.scalar(_TOKEN)
    if token is None:
        raise NotFound("edition", "")
    if (found := _known.get(token)) is None:
        found = _read(conn)
        if len(_known) >= _REMEMBERED:
            _known.clear()
        _known[token] = found
    return found


def _read(conn: Connection) -> Revision:
    row = conn.execute(_SERVING).one()
    edition = Edition(
        revision=row.number,
        loaded_at=row.loaded_at,
        story=codec.load(Story, row.payload),
        articles=row.articles,
        facts=row.facts,
        oldest=row.oldest,
        newest=row.newest,
    )
    return Revision(edition, _scopes(conn, row.number))


def _scopes(conn: Connection, number: int) -> Mapping[tuple[str, str], Mapping[Lane, Scope]]:
    found: dict[tuple[str, str], dict[Lane, Scope]] = defaultdict(dict)
    for area, line, lane, id_, total in conn.execute(_SCOPES, {"number": number}):
        found[area, line][Lane(lane)] = Scope(id_, total)
    return dict(found)


_TOKEN = select(serving.c.token)
_SERVING = (
    select(revisions, stories.c.payload)
    .join(serving, serving.c.revision == revisions.c.number)
    .join(stories, stories.c.hash == revisions.c.story)
)
_SCOPES = select(scopes.c.area, scopes.c.line, scopes.c.lane, scopes.c.id, scopes.c.total).where(
    scopes.c.revision == bindparam("number")
)
