"""Decisions: how a facts file names the extracted facts that an editor approved, corrected or rejected.

A fact is named by the id that extraction gave it, and described, so that it is known again after the rules have
changed and given it another. The rows are read here (``of``, ``was``, ``rejected``); which facts count in the end is
`overlay`, writing is `facts_writer`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.corpus.fields import Fields
from storage.corpus.story import ids_by_name
from storage.records import Citation, Event, Figure, Kind, Modality, Story, Unit


class Verdict(StrEnum):
    """What was decided of an extracted fact."""

    APPROVED = "approved"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Seen:
    """An extracted fact as it was when somebody decided. `noun` is an event's kind or a figure's unit, `date` an
    event's EDTF, `number` what a figure counts: its value, or the bound that it has."""

    id: str
    citation: Citation
    noun: Kind | Unit
    modality: Modality
    place: str | None = None
    date: str | None = None
    number: int | None = None


def seen(fact: Event | Figure, id: str = "") -> Seen:
    """`fact` as a decision describes it, under `id` where that is not its own."""
    if isinstance(fact, Event):
        date = fact.date.edtf if fact.date else None
        return Seen(id or fact.id, fact.citation, fact.kind, fact.modality, fact.place, date)
    number = next((n for n in (fact.value, fact.low, fact.high) if n is not None), None)
    return Seen(id or fact.id, fact.citation, fact.unit, fact.modality, fact.place, number=number)


def describes(one: Seen, fact: Event | Figure, *, strictly: bool) -> bool:
    """Whether `fact` says, in the same sentence, what `one` said; in the same modality too where `strictly`."""
    other = seen(fact)
    return (
        type(one.noun) is type(other.noun)
        and (one.noun, one.place) == (other.noun, other.place)
        and one.citation.start < other.citation.end
        and other.citation.start < one.citation.end
        and (one.modality is other.modality or not strictly)
        and _agree(_core(one.date), _core(other.date))
        and (isinstance(fact, Event) or one.number == other.number)
    )


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _core(edtf: str | None) -> str | None:
    return edtf and edtf.replace("~", "").removeprefix("../").removesuffix("/..")


# ------------------------------------------------------------------ reading the rows


def spoken_of(row: Fields, fact: Event | Figure, story: Story | None) -> Seen | None:
    """The extracted fact that the row of `fact` speaks of (``of``), with what it said where that was corrected
    (``was``); None where the row names none."""
    slug = row.slug("of") if row.has("of") else ""
    was = row.fields_or_none("was")
    if was is not None and not slug:
        row.wrong("was", "without_of")
    if not slug:
        return None
    now = seen(fact, f"{fact.id.partition('#')[0]}#{slug}")
    return now if was is None else _corrected(was, now, story)


def rejection(row: Fields, article: str, citation: Citation, story: Story | None) -> Seen:
    """A row of ``rejected``: the id and the description of a fact that is not to be."""
    slug = row.slug("of")
    if row.has("kind") == row.has("unit"):
        row.wrong("kind", "kind_or_unit")
    noun: Kind | Unit = row.choice("unit", Unit) if row.has("unit") else row.choice_or_none("kind", Kind) or Kind.OTHER
    modality, place = row.choice("modality", Modality), _place(row, story)
    date, number = _details(row, noun)
    row.close()
    return Seen(f"{article}#{slug}", citation, noun, modality, place, date, number)


def _corrected(was: Fields, now: Seen, story: Story | None) -> Seen:
    """What stood before the correction: the fields of `was`, all else as it is now. ``place: null`` says that there
    was none."""
    noun: Kind | Unit | None = (
        was.choice_or_none("kind", Kind) if isinstance(now.noun, Kind) else was.choice_or_none("unit", Unit)
    )
    modality, place = was.choice_or_none("modality", Modality), _place(was, story)
    date, number = _details(was, now.noun)
    was.close()
    said = was.table.values
    return Seen(
        now.id,
        now.citation,
        noun or now.noun,
        modality or now.modality,
        place if "place" in said else now.place,
        date if "date" in said else now.date,
        number if "number" in said else now.number,
    )


def _details(row: Fields, noun: Kind | Unit) -> tuple[str | None, int | None]:
    """What only events have, and what only figures have."""
    if isinstance(noun, Kind):
        return row.text_or_none("date"), None
    return None, row.whole("number")


def _place(row: Fields, story: Story | None) -> str | None:
    if story is None:
        return row.text_or_none("place")
    return row.known("place", story.places, "unknown_place", lambda: ids_by_name(story.places))
