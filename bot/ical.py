"""The calendar: the dated milestones as iCalendar (RFC 5545), one all-day entry each.

Pure: a corpus in, text out. Loaded only where a calendar is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Entry

from bot.export import bare
from handlers.i18n import Translator
from handlers.views.titles import label
from storage.chat import ChatSettings
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Corpus, Milestone, Phase

_STATUS = {
    Phase.PROMISED: "TENTATIVE",
    Phase.UNDER_WAY: "CONFIRMED",
    Phase.DONE: "CONFIRMED",
    Phase.DENIED: "CANCELLED",
}


def as_calendar(corpus: Corpus, defaults: ChatSettings, loaded_at: datetime) -> str:
    """The dated milestones as all-day entries, in the language of `defaults`.

    A promise with a deadline stands on its last day, anything else on all the days its words allow: the
    words themselves are in the title. The same revision gives the same bytes.
    """
    t = Translator(defaults, corpus.story)
    calendar = Calendar()
    calendar.add("prodid", "-//Mujaz//mujaz//AR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", t.name(corpus.story.title))
    for milestone in corpus.milestones:
        if milestone.date:
            calendar.add_component(_entry(milestone, milestone.date, corpus, t, loaded_at))
    return bytes(calendar.to_ical()).decode("utf-8")


def _entry(milestone: Milestone, when: FuzzyDate, corpus: Corpus, t: Translator, loaded_at: datetime) -> Entry:
    first, last = _days(when)
    entry = Entry()
    # The key of a milestone holds no date: a deadline that moves, moves the entry.
    entry.add("uid", f"{milestone.key}@{corpus.story.id}.mujaz")
    entry.add("dtstamp", loaded_at.astimezone(UTC))
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))
    entry.add("summary", bare(f"{label(milestone, t)} ({t.fuzzy(when)})"))
    entry.add("description", "\n\n".join(_receipts(milestone, corpus)))
    entry.add("status", _STATUS[milestone.phase])
    # It says when something is told to happen, not that the reader is busy.
    entry.add("transp", "TRANSPARENT")
    return entry


def _days(when: FuzzyDate) -> tuple[date, date]:
    start, end = when.window
    if when.bound in (Bound.BY, Bound.UNTIL, Bound.BEFORE):
        last = when.latest or end
        return last, last
    return start, end


def _receipts(milestone: Milestone, corpus: Corpus) -> Iterator[str]:
    publishers = {article.id: article.publisher or article.title or article.id for article in corpus.articles}
    events = {event.id: event for event in corpus.events}
    for event in (events[id_] for id_ in milestone.events):
        yield f"«{event.citation.sentence}» — {publishers[event.citation.article]}"
