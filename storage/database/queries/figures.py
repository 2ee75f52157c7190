"""Figures by force and place, as series: strength, leaving, arriving and target told apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Connection

from storage.answers import Count, Edition, Figures, SeriesCard
from storage.database.queries import edition as editions
from storage.database.queries.evidence import Evidence, gather
from storage.database.queries.results import every
from storage.database.writing import day
from storage.errors import NotFound
from storage.records import Sense, Series, Story, Unit


def table(conn: Connection, place: str | None = None, force: str | None = None) -> Figures:
    """All series, or those of `place` and what lies in it, of `force` and all of its line; in story order.

    `NotFound` for a place or force that the story lacks.
    """
    edition = editions.current(conn)
    _known(edition.story, place, force)
    chosen = [s for s in every(conn, edition, Series) if _asked(edition.story, s, place, force)]
    cards = _cards(conn, edition, sorted(chosen, key=lambda s: _order(edition.story, s)))
    troops = tuple(card for card in cards if card.series.unit is Unit.PERSONNEL)
    return Figures(edition, place, force, troops, tuple(card for card in cards if card not in troops))


def of_place(conn: Connection, edition: Edition, place: str) -> tuple[Count, ...]:
    """The figures of `place` itself, newest first."""
    own = [s for s in every(conn, edition, Series) if s.place == place]
    return _newest_first(count for card in _cards(conn, edition, own) for count in card.counts)


def _known(story: Story, place: str | None, force: str | None) -> None:
    if place is not None and place not in story.places:
        raise NotFound("place", place)
    if force is not None and force not in story.actors:
        raise NotFound("force", force)


def _asked(story: Story, series: Series, place: str | None, force: str | None) -> bool:
    return (place is None or story.within(series.place, place)) and (
        force is None or story.line(series.force) == story.line(force)
    )


def _order(story: Story, series: Series) -> tuple[int, int, int]:
    """Those without a force or a place come last."""
    forces, places, senses = list(story.actors), list(story.places), list(Sense)
    return (
        forces.index(series.force) if series.force else len(forces),
        places.index(series.place) if series.place else len(places),
        senses.index(series.sense) if series.sense else len(senses),
    )


def _cards(conn: Connection, edition: Edition, chosen: Sequence[Series]) -> list[SeriesCard]:
    evidence = gather(conn, edition, (id_ for series in chosen for id_ in series.figures))
    cards = [_card(series, evidence) for series in chosen]
    return [card for card in cards if card.counts]


def _card(series: Series, evidence: Evidence) -> SeriesCard:
    return SeriesCard(series, _newest_first(evidence.counts(series.figures)))


def _newest_first(counts: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(sorted(counts, key=_as_of, reverse=True))


def _as_of(count: Count) -> tuple[date, int]:
    as_of = count.figure.as_of
    return as_of.window[1] if as_of else day(count.source.published), count.source.number
