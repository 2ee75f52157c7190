"""The whole corpus of the serving revision, for the export: unpublished facts included."""

from __future__ import annotations

import json
from dataclasses import replace

from sqlalchemy import BindParameter, Connection, Row, bindparam, select

from storage.database import codec
from storage.database.comparing import fact
from storage.database.models import (
    aliases,
    articles,
    facts,
    milestones,
    revision_articles,
    revision_facts,
    revisions,
)
from storage.database.queries import edition as editions
from storage.database.queries.results import every, rejected
from storage.records import (
    Article,
    Corpus,
    Disagreement,
    Event,
    Figure,
    Milestone,
    PlaceStatus,
    Sentence,
    Series,
    UnknownVerb,
)


def whole(conn: Connection) -> Corpus:
    """Everything that was loaded, as it was read; the milestones in timeline order."""
    edition = editions.current(conn)
    of = {"revision": edition.revision}
    claims = [fact(noun, payload) for noun, payload in conn.execute(_FACTS, of)]
    return Corpus(
        story=edition.story,
        articles=tuple(map(_article, conn.execute(_ARTICLES, of))),
        events=tuple(claim for claim in claims if isinstance(claim, Event)),
        figures=tuple(claim for claim in claims if isinstance(claim, Figure)),
        milestones=tuple(codec.load(Milestone, payload) for payload in conn.scalars(_MILESTONES, of)),
        places=every(conn, edition, PlaceStatus),
        disagreements=every(conn, edition, Disagreement),
        series=every(conn, edition, Series),
        warnings=tuple(json.loads(conn.execute(_WARNINGS, of).scalar_one())),
        aliases=dict(conn.execute(_ALIASES, of).all()),
        unknown=every(conn, edition, UnknownVerb),
        rejected=rejected(conn, edition),
    )


def _article(row: Row[str, str, str]) -> Article:
    payload, text, sentences = row
    spans = tuple(Sentence(*span) for span in json.loads(sentences))
    return replace(codec.load(Article, payload), text=text, sentences=spans)


_REVISION: BindParameter[int] = bindparam("revision")
_ARTICLES = (
    select(articles.c.payload, articles.c.text, articles.c.sentences)
    .join(revision_articles, revision_articles.c.article == articles.c.version)
    .where(revision_articles.c.revision == _REVISION)
    .order_by(revision_articles.c.position)
)
_FACTS = (
    select(facts.c.noun, facts.c.payload)
    .join(revision_facts, revision_facts.c.fact == facts.c.version)
    .where(revision_facts.c.revision == _REVISION)
    .order_by(revision_facts.c.position)
)
_MILESTONES = select(milestones.c.payload).where(milestones.c.revision == _REVISION).order_by(milestones.c.row)
_WARNINGS = select(revisions.c.warnings).where(revisions.c.number == _REVISION)
_ALIASES = select(aliases.c.code, aliases.c.target).where(aliases.c.revision == _REVISION)
