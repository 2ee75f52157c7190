"""Made-up corpora of any size: the same size always gives the same corpus.

Places and forces are those of the story that ships; words are made of Arabic syllables, so that they mean
nothing and are spread as evenly as the benchmarks need them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from storage.corpus.story import read_story
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import (
    DRAWDOWN,
    Article,
    ArticleKind,
    Corpus,
    Event,
    Milestone,
    Modality,
    Phase,
    Publication,
    PublishedBasis,
    Sentence,
    Story,
)

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
CLAIMS = 4
"""Claims of one milestone."""
FACTS_OF_AN_ARTICLE = 10
SENTENCES = 8
COMMON, RAREST = "مشترك", "فردوسي"
"""A word in four articles of ten, and one in a single article."""
_FIRST = date(1990, 1, 1)
_DAYS = 20_000
_SYLLABLES = ("با", "تو", "جي", "دا", "رو", "سي", "شا", "صو", "طي", "عا", "غو", "في", "قا", "كو", "مي", "نا")


def story() -> Story:
    return read_story(SEEDS / "story.yaml")


def corpus(articles: int, facts: int, seed: int = 1) -> Corpus:
    """So many articles, and so many facts spread over them, merged by fours into milestones."""
    random = Random(seed)
    told = story()
    written = tuple(_articles(articles, random))
    events = tuple(_events(written, facts, told, random))
    return Corpus(
        story=told,
        articles=written,
        events=events,
        figures=(),
        milestones=tuple(_milestones(events)),
        places=(),
        disagreements=(),
        series=(),
    )


def days() -> tuple[date, date]:
    """The first and the last day that anything made up is of."""
    return _FIRST, _FIRST + timedelta(days=_DAYS)


def words(random: Random, number: int = 4_000) -> list[str]:
    """A vocabulary without the two special words."""
    return ["".join(random.choices(_SYLLABLES, k=3)) for _ in range(number)]


def _articles(number: int, random: Random) -> Iterator[Article]:
    vocabulary = words(random)
    for index in range(number):
        lines = [" ".join(random.choices(vocabulary, k=14)) for _ in range(SENTENCES)]
        if index % 10 < 4:
            lines[index % SENTENCES] += f" {COMMON}"
        if index == number // 2:
            lines[0] += f" {RAREST}"
        yield _article(index, [f"{line}." for line in lines])


def _article(index: int, lines: Sequence[str]) -> Article:
    text = "\n".join(lines)
    day = _FIRST + timedelta(days=index % _DAYS)
    return Article(
        id=f"{index:06}_invented",
        title=lines[0][:40],
        publisher=None,
        outlet=None,
        published=Publication(day.isoformat(), PublishedBasis.STATED, day, day),
        language="ar",
        kind=ArticleKind.ARTICLE,
        url=None,
        note=None,
        text=text,
        sentences=tuple(_sentences(lines)),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        path=f"{index:06}_invented.txt",
        code=f"a{index:x}",
    )


def _sentences(lines: Sequence[str]) -> Iterator[Sentence]:
    start = 0
    for paragraph, line in enumerate(lines):
        yield Sentence(start, start + len(line), paragraph)
        start += len(line) + 1


def _events(articles: Sequence[Article], number: int, told: Story, random: Random) -> Iterator[Event]:
    places, actors, kinds = list(told.places), list(told.actors), sorted(DRAWDOWN)
    dates = [_date(random) for _ in range(5_000)]
    citations = [[article.cite(s.start, s.end) for s in article.sentences] for article in articles]
    for index in range(number):
        cited = citations[index // FACTS_OF_AN_ARTICLE % len(citations)]
        citation = cited[index % SENTENCES]
        # Four in a row speak of one milestone.
        about = Random(index // CLAIMS)
        yield Event(
            id=f"{citation.article}#{index}",
            kind=about.choice(kinds),
            modality=Modality.PLANNED,
            citation=citation,
            actor=about.choice(actors),
            place=about.choice(places),
            date=about.choice(dates),
        )


def _date(random: Random) -> FuzzyDate:
    day = _FIRST + timedelta(days=random.randrange(_DAYS))
    shapes = (
        FuzzyDate(day.isoformat()),
        FuzzyDate(f"{day:%Y-%m}", Edge.END),
        FuzzyDate(f"../{day:%Y-%m}", bound=Bound.BY),
    )
    return random.choice(shapes)


def _milestones(events: Sequence[Event]) -> Iterator[Milestone]:
    for index in range(0, len(events), CLAIMS):
        claims = events[index : index + CLAIMS]
        lead = claims[0]
        key = f"{lead.kind}|{lead.actor}|{lead.place}|{index}"
        yield Milestone(
            key=key,
            code=f"m{index:x}",
            subject=key,
            phase=Phase.PROMISED,
            kind=lead.kind,
            modality=lead.modality,
            extent=None,
            actor=lead.actor,
            counterpart=None,
            place=lead.place,
            to_place=None,
            date=lead.date,
            deadlines=(),
            title=None,
            lead=lead.id,
            events=tuple(claim.id for claim in claims),
            sources=len(claims),
            disputed=False,
            reported=None,
        )
