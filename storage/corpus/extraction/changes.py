"""Changes: of «من 5200 جندي في مطلع 2020 إلى 3000 في أيلول» the date by the first number is none of the change, nor is
a «now» by the second."""

from __future__ import annotations

from collections.abc import Callable

from storage.corpus.extraction.marks import DateMark, Marked
from storage.corpus.extraction.quantities import FROM, TO

_BESIDE = 3


def dates_number(marked: Marked) -> Callable[[DateMark], bool]:
    """Whether a date tells when there were so many, not when their number changed."""
    pairs = [
        (one, to)
        for one, to in zip(marked.numbers, marked.numbers[1:], strict=False)
        if FROM in one.reasons and TO in to.reasons
    ]

    def is_of_number(mark: DateMark) -> bool:
        now = "date.now" in mark.reasons
        return any(
            one.first <= mark.first < to.first or (now and 0 <= mark.first - to.after <= _BESIDE) for one, to in pairs
        )

    return is_of_number
