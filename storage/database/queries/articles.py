"""Articles: the list of sources, and one article with its facts."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Row, Select, bindparam, select

from storage.answers import ArticleCard, Edition, Sources
from storage.database import codec
from storage.database.models import articles, belongs, revision_articles
from storage.database.queries import edition as editions
from storage.database.queries.evidence import of_article, source
from storage.errors import NotFound
from storage.records import Article


def sources(conn: Connection) -> Sources:
    """All articles, oldest first; those without a known date before them."""
    edition = editions.current(conn)
    rows = conn.execute(_SOURCES, {"revision": edition.revision})
    return Sources(edition, tuple(source(number, payload) for number, payload in rows))


def card(conn: Connection, reference: str) -> ArticleCard:
    """The article with that number in /sources (in any digits), that short code, or that id, in this order.

    `NotFound` ("article") where the serving revision has none.
    """
    edition = editions.current(conn)
    number, payload, text = _find(conn, edition, reference.strip())
    article = codec.load(Article, payload)
    claims, counts = of_article(conn, edition, article.id)
    return ArticleCard(edition, source(number, payload), article.note, text, claims, counts)


def _find(conn: Connection, edition: Edition, reference: str) -> Row[int, str, str]:
    for statement, value in _readings(reference):
        row = conn.execute(statement, {"revision": edition.revision, "value": value}).first()
        if row is not None:
            return row
    raise NotFound("article", reference)


def _readings(reference: str) -> Iterator[tuple[Select[int, str, str], str | int]]:
    # A longer number is no number in a list, and may be more than a database holds.
    if reference.isdecimal() and len(reference) < _DIGITS:
        yield _BY_NUMBER, int(reference)
    yield _BY_CODE, reference.lower()
    yield _BY_ID, reference


_DIGITS = 10
_SOURCES = (
    select(revision_articles.c.number, articles.c.payload)
    .join(articles, articles.c.version == revision_articles.c.article)
    .where(revision_articles.c.revision == bindparam("revision"))
    .order_by(revision_articles.c.number)
)
_CARD = select(revision_articles.c.number, articles.c.payload, articles.c.text).join(
    articles, articles.c.version == revision_articles.c.article
)
_BY_NUMBER = _CARD.where(
    revision_articles.c.revision == bindparam("revision"), revision_articles.c.number == bindparam("value")
)
_BY_CODE = _CARD.where(articles.c.code == bindparam("value"), belongs(revision_articles))
_BY_ID = _CARD.where(articles.c.id == bindparam("value"), belongs(revision_articles))
