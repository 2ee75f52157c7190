"""English words of a search in the language of the articles: names as the story has them, kinds of event by
their labels. Pure."""

from __future__ import annotations

import re

from storage.corpus.gazetteer import Gazetteer, Mention, Noun
from storage.corpus.text import fold
from storage.records import Localized, Story

_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"[A-Za-z]+")


def in_arabic(words: str, story: Story, gazetteer: Gazetteer) -> str:
    """`words` with every name and every kind of event in Arabic; what is neither is left out, if anything
    was found. "" where nothing could be said in Arabic."""
    if not _LATIN.search(words):
        return ""
    names = gazetteer.mentions(words)
    found = [(mention.start, _name(mention, story).ar) for mention in names]
    kinds = {fold(label.en): label.ar for label in story.kinds.values()}
    for word in _WORD.finditer(words):
        label = kinds.get(fold(word[0])) or kinds.get(fold(word[0]).removesuffix("s"))
        if label and not any(mention.start <= word.start() < mention.end for mention in names):
            found.append((word.start(), label))
    return " ".join(said for _, said in sorted(found))


def _name(mention: Mention, story: Story) -> Localized:
    match mention.noun:
        case Noun.PLACE:
            return story.places[mention.id].name
        case Noun.ACTOR:
            return story.actors[mention.id].name
        case Noun.PERSON:
            return story.people[mention.id].name
