"""Marks: what the rules have found in a passage. Every mark covers the tokens `first` up to `after` (left out).

Plain values that the rooms of extraction hand to each other; how each is found is in the module of its noun. Nobody
changes one; they are not frozen because that makes each of the hundreds in a page several times as dear.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.corpus.extraction.passages import Passage
from storage.corpus.gazetteer import Noun
from storage.fuzzydate import FuzzyDate
from storage.records import Attribution, Modality, Qualifier, Unit

Reasons = tuple[str, ...]
"""The rules that fired, by their short names (``date.relative_weekday``), the first one first."""


@dataclass(slots=True)
class DateMark:
    """A time expression, with the words of its hedge and its bound («بحلول نهاية»). `date` is None where it
    cannot be resolved: then nothing else dates what it stands by."""

    first: int
    after: int
    date: FuzzyDate | None
    reasons: Reasons = ()


@dataclass(slots=True)
class NumberMark:
    """A count with its hedge and the noun counted. `unit` is None for what is never a fact: years, money, ordinals,
    ages, durations, page views. `head` is the token of the counted noun, None where it is elided."""

    first: int
    after: int
    unit: Unit | None
    qualifier: Qualifier
    value: int | None = None
    low: int | None = None
    high: int | None = None
    head: int | None = None
    reasons: Reasons = ()


@dataclass(slots=True, unsafe_hash=True)
class NameMark:
    """A name of the story. `lead` is the preposition that leads to it («من», «إلى», attached «ب», «ل»), or ""."""

    first: int
    after: int
    noun: Noun
    id: str
    lead: str = ""


@dataclass(slots=True)
class Speech:
    """What of the passage somebody says, and who. The tokens of the introduction («وقال المتحدث إن») lie in
    `intro_first` up to `intro_after`, what is said in `first` up to `after`."""

    first: int
    after: int
    attribution: Attribution
    intro_first: int
    intro_after: int
    verb: str = ""
    reasons: Reasons = ()


@dataclass(slots=True)
class Judged:
    """How what a verb says holds."""

    modality: Modality
    reasons: Reasons = ()


@dataclass(slots=True)
class Said:
    """What one word says of how a fact holds."""

    modality: Modality
    reason: str


@dataclass(slots=True)
class Marked:
    """A passage with all its marks, each kind in text order, none of one kind inside another of it. Where two
    speeches cover a token, the later in the tuple is the inner one."""

    passage: Passage
    names: tuple[NameMark, ...]
    dates: tuple[DateMark, ...]
    numbers: tuple[NumberMark, ...]
    speeches: tuple[Speech, ...]
    actors: tuple[NameMark, ...] = field(init=False)
    """Of the names, those of actors, and those of places."""

    places: tuple[NameMark, ...] = field(init=False)

    def __post_init__(self) -> None:
        actor, place = Noun.ACTOR, Noun.PLACE
        self.actors = tuple([name for name in self.names if name.noun is actor])
        self.places = tuple([name for name in self.names if name.noun is place])

    def attribution_at(self, token: int) -> Attribution:
        """Who says what stands at `token`; the outlet itself where nobody is named."""
        inner = next((s for s in reversed(self.speeches) if s.first <= token < s.after), None)
        return inner.attribution if inner else Attribution()
