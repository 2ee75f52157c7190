"""Where sources disagree: each side with its claims."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from storage.answers import Dispute, Disputes, DisputeSide, Edition
from storage.database.queries import edition as editions
from storage.database.queries.evidence import Evidence, gather
from storage.database.queries.results import every
from storage.errors import NotFound
from storage.records import Disagreement, Story


def listing(conn: Connection, place: str | None = None) -> Disputes:
    """All disagreements, or those about `place`: first its own and those within it, then of what it lies in.

    `NotFound` ("place") for one that the story lacks.
    """
    edition = editions.current(conn)
    if place is not None and place not in edition.story.places:
        raise NotFound("place", place)
    found = every(conn, edition, Disagreement)
    if place is not None:
        near = [d for d in found if edition.story.within(d.place, place)]
        around = [d for d in found if d not in near and _around(edition.story, d.place, place)]
        found = (*near, *around)
    return Disputes(edition, place, told(conn, edition, found))


def about(conn: Connection, edition: Edition, facts: Iterable[str]) -> tuple[Disagreement, ...]:
    """The disagreements that rest on any of these facts."""
    wanted = set(facts)
    return tuple(d for d in every(conn, edition, Disagreement) if wanted.intersection(d.claims))


def told(conn: Connection, edition: Edition, disagreements: Iterable[Disagreement]) -> tuple[Dispute, ...]:
    """Each disagreement with the claims and figures of its sides."""
    listed = tuple(disagreements)
    evidence = gather(conn, edition, (claim for d in listed for claim in d.claims))
    return tuple(Dispute(d, _sides(d, evidence)) for d in listed)


def _sides(disagreement: Disagreement, evidence: Evidence) -> tuple[DisputeSide, ...]:
    return tuple(
        DisputeSide(side.stance, evidence.claims(side.claims), evidence.counts(side.claims))
        for side in disagreement.sides
    )


def _around(story: Story, wider: str | None, place: str) -> bool:
    """None is the whole story, which lies around everything."""
    return wider is None or story.within(place, wider)
