"""Search: sentences and titles that hold the words, blind to spelling, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, select

from storage.answers import Edition, Hit, SearchPage
from storage.corpus.stems import stem_words, stems
from storage.database import fulltext
from storage.database.models import articles, passages, revision_articles
from storage.database.queries import edition as editions
from storage.database.queries.evidence import source

COUNTED = 1_000
"""`SearchPage.total` counts up to here, and no page lies beyond it."""
WEIGHED = 100
"""Of the sentences that hold only some of the words, so many of the newest are compared and shown."""


def find(conn: Connection, words: str, offset: int = 0, limit: int = 5) -> SearchPage:
    """Passages that hold all of the words; where there are none, those that hold any."""
    edition = editions.current(conn)
    wanted = tuple(dict.fromkeys(stem_words(words)))
    expression, total, partial = _best(conn, wanted)
    hits = _page(conn, edition, wanted, expression, offset, limit, partial) if total else ()
    following = offset + len(hits)
    more = following if hits and following < total else None
    return SearchPage(edition, words, hits, total, more, partial=partial)


def _best(conn: Connection, wanted: tuple[str, ...]) -> tuple[str, int, bool]:
    """The first expression that finds something, how much it finds, and whether it asks for some words only."""
    expressions = ((fulltext.all_of(wanted), False), (fulltext.any_of(wanted), True)) if wanted else ()
    for expression, partial in expressions:
        most = WEIGHED if partial else COUNTED
        if total := conn.execute(fulltext.PASSAGES_COUNTED, {"words": expression, "limit": most}).scalar_one():
            return expression, total, partial
    return "", 0, False


def _page(
    conn: Connection, edition: Edition, wanted: tuple[str, ...], expression: str, offset: int, limit: int, partial: bool
) -> tuple[Hit, ...]:
    """The newest first; where only some words are found, of the newest those that hold most of them first."""
    if not partial:
        return tuple(_hits(conn, edition, wanted, expression, offset, limit))
    weighed = sorted(_hits(conn, edition, wanted, expression, 0, WEIGHED), key=_held, reverse=True)
    return tuple(weighed[offset : offset + limit])


def _held(hit: Hit) -> int:
    """How many of the different words that were looked for it holds."""
    return len({stem.stem for stem in stems(hit.sentence) if (stem.start, stem.end) in hit.matches})


def _hits(
    conn: Connection, edition: Edition, wanted: tuple[str, ...], expression: str, offset: int, limit: int
) -> Iterator[Hit]:
    most = max(0, min(limit, COUNTED - offset))
    asked = {"revision": edition.revision, "words": expression, "offset": offset, "limit": most}
    for row in conn.execute(_HITS, asked):
        origin = source(row.number, row.payload)
        sentence = row.text[row.start : row.end] if row.end else origin.title or ""
        matches = tuple((s.start, s.end) for s in stems(sentence) if s.stem in wanted)
        yield Hit(origin, sentence, matches)


_found = fulltext.PASSAGES.subquery("found")
_HITS = (
    select(revision_articles.c.number, articles.c.payload, articles.c.text, passages.c.start, passages.c.end)
    .select_from(_found)
    .join(passages, passages.c.row == _found.c.rowid)
    .join(articles, articles.c.version == passages.c.article)
    .join(revision_articles, revision_articles.c.article == articles.c.version)
    .where(revision_articles.c.revision == bindparam("revision"))
    .order_by(passages.c.row.desc())
)
