"""What changed since a step of the log: the reader's then beside the now of the serving revision.

The log holds what was there before each step (see `changelog`), so the state at a step is what stands in the
first row after it, and what has no row since is as it is now. What is told of it is chosen in
`storage.news`, with its evidence in `queries.digests`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from storage.answers import Edition
from storage.database import codec
from storage.database.change_models import changes, steps
from storage.database.changelog import DISAGREEMENT, MILESTONE
from storage.database.comparing import fact
from storage.database.drafting import every_fact
from storage.database.loading import known_codes
from storage.database.models import milestones
from storage.database.placing import lane
from storage.database.queries import corpus, digests
from storage.database.queries import edition as editions
from storage.database.queries.evidence import gather
from storage.database.queries.results import every
from storage.digest import Changed, DigestMaterial, Following, Pair, fact_of, version
from storage.records import Corpus, Disagreement, Milestone

if TYPE_CHECKING:
    from storage.corpus.folder import Reading

COUNTED = 1_000
"""Milestones that changed are looked at up to here, those of the newest reports."""
_MANY = 1_000
T = TypeVar("T", Milestone, Disagreement)

# ------------------------------------------------------------------ steps


def latest(conn: Connection) -> int:
    """The newest step; 0 before the first load."""
    return conn.scalar(_LATEST) or 0


def step_at(conn: Connection, moment: datetime) -> int:
    """The last step that had been made by that moment; 0 before the first load."""
    return conn.scalar(_STEP_AT, {"moment": moment}) or 0


def made_at(conn: Connection, step: int) -> datetime | None:
    """When a step was made; None where there is no such step, or it is forgotten."""
    return conn.scalar(_MADE_AT, {"step": step})


# ------------------------------------------------------------------ material


def since(
    conn: Connection,
    step: int,
    today: date,
    places: frozenset[str] = frozenset(),
    forces: frozenset[str] = frozenset(),
) -> DigestMaterial:
    """What a digest of `today` may tell to whoever follows these and was told everything up to `step`.

    Step 0 is before the first load: then everything is new. `NotFound` ("edition") where nothing serves.
    """
    edition = editions.current(conn)
    empty = DigestMaterial(edition, step, latest(conn), made_at(conn, step))
    return digests.filled(conn, empty, _since(conn, edition, step), today, Following(places, forces))


def printed_since(conn: Connection, day: date, today: date) -> DigestMaterial:
    """`since` for a time that the log does not reach: as if it had held all articles printed before `day`.

    An article whose day is not known counts as old. Reads and merges the whole corpus.
    """
    from storage.corpus.assembly import assemble

    edition = editions.current(conn)
    now, last = corpus.whole(conn), latest(conn)
    then = assemble(_printed_before(now, day), known_codes(conn))
    changed = _between(then, now)
    return digests.filled(conn, DigestMaterial(edition, last, last, None), changed, today, Following())


# ------------------------------------------------------------------ then and now, from the log


def _since(conn: Connection, edition: Edition, step: int) -> Changed:
    pairs = tuple(_milestones(conn, edition, step))
    new = {pair.now.subject for pair in pairs if pair.before is None}
    return Changed(
        milestones=pairs,
        known=_known(conn, edition, step, sorted(new)),
        disagreements=tuple(_disagreements(conn, edition, step)),
        fresh=_fresh(conn, edition, step),
    )


def _milestones(conn: Connection, edition: Edition, step: int) -> Iterator[Pair[Milestone]]:
    asked = {"revision": edition.revision, "step": step, "limit": COUNTED}
    for before, payload in conn.execute(_MILESTONES, asked):
        yield Pair(_read(Milestone, before), codec.load(Milestone, payload))


def _known(conn: Connection, edition: Edition, step: int, subjects: Sequence[str]) -> Mapping[str, list[Milestone]]:
    """The milestones of these subjects that were there then."""
    found: dict[str, list[Milestone]] = defaultdict(list)
    for chunk in _chunks(subjects):
        rows = conn.execute(_OF_SUBJECTS, {"revision": edition.revision, "subjects": chunk}).all()
        before = _before(conn, step, MILESTONE, [code for code, _ in rows])
        for code, payload in rows:
            if before.get(code, payload) is not None:
                milestone = codec.load(Milestone, payload)
                found[milestone.subject].append(milestone)
    return found


def _disagreements(conn: Connection, edition: Edition, step: int) -> Iterator[Pair[Disagreement]]:
    now = {each.id: each for each in every(conn, edition, Disagreement)}
    for key, before in _before(conn, step, DISAGREEMENT, list(now)).items():
        yield Pair(_read(Disagreement, before), now[key])


def _fresh(conn: Connection, edition: Edition, step: int) -> frozenset[str]:
    """The facts that were not there then, or not published; not those that only have another id now."""
    fresh: set[str] = set()
    gone: set[str] = set()
    for noun, key, before in conn.execute(_FACTS, {"step": step}):
        then = fact(noun, before) if before else None
        if then is None or not then.published:
            fresh.add(key)
        else:
            gone.add(version(then))
    if gone and len(fresh) <= COUNTED:
        found = gather(conn, edition, fresh).found
        fresh -= {id_ for id_, told in found.items() if version(fact_of(told)) in gone}
    return frozenset(fresh)


def _before(conn: Connection, step: int, noun: str, keys: Sequence[str]) -> dict[str, str | None]:
    """What these were then, as JSON, None where they were not there; only of those that have changed."""
    found: dict[str, str | None] = {}
    for chunk in _chunks(keys):
        found.update(conn.execute(_BEFORE, {"step": step, "noun": noun, "keys": chunk}).all())
    return found


def _read(cls: type[T], payload: str | None) -> T | None:
    return None if payload is None else codec.load(cls, payload)


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _MANY] for start in range(0, len(keys), _MANY))


# ------------------------------------------------------------------ then and now, by the day of printing


def _printed_before(whole: Corpus, day: date) -> Reading:
    # Here, for a bot that only answers reads and merges nothing, and the rules take long to import.
    from storage.corpus.folder import Reading
    from storage.corpus.merging.claims import printed

    articles = tuple(article for article in whole.articles if printed(article.published) < day)
    known = {article.id for article in articles}
    return Reading(
        story=whole.story,
        articles=articles,
        events=tuple(event for event in whole.events if event.citation.article in known),
        figures=tuple(figure for figure in whole.figures if figure.citation.article in known),
    )


def _between(then: Corpus, now: Corpus) -> Changed:
    was = {milestone.code: milestone for milestone in then.milestones}
    known: dict[str, list[Milestone]] = defaultdict(list)
    for milestone in now.milestones:
        if milestone.code in was:
            known[milestone.subject].append(milestone)
    disputed = {each.id: each for each in then.disagreements}
    old = {each.id for each in every_fact(then)}
    newest_first = sorted(now.milestones, key=lambda m: m.reported or date.min, reverse=True)
    return Changed(
        milestones=tuple(Pair(was.get(m.code), m) for m in newest_first if was.get(m.code) != m and lane(m)),
        known=known,
        disagreements=tuple(Pair(disputed.get(d.id), d) for d in now.disagreements if disputed.get(d.id) != d),
        fresh=frozenset(each.id for each in every_fact(now) if each.id not in old),
    )


# ------------------------------------------------------------------ statements

_LATEST = select(func.max(steps.c.number))
_STEP_AT = _LATEST.where(steps.c.at <= bindparam("moment"))
_MADE_AT = select(steps.c.at).where(steps.c.number == bindparam("step"))

_first = (
    select(changes.c.noun, changes.c.key, func.min(changes.c.step).label("step"))
    .where(changes.c.step > bindparam("step"))
    .group_by(changes.c.noun, changes.c.key)
    .subquery()
)
_then = select(changes.c.noun, changes.c.key, changes.c.before).join(
    _first,
    and_(changes.c.step == _first.c.step, changes.c.noun == _first.c.noun, changes.c.key == _first.c.key),
)
_FACTS = _then.where(changes.c.noun.in_(("event", "figure")))
_BEFORE = _then.with_only_columns(changes.c.key, changes.c.before).where(
    changes.c.noun == bindparam("noun"), changes.c.key.in_(bindparam("keys", expanding=True))
)
_MILESTONES = (
    _then.with_only_columns(changes.c.before, milestones.c.payload)
    .join(milestones, and_(milestones.c.revision == bindparam("revision"), milestones.c.code == changes.c.key))
    .where(
        changes.c.noun == MILESTONE,
        milestones.c.lane.is_not(None),
        or_(changes.c.before.is_(None), changes.c.before != milestones.c.payload),
    )
    .order_by(milestones.c.reported.desc().nulls_last(), milestones.c.row)
    .limit(bindparam("limit"))
)
_OF_SUBJECTS = select(milestones.c.code, milestones.c.payload).where(
    milestones.c.revision == bindparam("revision"), milestones.c.subject.in_(bindparam("subjects", expanding=True))
)
