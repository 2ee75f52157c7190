from __future__ import annotations

from storage.corpus.merging.claims import Claim
from storage.corpus.merging.places import place_statuses
from storage.records import PlaceState, PlaceStatus, Story
from tests.storage.corpus.merging.conftest import Report


def status(story: Story, *claims: Claim) -> PlaceStatus:
    (found,) = place_statuses(story, claims, frozenset())
    return found


def test_a_base_that_convoys_began_to_leave_is_drawing_down_since_then(story: Story, report: Report) -> None:
    plan = report("withdrawal", "planned", "asad", "../2025-09", printed="2024-09")
    begun = report("withdrawal", "happened", "asad", "2025-08", edge="late", extent="first")
    going = report("withdrawal", "ongoing", "asad", "2025-10-01")
    found = status(story, plan, begun, going)
    assert found.state is PlaceState.DRAWING_DOWN
    assert found.since == begun.event.date
    assert set(found.events) == {begun.event.id, going.event.id}


def test_only_plans_mean_that_forces_are_still_there(story: Story, report: Report) -> None:
    found = status(story, report("withdrawal", "planned", "baghdad", "2025-09"))
    assert (found.state, found.since) == (PlaceState.PRESENT, None)


def test_a_base_that_was_left_altogether_is_vacated(story: Story, report: Report) -> None:
    going = report("withdrawal", "ongoing", "asad", "2025-10-01")
    left = report("withdrawal", "happened", "asad", "2026-01-17", printed="2026-01-18")
    found = status(story, left, going)
    assert (found.state, found.since) == (PlaceState.VACATED, left.event.date)


def test_a_base_that_was_handed_over_says_so(story: Story, report: Report) -> None:
    found = status(story, report("handover", "happened", "asad", "2026-01-17", printed="2026-01-18"))
    assert found.state is PlaceState.HANDED_OVER


def test_forces_that_came_back_are_present_again(story: Story, report: Report) -> None:
    left = report("withdrawal", "happened", "iraq", "2011")
    back = report("entry", "happened", "iraq", "2014")
    assert status(story, left, back).state is PlaceState.PRESENT


def test_left_and_present_on_one_day_is_unclear(story: Story, report: Report) -> None:
    left = report("withdrawal", "happened", "asad", "2025-10-01")
    there = report("presence", "ongoing", "asad", "2025-10-01")
    assert status(story, left, there).state is PlaceState.UNCLEAR


def test_elections_and_talks_say_nothing_of_a_place(story: Story, report: Report) -> None:
    assert place_statuses(story, [report("election", "planned", "iraq", "2025-10")], frozenset()) == ()


def test_a_place_that_some_have_left_still_has_the_others(story: Story, report: Report) -> None:
    found = status(story, report("reduction", "happened", "syria", "2025-06~", extent="some"))
    assert (found.state, found.since) == (PlaceState.PRESENT, None)
