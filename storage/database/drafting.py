"""A corpus → the versions that it is stored as: each record's JSON, and the hash that names its content.

Pure. Which of them the database holds already, and what of them is new, is asked elsewhere (`comparing`,
`writing`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from storage.database import codec
from storage.records import Article, Corpus, Event, Figure
from storage.review import Waiting


@dataclass(frozen=True, slots=True)
class Version:
    """A record as it is stored; two with the same hash are the same in every field."""

    id: str
    hash: str
    payload: str


@dataclass(frozen=True, slots=True)
class Draft:
    """`articles`, `facts` (events, then figures) and `milestones` are in the corpus's own order.

    `spans` are the articles' sentences as the table keeps them, `results` (noun, payload) of what else
    merges. `fingerprint` names all of it together.
    """

    story: Version
    articles: tuple[Version, ...]
    spans: tuple[str, ...]
    facts: tuple[Version, ...]
    milestones: tuple[str, ...]
    results: tuple[tuple[str, str], ...]
    fingerprint: str


def draft(corpus: Corpus) -> Draft:
    story = _version(corpus.story.id, codec.dump(corpus.story))
    spans = tuple(map(_spans, corpus.articles))
    articles = tuple(map(_article, corpus.articles, spans))
    claims = tuple(_version(f.id, codec.dump(f)) for f in every_fact(corpus))
    milestones = tuple(map(codec.dump, corpus.milestones))
    results = tuple(_results(corpus))
    parts = chain(
        (v.hash for v in chain((story,), articles, claims)),
        milestones,
        (payload for _, payload in results),
        chain.from_iterable(sorted(corpus.aliases.items())),
    )
    return Draft(story, articles, spans, claims, milestones, results, digest(parts))


def every_fact(corpus: Corpus) -> Iterator[Event | Figure]:
    """Its events, then its figures."""
    yield from corpus.events
    yield from corpus.figures


def digest(parts: Iterable[str]) -> str:
    """32 hexadecimal digits that name these texts in this order."""
    # The digests of the parts are all of one length, so no two lists run together into the same text.
    return _name("".join(map(_name, parts)))


def _name(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _spans(article: Article) -> str:
    return json.dumps([(s.start, s.end, s.paragraph) for s in article.sentences], separators=(",", ":"))


def _version(id_: str, payload: str) -> Version:
    return Version(id_, _name(payload), payload)


def _article(article: Article, spans: str) -> Version:
    payload = codec.dump(replace(article, text="", sentences=()))
    return Version(article.id, digest((payload, article.text, spans)), payload)


def _results(corpus: Corpus) -> Iterable[tuple[str, str]]:
    yield from (("place", codec.dump(each)) for each in corpus.places)
    yield from (("disagreement", codec.dump(each)) for each in corpus.disagreements)
    yield from (("series", codec.dump(each)) for each in corpus.series)
    yield from (("unknown", codec.dump(each)) for each in corpus.unknown)
    if corpus.rejected:
        yield "rejected", str(corpus.rejected)
    yield from (("waiting", codec.dump(each)) for each in _waiting(corpus))


def _waiting(corpus: Corpus) -> Iterator[Waiting]:
    """The unpublished facts of each article, in the order of its text."""
    waiting: dict[str, list[Event | Figure]] = {}
    for fact in every_fact(corpus):
        if not fact.published:
            waiting.setdefault(fact.citation.article, []).append(fact)
    for article, facts in waiting.items():
        yield Waiting(article, tuple(f.id for f in sorted(facts, key=lambda f: f.citation.start)))
