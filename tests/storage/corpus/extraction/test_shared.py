"""An article without a date is news of the agreement that dated articles tell of with the same deadline."""

from __future__ import annotations

from datetime import date

from storage.corpus.extraction.shared import agreed, worth_sharing
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Citation, Event, Kind, Modality


def told(article: str, kind: Kind, when: FuzzyDate | None, *, actor: str = "us", start: int = 0) -> Event:
    modality = Modality.PLANNED if kind is Kind.MISSION_END else Modality.HAPPENED
    citation = Citation(article, start, start + 4, "جملة")
    return Event(f"{article}#x{start}{kind}", kind, modality, citation, actor=actor, counterpart="iraq", date=when)


DEADLINE = FuzzyDate("../2025-09", bound=Bound.BY)
DATED = (
    told("a", Kind.AGREEMENT, FuzzyDate("2024-09")),
    told("a", Kind.MISSION_END, DEADLINE),
    told("b", Kind.AGREEMENT, FuzzyDate("2024-09-27")),
    told("b", Kind.MISSION_END, FuzzyDate("2025-09")),
    told("c", Kind.AGREEMENT, FuzzyDate("2020-06")),
)
OWN = (told("own", Kind.AGREEMENT, None), told("own", Kind.MISSION_END, DEADLINE, start=9))


def test_the_months_around_the_agreement() -> None:
    assert agreed(OWN, DATED) == (date(2024, 8, 1), date(2024, 10, 31))


def test_parties_and_deadlines_must_agree() -> None:
    strangers = tuple(told("own", event.kind, event.date, actor="x", start=event.citation.start) for event in OWN)
    alone = (told("a", Kind.AGREEMENT, FuzzyDate("2024-09"), actor="us"), DATED[1])
    assert agreed(OWN[:1], DATED) is None
    assert agreed(OWN, DATED[4:]) is None
    assert agreed(strangers, alone) is not None, "iraq is a party of both"
    assert agreed((), DATED) is None


def test_agreements_far_apart_give_nothing() -> None:
    again = (told("d", Kind.AGREEMENT, FuzzyDate("2021-07")), told("d", Kind.MISSION_END, DEADLINE))
    assert agreed(OWN, DATED + again) is None


def test_what_is_worth_sharing_is_told_once() -> None:
    founded = told("a", Kind.FORMATION, FuzzyDate("2014"), start=5)
    again = told("b", Kind.FORMATION, FuzzyDate("2014"), start=5)
    attack = told("a", Kind.ATTACK, FuzzyDate("2024-01-28"), start=6)
    assert worth_sharing((founded, again, attack, *DATED[:2], *DATED[4:])) == (founded, *DATED[:2])
