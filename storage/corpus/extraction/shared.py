"""What dated articles tell that may date another: when something was founded, and when was agreed what it reports.

`worth_sharing` picks such events from dated articles; `agreed` finds, for the events of an article without a date, the
months around the agreement that it reports. What else dates an article is `undated`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from storage.corpus.extraction.dating import months_on
from storage.records import Event, Kind, Modality

_APART = timedelta(days=92)
"""Agreements so near each other are one."""
_MONTH = len("2025-09")


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement in one sentence, between `parties`, with the deadlines that the sentence sets (EDTF cores)."""

    parties: frozenset[str]
    deadlines: frozenset[str]
    told: Event


def worth_sharing(events: Iterable[Event]) -> tuple[Event, ...]:
    """The foundings and the agreements with their deadlines among `events` of dated articles, each told once."""
    kept: dict[object, Sequence[Event]] = {}
    events = tuple(events)
    sentences = dict[tuple[str, int], list[Event]]()
    for event in events:
        sentences.setdefault((event.citation.article, event.citation.start), []).append(event)
        if event.kind is Kind.FORMATION and event.date:
            kept.setdefault(event.date.edtf, (event,))
    for one in _agreements(events):
        if one.told.date and one.deadlines:
            key = (one.told.date.core, one.parties, one.deadlines)
            told = sentences[one.told.citation.article, one.told.citation.start]
            kept.setdefault(key, (one.told, *filter(_is_deadline, told)))
    return tuple(event for told in kept.values() for event in told)


def agreed(own: Sequence[Event], others: Sequence[Event]) -> tuple[date, date] | None:
    """The days around the agreement that an article reports without a date, a month before its month to a month
    after, where dated articles tell of one between the same parties with the same deadline; None otherwise."""
    reported = [one for one in _agreements(own) if one.told.date is None]
    deadlines = frozenset(event.date.core for event in own if event.date and _is_deadline(event))
    dates = [
        told.told.date.window[0]
        for told in _agreements(others)
        if told.told.date and told.deadlines & deadlines and any(told.parties & one.parties for one in reported)
    ]
    if not dates or max(dates) - min(dates) > _APART:
        return None
    return months_on(min(dates), -1), months_on(max(dates), 2) - timedelta(days=1)


def _agreements(events: Sequence[Event]) -> Iterator[Agreement]:
    """The agreements that are told as done: without a date, or dated to a month at least."""
    deadlines = dict[tuple[str, int], set[str]]()
    for event in events:
        if event.date and _is_deadline(event):
            deadlines.setdefault((event.citation.article, event.citation.start), set()).add(event.date.core)
    for event in events:
        exact = event.date is None or len(event.date.core) >= _MONTH
        if event.kind is Kind.AGREEMENT and event.modality is Modality.HAPPENED and exact:
            parties = frozenset(filter(None, (event.actor, event.counterpart)))
            set_ = deadlines.get((event.citation.article, event.citation.start), set())
            yield Agreement(parties, frozenset(set_), event)


def _is_deadline(event: Event) -> bool:
    return event.modality is Modality.PLANNED and event.date is not None and len(event.date.core) >= _MONTH
