"""``mujaz draft``: a facts file to start from, written beside an article of the seeds. No database is touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.seeding import Seeds
from storage.corpus.extraction.extractor import Extractor
from storage.corpus.facts_draft import write_draft
from storage.corpus.facts_file import SUFFIX
from storage.corpus.reader import article_id, read_article
from storage.corpus.story import read_story
from storage.errors import NotFound


def article_file(folder: Path, reference: str) -> Path:
    """The file of the article that is called so: its path, its name, its id or the beginning of it, if only one
    begins so. `NotFound` ("article")."""
    files = sorted(path for path in folder.glob("*.txt") if path.is_file())
    wanted = Path(reference).name.removesuffix(".txt")
    exact = [path for path in files if article_id(path) == wanted]
    found = exact or [path for path in files if article_id(path).startswith(wanted)]
    if len(found) != 1 or not wanted:
        raise NotFound("article", reference)
    return found[0]


def facts_path(text: Path) -> Path:
    return text.with_name(article_id(text) + SUFFIX)


def draft(seeds: Seeds, text: Path, by: str, on: date) -> int:
    """Write the draft beside `text`, in place of whatever is there; how many facts it holds. `SeedError`."""
    own = seeds.folder / "story.yaml"
    story = read_story(own if own.is_file() else seeds.story)
    article = read_article(text, seeds.folder, story)
    return write_draft(facts_path(text), article, Extractor(story).read(article), by, on)
