"""Which numbers are of the story at all: none within a name, of those who speak, of an accident, or in an order to a
machine; and of the dead only those of a fight.

What a number of the story says is read in `figures`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import cache

from storage.corpus.extraction.context import Context
from storage.corpus.extraction.figure_phrase import CIVILIANS, TOLD, Force
from storage.corpus.extraction.marks import Marked, NumberMark
from storage.corpus.extraction.nations import guest_of, is_guest, nation
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.number_words import reads
from storage.corpus.language import load_language
from storage.corpus.words import PerWord, readings
from storage.records import PlaceKind, Unit

_ORDERS, _LATELY, _FEW, _MANY = 2, 4, 12, 10**6
_LONG, _WINDOW = 400, 120
"""A passage of more tokens than `_LONG` is read around each number only."""
_STRUCK = frozenset({Unit.CASUALTIES, Unit.ATTACKS})


def near(marked: Marked, mark: NumberMark) -> Marked:
    """The marks around a number; all of them in a passage of ordinary length."""
    if len(marked.passage.tokens) <= _LONG:
        return marked
    low, high = mark.first - _WINDOW, mark.after + _WINDOW
    names = marked.names[bisect_left(marked.names, low, key=lambda n: n.first) :][: 2 * _WINDOW]
    dates = marked.dates[bisect_left(marked.dates, low, key=lambda d: d.first) :][: 2 * _WINDOW]
    names, dates = tuple(n for n in names if n.after <= high), tuple(d for d in dates if d.after <= high)
    return replace(marked, names=names, dates=dates, numbers=())


def is_order(marked: Marked) -> bool:
    """Whether a passage gives orders to a machine that reads it: what it tells there, nobody claims."""
    return sum(1 for _ in _orders.where(marked.passage.keys)) >= _ORDERS


_orders = PerWord(lambda key: any(way.key in load_number_words().orders for way in readings(key)))


def is_accident(marked: Marked) -> bool:
    """Whether a passage is of accidents, sport or plagues."""
    return any(map(_accidents.__getitem__, marked.passage.keys))


_accidents = PerWord(lambda key: any(way.key in load_number_words().accidents for way in readings(key)))


def is_named(marked: Marked, mark: NumberMark) -> bool:
    """A number within a name («البرج 22»), and one of those who speak («قال ضابطان»)."""
    if any(name.first <= mark.first < name.after for name in marked.names):
        return True
    if mark.unit is not Unit.PERSONNEL or (mark.value or _MANY) > _FEW:
        return False
    spoken = mark.first and not reads(marked.passage.tokens[mark.first - 1]).isdisjoint(_says())
    return bool(spoken) or any(s.intro_first <= mark.first and mark.after <= s.intro_after for s in marked.speeches)


@cache
def _says() -> frozenset[str]:
    cues = load_language().attribution
    return frozenset({verb for verbs in cues.verbs.values() for verb in verbs} | {*cues.prepositions})


def is_of_story(
    marked: Marked, context: Context, mark: NumberMark, force: Force, place: str | None, accident: bool
) -> bool:
    """Whether a number with this force is of the story: without a named force of the dead only where weapons and a
    foreign force stand near them, and of nobody where an accident is told."""
    if force.foreign or (accident and (mark.unit in _STRUCK or force.reason not in TOLD)):
        return False
    if mark.unit not in _STRUCK:
        return force.id is not None and (mark.unit is not Unit.PERCENT or force.reason in TOLD)
    if force.reason in TOLD or is_guest(context.story, force.id):
        return True
    if place and context.story.places[place].kind is PlaceKind.BASE and _is_armed(marked, mark):
        return True
    if force.reason == CIVILIANS and _is_another_war(marked, context, force):
        return False
    return _is_armed(marked, mark) and _is_guest_near(marked, context, mark)


def _is_another_war(marked: Marked, context: Context, force: Force) -> bool:
    """Whether states fight that are neither guests nor the land of the dead («غارات إسرائيلية على طهران»)."""
    actors, story = context.story.actors, context.story
    named = {story.line(name.id) for name in marked.actors} - {None, force.id}
    return any(actors[id].government and not is_guest(story, id) for id in named if id)


def _is_armed(marked: Marked, mark: NumberMark) -> bool:
    weapons = load_number_words().weapons
    around = marked.passage.tokens[max(mark.first - _WINDOW, 0) : mark.after + _WINDOW]
    return mark.unit is Unit.ATTACKS or any(reads(token) & weapons for token in around)


def _is_guest_near(marked: Marked, context: Context, mark: NumberMark) -> bool:
    story = context.story
    around = marked.passage.tokens[max(mark.first - _WINDOW, 0) : mark.after + _WINDOW]
    named = [name.id for name in marked.actors]
    found = (*named, *(nation(story, token.key) for token in around), *context.forces[-_LATELY:], guest_of(context))
    return any(is_guest(story, id) for id in found)
