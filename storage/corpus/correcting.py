"""Correcting a fact: one part of it after the other, each given as short text. Pure.

The text of a part is what a facts file would hold (``withdrawal``, ``ain_al_asad``, ``../2026 end``, ``900``); which
of them an editor is offered is decided here too. Reading free words into such a text is not done here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from storage.errors import FactError
from storage.fuzzydate import Basis, Bound, Edge, FuzzyDate
from storage.records import Event, Extent, Figure, Kind, Modality, Qualifier, Sense, Story, Unit

Fact = Event | Figure
E = TypeVar("E", bound=StrEnum)


class Part(StrEnum):
    """What can be corrected of a fact."""

    KIND = "kind"
    MODALITY = "modality"
    EXTENT = "extent"
    ACTOR = "actor"
    COUNTERPART = "counterpart"
    PLACE = "place"
    TO_PLACE = "to_place"
    DATE = "date"
    UNIT = "unit"
    QUALIFIER = "qualifier"
    NUMBER = "number"
    FORCE = "force"
    SENSE = "sense"
    SPEAKER = "speaker"
    ANONYMOUS = "anonymous"


OF_EVENTS = (
    *(Part.KIND, Part.MODALITY, Part.EXTENT, Part.ACTOR, Part.COUNTERPART, Part.PLACE, Part.TO_PLACE, Part.DATE),
    *(Part.SPEAKER, Part.ANONYMOUS),
)
OF_FIGURES = (
    *(Part.NUMBER, Part.QUALIFIER, Part.UNIT, Part.SENSE, Part.FORCE, Part.PLACE, Part.DATE, Part.MODALITY),
    *(Part.SPEAKER, Part.ANONYMOUS),
)
NEEDED = frozenset({Part.KIND, Part.MODALITY, Part.UNIT, Part.QUALIFIER, Part.NUMBER})
"""Parts that a fact cannot be without."""
VOCABULARY: Mapping[Part, type[StrEnum]] = {
    Part.KIND: Kind,
    Part.MODALITY: Modality,
    Part.EXTENT: Extent,
    Part.UNIT: Unit,
    Part.QUALIFIER: Qualifier,
    Part.SENSE: Sense,
}
"""Parts with a closed list of values."""
PLACES = frozenset({Part.PLACE, Part.TO_PLACE})
ACTORS = frozenset({Part.ACTOR, Part.COUNTERPART, Part.FORCE})
YES = "yes"

_NUMBER = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)
_OPEN = {"../": Bound.BY, "/..": Bound.FROM}


def parts(fact: Fact) -> tuple[Part, ...]:
    """The parts of `fact` that can be corrected, in the order in which they are read."""
    return OF_EVENTS if isinstance(fact, Event) else OF_FIGURES


def corrected(fact: Fact, changes: Mapping[Part, str | None], story: Story) -> Fact:
    """`fact` with these parts changed; None takes a part away. `FactError` names the part that cannot be so."""
    for part, value in changes.items():
        if part not in parts(fact):
            raise FactError(part, "unknown_field", value or "")
        if value is None and part in NEEDED:
            raise FactError(part, "missing")
        fact = _with(fact, part, value, story)
    return fact


def dated(value: str) -> FuzzyDate:
    """``EDTF [edge] [bound]`` as a date; the bound may be left out. `FactError`."""
    edtf, *words = value.split()
    edges = [Edge(word) for word in words if word in set(Edge)]
    bounds = [Bound(word) for word in words if word in set(Bound)]
    if len(edges) > 1 or len(bounds) > 1 or len(edges) + len(bounds) < len(words):
        raise FactError(Part.DATE, "bad_edtf", value)
    fits = _OPEN.get(edtf[:3]) or _OPEN.get(edtf[-3:]) or Bound.IN
    return FuzzyDate(edtf, edges[0] if edges else None, bounds[0] if bounds else fits, basis=Basis.STATED)


def date_text(when: FuzzyDate) -> str:
    """What `dated` reads."""
    return " ".join(filter(None, (when.edtf, when.edge, when.bound)))


def _with(fact: Fact, part: Part, value: str | None, story: Story) -> Fact:
    if part in (Part.SPEAKER, Part.ANONYMOUS):
        return _said(fact, part, value)
    if isinstance(fact, Figure):
        return _figure(fact, part, value, story)
    if part is Part.DATE:
        return replace(fact, date=_redated(value, fact.date))
    change: dict[str, object] = {part.value: _known(part, value, story)}
    if part is Part.KIND and value != fact.kind:
        change |= {"frame": None}
    return replace(fact, title=None, **change)  # type: ignore[arg-type] # each field by the part of its own name


def _figure(fact: Figure, part: Part, value: str | None, story: Story) -> Figure:
    match part:
        case Part.NUMBER:
            return _counted(fact, value or "")
        case Part.QUALIFIER:
            return _qualified(fact, _choice(part, value or "", Qualifier))
        case Part.DATE:
            return replace(fact, as_of=_redated(value, fact.as_of))
        case Part.UNIT:
            unit = _choice(part, value or "", Unit)
            return replace(fact, unit=unit, casualty=fact.casualty if unit is Unit.CASUALTIES else None)
        case _:
            change: dict[str, object] = {part.value: _known(part, value, story)}
            return replace(fact, **change)  # type: ignore[arg-type] # each field by the part of its own name


def _said(fact: Fact, part: Part, value: str | None) -> Fact:
    """Who says it; whoever has a name is given it, and an agency stays."""
    said = fact.attribution
    if part is Part.ANONYMOUS:
        return replace(fact, attribution=replace(said, anonymous=value == YES))
    return replace(fact, attribution=replace(said, speaker=value, anonymous=said.anonymous and value is not None))


def _redated(value: str | None, before: FuzzyDate | None) -> FuzzyDate | None:
    """The words of the text stay, whatever they are now taken to mean."""
    if value is None:
        return None
    when = dated(value)
    return replace(when, surface=before.surface, basis=before.basis) if before else when


def _known(part: Part, value: str | None, story: Story) -> str | StrEnum | None:
    if value is None:
        return None
    if part in VOCABULARY:
        return _choice(part, value, VOCABULARY[part])
    if value not in (story.places if part in PLACES else story.actors):
        raise FactError(part, "unknown_place" if part in PLACES else "unknown_force", value)
    return value


def _choice(part: Part, value: str, kind: type[E]) -> E:
    try:
        return kind(value)
    except ValueError as error:
        raise FactError(part, "unknown_value", value) from error


# ------------------------------------------------------------------ numbers


def number_of(fact: Figure) -> int | None:
    """The number that a figure has, whatever its hedge."""
    return next((number for number in (fact.value, fact.low, fact.high) if number is not None), None)


def _counted(fact: Figure, value: str) -> Figure:
    """``900``, or ``900-1000`` for between."""
    match = _NUMBER.fullmatch(value)
    if match is None:
        raise FactError(Part.NUMBER, "not_a_number", value)
    if match[2]:
        low, high = int(match[1]), int(match[2])
        if low > high:
            raise FactError(Part.NUMBER, "interval_reversed", value)
        return replace(fact, qualifier=Qualifier.BETWEEN, value=None, low=low, high=high)
    hedged = fact.qualifier not in (Qualifier.BETWEEN, Qualifier.HUNDREDS, Qualifier.DOZENS, Qualifier.THOUSANDS)
    return _placed(fact, fact.qualifier if hedged else Qualifier.EXACT, int(match[1]))


def _qualified(fact: Figure, qualifier: Qualifier) -> Figure:
    if qualifier is Qualifier.BETWEEN:
        if fact.qualifier is not Qualifier.BETWEEN:
            raise FactError(Part.QUALIFIER, "numbers_do_not_fit", qualifier)
        return fact
    return _placed(fact, qualifier, number_of(fact))


def _placed(fact: Figure, qualifier: Qualifier, number: int | None) -> Figure:
    """`number` where `qualifier` wants it. `FactError` where it wants one and there is none."""
    match qualifier:
        case Qualifier.EXACT | Qualifier.ABOUT:
            return replace(fact, qualifier=qualifier, value=number, low=None, high=None)
        case Qualifier.AT_LEAST | Qualifier.MORE_THAN:
            return replace(fact, qualifier=qualifier, value=None, low=number, high=None)
        case Qualifier.AT_MOST | Qualifier.LESS_THAN:
            return replace(fact, qualifier=qualifier, value=None, low=None, high=number)
        case _:
            return replace(fact, qualifier=qualifier, value=None, low=None, high=None)
