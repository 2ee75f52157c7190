"""The baseline for dates: what `dateparser.search_dates` makes of the rows of the table, judged more kindly than ours.

It gives days, not periods: a day counts as right where it lies in the period that the row names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tests.gold.windows import window
from tests.storage.corpus.extraction.date_table import Row

Search = Callable[..., list[tuple[str, datetime]] | None]


def searcher() -> Search | None:
    """`search_dates`, None where `dateparser` is not installed."""
    return import_module("dateparser.search").search_dates if find_spec("dateparser") else None


def f1(rows: Iterable[Row], search: Search) -> float:
    """F1 of a day in the right period, over the rows."""
    right = found = wanted = 0
    for row in rows:
        days = _days(row, search)
        span = window(row.value[0]) if row.value else None
        wanted += span is not None
        found += len(days)
        right += span is not None and any(span[0] <= day <= span[1] for day in days)
    return 2 * right / (found + wanted) if found + wanted else 0.0


def _days(row: Row, search: Search) -> list[date]:
    settings: dict[str, Any] = {}
    if row.clock.latest:
        settings["RELATIVE_BASE"] = datetime.combine(row.clock.latest, time(12))
    return [moment.date() for _, moment in search(row.text, languages=["ar"], settings=settings) or ()]
