"""What is merged of facts found by rule: cautiously, and never against what an editor's facts give."""

from __future__ import annotations

from dataclasses import replace

from storage.corpus.merging.claims import Claim, claims_of, independent_sources
from storage.corpus.merging.disagreements import disagreements
from storage.corpus.merging.milestones import milestones
from storage.corpus.merging.places import place_statuses
from storage.records import Citation, Disagreement, Extent, PlaceState, Story
from tests.storage.corpus.merging.conftest import Report


def state(story: Story, *claims: Claim) -> PlaceState:
    return place_statuses(story, claims, frozenset())[-1].state


def disputes(story: Story, *claims: Claim) -> tuple[Disagreement, ...]:
    return disagreements(story, claims, (), [claim.article for claim in claims])


def together(story: Story, *claims: Claim) -> tuple[Claim, ...]:
    """The same claims read at one time."""
    return claims_of(story, [c.article for c in claims], [c.event for c in claims])


# ------------------------------------------------------------------ places


def test_one_sentence_empties_no_country(story: Story, report: Report) -> None:
    left = report("withdrawal", "happened", "iraq", "2026-01", extent="all", extracted=True)
    assert state(story, left) is PlaceState.DRAWING_DOWN


def test_one_sentence_empties_a_base_only_where_it_says_all(story: Story, report: Report) -> None:
    left = report("withdrawal", "happened", "asad", "2026-01", extracted=True)
    every = report("withdrawal", "happened", "asad", "2026-01", extent="all", extracted=True)
    done = report("withdrawal", "happened", "asad", "2026-01", extracted=True, reasons=("modality.complete.أتم",))
    assert state(story, left) is PlaceState.DRAWING_DOWN
    assert state(story, every) is PlaceState.VACATED
    assert state(story, done) is PlaceState.VACATED


def test_two_sources_empty_a_base(story: Story, report: Report) -> None:
    one = report("withdrawal", "happened", "asad", "2026-01-17", extracted=True)
    other = report("withdrawal", "happened", "asad", "2026-01-17", extracted=True)
    assert state(story, one, other) is PlaceState.VACATED


def test_a_part_never_empties_a_base(story: Story, report: Report) -> None:
    claims = [report("withdrawal", "happened", "asad", "2026-01", extent=e, extracted=True) for e in ("some", "first")]
    assert state(story, *claims) in (PlaceState.PRESENT, PlaceState.DRAWING_DOWN)
    part = report("handover", "happened", "asad", "2026-01", extent="some", extracted=True)
    assert state(story, part) is PlaceState.DRAWING_DOWN


def test_a_convoy_that_set_out_is_not_the_garrison(story: Story, report: Report) -> None:
    moved = [report("redeployment", "happened", "asad", "2026-02", extracted=True) for _ in range(2)]
    assert state(story, *moved) is PlaceState.PRESENT


def test_a_base_that_was_handed_over_stays_so_after_a_looser_report(story: Story, report: Report) -> None:
    given = report("handover", "happened", "asad", "2020-08-23", extracted=True)
    most = report("withdrawal", "happened", "asad", "2020-22", extent="most", extracted=True)
    had_been = report("presence", "happened", "asad", "2020-12", extracted=True)
    assert state(story, given, most, had_been) is PlaceState.HANDED_OVER


# ------------------------------------------------------------------ milestones


def test_all_left_an_area_means_some_where_others_are_there_still(story: Story, report: Report) -> None:
    left = report("withdrawal", "happened", "iraq", "2026-01-18", extent="all", extracted=True, printed="2026-01-19")
    stay = report("presence", "planned", "erbil", "../2026-09", extracted=True, printed="2026-01-19")
    done, _ = together(story, left, stay)
    assert done.event.extent is Extent.SOME
    assert together(story, left)[0].event.extent is Extent.ALL


def test_an_editor_is_not_corrected(story: Story, report: Report) -> None:
    left = report("withdrawal", "happened", "iraq", "2026-01-18", extent="all", printed="2026-01-19")
    stay = report("presence", "planned", "erbil", "../2026-09", extracted=True, printed="2026-01-19")
    assert together(story, left, stay)[0].event.extent is Extent.ALL


def test_a_part_done_does_not_fulfil_the_promise_of_the_rest(story: Story, report: Report) -> None:
    rest = report("withdrawal", "planned", "iraq", "../2026", extent="remaining", extracted=True)
    left = report("withdrawal", "happened", "iraq", "2026-01-18", extent="all", extracted=True, printed="2026-01-19")
    stay = report("presence", "ongoing", "erbil", "2026-03-01", extracted=True, printed="2026-03-01")
    found = milestones(together(story, rest, left, stay), frozenset(), {}).milestones
    (promise,) = [m for m in found if m.phase == "promised"]
    assert promise.fulfilled_by is None


def test_hundreds_by_september_and_the_rest_by_the_next_year_stand_apart(story: Story, report: Report) -> None:
    first = report("withdrawal", "planned", "iraq", "../2025-09", extent="some", extracted=True)
    rest = report("withdrawal", "planned", "iraq", "../2026", edge="end", extent="remaining", extracted=True)
    assert len(milestones([first, rest], frozenset(), {}).milestones) == 2
    assert disputes(story, first, rest) == ()


def test_the_departures_of_two_episodes_stand_apart(story: Story, report: Report) -> None:
    old = report("withdrawal", "happened", "iraq", "2011", extracted=True)
    new = report("withdrawal", "happened", "iraq", "2025-09", extracted=True)
    assert len(milestones([old, new], frozenset(), {}).milestones) == 2


def test_a_plan_told_again_after_its_day_is_answered_by_what_came_before(story: Story, report: Report) -> None:
    told = report("withdrawal", "planned", "asad", "../2025-09", printed="2024-09-06", extracted=True)
    again = report("withdrawal", "planned", "asad", "../2025-09", printed="2026-02-01", extracted=True)
    done = report("withdrawal", "happened", "asad", "2026-01-17", printed="2026-01-18", extracted=True)
    found = milestones([told, again, done], frozenset(), {}).milestones
    (promise,) = [m for m in found if m.phase == "promised"]
    assert promise.fulfilled_by


def test_the_end_of_a_first_phase_is_not_the_end(story: Story, report: Report) -> None:
    end = report(
        "mission_end", "planned", "iraq", "../2025-09", actor="coalition", printed="2024-09-27", extracted=True
    )
    first = report(
        "mission_end", "happened", "iraq", "2026-01-18", extent="first", printed="2026-01-19", extracted=True
    )
    found = milestones([end, first], frozenset(), {}).milestones
    assert [m.fulfilled_by for m in found if m.phase == "promised"] == [None]


def test_sites_handed_over_in_a_country_are_not_the_departure_of_the_rest(story: Story, report: Report) -> None:
    rest = report("withdrawal", "planned", "iraq", "2026", edge="end", extent="remaining", printed="2025-09-19")
    sites = report("handover", "happened", "iraq", printed="2026-01-19", extracted=True)
    left = report("withdrawal", "happened", "iraq", printed="2026-01-19", extracted=True)
    found = milestones([rest, sites, left], frozenset(), {}).milestones
    assert [m.fulfilled_by for m in found if m.phase == "promised"] == [None]


def test_an_undated_report_joins_the_event_of_the_same_days(story: Story, report: Report) -> None:
    dated = report("handover", "happened", "asad", "2026-01-17", printed="2026-01-19", extracted=True)
    undated = report("handover", "happened", "asad", printed="2026-01-20", extracted=True)
    later = report("handover", "happened", "asad", printed="2026-06-01", extracted=True)
    found = milestones([undated, dated, later], frozenset(), {}).milestones
    assert [m.lead for m in found if m.date] == [dated.event.id]
    assert sorted(len(m.events) for m in found) == [1, 2]


def test_talks_are_the_same_whoever_is_named_first(story: Story, report: Report) -> None:
    one = report("talks", "happened", "baghdad", "2024-01-27", actor="iraq", counterpart="us", extracted=True)
    other = report("talks", "happened", "iraq", "2024-01-27", actor="us", counterpart="iraq", extracted=True)
    assert len(milestones([one, other], frozenset(), {}).milestones) == 1


# ------------------------------------------------------------------ disagreements


def test_a_plan_without_all_and_a_cut_are_no_disagreement(story: Story, report: Report) -> None:
    leave = report("withdrawal", "planned", "iraq", "../2025-09", extracted=True)
    cut = report("reduction", "planned", "iraq", "../2025-09", extracted=True)
    assert disputes(story, leave, cut) == ()


def test_a_plan_for_all_and_a_cut_by_the_same_day_are_one(story: Story, report: Report) -> None:
    leave = report("withdrawal", "planned", "iraq", "../2025-09", extent="all", extracted=True)
    cut = report("reduction", "planned", "iraq", "../2025-09", extracted=True)
    assert len(disputes(story, leave, cut)) == 1


def test_a_man_does_not_disagree_with_himself(story: Story, report: Report) -> None:
    leave = report("withdrawal", "planned", "iraq", "../2025-09", extent="all", by="a", speaker="س", extracted=True)
    cut = report("reduction", "planned", "iraq", "../2025-09", by="a", speaker="س", extracted=True)
    assert disputes(story, leave, cut) == ()


def test_what_may_be_is_no_side(story: Story, report: Report) -> None:
    leave = report("withdrawal", "planned", "syria", "../2026-04", extent="all", printed="2026-02-18", extracted=True)
    may = report("presence", "conditional", "syria", printed="2026-02-18", extracted=True)
    assert disputes(story, leave, may) == ()


def test_an_older_word_of_an_editor_is_not_held_against_a_later_plan(story: Story, report: Report) -> None:
    leave = report("withdrawal", "planned", "syria", "../2026-04", extent="all", printed="2026-02-18", extracted=True)
    before = report("withdrawal", "denied", "syria", printed="2025-09-19")
    assert disputes(story, leave, before) == ()


def test_a_missed_day_is_a_disagreement_for_rules_as_for_editors(story: Story, report: Report) -> None:
    due = report("withdrawal", "planned", "asad", "../2025-09", extent="all", printed="2024-09-06", extracted=True)
    there = report("presence", "ongoing", "asad", extent="some", printed="2026-01-19", extracted=True)
    (found,) = disputes(story, due, there)
    assert found.type == "when"


# ------------------------------------------------------------------ sources


def rewritten(claim: Claim, text: str) -> Claim:
    article = replace(claim.article, text=text)
    return replace(
        claim, article=article, event=replace(claim.event, citation=Citation(article.id, 0, len(text), text))
    )


def test_nearly_the_same_sentence_is_one_source(report: Report) -> None:
    told = "أعلنت قيادة القوة أن آخر رتل غادر القاعدة الغربية فجر الخميس."
    copied = "أعلنت قيادة القوة ان آخر رتل غادر القاعدة الغربية، فجر الخميس."
    own = "شوهدت شاحنات كثيرة على الطريق الدولي وهي تتجه نحو الجنوب."
    one, two, three = (
        rewritten(report("withdrawal", "happened", "asad", "2026-01", extracted=True), text)
        for text in (told, copied, own)
    )
    assert independent_sources([one, two]) == 1
    assert independent_sources([one, two, three]) == 2
