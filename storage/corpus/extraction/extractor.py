"""The extractor: an article → its facts. Joins what the rooms of extraction find, passage by passage, in order.

No rule of its own: names are `names`, dates `dates`, numbers `numbers`, speakers `attribution`; what they carry is
read in `events` and `figures`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from storage.corpus.extraction.attribution import mark_speeches
from storage.corpus.extraction.belonging import is_elsewhere, is_of_story, is_order, is_placed, names_another_land
from storage.corpus.extraction.chronicles import entries_since, opens_entry
from storage.corpus.extraction.context import Context, opening
from storage.corpus.extraction.cutting import structure
from storage.corpus.extraction.dates import Clock, mark_dates
from storage.corpus.extraction.events import events
from storage.corpus.extraction.figures import figures
from storage.corpus.extraction.identity import distinct
from storage.corpus.extraction.marks import Marked, NameMark
from storage.corpus.extraction.names import mark_names
from storage.corpus.extraction.nations import states_of
from storage.corpus.extraction.numbers import are_troops, mark_numbers
from storage.corpus.extraction.passages import Passage, passages
from storage.corpus.extraction.reading import reading
from storage.corpus.extraction.unread import Unread, unread
from storage.corpus.gazetteer import Gazetteer
from storage.records import Article, Event, Figure, Story

_LONGEST = 300
"""Words: a longer sentence is none, and its clauses say nothing about each other."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an article was found to say. Facts stand in text order; `unread` are verbs near a place and a date
    that no rule knows."""

    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    unread: tuple[Unread, ...]


@dataclass(slots=True)
class Read:
    """A passage with its marks, and what stood before it."""

    marked: Marked
    context: Context


class Extractor:
    """Reads articles of one story; the names of the story are indexed once."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._gazetteer = Gazetteer(story)

    def read(self, article: Article) -> Extraction:
        """The facts of `article`; each cites one whole sentence of it."""
        found = list[Event]()
        counted = list[Figure]()
        unknown = list[Unread]()
        parts, names = self._named(article)
        if not is_of_story((Marked(*one, (), (), ()) for one in zip(parts, names, strict=True)), self._story):
            return Extraction((), (), ())  # told by the names alone, before the dearer marks
        for one in self._marked(article, parts, names):
            if one.marked.passage.heading or is_order(one.marked) or is_elsewhere(one.marked, self._story):
                continue
            cut = structure(one.marked, self._story)
            abroad = names_another_land(one.marked)
            counted += [figure for figure in figures(cut, one.context) if not abroad or is_placed(figure)]
            if len(one.marked.passage.tokens) <= _LONGEST:
                read = reading(cut, one.context)
                found += [event for event in events(read) if not abroad or is_placed(event)]
                unknown += unread(read)
        return Extraction(distinct(found), distinct(counted), tuple(unknown))

    def marked(self, article: Article) -> tuple[Read, ...]:
        """The passages of `article` with their marks and contexts, headings among them."""
        return self._marked(article, *self._named(article))

    def _named(self, article: Article) -> tuple[Sequence[Passage], Sequence[tuple[NameMark, ...]]]:
        parts = tuple(passages(article))
        return parts, tuple(mark_names(part, self._gazetteer) for part in parts)

    def _marked(
        self, article: Article, parts: Sequence[Passage], names: Sequence[tuple[NameMark, ...]]
    ) -> tuple[Read, ...]:
        speeches = mark_speeches(parts, names)
        clock = Clock(article.published.earliest, article.published.latest)
        context, found = opening(article, self._story, self._gazetteer, names, states_of(parts)), list[Read]()
        troops, since = False, None
        for part, named, said in zip(parts, names, speeches, strict=True):
            entry = since is not None and opens_entry(part)
            dated = mark_dates(part, replace(clock, since=since) if entry else clock, context.dates)
            since = entries_since(part, dated, since)
            numbers = mark_numbers(part, dated, troops)
            troops = are_troops(part, numbers, troops)
            marked = Marked(part, named, dated, numbers, said)
            found.append(Read(marked, context))
            context = context.then(part, named, dated)
        return tuple(found)
