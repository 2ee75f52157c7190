from __future__ import annotations

import itertools
from dataclasses import replace

from storage.corpus.merging.claims import Claim
from storage.corpus.merging.disagreements import disagreements
from storage.records import Disagreement, DisagreementType, Figure, Modality, Qualifier, Sense, Story, Unit
from tests.storage.corpus.merging.conftest import SENTENCE, Report, article

_numbers = itertools.count()


def found(story: Story, *claims: Claim) -> list[Disagreement]:
    return list(disagreements(story, claims, [], [c.article for c in claims]))


def stances(disagreement: Disagreement) -> list[str]:
    return [side.stance for side in disagreement.sides]


def test_speakers_who_call_it_different_things_disagree_on_what_it_is(story: Story, report: Report) -> None:
    moving = report("redeployment", "ongoing", "iraq", "2025-09-19", frame="repositioning")
    leaving = report("withdrawal", "ongoing", "asad", "2025-08", frame="withdrawal")
    premier = report("statement", "happened", "iraq", "2025-09-01", actor="iraq", frame="arrangement")
    (dispute,) = found(story, moving, leaving, premier)
    assert dispute.type is DisagreementType.WHAT
    assert dispute.place == "iraq"
    assert stances(dispute) == ["repositioning", "withdrawal", "arrangement"]


def test_out_by_a_day_against_no_withdrawal_and_a_stay_without_end_is_a_question_of_whether(
    story: Story, report: Report
) -> None:
    out = report("withdrawal", "planned", "iraq", "../2026", extent="remaining")
    denied = report("withdrawal", "denied", "iraq")
    stay = report("presence", "planned", "iraq")
    may = report("presence", "conditional", "iraq")
    (dispute,) = found(story, out, denied, stay, may)
    assert dispute.type is DisagreementType.WHETHER
    assert stances(dispute) == ["leave", "no_withdrawal", "stay", "may_stay"]


def test_leaving_by_the_end_of_2026_and_a_stay_until_at_least_september_2026_stand_side_by_side(
    story: Story, report: Report
) -> None:
    out = report("withdrawal", "planned", "kurdistan", "../2026", edge="end")
    stay = report("presence", "planned", "kurdistan", "2026-09/..", bound="until_at_least")
    assert found(story, out, stay) == []


def test_hundreds_by_september_and_the_rest_by_the_end_of_the_next_year_is_no_dispute(
    story: Story, report: Report
) -> None:
    some = report("withdrawal", "planned", "iraq", "../2025-09", extent="some")
    rest = report("withdrawal", "planned", "iraq", "../2026", extent="remaining")
    assert found(story, some, rest) == []


def test_leaving_a_city_against_a_cut_there_or_a_move_of_most_is_a_dispute_of_plans(
    story: Story, report: Report
) -> None:
    out = report("withdrawal", "planned", "baghdad", "2025-09", edge="end")
    cut = report("reduction", "planned", "baghdad", "../2025-09")
    move = report("redeployment", "planned", "baghdad", extent="most")
    stay = report("presence", "planned", "baghdad")
    (dispute,) = found(story, out, cut, move, stay)
    assert stances(dispute) == ["leave", "cut", "move", "stay"]


def test_a_departure_still_going_on_after_its_day_is_a_dispute_of_when(story: Story, report: Report) -> None:
    due = report("withdrawal", "planned", "asad", "../2025-09", extent="all", printed="2024-09")
    begun = report("withdrawal", "happened", "asad", "2025-08", edge="late", extent="first")
    going = report("withdrawal", "ongoing", "asad", "2025-10-01")
    (dispute,) = found(story, due, begun, going)
    assert dispute.type is DisagreementType.WHEN
    assert stances(dispute) == ["deadline", "begun", "in_progress"]


def test_a_departure_under_way_before_its_day_is_no_dispute(story: Story, report: Report) -> None:
    due = report("withdrawal", "planned", "asad", "../2025-12", extent="all", printed="2024-09")
    assert found(story, due, report("withdrawal", "ongoing", "asad", "2025-10-01")) == []


def test_partly_withdrawn_against_no_change_so_far_is_a_question_of_whether(story: Story, report: Report) -> None:
    done = report("reduction", "happened", "syria", "2025-06~", extent="some")
    denied = report("reduction", "denied", "syria", "2025-10-01")
    (dispute,) = found(story, done, denied)
    assert (dispute.type, stances(dispute)) == (DisagreementType.WHETHER, ["done", "no_change"])


def test_a_denial_of_an_earlier_year_contradicts_nothing(story: Story, report: Report) -> None:
    done = report("withdrawal", "happened", "iraq", "2025-09")
    denied = report("withdrawal", "denied", "iraq", "2024-01-25")
    assert found(story, done, denied) == []


def test_two_days_printed_in_one_month_disagree_but_a_later_day_moves_the_earlier(story: Story, report: Report) -> None:
    first = report("withdrawal", "planned", "asad", "../2025-09", printed="2024-09-06")
    other = report("withdrawal", "planned", "asad", "../2025-12", printed="2024-09-20")
    moved = report("withdrawal", "planned", "asad", "../2026-03", printed="2025-09-20")
    assert [d.type for d in found(story, first, other)] == [DisagreementType.WHEN]
    assert found(story, first, moved) == []


def test_episodes_never_argue_with_each_other(story: Story, report: Report) -> None:
    out = report("withdrawal", "planned", "iraq", "../2011", printed="2008-11-17")
    stay = report("presence", "planned", "iraq", printed="2025-10-01")
    assert found(story, out, stay) == []


def test_the_id_of_a_dispute_stays_when_a_side_is_added(story: Story, report: Report) -> None:
    out = report("withdrawal", "planned", "iraq", "../2026")
    denied = report("withdrawal", "denied", "iraq")
    stay = report("presence", "planned", "iraq")
    assert found(story, out, denied)[0].id == found(story, out, denied, stay)[0].id


def strength(published: str, value: int, qualifier: str = "exact", place: str = "iraq") -> tuple[Figure, str]:
    source = article(f"f{next(_numbers)}", published)
    field = {"more_than": "low", "less_than": "high"}.get(qualifier, "value")
    figure = Figure(
        id=source.id,
        force="us",
        unit=Unit.PERSONNEL,
        qualifier=Qualifier(qualifier),
        modality=Modality.HAPPENED,
        citation=source.cite(0, len(SENTENCE)),
        place=place,
        value=value if field == "value" else None,
        low=value if field == "low" else None,
        high=value if field == "high" else None,
    )
    return figure, published


def disputed_numbers(story: Story, *rows: tuple[Figure, str]) -> list[Disagreement]:
    articles = [article(figure.id, published) for figure, published in rows]
    return list(disagreements(story, [], [figure for figure, _ in rows], articles))


def test_numbers_of_one_month_that_exclude_each_other_disagree(story: Story) -> None:
    (dispute,) = disputed_numbers(story, strength("2025-10-01", 2500, "about"), strength("2025-10-05", 4000))
    assert dispute.type is DisagreementType.HOW_MANY


def test_nine_hundred_about_nine_hundred_and_more_than_nine_hundred_stand_side_by_side(story: Story) -> None:
    rows = (strength("2024-09", 900), strength("2024-09-27", 900, "about"), strength("2025-10-01", 900, "more_than"))
    assert disputed_numbers(story, *rows) == []


def test_numbers_of_different_months_are_a_series_and_no_dispute(story: Story) -> None:
    assert disputed_numbers(story, strength("2020-01-07", 5200), strength("2020-11-18", 3000)) == []


def test_a_target_is_never_held_against_the_present_strength(story: Story) -> None:
    present, target = strength("2025-10-01", 2500, "about"), strength("2025-10-01", 2000, "less_than")
    planned = (replace(target[0], sense=Sense.TARGET, modality=Modality.PLANNED), target[1])
    assert disputed_numbers(story, present, planned) == []
