"""The closed vocabularies that facts are written in. What each word means to a reader is said in `handlers`."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    AGREEMENT = "agreement"
    ANNOUNCEMENT = "announcement"
    TALKS = "talks"
    WITHDRAWAL = "withdrawal"
    REDUCTION = "reduction"
    REDEPLOYMENT = "redeployment"
    HANDOVER = "handover"
    PRESENCE = "presence"
    MISSION_END = "mission_end"
    ATTACK = "attack"
    ELECTION = "election"
    FORMATION = "formation"
    DEFEAT = "defeat"
    ENTRY = "entry"
    STATEMENT = "statement"
    OTHER = "other"


DRAWDOWN = frozenset({Kind.WITHDRAWAL, Kind.REDUCTION, Kind.REDEPLOYMENT, Kind.HANDOVER})
RECEIPT_ONLY = frozenset({Kind.STATEMENT, Kind.ANNOUNCEMENT, Kind.OTHER})
"""Kinds that need a title of their own to stand in a timeline."""


class Modality(StrEnum):
    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    DENIED = "denied"


class Extent(StrEnum):
    ALL = "all"
    REMAINING = "remaining"
    MOST = "most"
    SOME = "some"
    FIRST = "first"


class Frame(StrEnum):
    """What a speaker says that the process *is*; the sides of a disagreement of type *what*."""

    WITHDRAWAL = "withdrawal"
    REPOSITIONING = "repositioning"
    CUT = "cut"
    TRANSITION = "transition"
    ARRANGEMENT = "arrangement"


class Unit(StrEnum):
    PERSONNEL = "personnel"
    DETAINEES = "detainees"
    CASUALTIES = "casualties"
    ATTACKS = "attacks"
    PERCENT = "percent"
    OTHER = "other"


class Qualifier(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    BETWEEN = "between"
    HUNDREDS = "hundreds"
    DOZENS = "dozens"
    THOUSANDS = "thousands"


class Sense(StrEnum):
    STRENGTH = "strength"
    LEAVING = "leaving"
    ARRIVING = "arriving"
    TARGET = "target"


class Casualty(StrEnum):
    KILLED = "killed"
    WOUNDED = "wounded"


class Origin(StrEnum):
    REVIEWED = "reviewed"
    EXTRACTED = "extracted"


class Phase(StrEnum):
    PROMISED = "promised"
    UNDER_WAY = "under_way"
    DONE = "done"
    DENIED = "denied"


class PlaceState(StrEnum):
    PRESENT = "present"
    DRAWING_DOWN = "drawing_down"
    VACATED = "vacated"
    HANDED_OVER = "handed_over"
    UNCLEAR = "unclear"


class DisagreementType(StrEnum):
    WHEN = "when"
    WHETHER = "whether"
    WHAT = "what"
    HOW_MANY = "how_many"


class Issue(StrEnum):
    """What exactly is at issue in a disagreement; the question that heads it."""

    FRAME = "frame"
    PLAN = "plan"
    LEAVE = "leave"
    DONE = "done"
    MISSED = "missed"
    DATES = "dates"
    STRENGTH = "strength"
