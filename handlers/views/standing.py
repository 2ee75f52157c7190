"""How a milestone stands on a given day: its mark, and its status in words.

A question of what its claims say (modality), of its deadline and of today. Pure; what a whole line or
receipt looks like is `handlers.views.milestones`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from handlers.i18n import Translator
from storage.fuzzydate import Bound
from storage.records import Kind, Milestone, Modality


class Standing(StrEnum):
    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    DENIED = "denied"
    OVERDUE = "overdue"
    """A promise whose last day is over, and no report says that it was kept."""
    EXPIRED = "expired"
    """Forces were to stay until a day that is over: nothing was missed."""
    LAPSED = "lapsed"
    """A condition was set for a time that is over."""
    KEPT = "kept"
    """A promise that a later report says was kept."""


MARKS: Mapping[Standing, str] = {
    Standing.HAPPENED: "✅",
    Standing.ONGOING: "🔄",
    Standing.PLANNED: "⏳",
    Standing.CONDITIONAL: "❔",
    Standing.DENIED: "🚫",
    Standing.OVERDUE: "⚠️",
    Standing.EXPIRED: "⌛",
    Standing.LAPSED: "❔",
    Standing.KEPT: "☑️",
}
_OVER = frozenset({Standing.OVERDUE, Standing.EXPIRED, Standing.LAPSED})
_AHEAD = frozenset({Standing.PLANNED, Standing.CONDITIONAL})


def standing(milestone: Milestone, today: date) -> Standing:
    if milestone.modality not in (Modality.PLANNED, Modality.CONDITIONAL):
        return Standing(milestone.modality.value)
    if milestone.fulfilled_by:
        return Standing.KEPT
    last = _last_day(milestone)
    over = last is not None and last < today
    if milestone.modality is Modality.CONDITIONAL:
        return Standing.LAPSED if over else Standing.CONDITIONAL
    if not over:
        return Standing.PLANNED
    return Standing.EXPIRED if milestone.kind is Kind.PRESENCE else Standing.OVERDUE


def _last_day(milestone: Milestone) -> date | None:
    """The last day that it was announced for. Behind "at least until", nothing more is announced of a stay."""
    given = milestone.date
    if given and milestone.kind is Kind.PRESENCE and given.bound is Bound.UNTIL_AT_LEAST:
        return given.window[1]
    return given.deadline if given else None


def mark(milestone: Milestone, today: date) -> str:
    return MARKS[standing(milestone, today)]


def status(milestone: Milestone, t: Translator, today: date) -> str:
    """مقرر، يتبقى نحو 40 يوماً / planned, about 40 days left."""
    state, last = standing(milestone, today), _last_day(milestone)
    if last and state in _OVER:
        return t(f"milestone.status.{state}", ago=t.elapsed((today - last).days))
    if state in _AHEAD and (deadline := milestone.date and milestone.date.deadline):
        return t(f"milestone.status.{state}.left", left=t.countdown((deadline - today).days))
    return t(f"milestone.status.{state}")
