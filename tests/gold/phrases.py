"""The tables of phrases as one figure each: F1 of the values that are read from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from tests.storage.corpus.extraction import test_numbers
from tests.storage.corpus.extraction.date_table import rows, value_f1

NAME = "phrases"
"""Under which they are recorded."""


def measured() -> Mapping[str, float]:
    return {"dates": value_f1(rows()), "numbers": _numbers()}


def _numbers() -> float:
    wanted = Counter((row["text"], count) for row in test_numbers.ROWS for count in row["counts"])
    found = Counter((row["text"], count) for row in test_numbers.ROWS for count in test_numbers.counts(row))
    return 2 * (wanted & found).total() / (wanted.total() + found.total())
