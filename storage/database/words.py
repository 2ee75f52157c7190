"""What the full-text index is told of a passage or a milestone: its stems, each once, one space apart.

Stemming itself is `storage.corpus.stems`; the index is `fulltext`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from storage.corpus.stems import stem_words
from storage.records import Event, Localized, Milestone, Story

# No word goes over a space, so a text is stemmed piece by piece, and most pieces come again and again.
_stems = lru_cache(maxsize=1 << 16)(stem_words)


def index_words(texts: Iterable[str]) -> str:
    """The stems of `texts`; the same as `stem_words` of each, several times as fast."""
    pieces = chain.from_iterable(map(str.split, texts))
    return " ".join(dict.fromkeys(chain.from_iterable(map(_stems, pieces))))


def milestone_words(story: Story, milestone: Milestone, events: Mapping[str, Event]) -> str:
    """Its places and actors by their names in both languages, its kind, its claims' titles and sentences."""
    return index_words(_texts(story, milestone, events))


def _texts(story: Story, milestone: Milestone, events: Mapping[str, Event]) -> Iterator[str]:
    for name in _names(story, milestone):
        yield from (name.ar, name.en)
    for event in (events[id_] for id_ in milestone.events):
        yield event.citation.sentence
        if event.title:
            yield from (event.title.ar, event.title.en)


def _names(story: Story, milestone: Milestone) -> Iterator[Localized]:
    for place in (milestone.place, milestone.to_place):
        if place:
            yield story.places[place].name
    for actor in (milestone.actor, milestone.counterpart):
        if actor:
            yield story.actors[actor].name
            if government := story.actors[actor].government:
                yield government
    if label := story.kinds.get(milestone.kind):
        yield label
    if milestone.title:
        yield milestone.title
