"""The days that an EDTF period names, as scoring compares them: open sides dropped, edges left aside."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

Window = tuple[date, date]
_PART = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
_DAY = timedelta(days=1)
SAME = 0.5
"""Two dates are the same where they share so much of the days that either names."""


def window(edtf: str | None) -> Window | None:
    """The first and the last day; None where there are none."""
    spans = [span for part in (edtf or "").split("/") if (span := _span(part))]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def same_date(one: str | None, other: str | None) -> bool:
    """Whether they name about the same days, and no "by" stands against an "at least until"."""
    a, b = window(one), window(other)
    if a is None or b is None:
        return a is b
    if _side(one) * _side(other) < 0:
        return False
    shared, both = min(a[1], b[1]) - max(a[0], b[0]) + _DAY, max(a[1], b[1]) - min(a[0], b[0]) + _DAY
    return shared > timedelta() and shared / both >= SAME


def _side(edtf: str | None) -> int:
    """-1 for "by" and "until", 1 for "from" and "at least until"."""
    text = edtf or ""
    return -1 if text.startswith("../") else 1 if text.endswith("/..") else 0


def _span(part: str) -> Window | None:
    match = _PART.fullmatch(part.translate({ord(sign): None for sign in "~?%"}))
    if match is None:
        return None
    year, month, day = (int(group) if group else 0 for group in match.groups())
    if day:
        try:
            return date(year, month, day), date(year, month, day)
        except ValueError:
            return None
    if month > 12 and month not in _SEASONS:
        return None
    first, last = _SEASONS.get(month, (month, month)) if month else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
