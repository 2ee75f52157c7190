"""What the five shipped abstracts must come to: the disputes that are there, and those that are none."""

from __future__ import annotations

import datetime as dt

from storage.records import Corpus, Disagreement, Issue, PlaceState, Sense, Unit

TODAY = dt.date(2026, 11, 22)


def of(shipped: Corpus, issue: Issue, place: str) -> Disagreement:
    (found,) = (d for d in shipped.disagreements if (d.issue, d.place) == (issue, place))
    return found


def sides(disagreement: Disagreement) -> dict[str, set[str]]:
    """Stance → the articles that hold it, by the first three letters of their ids."""
    return {side.stance: {claim[:3] for claim in side.claims} for side in disagreement.sides}


def test_five_outlets_call_it_five_things(shipped: Corpus) -> None:
    assert sides(of(shipped, Issue.FRAME, "iraq")) == {
        "repositioning": {"000"},
        "withdrawal": {"001"},
        "arrangement": {"001"},
        "transition": {"003"},
        "cut": {"004"},
    }


def test_whether_they_leave_iraq_is_disputed_and_000_argues_with_itself(shipped: Corpus) -> None:
    held = sides(of(shipped, Issue.LEAVE, "iraq"))
    assert held["leave"] == {"002", "000"}
    assert "003" in held["no_withdrawal"]
    assert "000" in held["stay"]
    assert held["may_stay"] == {"002"}


def test_the_plans_for_baghdad_exclude_each_other(shipped: Corpus) -> None:
    assert sides(of(shipped, Issue.PLAN, "baghdad")) == {
        "leave": {"000"},
        "cut": {"002"},
        "move": {"004"},
        "stay": {"004"},
    }


def test_the_deadline_of_ain_al_asad_has_passed_with_the_departure_in_progress(shipped: Corpus) -> None:
    held = sides(of(shipped, Issue.MISSED, "ain_al_asad"))
    assert (held["deadline"], held["begun"], held["in_progress"]) == ({"002"}, {"001"}, {"004"})
    (status,) = (p for p in shipped.places if p.place == "ain_al_asad")
    assert status.state is PlaceState.DRAWING_DOWN
    assert status.since is not None
    assert status.since.edtf == "2025-08"


def test_syria_was_partly_left_or_nothing_changed(shipped: Corpus) -> None:
    assert sides(of(shipped, Issue.DONE, "syria")) == {"done": {"000"}, "no_change": {"004"}}


def test_what_stands_side_by_side_is_no_dispute(shipped: Corpus) -> None:
    assert {(d.issue, d.place) for d in shipped.disagreements} == {
        (Issue.FRAME, "iraq"),
        (Issue.LEAVE, "iraq"),
        (Issue.PLAN, "baghdad"),
        (Issue.MISSED, "ain_al_asad"),
        (Issue.DONE, "syria"),
    }


def test_elections_and_the_end_of_the_mission_are_one_milestone_each_with_two_sources(shipped: Corpus) -> None:
    elections = [m for m in shipped.milestones if m.kind == "election"]
    missions = [m for m in shipped.milestones if m.kind == "mission_end"]
    assert [m.sources for m in elections + missions] == [2, 2]


def test_hundreds_first_and_the_rest_later_are_two_milestones(shipped: Corpus) -> None:
    promised = {m.extent: m.date for m in shipped.milestones if m.phase == "promised" and m.kind == "withdrawal"}
    assert str(promised["some"] and promised["some"].edtf) == "../2025-09"
    assert promised["remaining"] is not None


def test_a_promise_whose_date_has_passed_is_overdue_and_never_done(shipped: Corpus) -> None:
    overdue = [m for m in shipped.milestones if m.overdue(TODAY)]
    assert {m.place for m in overdue} >= {"baghdad", "ain_al_asad", "iraq"}
    assert all(m.fulfilled_by is None and m.phase == "promised" for m in overdue)


def test_the_target_is_no_strength_and_detainees_are_no_troops(shipped: Corpus) -> None:
    strengths = [f for f in shipped.figures if f.sense is Sense.STRENGTH and f.unit is Unit.PERSONNEL]
    assert {f.value for f in strengths if (f.force, f.place) == ("us", "iraq")} == {2500}
    (target,) = (f for f in shipped.figures if f.sense is Sense.TARGET)
    assert (target.high, target.value) == (2000, None)
    assert all(f.value != 9000 for f in strengths)
