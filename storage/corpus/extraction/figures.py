"""Figures of a passage: which of its numbers are facts of the story, each with whose, where, when and how it holds.

A number is a fact where its unit is of the story's kind and a force of the story owns it; what is only near (prices,
years, officials, other countries' troops) is left out. Numbers are found by `numbers`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.confidence import THRESHOLD
from storage.corpus.extraction.context import Context
from storage.corpus.extraction.counted import NATIONALS, OTHERS
from storage.corpus.extraction.figure_force import force_of, spoken
from storage.corpus.extraction.figure_phrase import CIVILIANS, HANDED, TOLD, Force
from storage.corpus.extraction.figure_place import elsewhere, place_of
from storage.corpus.extraction.figure_pointing import Stretch, Whereabouts
from storage.corpus.extraction.figure_scope import is_accident, is_named, is_of_story, is_order, near
from storage.corpus.extraction.figure_sense import date_of, modality_of, sense_of
from storage.corpus.extraction.forces import side
from storage.corpus.extraction.identity import fact_id
from storage.corpus.extraction.marks import Marked, NameMark, NumberMark
from storage.corpus.extraction.nations import country_force, is_guest
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.number_words import reads
from storage.corpus.extraction.numbers import KILLED, SITE, WOUNDED
from storage.corpus.extraction.quantities import FROM, INSTEAD, TO
from storage.corpus.gazetteer import Noun
from storage.records import Casualty, Figure, Origin, PlaceKind, Sense, Unit

_COUNTED = frozenset(Unit)
_TAKEN_OVER = frozenset({"number.coordinated", "number.of_them", OTHERS})
_CHANGED = frozenset({FROM, TO, INSTEAD, HANDED})
_LOST_REACH = 8
_PART_REACH, _FEWEST, _SITES, _MANY = 4, 5, 40, 10**6


@dataclass(slots=True)
class _Owned:
    """A number of the passage with whose it is and where: what an elided one behind it takes over."""

    mark: NumberMark
    force: Force
    place: Whereabouts
    stretch: Stretch


def figures(structure: Structure, context: Context) -> tuple[Figure, ...]:
    """The figures that the passage claims, in text order."""
    marked = structure.marked
    marks = [mark for mark in marked.numbers if mark.unit in _COUNTED and not is_named(near(marked, mark), mark)]
    if not marks or is_order(marked):
        return ()
    accident = is_accident(marked)
    found = list[Figure]()
    for owned in _owned(marked, context, marks):
        around = near(marked, owned.mark)
        if is_of_story(around, context, owned.mark, owned.force, owned.place.id, accident):
            found += _figure(structure, around, context, owned)
    return tuple(found)


def _owned(marked: Marked, context: Context, marks: Sequence[NumberMark]) -> Sequence[_Owned]:
    """Each number with its force and its place; a name that says where one is says it of no other."""
    found, before, taken = list[_Owned](), None, set[NameMark]()
    for number, mark in enumerate(marks):
        around, stretch = near(marked, mark), _stretch(marked, marks, number)
        place = _place(around, context, mark, stretch, before, taken)
        if place.name:
            taken.add(place.name)
        force = _civil(around, context, mark, _force(around, context, mark, before), place)
        before = _Owned(mark, force, place, stretch)
        whole = _of_whole(around, context, marks, number, force)
        found.append(before if whole is force else _Owned(mark, whole, place, stretch))
    return found


# ------------------------------------------------------------------ stretches


def _stretch(marked: Marked, marks: Sequence[NumberMark], number: int) -> Stretch:
    """From the number before up to the number behind; the two sides of a change share one."""
    first, last = number, number
    if TO in marks[number].reasons and number and FROM in marks[number - 1].reasons:
        first -= 1
    if FROM in marks[number].reasons and number + 1 < len(marks) and TO in marks[number + 1].reasons:
        last += 1
    start = marks[first - 1].after if first else 0
    after = marks[last + 1].first if last + 1 < len(marks) else len(marked.passage.tokens)
    return Stretch(start, after)


def _is_elided(mark: NumberMark) -> bool:
    return mark.head is None or not mark.first <= mark.head or bool(_TAKEN_OVER & {*mark.reasons})


def _force(marked: Marked, context: Context, mark: NumberMark, before: _Owned | None) -> Force:
    force = force_of(marked, context, mark)
    same = before and before.mark.unit is mark.unit
    told = (
        force.reason in TOLD
        or force.foreign
        or (before is not None and force.at >= before.mark.after and force.id != before.force.id)
    )
    if before and same and not told and _is_elided(mark):
        return replace(before.force, reason="figure.force_of_number_before")
    toll = mark.unit is Unit.CASUALTIES and "number.noun" in mark.reasons  # «ثلاثة قتلى من … و12 جريحا»
    if before and same and toll and force.reason not in TOLD:
        return replace(before.force, reason="figure.force_of_number_before")
    if before and before.force.id and force.id is None and mark.unit is Unit.OTHER:
        return replace(before.force, reason="figure.force_of_number_before", sure=False)
    return force


def _of_whole(marked: Marked, context: Context, marks: Sequence[NumberMark], number: int, force: Force) -> Force:
    """«350 عسكريا من أصل ثلاثة آلاف أميركي»: the part is whose the whole is."""
    if number + 1 == len(marks) or marks[number + 1].unit is not marks[number].unit or force.reason in TOLD:
        return force
    gap = marked.passage.tokens[marks[number].after : marks[number + 1].first]
    if len(gap) <= _PART_REACH and any(token.keys & load_number_words().of_all for token in gap):
        whole = force_of(marked, context, marks[number + 1])
        return whole if whole.id else force
    return force


def _place(
    marked: Marked,
    context: Context,
    mark: NumberMark,
    stretch: Stretch,
    before: _Owned | None,
    taken: Collection[NameMark],
) -> Whereabouts:
    place = place_of(marked, context, mark, stretch, taken)
    elided = before and before.mark.unit is mark.unit and _is_elided(mark)
    if elided and before and not place.name and _outgrows(marked, before, mark):
        root = context.story.root(before.place.id)
        return Whereabouts(root, None, "figure.country_before", sure=False)
    if before and not place.name and (elided or (mark.unit is Unit.CASUALTIES and before.mark.unit is mark.unit)):
        return replace(before.place, name=None, reason="figure.place_of_number_before")
    if TO in mark.reasons and before and FROM in before.mark.reasons and not place.name:
        return replace(before.place, name=None)
    return place


def _outgrows(marked: Marked, before: _Owned, mark: NumberMark) -> bool:
    """«أرسلت 275 جنديا إلى المطار، حتى بلغ العدد 3100»: the sum is not only where some arrived."""
    words, tokens = load_number_words(), marked.passage.tokens
    sent = any(reads(token) & words.arriving for token in tokens[max(before.mark.first - _PART_REACH, 0) : mark.first])
    lead = tokens[max(mark.first - 2, 0) : mark.first + 1]
    measured = any(token.keys & (words.to_be | words.counting) for token in lead) or mark.low is not None
    return sent and measured and before.place.reason == "figure.place_behind"


def _civil(marked: Marked, context: Context, mark: NumberMark, force: Force, place: Whereabouts) -> Force:
    """The dead who are no soldiers are their country's; on a base, nobody's that the text names."""
    if mark.unit is not Unit.CASUALTIES or force.reason in TOLD | {"figure.force_of_number_before"}:
        return force
    before = marked.passage.tokens[max(mark.first - _LOST_REACH, 0) : mark.first]
    lost = any(reads(token) & load_number_words().lost for token in before)
    behind = marked.passage.tokens[mark.after : mark.after + _PART_REACH]
    if is_guest(context.story, force.id) and any(load_number_words().is_possessed(token.key) for token in behind):
        return force  # «64 إصابة بين جنوده»
    if force.id and (lost or mark.head is None):
        return replace(force, sure=False)
    if force.id and mark.head is not None and load_number_words().is_possessed(marked.passage.tokens[mark.head].key):
        return force  # «مقتل 16 من عناصره»
    if target := _target(marked, context, mark):
        return target
    if _are_soldiers(marked, mark) and (guest := spoken(marked, context, mark)):
        return guest
    if place.id and context.story.places[place.id].kind is PlaceKind.BASE:
        return Force(None, "figure.on_a_base", sure=False)
    home = country_force(context.story, place.id)
    return Force(home, CIVILIANS, sure=False) if home else force


def _target(marked: Marked, context: Context, mark: NumberMark) -> Force | None:
    """«بقصف مواقع للكتائب …، أسفر عن مقتل 25 مقاتلاً»: the dead of a blow are of him whom it was struck at."""
    words, tokens = load_number_words(), marked.passage.tokens
    at = next((n for n in range(mark.first - 1, -1, -1) if reads(tokens[n]) & words.strikes), None)
    struck = [n for n in marked.names if at is not None and n.noun is Noun.ACTOR and at < n.first < mark.first]
    name = next((n for n in struck if n.lead == "ل" or tokens[n.first - 1].keys & words.targets), None)
    if name is None or is_guest(context.story, name.id) or context.story.actors[name.id].government:
        return None
    return Force(side(name.id, context.story), "figure.target", sure=False)


def _are_soldiers(marked: Marked, mark: NumberMark) -> bool:
    noun = load_number_words().noun(marked.passage.tokens[mark.head].key) if mark.head is not None else None
    return bool(noun and noun.unit is Unit.PERSONNEL)


# ------------------------------------------------------------------ one figure


def _figure(structure: Structure, marked: Marked, context: Context, owned: _Owned) -> Sequence[Figure]:
    """The figure of a number of the story; none where it is zero, at home, or in another land."""
    mark, force, place, stretch = owned.mark, owned.force, owned.place, owned.stretch
    at_home = NATIONALS in mark.reasons and force.id == country_force(context.story, place.id)
    if mark.value == 0 or mark.unit is None or at_home or elsewhere(marked, mark, stretch):
        return ()
    sense, at = sense_of(structure, marked, mark)
    before = marked.passage.tokens[max(mark.first - _PART_REACH, 0) : mark.first]
    attended = any(reads(token) & load_number_words().attending for token in before)
    confidence = _confidence(mark, force, place, sense, attended)
    casualty = Casualty.KILLED if KILLED in mark.reasons else Casualty.WOUNDED if WOUNDED in mark.reasons else None
    said = (mark.unit, force.id, place.id, mark.qualifier, mark.value, mark.low, mark.high)
    citation = marked.passage.citation
    figure = Figure(
        id=fact_id(citation.article, citation.start, *said),
        force=force.id,
        unit=mark.unit,
        qualifier=mark.qualifier,
        modality=modality_of(structure, mark, sense, at),
        citation=citation,
        place=place.id,
        value=mark.value,
        low=mark.low,
        high=mark.high,
        sense=None if casualty else sense,
        casualty=casualty,
        as_of=date_of(structure, marked, mark, stretch.first, stretch.after),
        attribution=marked.attribution_at(mark.first),
        origin=Origin.EXTRACTED,
        confidence=confidence,
        published=confidence >= THRESHOLD,
        reasons=(*mark.reasons, force.reason, place.reason),
    )
    return (figure,)


def _are_many_sites(mark: NumberMark, force: Force) -> bool:
    """«كانوا يشغلون 505 قواعد»: so many bases are a strength, where a few are only those told of."""
    return SITE in mark.reasons and (mark.value or mark.low or 0) >= _SITES and force.sure


def _confidence(mark: NumberMark, force: Force, place: Whereabouts, sense: Sense, attended: bool) -> float:
    """What the rules that fired are worth together."""
    moving = sense in (Sense.LEAVING, Sense.TARGET) or bool(_CHANGED & {*mark.reasons, force.reason})
    alone = "number.coordinated" not in mark.reasons and mark.unit is Unit.PERSONNEL
    doubts = 0.1 * (not force.sure) + 0.1 * (not place.sure) + 0.1 * (mark.head is None)
    doubts += 0.4 * (mark.unit is Unit.OTHER and not moving and not _are_many_sites(mark, force))
    doubts += 0.4 * attended
    doubts += 0.4 * (alone and sense is Sense.STRENGTH and (mark.value or _MANY) <= _FEWEST)
    return round(0.95 - doubts, 2)
