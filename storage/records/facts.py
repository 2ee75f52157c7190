"""The two kinds of claim, each made by one sentence of one article: `Event` and `Figure`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storage.errors import FactError
from storage.fuzzydate import FuzzyDate
from storage.records.articles import Citation, Localized
from storage.records.vocabulary import Casualty, Extent, Frame, Kind, Modality, Origin, Qualifier, Sense, Unit


@dataclass(frozen=True, slots=True)
class Attribution:
    """Outlet ← agency ← speaker. `speaker` is in the text's own words, None where the outlet itself speaks."""

    speaker: str | None = None
    agency: str | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One claim, made by one sentence, that something happened, goes on, is planned, conditional or denied.

    `actor` is the force whose presence changes, the attacker, the defeated, or the announcing side.
    `title` is an editor's headline without a date; without one a headline is made from the fields.
    `frame` is set only where the speaker says what the process *is*. `reasons` names the rules that found an
    extracted claim, as do those of a `Figure`.
    """

    id: str
    kind: Kind
    modality: Modality
    citation: Citation
    actor: str | None = None
    counterpart: str | None = None
    place: str | None = None
    to_place: str | None = None
    date: FuzzyDate | None = None
    extent: Extent | None = None
    attribution: Attribution = Attribution()
    title: Localized | None = None
    frame: Frame | None = None
    origin: Origin = Origin.REVIEWED
    confidence: float = 1.0
    published: bool = True
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One claim of how many. `as_of` None means the publication date. Raises `FactError` where the
    numbers do not fit the qualifier (exact, about → value; at_least, more_than → low; at_most,
    less_than → high; between → low and high; hundreds, dozens, thousands → none)."""

    id: str
    force: str | None
    unit: Unit
    qualifier: Qualifier
    modality: Modality
    citation: Citation
    place: str | None = None
    value: int | None = None
    low: int | None = None
    high: int | None = None
    sense: Sense | None = Sense.STRENGTH
    casualty: Casualty | None = None
    as_of: FuzzyDate | None = None
    attribution: Attribution = Attribution()
    origin: Origin = Origin.REVIEWED
    confidence: float = 1.0
    published: bool = True
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        given = tuple(name for name in ("value", "low", "high") if getattr(self, name) is not None)
        if given != _GIVEN[self.qualifier]:
            raise FactError("figure.qualifier", "numbers_do_not_fit", f"{self.qualifier} {'+'.join(given)}")

    @property
    def bounds(self) -> tuple[float, float]:
        """The values this claim allows; "about" allows a tenth either way, open sides are infinite."""
        if self.qualifier is Qualifier.ABOUT and self.value is not None:
            return self.value * 0.9, self.value * 1.1
        if self.value is not None:
            return self.value, self.value
        if self.qualifier in _VAGUE:
            return _VAGUE[self.qualifier]
        return (
            float("-inf") if self.low is None else self.low,
            float("inf") if self.high is None else self.high,
        )


_GIVEN: Mapping[Qualifier, tuple[str, ...]] = {
    Qualifier.EXACT: ("value",),
    Qualifier.ABOUT: ("value",),
    Qualifier.AT_LEAST: ("low",),
    Qualifier.MORE_THAN: ("low",),
    Qualifier.AT_MOST: ("high",),
    Qualifier.LESS_THAN: ("high",),
    Qualifier.BETWEEN: ("low", "high"),
    Qualifier.HUNDREDS: (),
    Qualifier.DOZENS: (),
    Qualifier.THOUSANDS: (),
}
_VAGUE: Mapping[Qualifier, tuple[float, float]] = {
    Qualifier.DOZENS: (20, 199),
    Qualifier.HUNDREDS: (200, 1999),
    Qualifier.THOUSANDS: (2000, 99999),
}
