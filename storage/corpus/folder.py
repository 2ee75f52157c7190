"""A folder of seed files → everything that it says, or every problem of every file at once.

Articles are ``*.txt``, facts ``*.facts.yaml`` beside them, the story ``story.yaml``. What one article says is
`reading`; what the claims add up to is `merging`; nothing is loaded into a database here.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar

from storage.corpus import cores
from storage.corpus.extraction.shared import worth_sharing
from storage.corpus.extraction.unread import Unread
from storage.corpus.facts_file import SUFFIX
from storage.corpus.problems import Problems
from storage.corpus.reader import article_id
from storage.corpus.reading import ArticleReader, Files, Told
from storage.corpus.story import read_story
from storage.errors import SeedError, SeedProblem
from storage.records import Article, Event, Figure, PublishedBasis, Story

STORY = "story.yaml"
T = TypeVar("T")
Progress = Callable[[int, int, str], None]
"""Called with the files done, the files in all, and the name of the file that comes next ("" at the end)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files say, articles by id; facts in the order of their articles. `warnings` are codes:
    ``stale_facts:FILE`` for facts that were set aside because the text has changed since they were reviewed.
    `unread` are verbs that no rule of extraction knows; `rejected` so many extracted facts an editor took away."""

    story: Story
    articles: tuple[Article, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    warnings: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    rejected: int = 0


def read_folder(folder: Path, story_path: Path, progress: Progress | None = None) -> Reading:
    """Read all seed files of `folder`; `story_path` serves where it has no story of its own.

    `SeedError` lists every problem of every file, so an editor mends them in one go.
    """
    return _FolderReader(folder, story_path, progress or _unwatched).read()


def _unwatched(done: int, total: int, name: str) -> None:
    """Progress that nobody watches."""


def _every(parts: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(chain.from_iterable(parts))


def _is_dated(article: Article) -> bool:
    return article.published.basis is PublishedBasis.STATED


def _shared(told: Iterable[Told]) -> tuple[Event, ...]:
    """What dated articles say was founded or agreed, each once."""
    dated = (each for each in told if each.article and _is_dated(each.article))
    return worth_sharing(event for each in dated for event in each.events if event.published)


class _FolderReader:
    """One reading of one folder: goes on after a bad file, and gathers what is wrong."""

    def __init__(self, folder: Path, story_path: Path, progress: Progress) -> None:
        self._folder, self._story_path, self._progress = folder, story_path, progress
        self._problems: list[SeedProblem] = []

    def read(self) -> Reading:
        names = self._names()
        texts = self._by_id([name for name in names if name.casefold().endswith(".txt")])
        facts = [name for name in names if name.endswith(SUFFIX)]
        self._check(names, texts, facts)
        files = self._files(texts, frozenset(facts))
        total = 1 + sum(each.number for each in files)
        story_path = self._folder / STORY if STORY in names else self._story_path
        self._progress(0, total, story_path.name)
        story = self._story(story_path)
        with closing(self._told(story, story_path, files)) as reading:
            told = list(self._watched(reading, files, total))
        self._date(told, story, story_path, files)
        self._problems += _every(each.problems for each in told)
        if self._problems or story is None:
            raise SeedError(tuple(sorted(set(self._problems))))
        return Reading(
            story=story,
            articles=tuple(each.article for each in told if each.article is not None),
            events=_every(each.events for each in told),
            figures=_every(each.figures for each in told),
            warnings=_every(each.warnings for each in told),
            unread=_every(each.unread for each in told),
            rejected=sum(each.rejected for each in told),
        )

    def _story(self, path: Path) -> Story | None:
        try:
            return read_story(path)
        except SeedError as error:
            self._problems += error.problems
            return None

    def _told(
        self, story: Story | None, story_path: Path, files: Sequence[Files], others: Sequence[Event] = ()
    ) -> Generator[Told]:
        """What each article says, in order."""
        reader = ArticleReader(self._folder, story)
        if story is None or len(files) < cores.MANY:
            return cores.read_here(reader, files, others)
        return cores.read_everywhere(self._folder, story_path, reader, files, others)

    def _date(self, told: list[Told], story: Story | None, story_path: Path, files: Sequence[Files]) -> None:
        """Read those that say no date again, now that the others have said when things were."""
        places = [n for n, each in enumerate(told) if each.article and not _is_dated(each.article)]
        if places and (others := _shared(told)):
            with closing(self._told(story, story_path, [files[n] for n in places], others)) as reading:
                for n, again in zip(places, reading, strict=True):
                    told[n] = again

    def _watched(self, told: Iterator[Told], files: Sequence[Files], total: int) -> Iterator[Told]:
        done = total - sum(each.number for each in files)
        for each in files:
            self._progress(done, total, each.text.name)
            yield next(told)
            done += each.number
        self._progress(done, total, "")

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

    def _files(self, texts: Mapping[str, str], facts: Container[str]) -> tuple[Files, ...]:
        """The files of each article, by id."""
        named = [(name, f"{id_}{SUFFIX}") for id_, name in sorted(texts.items())]
        return tuple(Files(self._folder / text, self._folder / fact if fact in facts else None) for text, fact in named)

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
