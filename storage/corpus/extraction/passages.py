"""Passages: the sentences of an article as the rules see them, word by word. What the words mean is in `marks`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from storage.corpus.text import FILLER, normalise
from storage.corpus.words import PerWord, Reading, key, parted, readings
from storage.records import Article, Citation

LONGEST = 200
"""Words of a sentence that are read: a longer one is no sentence but a text without full stops, and what rules would
find far behind its beginning is a guess that costs more with every word."""


class Token(NamedTuple):
    """`text[start:end]` of the article is one word or number; `key` is it folded; `after` is what stands between
    it and the next token of its passage, normalised («، », ``" "``, ""). `readings` are the ways to read it, as it
    is and without the particles that hang on it; `keys` are the words that it may so be."""

    start: int
    end: int
    key: str
    after: str
    readings: tuple[Reading, ...]
    keys: frozenset[str]


def _known(word: str) -> tuple[str, tuple[Reading, ...], frozenset[str]]:
    found = key(word)
    ways = readings(found)
    return found, ways, frozenset(way.key for way in ways)


_words = PerWord(_known)


@dataclass
class Passage:
    """One sentence. `number` counts sentences of the article, `paragraph` its paragraphs, both from 0.
    `heading`: a line without a full stop that stands alone, which is context and makes no claim. `tokens` are the
    first `LONGEST` of its words; `keys` and `gaps` are those of them all, and what stands behind each."""

    article: Article
    number: int
    start: int
    end: int
    paragraph: int
    heading: bool
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def read(self) -> str:
        """The text of its tokens, from the start of the sentence."""
        end = self.tokens[-1].end if len(self.tokens) == LONGEST else self.end
        return self.article.text[self.start : end]

    @cached_property
    def citation(self) -> Citation:
        return self.article.cite(self.start, self.end)

    def words(self, first: int, after: int) -> str:
        """The text from token `first` up to token `after` (which is left out), as written."""
        return self.article.text[self.tokens[first].start : self.tokens[after - 1].end]


def passages(article: Article) -> Iterator[Passage]:
    """The passages of an article in order; each is one of its sentences, to the character."""
    lines = _full_lines(article)
    for number, sentence in enumerate(article.sentences):
        start, end = sentence.start, sentence.end
        text = normalise(article.text[start:end])
        heading = (start, end) in lines and text[-1] not in '.!؟?:؛"'
        tokens = _tokens(text, start)
        keys, gaps = tuple(map(_key, tokens)), tuple(map(_after, tokens))
        yield Passage(article, number, start, end, sentence.paragraph, heading, tokens, keys, gaps)


_key, _after = attrgetter("key"), attrgetter("after")


def _tokens(text: str, offset: int) -> tuple[Token, ...]:
    parts = parted(text, LONGEST + 1)
    starts = list(accumulate(map(len, parts), initial=offset))
    gaps = parts[2::2] if FILLER not in text else [gap.replace(FILLER, "") for gap in parts[2::2]]
    words = map(_words.__getitem__, parts[1 : 2 * LONGEST : 2])
    made = zip(starts[1::2], starts[2::2], words, gaps, strict=False)
    # Made without `Token.__new__`, which takes longer than all else that is done for a word.
    return tuple(
        [tuple.__new__(Token, (start, end, key, gap, ways, keys)) for start, end, (key, ways, keys), gap in made]
    )


def _full_lines(article: Article) -> frozenset[tuple[int, int]]:
    """The spans of the lines of the text."""
    spans, start = [], 0
    for line in article.text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return frozenset(spans)
