"""The Arabic language as data: `extraction/data/arabic.yaml`, read once and checked into a `Language`.

What its cues are used for is done in `cleaning`, `gazetteer`, `stems` and `extraction`; the names of the
story's places and people are in the story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from storage.corpus.cues import (
    Anchor,
    AttributionCues,
    CalendarUnit,
    Cues,
    Hedge,
    Language,
    ModalityCues,
    NumberExample,
    QualifierCues,
    RelativeDate,
    Stance,
)
from storage.corpus.fields import NOTE, Fields
from storage.corpus.files import read_text
from storage.corpus.problems import Problems
from storage.corpus.text import fold
from storage.corpus.yaml_reader import load
from storage.fuzzydate import Bound, Edge
from storage.records import Kind, Modality, Qualifier

__all__ = ["Language", "load_language"]

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")
_FILE = Path(__file__).parent / "extraction" / "data" / "arabic.yaml"
_MONTHS, _SEASONS, _WEEKDAYS = range(1, 13), range(21, 25), range(1, 8)


@cache
def load_language(path: Path | None = None) -> Language:
    """The language of the file at `path` (the one that comes with the code). `SeedError` names all that is wrong."""
    path = path or _FILE
    problems = Problems(str(path))
    text = read_text(path, path.parent, problems)
    top = Fields(load(text or "", problems), "", problems)
    language = _language(top)
    top.close()
    problems.settle()
    return language


def _language(top: Fields) -> Language:
    months = _numbered(top, "months", _MONTHS)
    edges = _by(top, "edges", Edge, _cues)
    relative = tuple(map(_relative, top.rows("relative_dates")))
    language = Language(
        months=months,
        months_in_context=_known(top, "months_in_context", months),
        seasons=_numbered(top, "seasons", _SEASONS),
        weekdays=_numbered(top, "weekdays", _WEEKDAYS),
        edges=_distinct(top, "edges", edges),
        limits=_by(top, "limits", Bound, _cues, without=Bound.IN),
        approximate=_cues(top, "approximate"),
        relative_dates=relative,
        modality=_by(top, "modality", Modality, _modality),
        hedges=tuple(Hedge(_cues(row, "cues"), row.names("meaning")) for row in _closing(top, "hedges")),
        triggers=_by(top, "triggers", Kind, _cues),
        qualifiers=_by(top, "qualifiers", Qualifier, _qualifier, without=Qualifier.EXACT),
        number_examples=tuple(map(_example, _closing(top, "number_examples"))),
        number_traps=top.texts("number_traps"),
        attribution=_attribution(top),
        place_prepositions=frozenset(_cues(top, "place_prepositions")),
        place_words=frozenset(_cues(top, "place_words")),
        acting_words=frozenset(_cues(top, "acting_words")),
        spellings=_spellings(top),
        homographs=MappingProxyType({fold(row.text("word")): row.text(NOTE) for row in _closing(top, "homographs")}),
        boilerplate=_cues(top, "boilerplate"),
    )
    _distinct(top, "modality", {modality: both.cues for modality, both in language.modality.items()})
    _homographs_are_known(top, language)
    return language


# ------------------------------------------------------------------ parts


def _cues(fields: Fields, key: str) -> Cues:
    """A list of cues that must be there, folded, none twice."""
    cues = tuple(fold(cue) for cue in fields.texts(key))
    if not cues:
        fields.wrong(key, "missing")
    for cue in {cue for cue in cues if cues.count(cue) > 1}:
        fields.wrong(key, "duplicate_cue", cue)
    return cues


def _numbered(top: Fields, key: str, numbers: range) -> Mapping[str, int]:
    """Lists of names under numbers → name to number; every number must be there, and no name twice."""
    inner, found = top.fields(key), dict[str, int]()
    if inner is None:
        return found
    for number in numbers:
        for name in _cues(inner, str(number)):
            if found.setdefault(name, number) != number:
                inner.wrong(str(number), "duplicate_cue", name)
    inner.close()
    return MappingProxyType(found)


def _by(
    top: Fields, key: str, kinds: type[E], read: Callable[[Fields, str], V], without: E | None = None
) -> Mapping[E, V]:
    """A mapping with exactly the values of `kinds` as its keys (but for `without`), each read by `read`."""
    inner = top.fields(key)
    if inner is None:
        return {}
    found = {kind: read(inner, kind.value) for kind in kinds if kind is not without}
    inner.close()
    return MappingProxyType(found)


def _distinct(top: Fields, key: str, groups: Mapping[E, Cues]) -> Mapping[E, Cues]:
    """The same groups; a cue that stands in two of them is a problem."""
    owner = dict[str, E]()
    for group, cues in groups.items():
        for cue in cues:
            if owner.setdefault(cue, group) is not group:
                top.wrong(key, "duplicate_cue", cue)
    return groups


def _closing(top: Fields, key: str) -> Iterable[Fields]:
    """The rows of a list, each closed after it was read."""
    for row in top.rows(key):
        yield row
        row.close()


def _known(top: Fields, key: str, names: Mapping[str, int]) -> frozenset[str]:
    cues = _cues(top, key)
    for cue in cues:
        if cue not in names:
            top.wrong(key, "unknown_value", cue)
    return frozenset(cues)


def _relative(row: Fields) -> RelativeDate:
    date = RelativeDate(
        cues=_cues(row, "cues"),
        unit=row.choice_or_none("unit", CalendarUnit),
        offset=row.whole("offset"),
        anchor=row.choice_or_none("anchor", Anchor) or Anchor.PUBLICATION,
        rule=row.text_or_none("rule"),
    )
    if (date.unit is None) != (date.offset is None) or (date.unit is None) == (date.rule is None):
        row.wrong("rule", "unit_and_offset_or_rule")
    row.close()
    return date


def _modality(fields: Fields, key: str) -> ModalityCues:
    inner = fields.fields(key)
    if inner is None:
        return ModalityCues((), ())
    found = ModalityCues(_cues(inner, "cues"), inner.texts("rules"))
    inner.close()
    return found


def _qualifier(fields: Fields, key: str) -> QualifierCues:
    inner = fields.fields(key)
    if inner is None:
        return QualifierCues((), ())
    found = QualifierCues(_cues(inner, "cues"), tuple(map(fold, inner.texts("not_when"))))
    inner.close()
    return found


def _example(row: Fields) -> NumberExample:
    value = row.whole("value")
    if value is None:
        row.wrong("value", "missing")
    return NumberExample(row.texts("words"), value or 0)


def _attribution(top: Fields) -> AttributionCues:
    inner = top.fields("attribution")
    if inner is None:
        return AttributionCues({}, (), (), "")
    found = AttributionCues(
        verbs=_by(inner, "verbs", Stance, _cues),
        prepositions=_cues(inner, "prepositions"),
        chains=_cues(inner, "chains"),
        rule=inner.text("rule"),
    )
    inner.close()
    return found


def _spellings(top: Fields) -> Mapping[str, str]:
    pairs = {fold(left): fold(right) for left, right in top.pairs("spellings").items()}
    if not pairs:
        top.wrong("spellings", "missing")
    for left, right in pairs.items():
        if any(other in right for other in pairs):
            top.wrong("spellings", "respelled_twice", left)
    return MappingProxyType(pairs)


def _homographs_are_known(top: Fields, language: Language) -> None:
    """A homograph that no list holds is noted for nothing."""
    lists: list[Iterable[str]] = [language.months, language.seasons, language.weekdays, language.approximate]
    lists += [*language.edges.values(), *language.limits.values(), *language.triggers.values()]
    lists += [date.cues for date in language.relative_dates]
    lists += [both.cues for both in language.modality.values()]
    lists += [both.cues for both in language.qualifiers.values()]
    lists += [*language.attribution.verbs.values(), *(hedge.cues for hedge in language.hedges)]
    lists += [language.place_prepositions, language.place_words]
    known = {cue for cues in lists for cue in cues}
    for word in language.homographs:
        if word not in known:
            top.wrong("homographs", "unknown_value", word)
