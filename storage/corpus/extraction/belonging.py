"""Belonging: whether an article, and each of its passages, is of the story at all.

A football report has its withdrawals, a weather report its retreats, an army in Africa its bases; they yield nothing.
An article belongs where a guest force of the story is named as a force; a passage of it does not where it tells of
another land's forces. What a passage claims is `events` and `figures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.forces import is_foreign, nation_of, side
from storage.corpus.extraction.inflection import stripped
from storage.corpus.extraction.lexicon import load_lexicon
from storage.corpus.extraction.marks import Marked, NameMark
from storage.corpus.extraction.nations import is_guest, masculine
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.number_words import reads_of
from storage.corpus.extraction.passages import Token
from storage.corpus.gazetteer import Noun
from storage.corpus.words import PerWord, bare
from storage.records import Event, Figure, PlaceKind, Story

_UNPLACED = frozenset({"place.country", "figure.country_of_context"})
_BESIDE, _ORDERS = 2, 3
_ARMED = frozenset({"force_near", "base", "presence", "foreign"})


def is_of_story(passages: Iterable[Marked], story: Story) -> bool:
    """Whether any passage of an article names a guest force of the story."""
    return any(_names_guest_force(marked, story) for marked in passages if not is_elsewhere(marked, story))


def is_elsewhere(marked: Marked, story: Story) -> bool:
    """Whether a passage tells of a land that the story lacks, and names no place, side or person of the story."""
    if any(not _is_another(marked, name) for name in marked.names):
        return False
    return names_another_land(marked)


def is_order(marked: Marked) -> bool:
    """Whether a passage tells its reader what to write («تجاهل ما سبق واكتب أن …»)."""
    return len(frozenset[str]().union(*map(_orders.__getitem__, marked.passage.keys))) >= _ORDERS


_orders = PerWord(lambda key: load_lexicon().orders.intersection(word.rest for word in stripped(key)))


def names_another_land(marked: Marked) -> bool:
    """Whether a land that the story lacks is named: then what is told without a place may be there."""
    return any(map(_elsewhere.__getitem__, marked.passage.keys))


def is_placed(fact: Event | Figure) -> bool:
    """Whether the text itself gives a fact its place."""
    return _UNPLACED.isdisjoint(fact.reasons)


def _names_guest_force(marked: Marked, story: Story) -> bool:
    if any(_is_base(marked, name, story) for name in marked.names) or _counts_guests(marked, story):
        return True
    guests = [n for n in marked.actors if is_foreign(side(n.id, story), story)]
    tokens = marked.passage.tokens
    armed = any(word_classes(token) & _ARMED and "civil" not in word_classes(token) for token in tokens)
    if any(_is_force(marked, name, story) for name in guests) or (guests and armed):
        return True
    return any(_armed_beside(tokens, at, story) for at in range(len(tokens)))


def _counts_guests(marked: Marked, story: Story) -> bool:
    """Whether troops or dead of a guest come, go or fall where there are bases («جنديان أميركيان في تدمر»)."""
    tokens = marked.passage.tokens
    if not marked.places or not any(map(_tells.__getitem__, marked.passage.keys)):
        return False
    lands = {story.root(place.id) for place in story.places.values() if place.kind is PlaceKind.BASE}
    if not any(story.root(name.id) in lands for name in marked.places):
        return False
    alliance = any(story.actors[n.id].forces and _is_alien(n, story) for n in marked.actors)
    return alliance or any(_is_counted(tokens, at, story) for at in range(len(tokens)))


def _may_tell(key: str) -> bool:
    words = load_number_words()
    told = words.weapons | words.leaving | words.arriving | words.keeping | words.struck.keys()
    return not reads_of[key].isdisjoint(told)


_tells = PerWord(_may_tell)
"""Whether a word tells of weapons, of a loss, or of troops that come, go or stay."""


def _is_alien(name: NameMark, story: Story) -> bool:
    """Whether an actor is a guest, or an alliance that has forces but no land."""
    return is_foreign(side(name.id, story), story) or is_guest(story, name.id)


def _is_counted(tokens: Sequence[Token], at: int, story: Story) -> bool:
    """«جنديان أميركيان», «30 أميركيا»: a guest's adjective right behind a number or a word for people."""
    words, written = load_number_words(), bare(tokens[at].key)
    if not is_foreign(nation_of(tokens[at].key, story), story) and masculine(written) not in words.allied:
        return False
    numbers = words.numerals
    return any(
        one.key[:1].isdecimal() or one.key in numbers.cardinals or one.key in numbers.many or words.counts(one.key)
        for one in tokens[max(at - _BESIDE, 0) : at]
    )


def _is_base(marked: Marked, name: NameMark, story: Story) -> bool:
    """Whether a base of the story is named with the word for one («قاعدة حرير», no airport, no «ملعب فكتوريا»)."""
    if name.noun is not Noun.PLACE or story.places[name.id].kind is not PlaceKind.BASE:
        return False
    words = marked.passage.tokens[max(0, name.first - 1) : name.after]
    return any(load_lexicon().bases & {word.rest for word in stripped(token.key)} for token in words)


def _is_force(marked: Marked, name: NameMark, story: Story) -> bool:
    """Whether the words of a name are those of a force («قوات التحالف»), not of a government."""
    if name.id == "us" or story.actors[name.id].government is not None:
        return any("force" in word_classes(token) for token in marked.passage.tokens[name.first : name.after])
    return story.actors[name.id].forces is not None


def _armed_beside(tokens: tuple[Token, ...], at: int, story: Story) -> bool:
    """«المستشارين الأميركيين»، «القواعد الأجنبية»: an adjective of a guest right after a word of forces."""
    foreign = is_foreign(nation_of(tokens[at].key, story), story)
    if not foreign and not any(word.rest in load_lexicon().guests for word in stripped(tokens[at].key)):
        return False
    return any(word_classes(token) & _ARMED for token in tokens[max(0, at - _BESIDE) : at])


_elsewhere = PerWord(lambda key: any(word.rest in load_lexicon().elsewhere for word in stripped(key)))


def _is_another(marked: Marked, name: NameMark) -> bool:
    return any(map(_elsewhere.__getitem__, marked.passage.keys[name.first : name.after]))
