"""The files of one article → what it says: the article, and its facts from an editor and from extraction.

Which of the two counts is `overlay`; which files there are is `folder`, in how many processes they are read `cores`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from storage.corpus.extraction.extractor import Extraction, Extractor
from storage.corpus.extraction.undated import published
from storage.corpus.extraction.unread import Unread
from storage.corpus.facts_file import SUFFIX, FactsFile, read_facts
from storage.corpus.overlay import overlay
from storage.corpus.reader import read_article
from storage.errors import SeedError, SeedProblem
from storage.records import Article, Event, Figure, Story

ARABIC = "ar"
NOTHING = Extraction((), (), ())
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one article: its text, and its facts where an editor has reviewed it."""

    text: Path
    facts: Path | None = None

    @property
    def number(self) -> int:
        return 1 if self.facts is None else 2


@dataclass(frozen=True, slots=True)
class Told:
    """What the files of one article say. `article` is None where its file is bad; `problems` are those of all
    its files. `rejected` and `warnings` are as `folder.Reading` has them."""

    article: Article | None
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    rejected: int = 0
    unread: tuple[Unread, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[SeedProblem, ...] = ()


class ArticleReader:
    """Reads the articles of one folder. Without a story (it has problems of its own) nothing is extracted."""

    def __init__(self, folder: Path, story: Story | None) -> None:
        self._folder, self._story = folder, story
        self._extractor = Extractor(story) if story else None

    def read(self, files: Files, others: Sequence[Event] = ()) -> Told:
        """`others` are events of dated articles, by which one that says no date may be dated."""
        problems: list[SeedProblem] = []
        article = _sound(lambda: read_article(files.text, self._folder, self._story), problems)
        facts = None
        if (path := files.facts) is not None:
            facts = _sound(lambda: read_facts(path, article, self._story), problems)
        if article is None or problems:
            return Told(article, problems=tuple(problems))
        own = self._extracted(article).events if others else ()
        return self._told(replace(article, published=published(article, others, own)), facts)

    def _told(self, article: Article, file: FactsFile | None) -> Told:
        """The article with the facts that count."""
        whole = file is not None and file.counts and file.complete
        found = NOTHING if whole else self._extracted(article)
        facts = overlay(found.events, found.figures, file)
        aside = "stale_facts" if file and file.stale else "draft_facts" if file and file.draft else ""
        warnings = (f"{aside}:{article.id}{SUFFIX}",) if aside else ()
        return Told(article, facts.events, facts.figures, facts.rejected, found.unread, warnings)

    def _extracted(self, article: Article) -> Extraction:
        if self._extractor is None or article.language != ARABIC:
            return NOTHING
        return self._extractor.read(article)


def _sound(read: Callable[[], T], problems: list[SeedProblem]) -> T | None:
    """What `read` gives; None with the problems added where the file is bad."""
    try:
        return read()
    except SeedError as error:
        problems += error.problems
        return None
