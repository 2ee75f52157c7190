"""What waits for an editor: the unpublished facts of the serving revision, one of them whole, and how reading stands.

What editors have decided since stands in the facts files, not here: see `storage.corpus.deciding`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import Connection, bindparam, func, select

from storage.answers import Edition
from storage.database import codec
from storage.database.comparing import fact
from storage.database.models import articles, belongs, facts, results, revision_articles, revision_facts
from storage.database.queries import edition as editions
from storage.database.queries.evidence import source
from storage.database.queries.results import every, rejected
from storage.errors import NotFound
from storage.records import Article, Event, Figure, Sentence, UnknownVerb
from storage.review import Proposal, Queue, Standing, Waiting

UNKNOWN = 20
"""Unknown verbs that are shown."""


def waiting(conn: Connection) -> Queue:
    """Every fact that waits."""
    edition = editions.current(conn)
    return Queue(edition, _waiting(conn, edition))


def extracted(conn: Connection, article: str) -> Queue:
    """Every extracted fact of one article, those that are published among them."""
    edition = editions.current(conn)
    found = [fact(*row) for row in conn.execute(_OF_ARTICLE, {"revision": edition.revision, "article": article})]
    ids = tuple(claim.id for claim in sorted(found, key=lambda claim: claim.citation.start))
    return Queue(edition, (Waiting(article, ids),) if ids else ())


def proposal(conn: Connection, id_: str) -> Proposal:
    """The fact of that id, waiting or not; `NotFound` ("fact") where the serving revision has none such."""
    edition = editions.current(conn)
    row = conn.execute(_FACT, {"revision": edition.revision, "id": id_}).one_or_none()
    if row is None:
        raise NotFound("fact", id_)
    claim = fact(row.noun, row.payload)
    spans = tuple(Sentence(*span) for span in json.loads(row.sentences))
    article = replace(codec.load(Article, row.article), text=row.text, sentences=spans)
    return Proposal(edition, claim, source(row.number, row.article), article, _before(article, claim))


def standing(conn: Connection) -> Standing:
    """How the reading of the serving revision stands."""
    edition = editions.current(conn)
    queue = _waiting(conn, edition)
    extracted = conn.scalar(_EXTRACTED, {"revision": edition.revision}) or 0
    pending = sum(len(each.facts) for each in queue)
    return Standing(
        edition=edition,
        reviewed=edition.facts - (extracted - pending),
        extracted=extracted - pending,
        waiting=pending,
        waiting_in=len(queue),
        rejected=rejected(conn, edition),
        unknown=_unknown(conn, edition),
    )


def _waiting(conn: Connection, edition: Edition) -> tuple[Waiting, ...]:
    of = {"revision": edition.revision}
    found = [codec.load(Waiting, payload) for payload in conn.scalars(_WAITING, of)]
    if not found:
        return ()
    numbers = dict(conn.execute(_NUMBERS, of).all())
    return tuple(sorted(found, key=lambda each: -numbers.get(each.article, 0)))


def _unknown(conn: Connection, edition: Edition) -> tuple[tuple[UnknownVerb, str], ...]:
    verbs = every(conn, edition, UnknownVerb)[:UNKNOWN]
    codes = _codes(conn, edition, {verb.article for verb in verbs})
    return tuple((verb, codes.get(verb.article, "")) for verb in verbs)


def _codes(conn: Connection, edition: Edition, ids: Iterable[str]) -> dict[str, str]:
    return dict(conn.execute(_CODES, {"revision": edition.revision, "ids": list(ids)}).all())


def _before(article: Article, claim: Event | Figure) -> str:
    start = claim.citation.start
    pairs = pairwise(article.sentences)
    found = next((one for one, other in pairs if one.start < start <= other.start), None)
    return article.text[found.start : found.end] if found else ""


# ------------------------------------------------------------------ statements

_REVISION = results.c.revision == bindparam("revision")
_WAITING = select(results.c.payload).where(_REVISION, results.c.noun == "waiting").order_by(results.c.position)
_NUMBERS = (
    select(articles.c.id, revision_articles.c.number)
    .join(revision_articles, revision_articles.c.article == articles.c.version)
    .where(revision_articles.c.revision == bindparam("revision"))
)
_CODES = (
    select(articles.c.id, articles.c.code)
    .join(revision_articles, revision_articles.c.article == articles.c.version)
    .where(belongs(revision_articles), articles.c.id.in_(bindparam("ids", expanding=True)))
)
_FACT = (
    select(
        facts.c.noun,
        facts.c.payload,
        revision_articles.c.number,
        articles.c.payload.label("article"),
        articles.c.text,
        articles.c.sentences,
    )
    .join(revision_facts, revision_facts.c.fact == facts.c.version)
    .join(articles, articles.c.id == facts.c.article)
    .join(revision_articles, revision_articles.c.article == articles.c.version)
    .where(belongs(revision_facts), belongs(revision_articles), facts.c.id == bindparam("id"))
)
# Fields that hold their default are left out of the JSON, and "reviewed" is the default.
_IS_EXTRACTED = facts.c.payload.contains('"origin":"extracted"', autoescape=True)
_EXTRACTED = (
    select(func.count())
    .select_from(facts.join(revision_facts, revision_facts.c.fact == facts.c.version))
    .where(revision_facts.c.revision == bindparam("revision"), _IS_EXTRACTED)
)
_OF_ARTICLE = (
    select(facts.c.noun, facts.c.payload)
    .join(revision_facts, revision_facts.c.fact == facts.c.version)
    .where(belongs(revision_facts), facts.c.article == bindparam("article"), _IS_EXTRACTED)
    .order_by(facts.c.version)
)
