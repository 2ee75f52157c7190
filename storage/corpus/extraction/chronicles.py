"""Chronicles: lists whose entries open with their date («- 25 تموز ثم 23 آب: تسليم …»), under headings that are years.

The dates themselves are read in `dates`; what an entry claims is `events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from storage.corpus.extraction.marks import DateMark
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.years import YEARS, number

_OPENS = frozenset(":-–—")
_REACH = 9
"""Words in which the mark behind the dates of an entry stands."""
_YEAR_WORDS = frozenset({"عام", "العام", "سنه", "السنه"})


def entry_dates(passage: Passage, dates: Sequence[DateMark]) -> Sequence[DateMark]:
    """The dates that open an entry of a chronicle, () where it is none: «9 كانون الأول 2017: بغداد تعلن …»."""
    tokens, last = passage.tokens, 0
    for n, mark in enumerate(dates):
        if mark.first > last + (1 if n else 0) or mark.after >= len(tokens):
            return ()
        last = mark.after
        if tokens[last - 1].after.strip()[:1] in _OPENS:
            return dates[: n + 1]
    return ()


def opens_entry(passage: Passage) -> bool:
    """Whether a mark behind the first words may close the dates of an entry: asked before the dates are known."""
    return any(token.after.strip()[:1] in _OPENS for token in passage.tokens[:_REACH])


def entries_since(passage: Passage, dates: Sequence[DateMark], since: date | None) -> date | None:
    """The day from which the entries after `passage` go on: the first of the year where it is a heading that is a
    year and nothing else, the day of the entry where it is one; `since` was so far."""
    if passage.heading:
        named = [token for token in passage.tokens if token.key not in _YEAR_WORDS]
        year = number(named, 0) if len(named) == 1 else None
        return date(year, 1, 1) if year is not None and year in YEARS else None
    own = [mark.date for mark in entry_dates(passage, dates) if mark.date]
    return own[-1].window[0] if own and len(own[-1].core) > 4 else since
