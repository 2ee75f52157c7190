"""Deciding of extracted facts: what an editor approves, corrects or rejects is written into the article's facts file.

The files are the truth: readers see a decision after the next load, like any other change of the seeds. Several
editors may decide at the same time, from the chat and from the terminal; each change is one step on the folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from storage.corpus.decisions import Seen, Verdict, describes, seen
from storage.corpus.facts_eraser import without
from storage.corpus.facts_file import SUFFIX, FactsFile, default_sense, read_facts
from storage.corpus.text import collapse
from storage.errors import NotDecided, SeedError
from storage.fuzzydate import FuzzyDate
from storage.records import Article, Event, Figure, Origin, Story

if sys.platform != "win32":  # editors there take turns by themselves
    import fcntl

Fact = Event | Figure


@dataclass(frozen=True, slots=True)
class Ruling:
    """What somebody decided of `extracted`, a fact of `article` as it was loaded: `fact` stands in its place, None
    where it is rejected. `by` signs the facts file."""

    article: Article
    extracted: Fact
    fact: Fact | None
    by: str
    on: date

    @property
    def verdict(self) -> Verdict:
        if self.fact is None:
            return Verdict.REJECTED
        return Verdict.APPROVED if signed(self.fact) == signed(self.extracted) else Verdict.CORRECTED


def decide(folder: Path, story: Story, ruling: Ruling) -> Verdict:
    """Write the ruling into the facts file beside the article in `folder`, made where there is none. The same
    ruling again changes nothing. `NotDecided`; `SeedError` where a file is bad."""
    # Here and below, for a bot that only answers decides nothing, and what reads and writes files takes long to import.
    from storage.corpus.facts_writer import write_facts

    path = _facts_path(folder, ruling.article)
    with _alone(folder, ruling.article):
        file = _file(folder, story, ruling.article) or _new(ruling)
        standing = _standing(file, ruling.extracted)
        if standing is None:
            write_facts(path, _with(file, ruling))
        elif standing is not ruling.verdict or not (ruling.fact is None or _holds(file, ruling.extracted, ruling.fact)):
            raise NotDecided(ruling.article.id, "decided", standing)
    return ruling.verdict


def withdraw(folder: Path, story: Story, article: Article, extracted: str) -> bool:
    """Take the decision of the extracted fact of that id out again; whether there was one. `NotDecided`,
    `SeedError`."""
    from storage.corpus.facts_writer import replace_text, text_of

    path = _facts_path(folder, article)
    with _alone(folder, article):
        file = _file(folder, story, article)
        if file is None or extracted not in _named(file):
            return False
        text = without(text_of(path), {extracted.rpartition("#")[2]})
        if text is None:
            raise NotDecided(article.id, "by_hand", extracted)
        replace_text(path, text)
    return True


def decided_of(folder: Path, articles: Iterable[str]) -> frozenset[str]:
    """The ids of the extracted facts of these articles that the files in `folder` name. A bad file names none: what
    is wrong in it is told when something is written."""
    found: set[str] = set()
    for article in articles:
        path = folder / f"{article}{SUFFIX}"
        try:
            stat = path.stat()
        except OSError:
            continue
        found |= _ids(path, stat.st_mtime_ns, stat.st_size)
    return frozenset(found)


def signed(fact: Fact) -> Fact:
    """`fact` as one that an editor answers for, as a facts file gives it back."""
    fact = replace(fact, origin=Origin.REVIEWED, confidence=1.0, published=True, reasons=())
    if isinstance(fact, Event):
        return replace(fact, date=_quoted(fact.date, fact))
    return replace(fact, as_of=_quoted(fact.as_of, fact), sense=fact.sense or default_sense(fact.unit))


def _quoted(when: FuzzyDate | None, fact: Fact) -> FuzzyDate | None:
    """`when` with its words only where they stand in the sentence."""
    words = collapse(when.surface) if when else ""
    return when and replace(when, surface=words if words in collapse(fact.citation.sentence) else "")


# ------------------------------------------------------------------ the file


def _facts_path(folder: Path, article: Article) -> Path:
    return folder / f"{article.id}{SUFFIX}"


def _file(folder: Path, story: Story, article: Article) -> FactsFile | None:
    """The facts file as it may be written to, None where there is none. The article must be what was loaded."""
    from storage.corpus.reader import read_article

    text = folder / article.path
    if not text.is_file():
        raise NotDecided(article.id, "no_article", article.path)
    now = read_article(text, folder, story)
    if now.sha256 != article.sha256:
        raise NotDecided(article.id, "text_changed", article.path)
    path = _facts_path(folder, article)
    if not path.exists():
        return None
    file = read_facts(path, now, story)
    for reason, applies in (("stale", file.stale), ("draft", file.draft), ("complete", file.complete)):
        if applies:
            raise NotDecided(article.id, reason, path.name)
    return file


def _new(ruling: Ruling) -> FactsFile:
    return FactsFile(ruling.article.id, ruling.article.sha256, False, ruling.by, ruling.on, (), ())


def _with(file: FactsFile, ruling: Ruling) -> FactsFile:
    """The head of `file` and what is to be written under it: whatever else it holds stays."""
    fact, before = ruling.fact and signed(ruling.fact), seen(ruling.extracted)
    by = file.reviewed_by if ruling.by in file.reviewed_by else f"{file.reviewed_by}, {ruling.by}"
    head = replace(file, reviewed_by=by, reviewed_on=max(file.reviewed_on, ruling.on), events=(), figures=())
    if fact is None:
        return replace(head, speaks_of={}, rejected=(before,))
    facts = {"events": (fact,)} if isinstance(fact, Event) else {"figures": (fact,)}
    return replace(head, speaks_of={fact.id: before}, rejected=(), **facts)


# ------------------------------------------------------------------ what it says already


def _standing(file: FactsFile, extracted: Fact) -> Verdict | None:
    """What the file says of an extracted fact: by its id, or in a row of an editor's own that names no other."""
    if extracted.id in {one.id for one in file.rejected}:
        return Verdict.REJECTED
    facts: tuple[Fact, ...] = (*file.events, *file.figures)
    own = (seen(fact) for fact in facts if fact.id not in file.speaks_of)
    if extracted.id not in _named(file) and not any(describes(one, extracted, strictly=False) for one in own):
        return None
    return Verdict.APPROVED if _holds(file, extracted, extracted) else Verdict.CORRECTED


def _holds(file: FactsFile, extracted: Fact, fact: Fact) -> bool:
    """Whether the file says just `fact` in place of the extracted one. A sentence that stands in the text twice is
    found where it stands first."""
    wanted = signed(fact)
    facts: tuple[Fact, ...] = (*file.events, *file.figures)
    return any(replace(one, id=wanted.id, citation=wanted.citation) == wanted for one in facts)


def _named(file: FactsFile) -> frozenset[str]:
    facts: tuple[Fact, ...] = (*file.events, *file.figures)
    rows: tuple[Seen, ...] = (*file.speaks_of.values(), *file.rejected)
    return frozenset([*(fact.id for fact in facts), *(one.id for one in rows)])


@lru_cache(maxsize=4096)
def _ids(path: Path, _written: int, _size: int) -> frozenset[str]:
    """The extracted facts that a file names; read again when it was written."""
    try:
        file = read_facts(path, None, None)
    except SeedError:
        return frozenset()
    return frozenset() if file.draft else _named(file)


# ------------------------------------------------------------------ one at a time


@contextmanager
def _alone(folder: Path, article: Article) -> Iterator[None]:
    """Nobody else decides in `folder` meanwhile, neither in this process nor in another."""
    if sys.platform == "win32":
        yield
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise NotDecided(article.id, "not_writable", error.strerror or "") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    except OSError as error:
        raise NotDecided(article.id, "not_writable", error.strerror or "") from error
    finally:
        os.close(descriptor)
