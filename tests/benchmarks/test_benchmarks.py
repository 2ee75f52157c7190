"""The benchmarks run, at a size that says nothing, and tell every ratio that is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, table
from benchmarks.measuring import Ratio, Sizes, percentile, spoken, times_as_long

TINY = Sizes(
    facts=800,
    articles=80,
    loaded=100,
    answers=10,
    starts=1,
    idle=2_000,
    subscribers=500,
    due=100,
    recipients=60,
    sending=2,
)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("starts", ["start-up"]),
        ("answers", ["/timeline", "/next", "/search", "40 commands"]),
        ("loads", ["with index", "times as fast"]),
        ("planning", ["a tick", "rendering", "event loop", "times as cheap"]),
        ("large", ["p50", "p99", "timeline page ", "rarest word", "40 %"]),
    ],
)
def test_every_benchmark_tells_its_ratios(name: str, told: list[str], tmp_path: Path) -> None:
    steps: list[str] = []
    found: Iterable[Ratio] = list(BENCHMARKS[name](tmp_path, TINY, lambda done, total, what: steps.append(what)))
    for words in told:
        assert any(words in ratio.work for ratio in found), words
    assert all(ratio.value > 0 for ratio in found)
    assert steps


def test_a_goal_is_an_upper_or_a_lower_bound() -> None:
    assert Ratio("w", "a", 2.9, 3).reached
    assert not Ratio("w", "a", 3.1, 3).reached
    assert Ratio("w", "a", 500, 500, at_least=True).reached
    assert not Ratio("w", "a", 499, 500, at_least=True).reached
    assert Ratio("w", "a", 499, None).reached


def test_the_table_says_what_was_missed() -> None:
    printed = table([Ratio("one", "a", 2, 3), Ratio("two", "a", 4, 3)], quick=False)
    assert list(printed.columns[4].cells) == ["pass", "MISS"]


def test_times_are_compared_by_their_medians() -> None:
    assert times_as_long([2, 2, 900], [1, 1, 1]) == 2
    assert percentile([1, 2, 3, 4], 0.99) == 4
    assert [spoken(s) for s in (2, 0.002, 0.000002)] == ["2.00 s", "2.00 ms", "2 µs"]
