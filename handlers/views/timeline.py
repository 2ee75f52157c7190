"""The timeline on a screen: milestones by year, today's line between past and future, and the filters.

What was asked is said in words above, what is not on the page is a button away. The lines themselves are
those of `handlers.views.milestones`; what a button's data means is read in `handlers.commands.timeline`.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date

from handlers.i18n import Translator
from handlers.views.coverage import coverage, extent
from handlers.views.message import Block, Bold, Button, Message, Paragraph
from handlers.views.milestones import lines
from handlers.views.receipts import dotted
from handlers.views.remembering import remembered
from storage.answers import Edition, Lane, TimelinePage, TimelineQuery
from storage.fuzzydate import FuzzyDate
from storage.records import Milestone

Rows = tuple[tuple[Button, ...], ...]
_YEARS_A_ROW, _PLACES_A_ROW = 4, 2


def page(answer: TimelinePage, t: Translator, today: date, state: str, nearest: Sequence[str] = ()) -> Message:
    """A page of milestones. `state` is the short id under which its query and cursors are kept;
    `nearest` are places that sound like a word that was not found."""
    if not answer.milestones:
        return _nothing(answer, t, state, nearest)
    return Message(_page(answer, t, today), _buttons(answer, t, state))


@remembered
def _page(answer: TimelinePage, t: Translator, today: date) -> tuple[Block, ...]:
    return (*_head(answer, t), *_body(answer, t, today), coverage(answer.edition, t))


def _head(answer: TimelinePage, t: Translator) -> Iterator[Paragraph]:
    undated = answer.query.lane is Lane.UNDATED
    yield Paragraph((Bold((t("timeline.title.undated" if undated else "timeline.title"),)),))
    shown = len(answer.milestones)
    part = t.n("timeline.part", shown) if shown < answer.total else ""
    yield Paragraph(dotted((t.n("timeline.total", answer.total), part, *asked(answer.query, t))), tight=True)


def _body(answer: TimelinePage, t: Translator, today: date) -> Iterator[Paragraph]:
    year, border = None, _today_at(answer, today)
    for number, milestone in enumerate(answer.milestones):
        if number == border:
            yield _today(t, today)
        if milestone.year != year and answer.query.lane is Lane.DATED:
            year = milestone.year
            yield Paragraph((Bold((t("timeline.year", year=t.year(year or 0)),)),))
            yield from lines(milestone, t, today, tight=True)
        else:
            yield from lines(milestone, t, today)
    if border == len(answer.milestones):
        yield _today(t, today)


def _today(t: Translator, today: date) -> Paragraph:
    return Paragraph((t("timeline.today", date=t.date(today)),))


def _today_at(answer: TimelinePage, today: date) -> int | None:
    """Before which of the page's milestones today stands: behind the last whose days are all over.

    None where today lies on another page, or outside of what was asked.
    """
    query = answer.query
    if query.lane is Lane.UNDATED or (query.end and query.end < today) or (query.start and query.start > today):
        return None
    over = [number for number, milestone in enumerate(answer.milestones, 1) if _over(milestone, today)]
    border = over[-1] if over else 0
    if (border == 0 and answer.older) or (border == len(answer.milestones) and answer.newer):
        return None
    return border


def _over(milestone: Milestone, today: date) -> bool:
    return milestone.date is not None and milestone.date.window[1] < today


# ------------------------------------------------------------------ what was asked


def asked(query: TimelineQuery, t: Translator) -> tuple[str, ...]:
    """The filters of a query in words, one each."""
    words = t("timeline.words", words=t.isolate(" ".join(query.words))) if query.words else ""
    place = t.place(query.place) if query.place else ""
    force = t.actor(query.force) if query.force else ""
    return tuple(part for part in (_span(query.start, query.end, t), place, force, words) if part)


def _span(start: date | None, end: date | None, t: Translator) -> str:
    if start is None or end is None:
        if start:
            return t("timeline.since", date=t.date(start))
        return t("timeline.until", date=t.date(end)) if end else ""
    if start == end:
        return t.date(start)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        years = {"first": t.year(start.year), "last": t.year(end.year)}
        return t("timeline.year", year=years["last"]) if start.year == end.year else t("timeline.years", **years)
    if start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]:
        first, last = t.fuzzy(FuzzyDate(f"{start:%Y-%m}")), t.fuzzy(FuzzyDate(f"{end:%Y-%m}"))
        return first if first == last else t("timeline.years", first=first, last=last)
    return t("timeline.years", first=t.date(start), last=t.date(end))


def _nothing(answer: TimelinePage, t: Translator, state: str, nearest: Sequence[str]) -> Message:
    """What was looked for, what there is at all, and what was perhaps meant."""
    wanted = asked(answer.query, t)
    first = t.rich("timeline.none.for", asked=dotted(wanted)) if wanted else (t("timeline.none"),)
    blocks: list[Block] = [Paragraph(first), extent(answer.edition, t)]
    if nearest:
        blocks.append(Paragraph((t("timeline.nearest"),)))
    names = tuple(Button(t.place(place), f"t:{state}:p:{place}") for place in nearest)
    rows = (names, *_lanes(answer, t, state), *_clear(answer.query, t, state))
    return Message(tuple(blocks), tuple(row for row in rows if row))


# ------------------------------------------------------------------ buttons


def _buttons(answer: TimelinePage, t: Translator, state: str) -> Rows:
    turns = []
    if answer.older:
        turns.append(Button(t("timeline.older"), f"t:{state}:o"))
    if answer.newer:
        turns.append(Button(t("timeline.newer"), f"t:{state}:n"))
    filters = [Button(t("timeline.by_place"), f"t:{state}:p")]
    if answer.query.lane is Lane.DATED:
        filters.insert(0, Button(t("timeline.by_year"), f"t:{state}:y"))
    rows = (tuple(turns), tuple(filters), *_lanes(answer, t, state), *_clear(answer.query, t, state))
    return tuple(row for row in rows if row)


def _lanes(answer: TimelinePage, t: Translator, state: str) -> Rows:
    """The way to the other lane, where it holds something."""
    if not answer.other_lane:
        return ()
    to = "undated" if answer.query.lane is Lane.DATED else "dated"
    return ((Button(t(f"timeline.to_{to}", count=answer.other_lane), f"t:{state}:u"),),)


def _clear(query: TimelineQuery, t: Translator, state: str) -> Rows:
    return ((Button(t("timeline.clear"), f"t:{state}:x"),),) if query != TimelineQuery(lane=query.lane) else ()


# ------------------------------------------------------------------ choosing a filter


def years(
    edition: Edition, query: TimelineQuery, found: Sequence[tuple[int, int]], t: Translator, state: str
) -> Message:
    """A button for each year; `found` are years with the number of their milestones."""
    buttons = [Button(t("timeline.choice", name=t.year(y), count=n), f"t:{state}:y:{y}") for y, n in found]
    return _choice("timeline.choose_year", edition, query, buttons, _YEARS_A_ROW, t, state)


def places(
    edition: Edition, query: TimelineQuery, found: Sequence[tuple[str, int]], t: Translator, state: str
) -> Message:
    """A button for each place; `found` are place ids with the number of their milestones."""
    buttons = [Button(t("timeline.choice", name=t.place(p), count=n), f"t:{state}:p:{p}") for p, n in found]
    return _choice("timeline.choose_place", edition, query, buttons, _PLACES_A_ROW, t, state)


def _choice(
    msgid: str,
    edition: Edition,
    query: TimelineQuery,
    buttons: Sequence[Button],
    width: int,
    t: Translator,
    state: str,
) -> Message:
    rows = [tuple(buttons[n : n + width]) for n in range(0, len(buttons), width)]
    back = (Button(t("timeline.back"), f"t:{state}:b"),)
    head = Paragraph((Bold((t("timeline.title"),)),))
    chosen = dotted(asked(query, t))
    blocks = [head, *([Paragraph(chosen, tight=True)] if chosen else []), Paragraph((t(msgid),))]
    return Message((*blocks, coverage(edition, t)), (*rows, back))
