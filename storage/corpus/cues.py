"""What a language file says, as records: names of time, cues, spellings, boilerplate, folded for comparing.

They are read and checked by `language`; nothing here knows a word of Arabic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.fuzzydate import Bound, Edge
from storage.records import Kind, Localized, Modality, Qualifier

Cues = tuple[str, ...]


class Stance(StrEnum):
    """How a verb of saying holds itself to what is said."""

    ASSERT = "assert"
    CONCEDE = "concede"
    CLAIM = "claim"
    DENY = "deny"
    OPINE = "opine"


class CalendarUnit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Anchor(StrEnum):
    """What a relative date is counted from: the publication, or a date that the text names before it."""

    PUBLICATION = "publication"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """Cues of a relative date: `offset` units from the anchor, or what `rule` says where both are None."""

    cues: Cues
    unit: CalendarUnit | None
    offset: int | None
    anchor: Anchor
    rule: str | None


@dataclass(frozen=True, slots=True)
class ModalityCues:
    """`cues` are words; `rules` say in words what depends on grammar («قد + مضارع»)."""

    cues: Cues
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QualifierCues:
    cues: Cues
    not_when: Cues


@dataclass(frozen=True, slots=True)
class Hedge:
    cues: Cues
    meaning: Localized


@dataclass(frozen=True, slots=True)
class NumberExample:
    """Words and the number they say: what a reader of numbers must get right."""

    words: tuple[str, ...]
    value: int


@dataclass(frozen=True, slots=True)
class AttributionCues:
    verbs: Mapping[Stance, Cues]
    prepositions: Cues
    chains: Cues
    rule: str


@dataclass(frozen=True, slots=True)
class Language:
    """`arabic.yaml`, validated. Cues and names are folded (`text.fold`); months count from 1, seasons are those
    of EDTF (21 to 24), weekdays those of ISO 8601 (Monday is 1). `<date>`, `<n>`, `<month>` stand for such a part."""

    months: Mapping[str, int]
    months_in_context: frozenset[str]
    seasons: Mapping[str, int]
    weekdays: Mapping[str, int]
    edges: Mapping[Edge, Cues]
    limits: Mapping[Bound, Cues]
    approximate: Cues
    relative_dates: tuple[RelativeDate, ...]
    modality: Mapping[Modality, ModalityCues]
    hedges: tuple[Hedge, ...]
    triggers: Mapping[Kind, Cues]
    qualifiers: Mapping[Qualifier, QualifierCues]
    number_examples: tuple[NumberExample, ...]
    number_traps: tuple[str, ...]
    attribution: AttributionCues
    place_prepositions: frozenset[str]
    place_words: frozenset[str]
    acting_words: frozenset[str]
    spellings: Mapping[str, str]
    homographs: Mapping[str, str]
    boilerplate: Cues

    def respeller(self) -> Callable[[str], str]:
        """A function that writes a folded text in the one spelling of `spellings`, in one pass."""
        variants = sorted(self.spellings, key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, variants)))
        return lambda text: pattern.sub(lambda match: self.spellings[match[0]], text)
