"""Where a quotation stands in an article: the exact sentences that carry a claim.

A quotation is compared with white space collapsed, for an editor's file folds its lines; nothing else is
forgiven. It must be a sentence, or sentences that follow one another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from storage.corpus.problems import nearest
from storage.corpus.text import collapse, visible
from storage.records import Article, Citation

_MOST = 300  # sentences among which the nearest is looked for, and places at which a quotation is tried


@dataclass(frozen=True, slots=True)
class NotQuoted:
    """Why a quotation is refused: `code` (``quote_not_in_text``, ``quote_not_a_sentence``) and the sentence
    that was probably meant, or ""."""

    code: str
    hint: str


class Quotable:
    """An article as quotations are looked up in it: its sentences in one line, and where each lies there."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._sentences = [collapse(article.text[s.start : s.end]) for s in article.sentences]
        self._starts: list[int] = []
        pieces: list[str] = []
        at = previous = 0
        for sentence, words in zip(article.sentences, self._sentences, strict=True):
            gap = " " if previous < sentence.start and pieces else ""
            at += len(gap)
            self._starts.append(at)
            pieces += gap, words
            at, previous = at + len(words), sentence.end
        self._line = "".join(pieces)
        self._first = {words: index for index, words in reversed(list(enumerate(self._sentences)))}

    def cite(self, quote: str) -> Citation | NotQuoted:
        """The citation of a quotation; its first place where it stands in several."""
        wanted = collapse(visible(quote))
        if wanted in self._first:
            return self._cited(self._first[wanted], self._first[wanted])
        places = list(islice(self._places(wanted), _MOST))
        for at in places:
            first, last = self._sentence_at(at), self._sentence_at(at + len(wanted) - 1)
            if self._starts[first] == at and self._starts[last] + len(self._sentences[last]) == at + len(wanted):
                return self._cited(first, last)
        if places:
            return NotQuoted("quote_not_a_sentence", self._sentences[self._sentence_at(places[0])])
        return NotQuoted("quote_not_in_text", nearest(wanted, self._sentences[:_MOST]))

    def _places(self, wanted: str) -> Iterator[int]:
        """Where the words stand in the line, whether or not they begin a sentence there."""
        at = self._line.find(wanted)
        while at >= 0:
            yield at
            at = self._line.find(wanted, at + 1)

    def _sentence_at(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1

    def _cited(self, first: int, last: int) -> Citation:
        return self._article.cite(self._article.sentences[first].start, self._article.sentences[last].end)
