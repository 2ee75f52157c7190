"""Places: the state of each, and all that is known of one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from storage.answers import Edition, PlaceAnswer, PlaceCard, Places
from storage.database.queries import disputes, figures, milestones
from storage.database.queries import edition as editions
from storage.database.queries.evidence import gather, newest_first
from storage.database.queries.results import every
from storage.errors import NotFound
from storage.records import PlaceStatus, Story


def overview(conn: Connection) -> Places:
    """Every place that has a status, in story order, with the claims that the status rests on."""
    edition = editions.current(conn)
    return Places(edition, _brief(conn, edition, _in_order(edition.story, every(conn, edition, PlaceStatus))))


def named(conn: Connection, place: str) -> PlaceAnswer:
    """One place with its history, figures and disputes, and the places that lie in it.

    `NotFound` ("place") for one that the story lacks; one of which no claim speaks has no card.
    """
    edition = editions.current(conn)
    if place not in edition.story.places:
        raise NotFound("place", place)
    statuses = _in_order(edition.story, every(conn, edition, PlaceStatus))
    own = next((status for status in statuses if status.place == place), None)
    inside = [s for s in statuses if s.place != place and edition.story.within(s.place, place)]
    card = _full(conn, edition, own) if own else None
    return PlaceAnswer(edition, place, card, _brief(conn, edition, inside))


def _in_order(story: Story, statuses: Sequence[PlaceStatus]) -> list[PlaceStatus]:
    order = {place: number for number, place in enumerate(story.places)}
    return sorted(statuses, key=lambda status: order[status.place])


def _brief(conn: Connection, edition: Edition, statuses: Sequence[PlaceStatus]) -> tuple[PlaceCard, ...]:
    evidence = gather(conn, edition, (claim for status in statuses for claim in status.events))
    return tuple(PlaceCard(status, evidence.claims(status.events)) for status in statuses)


def _full(conn: Connection, edition: Edition, status: PlaceStatus) -> PlaceCard:
    history = milestones.of_place(conn, edition, status.place)
    ids = (*status.events, *(id_ for milestone in history for id_ in milestone.events))
    evidence = gather(conn, edition, ids)
    claims = newest_first(evidence.claims(dict.fromkeys(ids)))
    return PlaceCard(
        status=status,
        claims=claims,
        milestones=history,
        counts=figures.of_place(conn, edition, status.place),
        disputes=disputes.told(conn, edition, disputes.about(conn, edition, ids)),
    )
