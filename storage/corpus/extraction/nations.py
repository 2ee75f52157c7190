"""Nations: the actors of a story by adjective («أميركي»), by country and by office («رئيس الولايات المتحدة»).

Adjectives are data of the language (`lexicon`), states and offices are of the story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from storage.corpus.extraction.context import Context
from storage.corpus.extraction.lexicon import load_lexicon
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.passages import Passage
from storage.corpus.gazetteer import Noun
from storage.corpus.text import fold
from storage.corpus.words import PerWord, bare, key
from storage.records import GrammaticalNumber, Story

_ENDINGS = ("يين", "يون", "يتين", "يان", "يه", "يا", "يات", "ي")


def acting(story: Story, id: str) -> str:
    """The actor whose forces these are: a ministry's or a command's are those of its country."""
    actor = story.actors[id]
    parent = story.actors.get(actor.parent or "")
    return acting(story, parent.id) if parent and actor.forces == parent.forces else id


def is_guest(story: Story, id: str | None) -> bool:
    """Whether the forces of an actor are in other lands: an alliance, its members, a state that sent some."""
    actor = story.actors.get(id or "")
    if actor is None or actor.parent is not None:
        return actor is not None and is_guest(story, actor.parent)
    alliance = actor.number is GrammaticalNumber.SINGULAR and actor.forces is not None and actor.government is None
    return actor.coalition_member or alliance or (actor.forces is None and actor.government is not None)


def nation(story: Story, word: str) -> str | None:
    """The actor that an adjective of nation names («أميركيين»), "" for a nation that the story lacks, None for
    another word."""
    if (found := nations[word]) is None:
        return None
    state, foreign = found
    return story.metonyms.get(state) if state else "" if foreign else None


def _nation(key: str) -> tuple[str | None, bool] | None:
    """The state of the story's language that an adjective names, and whether it is one of any nation; None where it
    is none."""
    word = bare(key)
    stem, states = masculine(word), load_lexicon().nationalities
    state, foreign = states.get(stem) or states.get(word), bool({stem, word} & load_number_words().nationals)
    return (state, foreign) if state or foreign else None


nations = PerWord(_nation)


def masculine(word: str) -> str:
    """An adjective of nation in the masculine («أميركية» → «أميركي»); «سوريا» stays."""
    return next((word.removesuffix(ending) + "ي" for ending in _ENDINGS if word.endswith(ending)), word)


def guest_of(context: Context) -> str | None:
    """The guest whom the article is about: of its own line the one whose adjective it uses most, else that line."""
    story, own = context.story, context.force
    actors = (story.metonyms.get(state) for state in context.states)
    spoken = next((actor for actor in actors if is_guest(story, actor)), None)
    return own if is_guest(story, own) and story.line(own) != story.line(spoken) else spoken


def states_of(passages: Iterable[Passage]) -> tuple[str, ...]:
    """The states whose adjectives an article uses, the most used first."""
    counts = Counter[str | None]()
    for passage in passages:
        counts.update(map(_adjectives.__getitem__, passage.keys))
    return tuple([state for state, _ in counts.most_common() if state])


_adjectives = PerWord(lambda word: load_lexicon().nationalities.get(masculine(bare(word))))


def country_force(story: Story, place: str | None) -> str | None:
    """The actor that stands for the country of a place."""
    root = story.root(place)
    return story.metonyms.get(story.places[root].name.ar) if root else None


def side(context: Context, person: str) -> str | None:
    """The actor that a person stands for by the office that he holds."""
    story = context.story
    for mention in context.gazetteer.mentions(story.people[person].role.ar):
        if mention.noun is Noun.ACTOR:
            return acting(story, mention.id)
        if mention.noun is Noun.PLACE:
            return country_force(story, mention.id)
    return next(
        (found for word in story.people[person].role.ar.split() if (found := nation(story, key(fold(word))))), None
    )
