"""Extraction: articles read whole, with citations, modality and attribution, against `dateparser.search_dates`,
which looks for dates alone in the same texts; twice the text, and hostile text, against ordinary text.

The articles are those of the practice gold, mixed and varied, and each is read once: neither side can know from one
round to the next more than words.

`dateparser` is a part of development only; without it the first ratio is left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import median

from benchmarks import hostile, pressroom
from benchmarks.measuring import Ratio, Sizes, Watch, in_turns, spoken, times_as_long
from storage.corpus.extraction.extractor import Extractor
from storage.corpus.reader import read_article
from storage.corpus.story import read_story
from storage.records import Article

STORY = pressroom.ROOT / "seeds" / "story.yaml"
ROUNDS, SHORT = 3, 40
"""Rounds after the one that warms up, and the articles of each."""
LONG = 20_000
"""Characters of a long text; the doubled one says it all twice."""


def measure(folder: Path, sizes: Sizes, watch: Watch) -> Iterator[Ratio]:
    texts = list(pressroom.articles((ROUNDS + 1) * SHORT))
    articles = [_article(folder, f"short{number}", text) for number, text in enumerate(texts)]
    extractor = Extractor(read_story(STORY))
    if find_spec("dateparser"):
        yield _against_dateparser(extractor, articles)
    ordinary = _long(LONG)
    yield _doubled(folder, extractor, ordinary, f"{ordinary}\n{ordinary}")
    kinds = hostile.texts(LONG)
    for number, (name, text) in enumerate(kinds.items(), 1):
        yield _hostile(folder, extractor, name, text, ordinary)
        watch(number, len(kinds), "hostile texts")


def _against_dateparser(extractor: Extractor, articles: list[Article]) -> Ratio:
    search_dates = import_module("dateparser.search").search_dates

    def each(read: Callable[[Article], object]) -> Callable[[], object]:
        """Reads the next articles whenever it is called."""
        unread = iter(articles)
        return lambda: [read(article) for article in islice(unread, SHORT)]

    works = each(extractor.read), each(lambda article: search_dates(article.text, languages=["ar"]))
    rate, theirs_rate = (ROUNDS * SHORT / sum(times) for times in in_turns(works, ROUNDS, time.process_time))
    detail = f"{rate:,.0f} / {theirs_rate:,.0f} articles a CPU second"
    return Ratio("extraction, times as fast", "dateparser", rate / theirs_rate, 10, at_least=True, detail=detail)


def _doubled(folder: Path, extractor: Extractor, text: str, twice: str) -> Ratio:
    works = (_reading(folder, extractor, text), _reading(folder, extractor, twice))
    once, both = in_turns(works, ROUNDS, time.process_time)
    detail = f"{spoken(median(both))} / {spoken(median(once))}"
    return Ratio("reading twice the text", "once", times_as_long(both, once), 2.2, detail=detail)


def _hostile(folder: Path, extractor: Extractor, name: str, text: str, ordinary: str) -> Ratio:
    """By the byte."""
    works = (_reading(folder, extractor, text), _reading(folder, extractor, ordinary))
    slow, fast = in_turns(works, ROUNDS, time.process_time)
    size, usual = len(text.encode()), len(ordinary.encode())
    ratio = times_as_long(slow, fast) * usual / size
    detail = f"{spoken(median(slow))} for {size / 1000:,.0f} kB"
    return Ratio(f"a hostile text: {name}", "ordinary text", ratio, 3, detail=detail)


def _long(size: int) -> str:
    """An article of about so many characters."""
    found, length = [], 0
    for text in pressroom.articles(size):
        found.append(text.partition("\n---\n")[2])
        length += len(found[-1])
        if length >= size:
            break
    return "".join(found)[:size]


def _reading(folder: Path, extractor: Extractor, text: str) -> Callable[[], object]:
    """The whole way from the file to the facts."""
    path = folder / "read.txt"

    def read() -> object:
        path.write_text(f'---\npublished: "2025-10-01"\n---\n{text}\n', "utf-8")
        return extractor.read(read_article(path, folder, None))

    return read


def _article(folder: Path, name: str, text: str) -> Article:
    path = folder / f"{name}.txt"
    path.write_text(text, "utf-8")
    return read_article(path, folder, None)
