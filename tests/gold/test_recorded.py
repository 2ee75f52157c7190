"""Extraction has not become worse than it was: every figure against the one that was recorded."""

from __future__ import annotations

import pytest

from tests.gold import phrases
from tests.gold.groups import GROUPS, HERE, Group, read_group, scores
from tests.gold.intervals import intervals
from tests.gold.recorded import NOISE, fallen, recorded
from tests.gold.scoring import Tally, rates, total


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_no_figure_has_fallen_by_more_than_noise(group: Group) -> None:
    measured = rates(total(one.tally for one in scores(group.gold, read_group(group))))
    # Of a sealed group nothing but the sums is told.
    assert list(fallen(group.name, measured)) == []


def test_the_tables_of_phrases_are_read_as_well_as_ever() -> None:
    assert list(fallen(phrases.NAME, phrases.measured())) == []


def test_every_group_is_recorded() -> None:
    assert {phrases.NAME, *(group.name for group in GROUPS)} == recorded().keys()


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_every_gold_has_its_text_and_every_text_its_gold(group: Group) -> None:
    stems = {file.stem for file in (HERE / group.name).glob("*.json")}
    assert {gold.id for gold in group.gold} == stems
    assert {file.stem for file in group.texts.glob("*.txt")} == stems


def test_a_fall_beyond_noise_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.gold.recorded.recorded", lambda: {"some": {"events.L1.p": 0.9, "traps": 0}})
    assert list(fallen("some", {"events.L1.p": 0.9 - NOISE, "traps": 0})) == []
    assert list(fallen("some", {"events.L1.p": 0.87, "traps": 1})) == [
        "some events.L1.p: 0.870, recorded 0.900",
        "some traps: 1.000, recorded 0.000",
    ]
    assert list(fallen("other", {})) == []


def test_an_interval_holds_the_rate_and_narrows_with_more_articles() -> None:
    few = [Tally(events_wanted=4, events_found=4, events_1=n % 5) for n in range(6)]
    low, high = intervals(few, 200)["events.L1.p"]
    assert low < rates(total(few))["events.L1.p"] < high
    narrow, wide = intervals(few * 20, 200)["events.L1.p"]
    assert wide - narrow < high - low
    assert intervals(few, 200) == intervals(few, 200)
