"""What an editor decided lies over what was extracted, once for each fact, whatever the rules call it by now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.deciding import signed
from storage.corpus.decisions import seen
from storage.corpus.facts_file import FactsFile
from storage.corpus.overlay import Facts, overlay
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Event, Figure, Kind, Modality, Origin
from tests import corpora, desk

ARTICLE = corpora.article("a1", "يغادر الجميع عين الأسد. وتبقى قوات في أربيل. وفي العراق نحو 2500 جندي.", "2025-10-01")
LEAVE, STAY, COUNT = "يغادر الجميع عين الأسد.", "وتبقى قوات في أربيل.", "وفي العراق نحو 2500 جندي."
SOON = FuzzyDate("../2025-09", bound=Bound.BY)
LATE = FuzzyDate("../2026", bound=Bound.BY)

leave = desk.event(ARTICLE, LEAVE, "x1", date=SOON)
rest = desk.event(ARTICLE, LEAVE, "x2", date=LATE)
stay = desk.event(ARTICLE, STAY, "x3", kind=Kind.PRESENCE, place="erbil", published=True)
count = desk.figure(ARTICLE, COUNT, "x4")
EVENTS, FIGURES = (leave, rest, stay), (count,)


def file(*facts: Event | Figure, **head: object) -> FactsFile:
    """An incomplete file with these facts."""
    events = tuple(fact for fact in facts if isinstance(fact, Event))
    figures = tuple(fact for fact in facts if isinstance(fact, Figure))
    plain = FactsFile("a1", ARTICLE.sha256, False, "محرر", date(2026, 11, 22), events, figures)
    return replace(plain, **head)  # type: ignore[arg-type]


def laid(decisions: FactsFile | None, events: tuple[Event, ...] = EVENTS) -> Facts:
    return overlay(events, FIGURES, decisions)


def test_without_a_file_everything_stays_as_it_was_extracted() -> None:
    assert laid(None) == Facts(EVENTS, FIGURES)


@pytest.mark.parametrize("aside", ["stale", "draft"])
def test_a_file_that_is_set_aside_says_nothing(aside: str) -> None:
    assert laid(file(signed(leave), rejected=(seen(rest),), **{aside: True})) == Facts(EVENTS, FIGURES)


def test_a_complete_file_is_the_whole_truth() -> None:
    assert laid(file(signed(stay), complete=True)) == Facts((signed(stay),), ())  # type: ignore[arg-type]


def test_an_approved_fact_takes_the_place_of_the_extracted_one() -> None:
    facts = laid(file(signed(leave), speaks_of={leave.id: seen(leave)}))
    assert facts.events == (signed(leave), rest, stay)
    assert facts.events[0].origin is Origin.REVIEWED
    assert facts.events[0].published
    assert facts.figures == FIGURES


def test_a_corrected_fact_takes_it_too_whatever_it_says_now() -> None:
    mine = replace(signed(leave), id="a1#mine", place="erbil", modality=Modality.DENIED, date=None)
    assert laid(file(mine, speaks_of={mine.id: seen(leave)})).events == (mine, rest, stay)


def test_a_rejected_fact_is_gone_and_counted() -> None:
    facts = laid(file(rejected=(seen(leave), seen(count))))
    assert (facts.events, facts.figures, facts.rejected) == ((rest, stay), (), 2)


def test_a_fact_that_nobody_extracted_is_added_where_its_sentence_stands() -> None:
    added = replace(signed(stay), id="a1#added", kind=Kind.HANDOVER)
    assert laid(file(added)).events == (leave, rest, added, stay)


def test_an_editors_own_row_replaces_what_says_the_same_of_the_sentence() -> None:
    own = replace(signed(stay), id="a1#own", extent=None, actor="us")
    assert laid(file(own)).events == (leave, rest, own)


def test_no_two_facts_have_one_id() -> None:
    odd = replace(signed(leave), id=rest.id)
    facts = laid(file(odd, speaks_of={odd.id: seen(leave)}))
    assert facts.events == (odd, stay)


# ------------------------------------------------------------------ after the rules have changed


def renamed(event: Event, id_: str, **changes: object) -> Event:
    return replace(event, id=f"a1#{id_}", **changes)  # type: ignore[arg-type]


def test_an_approved_fact_is_known_again_under_another_id() -> None:
    now = (renamed(leave, "y1", to_place="erbil", modality=Modality.CONDITIONAL), rest, stay)
    facts = laid(file(signed(leave), speaks_of={leave.id: seen(leave)}), now)
    assert facts.events == (signed(leave), rest, stay)


def test_a_corrected_fact_is_known_again_by_what_it_was() -> None:
    mine = replace(signed(leave), place="erbil")
    now = (renamed(leave, "y1", to_place="kuwait"), rest, stay)
    assert laid(file(mine, speaks_of={mine.id: seen(leave)}), now).events == (mine, rest, stay)


def test_a_rejected_fact_stays_away_under_another_id() -> None:
    facts = laid(file(rejected=(seen(leave),)), (renamed(leave, "y1", to_place="erbil"), rest, stay))
    assert (facts.events, facts.rejected) == ((rest, stay), 1)


def test_what_the_rules_now_read_otherwise_comes_to_the_editor_anew() -> None:
    mended = renamed(leave, "y1", modality=Modality.DENIED)
    facts = laid(file(rejected=(seen(leave),)), (mended, rest, stay))
    assert (facts.events, facts.rejected) == ((mended, rest, stay), 0)


def test_another_number_of_the_same_sentence_is_not_the_one_that_was_rejected() -> None:
    other = replace(count, id="a1#y4", value=900)
    assert overlay(EVENTS, (other,), file(rejected=(seen(count),))).figures == (other,)


def test_of_two_alike_in_a_sentence_the_date_tells_which_is_meant() -> None:
    both = (renamed(leave, "y1"), renamed(rest, "y2"), stay)
    facts = laid(file(signed(rest), speaks_of={rest.id: seen(rest)}), both)
    assert facts.events == (both[0], signed(rest), stay) or set(facts.events) == {both[0], signed(rest), stay}
    assert both[1] not in facts.events


def test_a_fact_that_is_named_is_not_taken_by_one_that_is_only_like_it() -> None:
    lost = replace(signed(rest), id="a1#old", date=None)
    decisions = file(lost, signed(leave), speaks_of={lost.id: replace(seen(lost), id="a1#gone"), leave.id: seen(leave)})
    assert laid(decisions).events == (lost, signed(leave), stay)


# ------------------------------------------------------------------ always

facts_of_it = st.lists(st.sampled_from([leave, rest, stay]), unique=True).map(tuple)


@given(extracted=facts_of_it, approved=facts_of_it, rejected=facts_of_it, anew=st.booleans())
def test_nothing_is_lost_and_nothing_told_twice(
    extracted: tuple[Event, ...], approved: tuple[Event, ...], rejected: tuple[Event, ...], anew: bool
) -> None:
    rejected = tuple(fact for fact in rejected if fact not in approved)
    decisions = file(
        *(signed(fact) for fact in approved),
        speaks_of={fact.id: seen(fact) for fact in approved},
        rejected=tuple(seen(fact) for fact in rejected),
    )
    found = tuple(renamed(fact, f"y{n}") for n, fact in enumerate(extracted)) if anew else extracted
    facts = overlay(found, (), decisions)
    said = [(fact.citation.start, fact.kind, fact.date) for fact in facts.events]
    assert len(said) == len(set(said))
    assert {signed(fact) for fact in approved} <= set(facts.events)
    assert facts.rejected == len(set(extracted) & set(rejected))
    kept = [fact for fact in found if fact in facts.events]
    assert len(kept) == len(set(extracted) - set(approved) - set(rejected))
