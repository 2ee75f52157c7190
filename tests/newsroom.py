"""A small newsroom for tests of digests: articles come in one after another, are merged for real, and loaded.

The texts are those of `tests.corpora`; every fact cites the first words of its article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from storage.corpus.assembly import assemble
from storage.corpus.folder import Reading
from storage.database import loading
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Article, Corpus, Event, Figure, Kind, Modality, Unit
from tests import corpora

MORNING = dt.datetime(2025, 11, 20, 6, tzinfo=dt.UTC)
"""When the first load was; each further one is a day later."""
BY_SEPTEMBER = FuzzyDate("../2025-09", bound=Bound.BY)
BY_YEAR_END = FuzzyDate("../2025-12", bound=Bound.BY)
WORDS = "بدأت القوات الانسحاب."


@dataclass
class Newsroom:
    """What has been written so far. Facts are given by article; `load` serves all that is there."""

    articles: dict[str, Article] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    now: dt.datetime = MORNING

    def prints(self, name: str, day: str, *facts: Event | Figure) -> Newsroom:
        """Add an article of that day with these facts."""
        self.articles[name] = corpora.article(name, WORDS, day)
        return self.says(*facts)

    def says(self, *facts: Event | Figure) -> Newsroom:
        """Add facts, or put them in place of those with the same id."""
        for fact in facts:
            if isinstance(fact, Event):
                self.events[fact.id] = fact
            else:
                self.figures[fact.id] = fact
        return self

    def drops(self, *ids: str) -> Newsroom:
        """Take out facts by their ids, or an article with all its facts by its name."""
        for id_ in ids:
            self.articles.pop(id_, None)
            self.events = {i: e for i, e in self.events.items() if id_ not in (i, e.citation.article)}
            self.figures = {i: f for i, f in self.figures.items() if id_ not in (i, f.citation.article)}
        return self

    def corpus(self, conn: Connection) -> Corpus:
        facts = tuple(self.events.values()), tuple(self.figures.values())
        reading = Reading(corpora.story(), tuple(self.articles.values()), *facts)
        return assemble(reading, loading.known_codes(conn))

    def load(self, conn: Connection) -> int:
        """Serve it; the revision. A day passes."""
        report = loading.load(conn, self.corpus(conn), self.now)
        self.now += dt.timedelta(days=1)
        return report.revision

    def undo(self, conn: Connection) -> None:
        loading.undo(conn, self.now)
        self.now += dt.timedelta(days=1)


def leave(name: str, date: FuzzyDate | None = BY_SEPTEMBER, slug: str = "leave", place: str = "ain_al_asad") -> Event:
    """The article says that the coalition is to leave Ain al-Asad by then."""
    article = corpora.article(name, WORDS)
    return corpora.event(article, WORDS, slug, modality=Modality.PLANNED, actor="coalition", place=place, date=date)


def left(name: str, day: str = "2025-09-20", slug: str = "left") -> Event:
    """The article says that it has left."""
    article = corpora.article(name, WORDS)
    date = FuzzyDate(day)
    return corpora.event(article, WORDS, slug, actor="coalition", place="ain_al_asad", date=date)


def denied(name: str, slug: str = "denied") -> Event:
    article = corpora.article(name, WORDS)
    return corpora.event(article, WORDS, slug, modality=Modality.DENIED, actor="coalition", place="ain_al_asad")


def attacked(name: str, day: str, place: str = "erbil", slug: str = "attack") -> Event:
    article = corpora.article(name, WORDS)
    return corpora.event(article, WORDS, slug, Kind.ATTACK, actor="isis", place=place, date=FuzzyDate(day))


def troops(name: str, value: int, slug: str = "troops", place: str = "iraq") -> Figure:
    """The article counts so many US troops."""
    return corpora.figure(corpora.article(name, WORDS), WORDS, slug, value, place=place)


def killed(name: str, value: int, slug: str = "killed") -> Figure:
    article = corpora.article(name, WORDS)
    return corpora.figure(article, WORDS, slug, value, unit=Unit.CASUALTIES, sense=None)


def corrected(fact: Event, date: FuzzyDate) -> Event:
    return replace(fact, date=date)


def ids(facts: Iterable[Event | Figure]) -> set[str]:
    return {fact.id for fact in facts}
