"""FuzzyDate: the period that a text's words name, never made more precise than the words.

`edtf` is the period as the words name it, a small part of the Extended Date/Time Format (ISO 8601-2,
Library of Congress EDTF level 1): ``2026``, ``2025-09``, ``2025-09-19``, ``2014/2017``, ``2025-23``
(seasons 21 to 24), ``../X`` (by, until, before), ``X/..`` (from, after, at least until), ``~`` (about).
`earliest` and `latest` are the days that it allows, narrowed by `edge` and `bound`; None where open.

Reading Arabic words into a FuzzyDate is not done here, nor is saying one in words.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from storage.errors import FactError

__all__ = ["Basis", "Bound", "Edge", "FuzzyDate", "Span"]

Span = tuple[date, date]
_PART = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(~?)", re.ASCII)
# Meteorological seasons; winter is the one that starts in December of the named year.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
DAY = timedelta(days=1)


class Edge(StrEnum):
    START = "start"
    EARLY = "early"
    MID = "mid"
    LATE = "late"
    END = "end"


class Bound(StrEnum):
    IN = "in"
    BY = "by"
    UNTIL = "until"
    BEFORE = "before"
    FROM = "from"
    AFTER = "after"
    UNTIL_AT_LEAST = "until_at_least"


class Basis(StrEnum):
    STATED = "stated"
    PUBLICATION = "publication"
    OTHER_DATE = "other_date"
    INFERRED = "inferred"


_OPEN_START = {Bound.BY, Bound.UNTIL, Bound.BEFORE}
_OPEN_END = {Bound.FROM, Bound.AFTER, Bound.UNTIL_AT_LEAST}


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A dated period with its hedge. Raises `FactError` for an EDTF that names no real days.

    `bound` must agree with the open side of `edtf`: by, until, before ↔ ``../X``; from, after,
    until_at_least ↔ ``X/..``; in ↔ neither.
    """

    edtf: str
    edge: Edge | None = None
    bound: Bound = Bound.IN
    surface: str = ""
    basis: Basis = Basis.STATED
    earliest: date | None = field(init=False)
    latest: date | None = field(init=False)

    def __post_init__(self) -> None:
        earliest, latest = _allowed(self.edtf, self.edge, self.bound)
        object.__setattr__(self, "earliest", earliest)
        object.__setattr__(self, "latest", latest)

    @property
    def approximate(self) -> bool:
        return "~" in self.edtf

    @property
    def core(self) -> str:
        """The EDTF without its open side and without ``~``: ``../2026~`` → ``2026``."""
        return _core(self.edtf)

    @property
    def window(self) -> Span:
        """The closed days that the words name, narrowed by the edge, open sides left out."""
        return _window(self.edtf, self.edge)

    @property
    def deadline(self) -> date | None:
        """The last day on which the thing dated may still happen in time; None where open."""
        return self.latest

    @property
    def sort_key(self) -> tuple[date, int]:
        """Order on a timeline: `latest` for by/until/before, else `earliest`; then the narrower window."""
        start, end = self.window
        anchor = self.latest if self.bound in _OPEN_START else self.earliest
        return (anchor or start, (end - start).days)


@lru_cache(maxsize=1 << 14)
def _core(edtf: str) -> str:
    return "/".join(p for p in edtf.replace("~", "").split("/") if p not in ("", ".."))


# Merging lays every date beside every other of its subject.
@lru_cache(maxsize=1 << 14)
def _window(edtf: str, edge: Edge | None) -> Span:
    core = _core(edtf)
    return _narrow(_span(core), edge, core)


# The same few dates are read from the database again and again.
@lru_cache(maxsize=1 << 14)
def _allowed(edtf: str, edge: Edge | None, bound: Bound) -> tuple[date | None, date | None]:
    left, right = edtf.startswith("../"), edtf.endswith("/..")
    if left != (bound in _OPEN_START) or right != (bound in _OPEN_END):
        raise FactError("date.bound", "bound_disagrees", f"{bound} {edtf}")
    core = edtf.removeprefix("../").removesuffix("/..").replace("~", "")
    whole = _span(core)
    start, end = _narrow(whole, edge, core)
    if left:
        return None, (start - DAY if bound is Bound.BEFORE and edge is None else end)
    if right:
        return (end if bound is Bound.UNTIL_AT_LEAST else end + DAY if bound is Bound.AFTER else start), None
    return start, end


@lru_cache(maxsize=1 << 14)
def _span(core: str) -> Span:
    """The days of a closed EDTF: one part or ``A/B``."""
    parts = core.split("/")
    if len(parts) > 2:
        raise FactError("date.edtf", "bad_edtf", core)
    spans = [_part(p) for p in parts]
    if spans[0][0] > spans[-1][1]:
        raise FactError("date.edtf", "interval_reversed", core)
    return spans[0][0], spans[-1][1]


def _part(text: str) -> Span:
    match = _PART.fullmatch(text)
    if not match:
        raise FactError("date.edtf", "bad_edtf", text)
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        if day:
            only = date(year, month, day)
            return only, only
        if month in _SEASONS:
            first, last = _SEASONS[month]
            return date(year, first, 1), _month_end(year + (last < first), last)
        if match[2]:
            return date(year, month, 1), _month_end(year, month)
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError as error:
        raise FactError("date.edtf", "no_such_date", text) from error


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _narrow(span: Span, edge: Edge | None, core: str) -> Span:
    """Narrow a year or a month to its named edge; days, seasons and intervals stay as they are."""
    start, end = span
    if edge is None:
        return span
    if re.fullmatch(r"\d{4}", core):
        first, last = {
            Edge.START: (1, 1),
            Edge.EARLY: (1, 3),
            Edge.MID: (5, 8),
            Edge.LATE: (10, 12),
            Edge.END: (10, 12),
        }[edge]
        return date(start.year, first, 1), _month_end(start.year, last)
    if re.fullmatch(r"\d{4}-(0\d|1[0-2])", core):
        first, last = {
            Edge.START: (1, 5),
            Edge.EARLY: (1, 10),
            Edge.MID: (11, 20),
            Edge.LATE: (21, 31),
            Edge.END: (21, 31),
        }[edge]
        return start.replace(day=first), start.replace(day=min(last, end.day))
    return span
