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
    return _joined(map(_stems, chain.from_iterable(map(str.split, texts))))


def milestone_words(story: Story, milestone: Milestone, events: Mapping[str, Event]) -> str:
    """Its places and actors by their names in both languages, its kind, its claims' titles and sentences."""
    claims = [events[id_] for id_ in milestone.events]
    names = chain(_names(story, milestone), (claim.title for claim in claims if claim.title))
    sentences = " ".join([claim.citation.sentence for claim in claims])
    named = (_stems(text) for name in names for text in (name.ar, name.en))
    return _joined(chain(named, map(_stems, sentences.split())))


def _joined(stems: Iterable[tuple[str, ...]]) -> str:
    return " ".join(dict.fromkeys(chain.from_iterable(stems)))


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
