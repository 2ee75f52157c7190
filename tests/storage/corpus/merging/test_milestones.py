from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.corpus.merging.claims import Claim, independent_sources
from storage.corpus.merging.milestones import Merged, milestones
from storage.records import Milestone, Phase
from tests.storage.corpus.merging.conftest import Report

TODAY = dt.date(2026, 11, 22)


def merge(*claims: Claim, known: Mapping[str, str] | None = None) -> Merged:
    return milestones(claims, frozenset(), known or {})


def only(*claims: Claim) -> Milestone:
    (milestone,) = merge(*claims).milestones
    return milestone


def test_two_outlets_that_promise_the_same_departure_make_one_milestone_with_two_sources(report: Report) -> None:
    first = report("withdrawal", "planned", "iraq", "../2026", extent="remaining", actor="coalition", printed="2024-09")
    second = report("withdrawal", "planned", "iraq", "2026", edge="end", extent="remaining", actor="us")
    milestone = only(first, second)
    assert milestone.sources == 2
    assert milestone.lead == second.event.id  # the narrower words, compatible with the newest report
    assert set(milestone.events) == {first.event.id, second.event.id}


def test_the_partial_and_the_final_departure_stand_side_by_side(report: Report) -> None:
    some = report("withdrawal", "planned", "iraq", "../2025-09", extent="some", by="a")
    rest = report("withdrawal", "planned", "iraq", "../2026", extent="remaining", by="a")
    assert len(merge(some, rest).milestones) == 2


def test_the_departures_of_2011_and_of_2025_never_meet(report: Report) -> None:
    old = report("withdrawal", "happened", "iraq", "2011")
    new = report("withdrawal", "happened", "iraq", "2025-09")
    assert {m.subject for m in merge(old, new).milestones} == {
        "drawdown|coalition|iraq|old",
        "drawdown|coalition|iraq|end",
    }


def test_a_moved_deadline_stays_the_same_milestone_and_keeps_both_dates(report: Report) -> None:
    first = report("mission_end", "planned", "iraq", "../2025-09", printed="2024-09-27")
    later = report("mission_end", "planned", "iraq", "../2026-03", printed="2025-08-01")
    before, after = only(first), only(first, later)
    assert before.key == after.key
    assert [d.edtf for d in after.deadlines] == ["../2025-09", "../2026-03"]
    assert after.date == later.event.date
    assert after.sources == 1  # the older source does not stand behind the newer date


def test_attacks_of_different_days_are_different_milestones(report: Report) -> None:
    third = report("attack", "happened", "baghdad", "2020-01-03")
    again = report("attack", "happened", "baghdad", "2020-01-03")
    later = report("attack", "happened", "baghdad", "2020-01-11")
    assert sorted(m.sources for m in merge(third, again, later).milestones) == [1, 2]


def test_an_earlier_report_that_joins_an_event_keeps_the_key_that_readers_hold(report: Report) -> None:
    late = report("attack", "happened", "baghdad", "2024-01-28", printed="2024-02-01", by="late")
    (known,) = merge(late).milestones
    early = report("attack", "happened", "baghdad", "2024-01-28", printed="2024-01-28", by="early")
    (merged,) = merge(late, early, known={known.key: "k3x"}).milestones
    assert merged.key == known.key


def test_when_two_known_events_prove_to_be_one_the_other_key_becomes_an_alias(report: Report) -> None:
    one = report("attack", "happened", "baghdad", "2024-01-28", by="a", printed="2024-01-29")
    two = report("attack", "happened", "baghdad", "2024-01-28", by="b", printed="2024-01-30")
    (first,), (second,) = merge(one).milestones, merge(two).milestones
    both = merge(one, two, known={first.key: "aaa", second.key: "bbb"})
    assert both.aliases == {second.key: first.key}


def test_a_condition_is_no_promise(report: Report) -> None:
    plan = report("withdrawal", "planned", "syria", "../2025-12")
    maybe = report("withdrawal", "conditional", "syria", "../2025-12")
    made = merge(plan, maybe).milestones
    assert [m.overdue(TODAY) for m in made] == [True, False]


def test_a_promise_whose_day_has_passed_is_overdue_and_not_done(report: Report) -> None:
    milestone = only(report("withdrawal", "planned", "baghdad", "../2025-09"))
    assert milestone.overdue(TODAY)
    assert milestone.phase is Phase.PROMISED
    assert not milestone.overdue(dt.date(2025, 9, 30))


def test_a_report_that_it_was_done_ends_the_promise(report: Report) -> None:
    promise = report("withdrawal", "planned", "asad", "../2025-09", printed="2024-09-27")
    done = report("withdrawal", "happened", "asad", "2026-01-17", printed="2026-01-18")
    promised, finished = merge(promise, done).milestones
    assert promised.fulfilled_by == finished.key
    assert not promised.overdue(TODAY)


def test_the_first_convoys_do_not_end_the_promise_of_a_departure(report: Report) -> None:
    promise = report("withdrawal", "planned", "asad", "../2025-09", printed="2024-09-27")
    begun = report("withdrawal", "happened", "asad", "2025-08", edge="late", extent="first")
    promised, under_way = merge(promise, begun).milestones
    assert promised.fulfilled_by is None
    assert under_way.phase is Phase.UNDER_WAY


def test_a_departure_still_going_on_later_was_not_done(report: Report) -> None:
    promise = report("withdrawal", "planned", "asad", "../2025-09", printed="2024-09-27")
    done = report("withdrawal", "happened", "asad", "2025-08")
    going = report("withdrawal", "ongoing", "asad", "2025-10-01")
    assert merge(promise, done, going).milestones[0].fulfilled_by is None


def test_talks_that_were_held_answer_only_for_talks_promised_by_then(report: Report) -> None:
    promised = report("talks", "planned", "iraq", "../2025-12", printed="2025-09-19")
    held = report("talks", "happened", "iraq", "2026-03-02", printed="2026-03-03")
    assert merge(promised, held).milestones[0].fulfilled_by is None


def test_a_stay_until_a_day_expires_but_is_never_overdue(report: Report) -> None:
    assert not only(report("presence", "planned", "erbil", "../2025-12", bound="until")).overdue(TODAY)


def test_two_rewrites_of_one_agency_report_are_one_source(report: Report) -> None:
    one = report("withdrawal", "planned", "iraq", "../2026", agency="رويترز", printed="2024-09-06")
    two = report("withdrawal", "planned", "iraq", "../2026", agency="رويترز", printed="2024-09-07")
    a_year_later = report("withdrawal", "planned", "iraq", "../2026", agency="رويترز", printed="2025-10-01")
    assert independent_sources([one, two]) == 1
    assert independent_sources([one, two, a_year_later]) == 2


_KINDS = st.sampled_from(["withdrawal", "reduction", "presence", "attack", "talks", "election"])
_MODALITIES = st.sampled_from(["happened", "ongoing", "planned", "conditional", "denied"])
_DATES = st.sampled_from([None, "2025", "2025-09", "../2025-09", "2026/..", "2025-09-19"])
_CLAIMS = st.lists(st.tuples(_KINDS, _MODALITIES, st.sampled_from(["iraq", "asad"]), _DATES), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_CLAIMS)
def test_every_claim_stands_in_exactly_one_milestone_whatever_their_order(
    report: Report, rows: list[tuple[str, str, str, str | None]]
) -> None:
    claims = [report(*row) for row in rows]
    made = merge(*claims).milestones
    assert sorted(e for m in made for e in m.events) == sorted(c.event.id for c in claims)
    assert all(m.events[0] == m.lead for m in made)
    assert len({m.key for m in made}) == len(made)
    turned = merge(*reversed(claims)).milestones
    assert {m.key: set(m.events) for m in made} == {m.key: set(m.events) for m in turned}
