"""The material of a digest with its evidence: what changed, with the claims behind it; what is due.

What differs between then and now is read in `queries.changes`; which of it is news is decided in
`storage.news`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, Select, bindparam, select

from storage import news
from storage.answers import Dispute, Edition
from storage.database import codec
from storage.database.models import milestones
from storage.database.queries import disputes
from storage.database.queries.evidence import gather
from storage.database.queries.results import every
from storage.digest import Arrival, Changed, DigestMaterial, Due, Following, Move, NewNumber
from storage.records import Milestone, Series

LOOKED_AT = 200
"""Promises of each sort, and series, that are looked at."""
_RECENT = 50
"""So many of the newest figures of a series can say what its newest number takes the place of."""


def filled(
    conn: Connection, empty: DigestMaterial, changed: Changed, today: date, following: Following
) -> DigestMaterial:
    """`empty` with all that is news in `changed`, and what is due on `today`, of what is followed."""
    edition = empty.edition
    upcoming, overdue = (_due(conn, edition, each, today, following) for each in (_UPCOMING, _OVERDUE))
    return replace(
        empty,
        arrivals=tuple(_arrivals(conn, edition, changed, following)),
        moves=tuple(_moves(conn, edition, changed, following)),
        numbers=tuple(_numbers(conn, edition, changed, following)),
        disputes=tuple(_disputes(conn, edition, changed, following)),
        upcoming=tuple(upcoming),
        overdue=tuple(overdue),
    )


def _arrivals(conn: Connection, edition: Edition, changed: Changed, following: Following) -> Iterator[Arrival]:
    story = edition.story
    found = [(m, was) for m, was in news.arrivals(changed) if following.takes_milestone(story, m)]
    leads = gather(conn, edition, (m.lead for m, _ in found))
    for milestone, was in sorted(found, key=news.by_weight):
        for claim in leads.claims((milestone.lead,)):
            yield Arrival(milestone, claim, was)


def _moves(conn: Connection, edition: Edition, changed: Changed, following: Following) -> Iterator[Move]:
    found = [(m, was) for m, was in news.moves(changed) if following.takes_milestone(edition.story, m)]
    leads = gather(conn, edition, (m.lead for m, _ in found))
    for milestone, was in found:
        for claim in leads.claims((milestone.lead,)):
            yield Move(milestone, claim, was)


def _numbers(conn: Connection, edition: Edition, changed: Changed, following: Following) -> Iterator[NewNumber]:
    if not changed.fresh:
        return
    story = edition.story
    touched = [
        replace(series, figures=series.figures[-_RECENT:])
        for series in every(conn, edition, Series)
        if not changed.fresh.isdisjoint(series.figures) and following.takes(story, series.force, series.place)
    ][:LOOKED_AT]
    evidence = gather(conn, edition, (id_ for series in touched for id_ in series.figures))
    counts = {count.figure.id: count for count in evidence.counts(evidence.found)}
    for count, was in news.numbers(touched, counts, changed.fresh):
        yield NewNumber(count, was)


def _disputes(conn: Connection, edition: Edition, changed: Changed, following: Following) -> Iterator[Dispute]:
    for dispute in disputes.told(conn, edition, news.quarrels(changed)):
        if following.takes_dispute(edition.story, dispute):
            yield dispute


def _due(
    conn: Connection, edition: Edition, statement: Select[str, int], today: date, following: Following
) -> Iterator[Due]:
    asked = {"revision": edition.revision, "today": today.toordinal(), "limit": LOOKED_AT}
    rows = [(codec.load(Milestone, payload), closes) for payload, closes in conn.execute(statement, asked)]
    found = [(m, closes) for m, closes in rows if following.takes_milestone(edition.story, m)]
    leads = gather(conn, edition, (m.lead for m, _ in found))
    for milestone, closes in found:
        for claim in leads.claims((milestone.lead,)):
            yield Due(milestone, claim, date.fromordinal(closes))


# ------------------------------------------------------------------ statements

_PROMISES = (
    select(milestones.c.payload, milestones.c.closes)
    .where(milestones.c.revision == bindparam("revision"))
    .limit(bindparam("limit"))
)
_UPCOMING = _PROMISES.where(
    milestones.c.promise.in_(("due", "lapse")), milestones.c.closes >= bindparam("today")
).order_by(milestones.c.closes, milestones.c.row)
_OVERDUE = _PROMISES.where(milestones.c.promise == "due", milestones.c.closes < bindparam("today")).order_by(
    milestones.c.closes.desc(), milestones.c.row
)
