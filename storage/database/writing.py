"""Writing one revision: versions that are new, who belongs to it, and what merged; in bulk.

All of it happens in the caller's transaction. Making the revision serve is `serving`; where a milestone
stands is `placing`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count, islice
from operator import itemgetter

from sqlalchemy import Connection, Table, insert, select

from storage.answers import Lane
from storage.database import dialects, fulltext, models, placing
from storage.database.drafting import Draft, Version, every_fact
from storage.database.words import milestone_words
from storage.records import Corpus, Milestone, Publication

Watch = Callable[[int, int, str], None]
"""Called with (done, total, what)."""
Values = Mapping[str, object]
_BATCH = 5_000
REVISION_BITS = 32
"""Rows of milestones and ids of scopes hold their revision above so many bits."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a revision is written to, and who watches."""

    conn: Connection
    number: int
    watch: Watch

    def insert(self, table: Table, rows: Iterable[Values], what: str = "", total: int = 0) -> None:
        """Insert rows of numbers and texts in batches; reports progress where `what` says of what."""
        store = dialects.bulk(self.conn, table)
        columns = itemgetter(*table.columns.keys())
        rows, done = iter(rows), 0
        while batch := list(map(columns, islice(rows, _BATCH))):
            store(batch)
            done += len(batch)
            if what:
                self.watch(done, max(done, total), what)


def write(target: Target, corpus: Corpus, draft: Draft, *, parent: int | None, now: datetime) -> None:
    """Write `corpus` as the target's revision; it does not serve yet."""
    _keep_story(target.conn, draft.story)
    articles = _keep(target, models.articles, draft.articles, _article_columns(corpus, draft), "articles")
    facts = _keep(target, models.facts, draft.facts, _fact_columns(corpus), "facts")
    target.conn.execute(insert(models.revisions), _revision(target.number, corpus, draft, parent, now))
    target.insert(models.revision_articles, _article_members(target.number, corpus, articles))
    target.insert(models.revision_facts, _fact_members(target.number, corpus, facts))
    _milestones(target, corpus, draft)
    target.insert(models.results, _results(target.number, draft))
    _codes(target, corpus)


def day(publication: Publication) -> date:
    """The last day on which it can have been published; the unknown stand before all others."""
    return publication.latest or publication.earliest or date.min


# ------------------------------------------------------------------ versions


def _keep_story(conn: Connection, story: Version) -> None:
    if conn.scalar(select(models.stories.c.hash).where(models.stories.c.hash == story.hash)) is None:
        conn.execute(insert(models.stories), {"hash": story.hash, "payload": story.payload})


def _keep(target: Target, table: Table, versions: Sequence[Version], columns: Iterable[Values], what: str) -> list[int]:
    """Store those that are not there yet; the version numbers of all, in order."""
    held: dict[str, int] = dict(target.conn.execute(select(table.c.hash, table.c.version)).all())
    fresh = dict(
        zip(dict.fromkeys(v.hash for v in versions if v.hash not in held), count(max(held.values(), default=0) + 1))
    )
    target.insert(table, _versions(fresh, versions, columns), what, len(fresh))
    numbers = held | fresh
    return [numbers[version.hash] for version in versions]


def _versions(fresh: Mapping[str, int], versions: Iterable[Version], columns: Iterable[Values]) -> Iterator[Values]:
    for version, values in zip(versions, columns, strict=True):
        if number := fresh.get(version.hash):
            yield {"version": number, "id": version.id, "hash": version.hash, "payload": version.payload, **values}


def _article_columns(corpus: Corpus, draft: Draft) -> Iterator[dict[str, object]]:
    for article, spans in zip(corpus.articles, draft.spans, strict=True):
        yield {"code": article.code, "text": article.text, "sentences": spans}


def _fact_columns(corpus: Corpus) -> Iterator[dict[str, object]]:
    for event in corpus.events:
        yield {"noun": "event", "article": event.citation.article}
    for figure in corpus.figures:
        yield {"noun": "figure", "article": figure.citation.article}


# ------------------------------------------------------------------ the revision and its members


def _revision(number: int, corpus: Corpus, draft: Draft, parent: int | None, now: datetime) -> Values:
    printed = [a.published for a in corpus.articles]
    return {
        "number": number,
        "parent": parent,
        "loaded_at": now,
        "fingerprint": draft.fingerprint,
        "story": draft.story.hash,
        "articles": len(corpus.articles),
        "facts": sum(f.published for f in every_fact(corpus)),
        "oldest": min((d for p in printed if (d := p.earliest or p.latest)), default=None),
        # An article without a date reaches as far as it surely does, not as far as it may.
        "newest": max((d for p in printed if (d := p.earliest or p.latest)), default=None),
        "warnings": json.dumps(corpus.warnings, ensure_ascii=False),
    }


def _article_members(number: int, corpus: Corpus, versions: Sequence[int]) -> Iterator[Values]:
    def age(position: int) -> tuple[date, date, str]:
        article = corpus.articles[position]
        return day(article.published), article.published.earliest or date.min, article.id

    numbers = {position: n for n, position in enumerate(sorted(range(len(versions)), key=age), 1)}
    for row in _members(number, "article", versions):
        yield {**row, "number": numbers[row["position"]]}


def _members(number: int, noun: str, versions: Sequence[int]) -> Iterator[dict[str, int]]:
    for position, version in enumerate(versions):
        yield {"revision": number, noun: version, "position": position}


def _fact_members(number: int, corpus: Corpus, versions: Sequence[int]) -> Iterator[Values]:
    codes = {event: milestone.code for milestone in corpus.milestones for event in milestone.events}
    for member, fact in zip(_members(number, "fact", versions), every_fact(corpus), strict=True):
        yield {**member, "milestone": codes.get(fact.id)}


def _results(number: int, draft: Draft) -> Iterator[Values]:
    positions: dict[str, Iterator[int]] = defaultdict(count)
    for noun, payload in draft.results:
        yield {"revision": number, "noun": noun, "position": next(positions[noun]), "payload": payload}


def _codes(target: Target, corpus: Corpus) -> None:
    known = set(target.conn.scalars(select(models.codes.c.key)))
    given = chain(
        ((a.id, a.code) for a in corpus.articles),
        ((m.key, m.code) for m in corpus.milestones),
        ((d.id, d.code) for d in corpus.disagreements),
    )
    target.insert(models.codes, ({"key": key, "code": code} for key, code in given if key not in known))
    rows = ({"revision": target.number, "code": old, "target": new} for old, new in corpus.aliases.items())
    target.insert(models.aliases, rows)


# ------------------------------------------------------------------ milestones

_LANES = {Lane.DATED: 0, Lane.UNDATED: 1, None: 2}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A milestone, its JSON, and where it stands."""

    milestone: Milestone
    payload: str
    lane: Lane | None
    position: placing.Position


def _milestones(target: Target, corpus: Corpus, draft: Draft) -> None:
    """In the order of the timeline, so that the order of rows is that order too."""
    pairs = zip(corpus.milestones, draft.milestones, strict=True)
    placed = [_Placed(m, payload, placing.lane(m), placing.position(m)) for m, payload in pairs]
    placed.sort(key=lambda each: (_LANES[each.lane], each.position, each.milestone.key))
    target.insert(models.milestones, _milestone_rows(target.number, corpus, placed), "milestones", len(placed))
    fulltext.remember_milestones(target.conn, target.number)
    _timeline(target, corpus, placed)


def _milestone_rows(number: int, corpus: Corpus, placed: Iterable[_Placed]) -> Iterator[Values]:
    events = {event.id: event for event in corpus.events}
    for row, each in enumerate(placed, number << REVISION_BITS):
        milestone = each.milestone
        promise, closes = placing.promise(milestone)
        yield {
            "row": row,
            "revision": number,
            "code": milestone.code,
            "subject": milestone.subject,
            "lane": each.lane,
            "day": each.position.day,
            "width": each.position.width,
            "place": milestone.place,
            "to_place": milestone.to_place,
            "promise": promise,
            "closes": closes and closes.toordinal(),
            "reported": milestone.reported and milestone.reported.toordinal(),
            "words": milestone_words(corpus.story, milestone, events),
            "payload": each.payload,
        }


def _timeline(target: Target, corpus: Corpus, placed: Iterable[_Placed]) -> None:
    first = target.number << REVISION_BITS
    members: dict[tuple[str, str, Lane], list[int]] = defaultdict(list)
    for row, each in enumerate(placed, first):
        if each.lane is not None:
            for area, line in placing.scopes(corpus.story, each.milestone):
                members[area, line, each.lane].append(row)
    target.insert(models.scopes, _scope_rows(target.number, members))
    rows = ({"scope": scope, "row": row} for scope, rows in enumerate(members.values(), first) for row in rows)
    target.insert(models.timeline, rows, "timeline", sum(map(len, members.values())))


def _scope_rows(number: int, members: Mapping[tuple[str, str, Lane], Sequence[int]]) -> Iterator[Values]:
    for id_, ((area, line, lane), rows) in enumerate(members.items(), number << REVISION_BITS):
        yield {"id": id_, "revision": number, "area": area, "line": line, "lane": lane, "total": len(rows)}
