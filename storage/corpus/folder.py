"""A folder of seed files → everything that it says, or every problem of every file at once.

Articles are ``*.txt``, facts ``*.facts.yaml`` beside them, the story ``story.yaml``. What the claims add up to
is `merging`; nothing is loaded into a database here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from storage.corpus.facts_file import SUFFIX, FactsFile, read_facts
from storage.corpus.problems import Problems
from storage.corpus.reader import article_id, read_article
from storage.corpus.story import read_story
from storage.errors import SeedError, SeedProblem
from storage.records import Article, Event, Figure, Story

STORY = "story.yaml"
T = TypeVar("T")
Progress = Callable[[int, int, str], None]
"""Called with the files done, the files in all, and the name of the file that comes next ("" at the end)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files say, articles by id. `warnings` are codes: ``stale_facts:FILE`` for facts that were set
    aside because the text has changed since they were reviewed."""

    story: Story
    articles: tuple[Article, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    warnings: tuple[str, ...] = ()


def read_folder(folder: Path, story_path: Path, progress: Progress | None = None) -> Reading:
    """Read all seed files of `folder`; `story_path` serves where it has no story of its own.

    `SeedError` lists every problem of every file, so an editor mends them in one go.
    """
    return _FolderReader(folder, story_path, progress or _unwatched).read()


def _unwatched(done: int, total: int, name: str) -> None:
    """Progress that nobody watches."""


class _FolderReader:
    """One reading of one folder: goes on after a bad file, and gathers what is wrong."""

    def __init__(self, folder: Path, story_path: Path, progress: Progress) -> None:
        self._folder, self._story_path, self._progress = folder, story_path, progress
        self._problems: list[SeedProblem] = []
        self._done = self._total = 0

    def read(self) -> Reading:
        names = self._names()
        texts = self._by_id([name for name in names if name.casefold().endswith(".txt")])
        facts = [name for name in names if name.endswith(SUFFIX)]
        self._check(names, texts, facts)
        self._total = 1 + len(texts) + len(facts)
        own = self._folder / STORY
        story_path = own if STORY in names else self._story_path
        story = self._step(story_path, lambda: read_story(story_path))
        articles = {id: self._article(name, story) for id, name in texts.items()}
        files = [self._facts(name, articles.get(name.removesuffix(SUFFIX)), story) for name in facts]
        self._progress(self._done, self._total, "")
        if self._problems or story is None:
            raise SeedError(tuple(sorted(set(self._problems))))
        read = [file for file in files if file is not None]
        return Reading(
            story=story,
            articles=tuple(article for _, article in sorted(articles.items()) if article is not None),
            events=tuple(event for file in read for event in file.events),
            figures=tuple(figure for file in read for figure in file.figures),
            warnings=tuple(f"stale_facts:{file.article}{SUFFIX}" for file in read if file.stale),
        )

    # ---------------------------------------------------------------- which files

    def _names(self) -> list[str]:
        """The names of the files that are not hidden, sorted."""
        try:
            return sorted(file.name for file in self._folder.iterdir() if not file.name.startswith("."))
        except OSError as error:
            raise SeedError((SeedProblem(str(self._folder), code="no_folder", value=error.strerror or ""),)) from error

    def _by_id(self, names: list[str]) -> dict[str, str]:
        """The article files by id; a second file for an id is a problem."""
        files: dict[str, str] = {}
        for name in names:
            first = files.setdefault(article_id(Path(name)), name)
            if first != name:
                self._wrong(name, "duplicate_id", article_id(Path(name)), first)
        return files

    def _check(self, names: list[str], texts: dict[str, str], facts: list[str]) -> None:
        if not texts:
            self._problems.append(SeedProblem(str(self._folder), code="no_articles"))
        for name in facts:
            if name.removesuffix(SUFFIX) not in texts:
                self._wrong(name, "facts_without_article", name.removesuffix(SUFFIX))
        for name in names:
            if name.casefold().endswith((SUFFIX, ".facts.yml")) and name not in facts:
                self._wrong(name, "misnamed", name, name.rpartition(".facts")[0] + SUFFIX)

    def _wrong(self, name: str, code: str, value: str, hint: str = "") -> None:
        problems = Problems(str(self._folder / name))
        problems.add(0, "", code, value, hint)
        self._problems += problems.found

    # ---------------------------------------------------------------- one file after the other

    def _article(self, name: str, story: Story | None) -> Article | None:
        path = self._folder / name
        return self._step(path, lambda: read_article(path, self._folder, story))

    def _facts(self, name: str, article: Article | None, story: Story | None) -> FactsFile | None:
        path = self._folder / name
        return self._step(path, lambda: read_facts(path, article, story))

    def _step(self, path: Path, read: Callable[[], T]) -> T | None:
        """What `read` gives, None where the file at `path` is bad."""
        self._progress(self._done, self._total, path.name)
        self._done += 1
        try:
            return read()
        except SeedError as error:
            self._problems += error.problems
            return None
