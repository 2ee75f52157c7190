from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import FactError
from storage.fuzzydate import Bound, Edge, FuzzyDate


@pytest.mark.parametrize(
    ("edtf", "edge", "bound", "earliest", "latest"),
    [
        ("2026", None, "in", "2026-01-01", "2026-12-31"),
        ("2025-09", None, "in", "2025-09-01", "2025-09-30"),
        ("2025-09-19", None, "in", "2025-09-19", "2025-09-19"),
        ("2024-02", None, "in", "2024-02-01", "2024-02-29"),
        ("2014/2017", None, "in", "2014-01-01", "2017-12-31"),
        ("2021-01/2025-01", None, "in", "2021-01-01", "2025-01-31"),
        ("2025-23", None, "in", "2025-09-01", "2025-11-30"),
        ("2025-24", None, "in", "2025-12-01", "2026-02-28"),
        ("2025-06~", None, "in", "2025-06-01", "2025-06-30"),
        ("2026", "end", "in", "2026-10-01", "2026-12-31"),
        ("2025", "start", "in", "2025-01-01", "2025-01-31"),
        ("2025-09", "end", "in", "2025-09-21", "2025-09-30"),
        ("2025-08", "late", "in", "2025-08-21", "2025-08-31"),
        ("2025-08", "mid", "in", "2025-08-11", "2025-08-20"),
        ("../2025-09", None, "by", None, "2025-09-30"),
        ("../2026~", "end", "until", None, "2026-12-31"),
        ("../2025", None, "before", None, "2024-12-31"),
        ("../2025", "end", "before", None, "2025-12-31"),
        ("2026-09/..", None, "until_at_least", "2026-09-30", None),
        ("2026/..", "end", "after", "2027-01-01", None),
        ("2014/..", None, "from", "2014-01-01", None),
    ],
)
def test_a_date_allows_the_days_that_its_words_allow(
    edtf: str, edge: str | None, bound: str, earliest: str | None, latest: str | None
) -> None:
    found = FuzzyDate(edtf, Edge(edge) if edge else None, Bound(bound))
    assert found.earliest == (date.fromisoformat(earliest) if earliest else None)
    assert found.latest == (date.fromisoformat(latest) if latest else None)


@pytest.mark.parametrize(
    ("edtf", "bound"),
    [("2025-02-30", "in"), ("2025-13", "in"), ("soon", "in"), ("", "in"), ("2026/2025", "in"), ("1/2/3", "in"),
     ("2026", "by"), ("../2026", "in"), ("2026/..", "until"), ("../2026/..", "by"), ("٢٠٢٦", "in")],
)  # fmt: skip
def test_what_is_no_date_is_refused(edtf: str, bound: str) -> None:
    with pytest.raises(FactError):
        FuzzyDate(edtf, None, Bound(bound))


def test_a_timeline_puts_a_deadline_at_its_last_day_and_the_narrower_of_two_first() -> None:
    by_september = FuzzyDate("../2025-09", None, Bound.BY)
    end_of_september = FuzzyDate("2025-09", Edge.END)
    autumn = FuzzyDate("2025-23")
    september = FuzzyDate("2025-09")
    assert sorted([by_september, autumn, end_of_september, september], key=lambda d: d.sort_key) == [
        september, autumn, end_of_september, by_september,
    ]  # fmt: skip


_DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
_CUTS = st.sampled_from([4, 7, 10])


@given(day=_DAYS, cut=_CUTS, edge=st.none() | st.sampled_from(Edge), bound=st.sampled_from(Bound))
def test_every_period_lies_in_order_and_is_never_wider_than_its_words(
    day: date, cut: int, edge: Edge | None, bound: Bound
) -> None:
    core = day.isoformat()[:cut]
    left, right = (
        bound in (Bound.BY, Bound.UNTIL, Bound.BEFORE),
        bound in (Bound.FROM, Bound.AFTER, Bound.UNTIL_AT_LEAST),
    )
    found = FuzzyDate(f"../{core}" if left else f"{core}/.." if right else core, edge, bound)
    whole, (first, last) = FuzzyDate(core).window, found.window
    assert whole[0] <= first <= last <= whole[1]
    assert (found.earliest is None) == left
    assert (found.latest is None) == right
    assert found.core == core


@given(st.text(max_size=12))
def test_any_other_text_is_refused_with_an_error_of_ours(text: str) -> None:
    try:
        FuzzyDate(text)
    except FactError:
        return
    assert FuzzyDate(text).window[0] <= FuzzyDate(text).window[1]
