"""The calendar: dated milestones, on the days that their words allow, under ids that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from bot import ical
from storage.chat import ChatSettings, Language
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import Corpus
from tests import corpora

LOADED = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def entries(corpus: Corpus, language: Language = Language.ARABIC) -> dict[str, dict[str, object]]:
    """UID → the entry's fields, decoded."""
    calendar = Calendar.from_ical(ical.as_calendar(corpus, ChatSettings(0, language), LOADED))
    found = {}
    for entry in calendar.walk("VEVENT"):
        fields = {name: entry.decoded(name) for name in ("dtstart", "dtend", "dtstamp")}
        fields |= {name: str(entry[name]) for name in ("summary", "status", "description")}
        found[str(entry["uid"])] = fields
    return found


def test_every_dated_milestone_is_in_it_once() -> None:
    corpus = corpora.small()
    dated = [milestone for milestone in corpus.milestones if milestone.date]
    assert 0 < len(dated) < len(corpus.milestones)
    assert len(entries(corpus)) == len(dated)


def test_a_moved_deadline_keeps_its_id() -> None:
    corpus = corpora.small()
    promised = next(m for m in corpus.milestones if m.key == "asad|promised")
    moved = replace(promised, date=FuzzyDate("../2027", bound=Bound.BY))
    later = replace(corpus, milestones=tuple(moved if m is promised else m for m in corpus.milestones))
    before, after = entries(corpus), entries(later)
    assert before.keys() == after.keys()
    assert sum(before[uid]["dtstart"] != after[uid]["dtstart"] for uid in before) == 1


@pytest.mark.parametrize(
    ("when", "first", "after"),
    [
        (FuzzyDate("../2025-09", bound=Bound.BY), date(2025, 9, 30), date(2025, 10, 1)),
        (FuzzyDate("../2025-09-10", bound=Bound.BEFORE), date(2025, 9, 9), date(2025, 9, 10)),
        (FuzzyDate("2025-08", Edge.END), date(2025, 8, 21), date(2025, 9, 1)),
        (FuzzyDate("2025-08-30"), date(2025, 8, 30), date(2025, 8, 31)),
        (FuzzyDate("2026-09/..", bound=Bound.UNTIL_AT_LEAST), date(2026, 9, 1), date(2026, 10, 1)),
    ],
)
def test_it_stands_on_the_days_that_the_words_allow(when: FuzzyDate, first: date, after: date) -> None:
    corpus = corpora.small()
    one = replace(corpus, milestones=(replace(corpus.milestones[1], date=when),))
    (entry,) = entries(one).values()
    assert (entry["dtstart"], entry["dtend"]) == (first, after)


def test_a_promise_is_tentative_and_what_is_done_confirmed() -> None:
    states = {uid.partition("@")[0]: entry["status"] for uid, entry in entries(corpora.small()).items()}
    assert states["asad|promised"] == "TENTATIVE"
    assert states["asad|under_way"] == "CONFIRMED"


def test_an_entry_quotes_its_receipts() -> None:
    corpus = corpora.small()
    sentences = {event.id: event.citation.sentence for event in corpus.events}
    found = entries(corpus)
    for milestone in corpus.milestones:
        for uid, entry in found.items():
            if uid.startswith(f"{milestone.key}@"):
                assert all(sentences[event] in str(entry["description"]) for event in milestone.events)


def test_titles_are_in_the_language_asked_for() -> None:
    arabic, english = (entries(corpora.small(), language) for language in (Language.ARABIC, Language.ENGLISH))
    assert all(not str(entry["summary"]).isascii() for entry in arabic.values())
    assert all(str(entry["summary"]).replace("–", "-").isascii() for entry in english.values())


def test_the_same_revision_gives_the_same_bytes() -> None:
    one, other = (ical.as_calendar(corpora.small(), ChatSettings(0), LOADED) for _ in range(2))
    assert one == other
