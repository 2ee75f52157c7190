"""Where a milestone stands: its lane and position in the timeline, the scopes it is found in, what it awaits.

Pure. The rows made of it are `writing`'s; asking for them is `queries.timeline` and `queries.deadlines`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from storage.answers import Lane
from storage.fuzzydate import Bound
from storage.records import RECEIPT_ONLY, Kind, Milestone, Phase, Story

EVERYWHERE = ""
WHOEVER = ""


class Position(NamedTuple):
    """Position within a lane: day as an ordinal, then the width of the window in days."""

    day: int
    width: int


class Promise(NamedTuple):
    """What is awaited: ``due`` by a day, and overdue after it; until a day on which it will ``lapse`` (a force
    stays, a condition holds); or ``open``, without a day."""

    kind: str | None
    closes: date | None


NOT_AWAITED = Promise(None, None)


def lane(milestone: Milestone) -> Lane | None:
    """None for what appears only in receipts: a statement or announcement without a title of its own."""
    if milestone.kind in RECEIPT_ONLY and milestone.title is None:
        return None
    return Lane.DATED if milestone.date else Lane.UNDATED


def position(milestone: Milestone) -> Position:
    """By `FuzzyDate.sort_key`; the undated by the day of their newest report."""
    if milestone.date is None:
        return Position((milestone.reported or date.min).toordinal(), 0)
    day, width = milestone.date.sort_key
    return Position(day.toordinal(), width)


def scopes(story: Story, milestone: Milestone) -> Iterator[tuple[str, str]]:
    """(area, line) of every filter that finds it: each area that holds a place of it, and all of them."""
    line = story.line(milestone.actor)
    for area in (EVERYWHERE, *areas(story, milestone)):
        yield area, WHOEVER
        if line:
            yield area, line


def areas(story: Story, milestone: Milestone) -> dict[str, None]:
    """The places of a milestone and all that they lie in, each once."""
    found: dict[str, None] = {}
    for place in (milestone.place, milestone.to_place):
        while place is not None:
            found[place] = None
            place = story.places[place].parent
    return found


def promise(milestone: Milestone) -> Promise:
    """What a reader may still wait for; nothing where it was reported done or was no promise."""
    if milestone.phase is not Phase.PROMISED or milestone.fulfilled_by or lane(milestone) is None:
        return NOT_AWAITED
    day = milestone.date
    if day is None or (day.latest is None and not _stays_until(milestone)):
        return Promise("open", None)
    return Promise("due" if milestone.overdue(date.max) else "lapse", day.latest or day.earliest)


def _stays_until(milestone: Milestone) -> bool:
    """ "At least until X" is open for what may come later, but the promise itself ends with X."""
    bound = milestone.date and milestone.date.bound
    return milestone.kind is Kind.PRESENCE and bound is Bound.UNTIL_AT_LEAST
