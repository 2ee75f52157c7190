"""What a load would change, or did: two states of the corpus side by side → a `LoadReport`.

A state is what a revision holds, or what was read from files. Only records that differ are decoded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Executable, Row, bindparam, select

from storage.changes import ArticleChange, Changes, FactChange, LoadReport
from storage.database import codec
from storage.database.drafting import Draft, every_fact
from storage.database.models import articles, facts, revision_articles, revision_facts, revisions
from storage.records import Article, Corpus, Event, Figure

Fact = Event | Figure
T = TypeVar("T")
_MANY = 5_000
"""How many ids one statement asks for."""


@dataclass(frozen=True, slots=True)
class State:
    """Hashes by id, and two ways to look closer: the titles of articles and the facts of these ids."""

    story: str
    articles: Mapping[str, str]
    facts: Mapping[str, str]
    titles_of: Callable[[Sequence[str]], Mapping[str, str | None]]
    facts_of: Callable[[Sequence[str]], Mapping[str, Fact]]


NOTHING = State("", {}, {}, lambda ids: {}, lambda ids: {})


def of_corpus(corpus: Corpus, draft: Draft) -> State:
    """The state that loading `corpus` leads to."""
    titles = {a.id: a.title for a in corpus.articles}
    by_id = {fact.id: fact for fact in every_fact(corpus)}
    return State(
        draft.story.hash,
        {v.id: v.hash for v in draft.articles},
        {v.id: v.hash for v in draft.facts},
        lambda ids: {id_: titles[id_] for id_ in ids},
        lambda ids: {id_: by_id[id_] for id_ in ids},
    )


def of_revision(conn: Connection, number: int) -> State:
    """The state that revision `number` holds."""
    of = {"revision": number}
    return State(
        conn.execute(_STORY, of).scalar_one(),
        {row.id: row.hash for row in conn.execute(_ARTICLES, of)},
        {row.id: row.hash for row in conn.execute(_FACTS, of)},
        lambda ids: {row.id: codec.load(Article, row.payload).title for row in _read(conn, _HEADS, number, ids)},
        lambda ids: {row.id: fact(row.noun, row.payload) for row in _read(conn, _CLAIMS, number, ids)},
    )


def fact(noun: str, payload: str) -> Fact:
    """A stored fact; `noun` is ``event`` or ``figure``."""
    return codec.load(Event, payload) if noun == "event" else codec.load(Figure, payload)


def report(before: State, after: State, revision: int, fingerprint: str, warnings: tuple[str, ...] = ()) -> LoadReport:
    return LoadReport(
        revision=revision,
        fingerprint=fingerprint,
        articles=_article_changes(before, after),
        facts=_fact_changes(before, after),
        story_changed=before.story != after.story,
        warnings=warnings,
    )


def _article_changes(before: State, after: State) -> Changes[ArticleChange]:
    ids = _differences(before.articles, after.articles)
    titles = {**before.titles_of(ids.removed), **after.titles_of((*ids.added, *ids.changed))}
    return _each(ids, lambda id_: ArticleChange(id_, titles[id_]))


def _fact_changes(before: State, after: State) -> Changes[FactChange]:
    ids = _differences(before.facts, after.facts)
    old = before.facts_of((*ids.changed, *ids.removed))
    new = after.facts_of((*ids.added, *ids.changed))
    return _each(ids, lambda id_: FactChange(id_, old.get(id_), new.get(id_)))


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> Changes[str]:
    return Changes(
        added=tuple(id_ for id_ in after if id_ not in before),
        changed=tuple(id_ for id_, hash_ in after.items() if before.get(id_, hash_) != hash_),
        removed=tuple(id_ for id_ in before if id_ not in after),
    )


def _each(ids: Changes[str], make: Callable[[str], T]) -> Changes[T]:
    return Changes(tuple(map(make, ids.added)), tuple(map(make, ids.changed)), tuple(map(make, ids.removed)))


# ------------------------------------------------------------------ statements

_STORY = select(revisions.c.story).where(revisions.c.number == bindparam("revision"))
_ARTICLES = (
    select(articles.c.id, articles.c.hash)
    .join(revision_articles, revision_articles.c.article == articles.c.version)
    .where(revision_articles.c.revision == bindparam("revision"))
    .order_by(revision_articles.c.position)
)
_FACTS = (
    select(facts.c.id, facts.c.hash)
    .join(revision_facts, revision_facts.c.fact == facts.c.version)
    .where(revision_facts.c.revision == bindparam("revision"))
    .order_by(revision_facts.c.fact)
)
_HEADS = _ARTICLES.with_only_columns(articles.c.id, articles.c.payload).where(
    articles.c.id.in_(bindparam("ids", expanding=True))
)
_CLAIMS = _FACTS.with_only_columns(facts.c.id, facts.c.noun, facts.c.payload).where(
    facts.c.id.in_(bindparam("ids", expanding=True))
)


def _read(conn: Connection, statement: Executable, number: int, ids: Sequence[str]) -> Iterator[Row[tuple[str, ...]]]:
    for start in range(0, len(ids), _MANY):
        yield from conn.execute(statement, {"revision": number, "ids": ids[start : start + _MANY]})
