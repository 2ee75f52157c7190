"""A newsroom whose articles wait for an editor: two seed files, and an extractor that reads in them what a test says.

The extractor stands in for the rules, so that a test of reviewing does not depend on what they find.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.corpus import reading
from storage.corpus.extraction.extractor import Extraction
from storage.corpus.extraction.unread import Unread
from storage.corpus.reader import read_article
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import (
    Article,
    Attribution,
    Event,
    Figure,
    Kind,
    Modality,
    Origin,
    Qualifier,
    Story,
    Unit,
)

LEAVE = "وقال مسؤول عراقي إن قوات التحالف ستغادر قاعدة عين الأسد بحلول نهاية 2026."
ROUND = "وأضاف أن المفاوضات بين واشنطن وبغداد لم تنته بعد."
COUNT = "وفي العراق نحو 2500 جندي أميركي، إضافة إلى 900 في سوريا."
MOVED = "ونُقلت وحدات من بغداد إلى أربيل في آب 2025."
FIRST, SECOND = "a001", "a002"
LOADED = datetime(2026, 11, 20, 8, tzinfo=UTC)
Fact = Event | Figure


def page(title: str, day: str, *sentences: str) -> str:
    return f'---\ntitle: "{title}"\npublisher: "دجلة برس"\npublished: "{day}"\n---\n{" ".join(sentences)}\n'


PAGES = {
    FIRST: page("مغادرة عين الأسد", "2025-10-01", LEAVE, ROUND, COUNT),
    SECOND: page("نقل وحدات إلى أربيل", "2025-10-09", MOVED),
}


@dataclass
class Desk:
    """The folder, and what the extractor finds in it: facts by article. `unread` are words that it does not know."""

    folder: Path
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)

    def article(self, name: str) -> Article:
        return read_article(self.folder / f"{name}.txt", self.folder, None)

    def path(self, name: str = FIRST) -> Path:
        return self.folder / f"{name}.facts.yaml"

    def finds(self, *facts: Fact) -> None:
        """From now on the rules find these facts in their articles, and no others there."""
        for name in {fact.citation.article for fact in facts}:
            self.facts[name] = [fact for fact in facts if fact.citation.article == name]

    def fact(self, slug: str) -> Fact:
        return next(f for facts in self.facts.values() for f in facts if f.id.endswith(f"#{slug}"))

    def extractor(self) -> Callable[[Story], Rules]:
        return lambda story: Rules(self)


@dataclass
class Rules:
    """What stands in for `Extractor`."""

    desk: Desk

    def read(self, article: Article) -> Extraction:
        facts = self.desk.facts.get(article.id, [])
        return Extraction(
            tuple(fact for fact in facts if isinstance(fact, Event)),
            tuple(fact for fact in facts if isinstance(fact, Figure)),
            tuple(each for each in self.desk.unread if each.article == article.id),
        )


def slug(*identity: object) -> str:
    """An id as extraction gives it."""
    return "x" + hashlib.sha256(repr(identity).encode()).hexdigest()[:8]


def event(article: Article, sentence: str, name: str, **chosen: object) -> Event:
    start = article.text.index(sentence)
    fields: dict[str, object] = {
        "kind": Kind.WITHDRAWAL,
        "modality": Modality.PLANNED,
        "actor": "coalition",
        "place": "ain_al_asad",
        "origin": Origin.EXTRACTED,
        "confidence": 0.55,
        "published": False,
        "reasons": ("event.trigger", "date.far"),
    }
    return Event(f"{article.id}#{name}", citation=article.cite(start, start + len(sentence)), **{**fields, **chosen})  # type: ignore[arg-type]


def figure(article: Article, sentence: str, name: str, **chosen: object) -> Figure:
    start = article.text.index(sentence)
    fields: dict[str, object] = {
        "force": "us",
        "unit": Unit.PERSONNEL,
        "qualifier": Qualifier.ABOUT,
        "value": 2500,
        "modality": Modality.HAPPENED,
        "place": "iraq",
        "origin": Origin.EXTRACTED,
        "confidence": 0.4,
        "published": False,
        "reasons": ("figure.elided",),
    }
    return Figure(f"{article.id}#{name}", citation=article.cite(start, start + len(sentence)), **{**fields, **chosen})  # type: ignore[arg-type]


def leaving(article: Article) -> Event:
    said = Attribution("مسؤول عراقي", None, anonymous=True)
    date = FuzzyDate("../2026", Edge.END, Bound.BY, "بحلول نهاية 2026")
    return event(article, LEAVE, "x0000leav", date=date, attribution=said)


def set_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two articles of the shipped story, with four facts: one published, three that wait."""
    folder.mkdir(exist_ok=True)
    for name, text in PAGES.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    desk = Desk(folder)
    first, second = desk.article(FIRST), desk.article(SECOND)
    moved = event(second, MOVED, "x0000move", kind=Kind.REDEPLOYMENT, modality=Modality.HAPPENED, place="baghdad")
    desk.finds(
        leaving(first),
        figure(first, COUNT, "x000iraq1"),
        figure(first, COUNT, "x000syria", value=900, place="syria", published=True, confidence=0.9),
        replace(moved, to_place="erbil", date=FuzzyDate("2025-08", surface="في آب 2025")),
    )
    desk.unread.append(Unread("تمركز", 0, SECOND))
    monkeypatch.setattr(reading, "Extractor", desk.extractor())
    return desk
