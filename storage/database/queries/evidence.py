"""Facts by their ids, each with the article that makes it: what every other query rests its answer on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, bindparam, select

from storage.answers import Claim, Count, Edition, Source
from storage.database import codec
from storage.database.comparing import fact
from storage.database.models import articles, belongs, facts, revision_articles, revision_facts
from storage.records import Article, Event

_MANY = 1_000
"""How many ids one statement asks for."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The published ones of the facts that were asked for."""

    found: Mapping[str, Claim | Count]

    def claims(self, ids: Iterable[str]) -> tuple[Claim, ...]:
        """The events among `ids`, in that order."""
        return tuple(each for id_ in ids if isinstance(each := self.found.get(id_), Claim))

    def counts(self, ids: Iterable[str]) -> tuple[Count, ...]:
        """The figures among `ids`, in that order."""
        return tuple(each for id_ in ids if isinstance(each := self.found.get(id_), Count))


def gather(conn: Connection, edition: Edition, ids: Iterable[str]) -> Evidence:
    """The facts with these ids in the edition."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Claim | Count] = {}
    for start in range(0, len(wanted), _MANY):
        chosen = {"revision": edition.revision, "ids": wanted[start : start + _MANY]}
        found.update(_published(conn.execute(_BY_ID, chosen)))
    return Evidence(found)


def of_article(conn: Connection, edition: Edition, article: str) -> tuple[tuple[Claim, ...], tuple[Count, ...]]:
    """All facts of one article, in the order of its text."""
    rows = conn.execute(_OF_ARTICLE, {"revision": edition.revision, "article": article})
    evidence = Evidence(dict(_published(rows)))
    claims = sorted(evidence.claims(evidence.found), key=lambda claim: claim.event.citation.start)
    counts = sorted(evidence.counts(evidence.found), key=lambda count: count.figure.citation.start)
    return tuple(claims), tuple(counts)


def newest_first(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The newest article first; within one, in the order of its text."""
    return tuple(sorted(claims, key=lambda c: (-c.source.number, c.event.citation.start, c.event.id)))


def source(number: int, payload: str) -> Source:
    """A stored article as a receipt names it."""
    article = codec.load(Article, payload)
    return Source(
        article=article.id,
        code=article.code,
        number=number,
        title=article.title,
        publisher=article.publisher,
        outlet=article.outlet,
        published=article.published,
        kind=article.kind,
        url=article.url,
    )


def _published(rows: Iterable[Row[str, str, str | None, int, str]]) -> Iterator[tuple[str, Claim | Count]]:
    sources: dict[int, Source] = {}
    for noun, payload, milestone, number, article in rows:
        claim = fact(noun, payload)
        if claim.published:
            origin = sources.get(number) or sources.setdefault(number, source(number, article))
            yield claim.id, Claim(claim, origin, milestone) if isinstance(claim, Event) else Count(claim, origin)


# A fact names its article by id; of that article's versions, one belongs to the revision.
_FACTS = (
    select(facts.c.noun, facts.c.payload, revision_facts.c.milestone, revision_articles.c.number, articles.c.payload)
    .join(revision_facts, revision_facts.c.fact == facts.c.version)
    .join(articles, articles.c.id == facts.c.article)
    .join(revision_articles, revision_articles.c.article == articles.c.version)
    .where(belongs(revision_facts), belongs(revision_articles))
)
_BY_ID = _FACTS.where(facts.c.id.in_(bindparam("ids", expanding=True)))
# As they were read, where two stand in the same sentence.
_OF_ARTICLE = _FACTS.where(facts.c.article == bindparam("article")).order_by(facts.c.version)
