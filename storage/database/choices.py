"""What a subscriber chose, as the two texts that are kept of it. Many choose the same, so each is read once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import time
from functools import lru_cache

from storage.schedule import Cadence, Schedule
from storage.subscription import Section, Subscription

_MANY = 1 << 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """The choices of a `Subscription` that are no matter of time."""

    sections: frozenset[Section]
    places: frozenset[str]
    forces: frozenset[str]
    sign_of_life: bool


def schedule_text(schedule: Schedule) -> str:
    times = (schedule.at, schedule.quiet_from, schedule.quiet_to)
    return _text(
        schedule.cadence, sorted(schedule.weekdays), schedule.zone, *(wall.isoformat("minutes") for wall in times)
    )


@lru_cache(_MANY)
def schedule(text: str) -> Schedule:
    cadence, weekdays, zone, *times = json.loads(text)
    return Schedule(Cadence(cadence), frozenset(weekdays), zone=zone, **_times(*times))


def _times(at: str, quiet_from: str, quiet_to: str) -> dict[str, time]:
    named = {"at": at, "quiet_from": quiet_from, "quiet_to": quiet_to}
    return {name: time.fromisoformat(text) for name, text in named.items()}


def wanted_text(chosen: Subscription) -> str:
    return _text(sorted(chosen.sections), sorted(chosen.places), sorted(chosen.forces), chosen.sign_of_life)


@lru_cache(_MANY)
def wanted(text: str) -> Wanted:
    sections, places, forces, sign_of_life = json.loads(text)
    return Wanted(frozenset(map(Section, sections)), frozenset(places), frozenset(forces), sign_of_life)


def _text(*parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
