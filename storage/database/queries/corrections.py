"""What was told and is otherwise now: facts that changed or were withdrawn, old and new side by side.

What a reader was told is named by `storage.digest.version`; the old wording of it stands in the log of
changes. Who is owed which correction is decided in `storage.corrections`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from storage.answers import Claim, Count, Edition, Source
from storage.corrections import Correction
from storage.database.change_models import changes
from storage.database.changelog import ADDED
from storage.database.comparing import fact
from storage.database.models import articles, revision_articles
from storage.database.queries import edition as editions
from storage.database.queries.evidence import Evidence, gather, of_article, source
from storage.digest import WITHDRAWN, Fact, fact_of, version
from storage.records import Origin
from storage.subscription import Told

RENAMED = 5_000
"""Facts added together are searched up to here for one that only has another id now."""


def revised(conn: Connection, step: int) -> tuple[str, ...]:
    """The facts that were changed or withdrawn after `step`: who was told one may be owed a correction."""
    return tuple(conn.scalars(_REVISED, {"step": step}))


def corrections(conn: Connection, told: Iterable[Told]) -> tuple[Correction, ...]:
    """What of this is told otherwise now. What was told so long ago that the log has forgotten it is left out,
    and so is a fact that only has another id now."""
    edition = editions.current(conn)
    wanted = sorted({each for each in told if each.version != WITHDRAWN}, key=lambda t: (t.fact, t.version))
    now = gather(conn, edition, (each.fact for each in wanted))
    return tuple(
        correction
        for each in wanted
        if _version(now, each.fact) != each.version and (correction := _correction(conn, edition, each, now))
    )


def _version(now: Evidence, id_: str) -> str:
    return version(fact_of(now.found[id_])) if id_ in now.found else WITHDRAWN


def _correction(conn: Connection, edition: Edition, told: Told, now: Evidence) -> Correction | None:
    logged = _as_told(conn, told)
    if logged is None:
        return None
    if (found := now.found.get(told.fact)) is not None:
        new = fact_of(found)
        code = found.milestone if isinstance(found, Claim) else None
        reviewed = new.origin is Origin.REVIEWED
        return Correction(told, version(new), logged.fact, new, found.source, code or "", reviewed)
    if _renamed(conn, edition, logged, told.version):
        return None
    article = _article(conn, edition, logged.fact.citation.article)
    reviewed = article is not None and _reviewed(conn, edition, article)
    return Correction(told, WITHDRAWN, logged.fact, None, article, reviewed=reviewed)


# ------------------------------------------------------------------ what it was


@dataclass(frozen=True, slots=True)
class _Logged:
    """A fact as it was, and the step that ended that."""

    step: int
    fact: Fact


def _as_told(conn: Connection, told: Told) -> _Logged | None:
    """The fact in the version that was told, at the last step that changed it."""
    rows = conn.execute(_OF_FACT, {"key": told.fact})
    logged = (_Logged(step, fact(noun, before)) for step, noun, before in rows)
    return next((each for each in logged if version(each.fact) == told.version), None)


def _renamed(conn: Connection, edition: Edition, logged: _Logged, told: str) -> bool:
    """Whether the step that withdrew it added the same under another id."""
    added = conn.scalars(_ADDED, {"step": logged.step, "limit": RENAMED}).all()
    return any(version(fact_of(each)) == told for each in gather(conn, edition, added).found.values())


def _article(conn: Connection, edition: Edition, id_: str) -> Source | None:
    row = conn.execute(_ARTICLE, {"revision": edition.revision, "article": id_}).one_or_none()
    return None if row is None else source(row.number, row.payload)


def _reviewed(conn: Connection, edition: Edition, article: Source) -> bool:
    """Whether an editor has reviewed the article, and so took the fact out."""
    claims, counts = of_article(conn, edition, article.article)
    told: tuple[Claim | Count, ...] = (*claims, *counts)
    return any(fact_of(each).origin is Origin.REVIEWED for each in told)


# ------------------------------------------------------------------ statements

_NOUNS: Sequence[str] = ("event", "figure")
_REVISED = (
    select(changes.c.key)
    .where(changes.c.step > bindparam("step"), changes.c.noun.in_(_NOUNS), changes.c.before.is_not(None))
    .distinct()
    .order_by(changes.c.key)
)
_OF_FACT = (
    select(changes.c.step, changes.c.noun, changes.c.before)
    .where(changes.c.noun.in_(_NOUNS), changes.c.key == bindparam("key"), changes.c.before.is_not(None))
    .order_by(changes.c.step.desc())
)
_ADDED = (
    select(changes.c.key)
    .where(changes.c.step == bindparam("step"), changes.c.noun.in_(_NOUNS), changes.c.change == ADDED)
    .limit(bindparam("limit"))
)
_ARTICLE = (
    select(revision_articles.c.number, articles.c.payload)
    .join(articles, articles.c.version == revision_articles.c.article)
    .where(revision_articles.c.revision == bindparam("revision"), articles.c.id == bindparam("article"))
)
