"""Gold facts: one hand-made JSON file per article → what a reader of the article should have found.

``X_alt`` holds values that are as right as ``X``. Matching them with what was found is `scoring`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.gold.windows import Window, window

Number = float | None
Bounds = tuple[Number, Number, Number]
"""Value, low, high."""
_HEAD = 40  # characters by which the gold names a sentence
_TAG = re.compile(r"<[^>]*>")
_SPELT = {"sites": "other", "percent": "other"}
_WHOSE = re.compile(r"^(casualties|attacks_on)_")


def plain(text: str | None) -> str:
    """`text` without markup, diacritics and formatting characters, white space as single spaces."""
    text = _TAG.sub("", unicodedata.normalize("NFKC", text or ""))
    kept = (c for c in text if unicodedata.category(c) not in ("Mn", "Cf") and c != "\u0640")
    return " ".join("".join(kept).split())


def unit_class(unit: str) -> str:
    return _SPELT.get(unit, unit)


def whose(force: str | None) -> str:
    """The force itself; "" for none."""
    return _WHOSE.sub("", force or "")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What every gold fact has. `required` is false for what need not be found (optional, or told before) and
    counts for neither side where it is."""

    head: str
    places: frozenset[str | None]
    speakers: tuple[str, ...]
    required: bool

    def stands_in(self, sentence: str) -> bool:
        """Whether `sentence` (plain) is the sentence that carries it."""
        return bool(self.head) and (self.head in sentence or (len(sentence) >= 12 and sentence[:30] in self.head))


@dataclass(frozen=True, slots=True)
class WantedEvent(Wanted):
    kinds: frozenset[str]
    modalities: frozenset[str]
    actors: frozenset[str | None]
    dates: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class WantedFigure(Wanted):
    """`bounds` are its own; `values` those that are as right as its value."""

    units: frozenset[str]
    forces: frozenset[str]
    qualifiers: frozenset[str]
    qualifier: str
    bounds: Bounds
    values: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """What no stray fact may say: a number, a place, or anything at all."""

    value: float | None
    place: str | None
    any_event: bool
    any_figure: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """The gold of one article; `id` is the article's. `published` is when it truly appeared."""

    id: str
    published: Window | None
    events: tuple[WantedEvent, ...]
    figures: tuple[WantedFigure, ...]
    traps: tuple[Trap, ...]


def read_gold(file: Path) -> Labelled:
    whole = json.loads(file.read_text("utf-8"))
    return Labelled(
        id=Path(whole["file"]).stem,
        published=window((whole.get("published") or {}).get("edtf")),
        events=tuple(map(_event, whole.get("events", ()))),
        figures=tuple(map(_figure, whole.get("figures", ()))),
        traps=tuple(map(_trap, whole.get("must_not", ()))),
    )


def _event(row: Mapping[str, Any]) -> WantedEvent:
    return WantedEvent(
        **_shared(row),
        kinds=frozenset(_either(row, "kind")),
        modalities=frozenset(filter(None, _either(row, "modality"))),
        actors=frozenset(_either(row, "actor")),
        dates=tuple(_either(row, "date")),
    )


def _figure(row: Mapping[str, Any]) -> WantedFigure:
    value, low, high = (_number(row.get(name)) for name in ("value", "low", "high"))
    return WantedFigure(
        **_shared(row),
        units=frozenset(unit_class(unit) for unit in _either(row, "unit")),
        forces=frozenset(map(whose, _either(row, "force"))),
        qualifiers=frozenset(_either(row, "qualifier")),
        qualifier=row["qualifier"],
        bounds=(value, low, high),
        values=tuple(map(_number, _either(row, "value"))),
    )


def _shared(row: Mapping[str, Any]) -> dict[str, Any]:
    named = _either(row, "attributed_to") if row.get("attributed_to") else []
    return {
        "head": plain(row["sentence"])[:_HEAD].rstrip(".… "),
        "places": frozenset(_either(row, "place")),
        "speakers": tuple(plain(name) for name in named if name),
        "required": not (row.get("optional") or row.get("repeats")),
    }


def _trap(row: Mapping[str, Any]) -> Trap:
    return Trap(_number(row.get("value")), row.get("place"), bool(row.get("any_event")), bool(row.get("any_figure")))


def _either(row: Mapping[str, Any], key: str) -> Iterable[Any]:
    """The value and those that are as right."""
    others = row.get(f"{key}_alt", [])
    return [row.get(key), *(others if isinstance(others, list) else [others])]


def _number(value: int | float | None) -> Number:
    return None if value is None else float(value)
