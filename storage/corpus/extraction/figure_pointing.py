"""Where a number is by a word that points back («هناك», «القاعدة») or by the place that heads its line.

Places that stand in its own clause are read in `figure_place`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.corpus.extraction.context import Context
from storage.corpus.extraction.figure_force import introduces
from storage.corpus.extraction.marks import Marked, NameMark, NumberMark
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.words import PerWord, readings
from storage.records import PlaceKind, Unit

_COMMA = frozenset("،,()؛;:")
_STRUCK = frozenset({Unit.CASUALTIES, Unit.ATTACKS})
_REACH_AFTER = 16
_LABEL = 5
_FROM_IT = frozenset({"منها", "اليها"})


@dataclass(slots=True)
class Whereabouts:
    """A place id with the name that told it (None for a place of the context)."""

    id: str | None
    name: NameMark | None
    reason: str
    sure: bool = True


@dataclass(slots=True)
class Stretch:
    """The tokens in which a number finds its own place: from `first` up to `after`."""

    first: int
    after: int


def label_of(marked: Marked, context: Context) -> Whereabouts | None:
    """«القائم (الأنبار): رحل عنها 300»: the place that heads its own line. A city that only heads it may be where the
    report was written."""
    tokens, story = marked.passage.tokens, context.story
    name = next((n for n in marked.places if n.first <= 1), None)
    if name is None:
        return None
    colon = next(
        (at for at in range(name.after - 1, min(name.after + _LABEL, len(tokens))) if ":" in tokens[at].after), -1
    )
    if colon < 0 or (colon >= name.after and "(" not in tokens[name.after - 1].after):
        return None
    words, base = load_number_words(), story.places[name.id].kind is PlaceKind.BASE
    pointed = any(token.key in words.in_it or token.key in _FROM_IT for token in tokens[colon + 1 :])
    return Whereabouts(name.id, None, "figure.place_of_line") if base or pointed else None


def anaphor(
    marked: Marked,
    context: Context,
    mark: NumberMark,
    stretch: Stretch,
    behind: Sequence[NameMark],
    before: Sequence[NameMark],
) -> Whereabouts | None:
    """«القاعدة», «هناك» nearer to the number than any name: the base or the country spoken of before."""
    if mark.unit is Unit.OTHER:
        return None
    tokens = marked.passage.tokens
    after = behind[0].first if behind else stretch.after
    for at in range(mark.after, min(after, mark.after + _REACH_AFTER)):
        if not _COMMA.isdisjoint(tokens[at - 1].after):
            break
        if found := _pointed(marked, context, at, mark.unit in _STRUCK):
            return found
    if behind:
        return None
    nearest = before[0].after if before else 0
    for at in range(mark.first - 1, max(stretch.first, nearest) - 1, -1):
        if found := _pointed(marked, context, at, mark.unit in _STRUCK):
            return found
        if not _COMMA.isdisjoint(tokens[at - 1].after if at else ""):
            break
    if before or stretch.first:
        return None
    head = int(mark.first > 1 and bool(tokens[1].keys & load_number_words().same_place))  # «وكان المعسكر ذاته …»
    return _pointed(marked, context, head, mark.unit in _STRUCK) if mark.first > head else None


def _pointed(marked: Marked, context: Context, at: int, suffered: bool) -> Whereabouts | None:
    """The place that the word at `at` points back to."""
    words, token, story = load_number_words(), marked.passage.tokens[at], context.story
    if not _points[token.key]:
        return None
    earlier = [n.id for n in marked.places if n.after <= at and not introduces(marked, n)]
    later = [n.id for n in marked.places if n.first > at]
    places = [*context.places, *earlier] or later
    if token.keys & words.same_place:
        bases = [place for place in places if story.places[place].kind is PlaceKind.BASE]
        base = max(reversed(bases), key=bases.count, default=None)
        return Whereabouts(base, None, "figure.same_place", sure=False) if base else None
    if token.keys & words.own_land and tokens_lead(marked, at):
        return Whereabouts(context.country, None, "figure.own_land", sure=False)
    pointing = words.there if suffered else words.there | words.in_it  # «هجمات قُتل فيها» points to the attacks
    if token.key in pointing and places:
        bases = [place for place in places[-2:] if story.places[place].kind is PlaceKind.BASE]
        base = bases[-1] if bases and token.key not in words.there else None
        return Whereabouts(
            base or (earlier[-1] if earlier else story.root(places[-1])), None, "figure.there", sure=False
        )
    return None


def _may_point(key: str) -> bool:
    words = load_number_words()
    known = (words.same_place, words.own_land, words.there, words.in_it)
    return any(way.key in group for way in readings(key) for group in known)


_points = PerWord(_may_point)


def tokens_lead(marked: Marked, at: int) -> bool:
    """Whether «في» and its like lead to the word at `at`."""
    return bool(at and marked.passage.tokens[at - 1].keys & load_number_words().within)
