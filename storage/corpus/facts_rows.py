"""Facts and decisions → the fields of their rows in a facts file, in the order in which an editor reads them.

What is written where, and how a file that is there is kept as it is, is `facts_writer`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storage.corpus.decisions import Seen, seen
from storage.corpus.facts_file import FactsFile, default_sense
from storage.fuzzydate import Basis, Bound, FuzzyDate
from storage.records import Attribution, Event, Figure, Kind, Localized, Modality

Value = str | int | bool | None
Rows = dict[str, "Field"]


@dataclass(frozen=True, slots=True)
class Field:
    """What a field should hold: a scalar or fields of its own; left out where it is `default` and new."""

    value: Value | Rows
    default: Value = None
    flow: bool = False


def head_rows(facts: FactsFile) -> Rows:
    return {
        "article": Field(facts.article),
        "text_sha256": Field(facts.text_sha256),
        "complete": Field(facts.complete),
        "draft": Field(facts.draft, False),
        "reviewed_by": Field(facts.reviewed_by),
        "reviewed_on": Field(facts.reviewed_on.isoformat()),
    }


def fact_rows(fact: Event | Figure, origin: Seen | None) -> Rows:
    """The row of a fact; `origin` is the extracted one that it stands in place of."""
    return _event(fact, origin) if isinstance(fact, Event) else _figure(fact, origin)


def rejected_rows(one: Seen) -> Rows:
    """The row of an extracted fact that is not to be."""
    return {"of": Field(slug(one.id)), **{key: Field(value) for key, value in _described(one).items()}}


def slug(id: str) -> str:
    """A fact's id within its file."""
    return id.rpartition("#")[2]


def _event(event: Event, origin: Seen | None) -> Rows:
    return {
        "id": Field(slug(event.id)),
        **_origin(event, origin),
        "kind": Field(event.kind.value),
        "modality": Field(event.modality.value),
        "extent": Field(event.extent),
        "actor": Field(event.actor),
        "counterpart": Field(event.counterpart),
        "place": Field(event.place),
        "to_place": Field(event.to_place),
        "date": _date(event.date),
        "frame": Field(event.frame),
        **_attribution(event.attribution),
        "title": _names(event.title),
    }


def _figure(figure: Figure, origin: Seen | None) -> Rows:
    return {
        "id": Field(slug(figure.id)),
        **_origin(figure, origin),
        "force": Field(figure.force),
        "place": Field(figure.place),
        "unit": Field(figure.unit.value),
        "qualifier": Field(figure.qualifier.value),
        "value": Field(figure.value),
        "low": Field(figure.low),
        "high": Field(figure.high),
        "sense": Field(figure.sense, default_sense(figure.unit)),
        "casualty": Field(figure.casualty),
        "modality": Field(figure.modality.value, Modality.HAPPENED.value),
        "as_of": _date(figure.as_of),
        **_attribution(figure.attribution),
    }


def _attribution(attribution: Attribution) -> Rows:
    return {
        "said_by": Field(attribution.speaker),
        "agency": Field(attribution.agency),
        "anonymous": Field(attribution.anonymous, False),
    }


def _date(date: FuzzyDate | None) -> Field:
    if date is None:
        return Field(None)
    return Field(
        {
            "edtf": Field(date.edtf),
            "edge": Field(date.edge),
            "bound": Field(date.bound.value, Bound.IN.value),
            "words": Field(date.surface or None),
            "basis": Field(date.basis.value, Basis.STATED.value),
        },
        flow=True,
    )


def _names(names: Localized | None) -> Field:
    return Field(None) if names is None else Field({"ar": Field(names.ar), "en": Field(names.en)})


# ------------------------------------------------------------------ what was extracted


def _origin(fact: Event | Figure, origin: Seen | None) -> Rows:
    if origin is None:
        return {"of": Field(None), "was": Field(None)}
    before, now = _described(origin), _described(seen(fact))
    # A default that no field has: that there was no place is worth saying, too.
    was = {key: Field(value, default=False) for key, value in before.items() if value != now.get(key)}
    return {"of": Field(slug(origin.id)), "was": Field(was, flow=True) if was else Field(None)}


def _described(one: Seen) -> Mapping[str, Value]:
    noun = "kind" if isinstance(one.noun, Kind) else "unit"
    said: dict[str, Value] = {noun: one.noun.value, "modality": one.modality.value, "place": one.place}
    return said | ({"date": one.date} if noun == "kind" else {"number": one.number})
