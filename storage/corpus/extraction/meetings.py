"""Meetings: the day that talks share with what was said or agreed at them, and that of an agreement told behind what
was agreed on.

Which date stands with an event is `dated`.
"""

from __future__ import annotations

from storage.corpus.extraction.dated import is_over, own_date, speech_of
from storage.corpus.extraction.datelines import is_dateline
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import particles
from storage.corpus.extraction.marks import Judged
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.slots import Slot
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Kind, Modality

_LED = 5
_AHEAD = frozenset({Kind.WITHDRAWAL, Kind.REDUCTION, Kind.MISSION_END, Kind.HANDOVER})


def date_of_meeting(read: Reading, slot: Slot) -> FuzzyDate | None:
    """«اتفقا في 26 تموز، خلال الجولة الرابعة …»، «خلال لقائهما أمس»: the day that talks share with what was said or
    agreed at them."""
    parts, head = read.structure, slot.zone.head
    own = set(parts.tokens(parts.of[head.first]))
    talks = [h for h in parts.hits if h.first in own and h.entry.kind is Kind.TALKS and not h.verb]
    near = next((h for h in talks if _is_during(read, h)), None)
    if near is None or (head.entry.kind is not Kind.TALKS and not head.verb):
        return None
    told = [mark for mark in read.marked.dates if mark.first in own and not is_dateline(read.marked.passage, mark)]
    found = [mark.date for mark in told if mark.date]
    if not found and (speech := speech_of(read, slot.zone)):
        found = [date for date in (own_date(read, speech),) if date]
    return found[0] if found and found[0].bound is Bound.IN else None


def _is_during(read: Reading, talks: Hit) -> bool:
    """Whether «خلال» or the like leads to talks."""
    tokens = read.marked.passage.tokens[max(0, talks.first - _LED) : talks.first]
    return any(not token.keys.isdisjoint(particles("during")) for token in tokens)


def date_of_content(read: Reading, slot: Slot) -> tuple[FuzzyDate | None, str]:
    """«توصلت بغداد وواشنطن إلى اتفاق على إنهاء المهمة في 27 أيلول 2024»: what is agreed on is still to come, so a day
    that is over is that of the agreement."""
    head = slot.zone.head
    if not head.verb or head.entry.form is not Form.PAST:
        return None, "date.none"
    number = read.structure.of[head.first]
    for zone in read.zones:
        if zone.head.first > head.first and read.structure.of[zone.head.first] == number and not zone.head.verb:
            date = own_date(read, zone)
            return (
                (date, "date.beside")
                if date and zone.head.entry.kind in _AHEAD and _is_day_over(read, date)
                else (
                    None,
                    "date.none",
                )
            )
    return None, "date.none"


def is_agreed_before(read: Reading, slot: Slot, judged: Judged, date: FuzzyDate | None) -> bool:
    """Whether the day by a noun of what is agreed on is that of the agreement («الاتفاق على إنهاء … في 27 أيلول»)."""
    head = slot.zone.head
    agreed = judged.modality is Modality.PLANNED and judged.reasons[0].startswith("modality.agreed")
    return bool(agreed and not head.verb and head.entry.kind in _AHEAD and date and _is_day_over(read, date))


def _is_day_over(read: Reading, date: FuzzyDate) -> bool:
    return len(date.core) == len("2025-01-01") and is_over(read, date)
