from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from storage.corrections import Correction
from storage.database import contents, deliveries, outbox, subscriptions
from storage.database.queries import corrections, owing
from storage.digest import WITHDRAWN, version
from storage.fuzzydate import FuzzyDate
from storage.records import Event, Figure, Origin
from storage.schedule import Schedule
from storage.subscription import NEW, Plan, Subscription, Told
from tests.newsroom import BY_SEPTEMBER, BY_YEAR_END, MORNING, Newsroom, attacked, leave, troops


def told(*facts: Event | Figure) -> tuple[Told, ...]:
    return tuple(Told(fact.id, version(fact)) for fact in facts)


@pytest.fixture
def news(writer: Connection) -> Newsroom:
    news = Newsroom().prints("000_a", "2025-01-01", leave("000_a"), troops("000_a", 2500))
    news.load(writer)
    return news


def test_what_is_still_as_it_was_told_needs_no_correction(writer: Connection, news: Newsroom) -> None:
    news.says(replace(leave("000_a"), confidence=0.5)).load(writer)
    assert corrections.revised(writer, 1) == ("000_a#leave",)
    assert corrections.corrections(writer, told(leave("000_a"), troops("000_a", 2500))) == ()


def test_a_changed_fact_is_corrected_old_and_new_together(writer: Connection, news: Newsroom) -> None:
    news.says(leave("000_a", BY_YEAR_END)).load(writer)
    (found,) = corrections.corrections(writer, told(leave("000_a"), troops("000_a", 2500)))
    assert isinstance(found.old, Event)
    assert isinstance(found.new, Event)
    assert (found.old.date, found.new.date) == (BY_SEPTEMBER, BY_YEAR_END)
    assert (found.told.fact, found.version) == ("000_a#leave", version(found.new))
    assert found.source is not None
    assert (found.source.article, bool(found.code), found.reviewed, found.at_once) == ("000_a", True, True, True)


def test_each_is_corrected_from_the_version_that_he_was_told(writer: Connection, news: Newsroom) -> None:
    for value in (2400, 2300):
        news.says(troops("000_a", value)).load(writer)
    versions = told(*(troops("000_a", value) for value in (2500, 2400, 2300)))
    found = corrections.corrections(writer, versions)
    figures = [(each.old, each.new) for each in found]
    values = [tuple(fact.value for fact in pair if isinstance(fact, Figure)) for pair in figures]
    assert sorted(values) == [(2400, 2300), (2500, 2300)]


def test_what_was_changed_and_changed_back_needs_no_correction(writer: Connection, news: Newsroom) -> None:
    news.says(troops("000_a", 2400)).load(writer)
    news.says(troops("000_a", 2500)).load(writer)
    assert corrections.corrections(writer, told(troops("000_a", 2500))) == ()


@pytest.mark.parametrize("how", ["taken out", "unpublished"])
def test_a_withdrawn_fact_is_corrected_too(writer: Connection, news: Newsroom, how: str) -> None:
    if how == "taken out":
        news.drops("000_a#troops").load(writer)
    else:
        news.says(replace(troops("000_a", 2500), published=False)).load(writer)
    (found,) = corrections.corrections(writer, told(troops("000_a", 2500)))
    assert (found.new, found.version, found.at_once) == (None, WITHDRAWN, True)
    assert found.source is not None


def test_what_goes_with_its_whole_article_was_not_reviewed_as_wrong(writer: Connection, news: Newsroom) -> None:
    news.prints("001_b", "2025-02-01", troops("001_b", 900, place="syria")).load(writer)
    news.drops("001_b").load(writer)
    (found,) = corrections.corrections(writer, told(troops("001_b", 900, place="syria")))
    assert (found.new, found.source, found.at_once) == (None, None, False)


def test_what_is_only_read_otherwise_by_the_program_waits_for_the_next_digest(
    writer: Connection, news: Newsroom
) -> None:
    machine = replace(attacked("000_a", "2024-12-30"), origin=Origin.EXTRACTED)
    news.says(machine).load(writer)
    news.says(replace(machine, date=FuzzyDate("2024-12-29"))).load(writer)
    (found,) = corrections.corrections(writer, told(machine))
    assert not found.at_once


def test_a_fact_that_only_has_another_id_now_is_not_withdrawn(writer: Connection, news: Newsroom) -> None:
    news.drops("000_a#troops").says(troops("000_a", 2500, slug="renamed")).load(writer)
    assert corrections.corrections(writer, told(troops("000_a", 2500))) == ()


def test_undo_withdraws_what_it_takes_back(writer: Connection, news: Newsroom) -> None:
    attack = attacked("001_b", "2025-01-30")
    news.prints("001_b", "2025-02-01", attack).load(writer)
    news.undo(writer)
    (found,) = corrections.corrections(writer, told(attack))
    assert (found.old, found.new) == (attack, None)


def test_what_the_log_never_held_cannot_be_corrected(writer: Connection, news: Newsroom) -> None:
    assert corrections.corrections(writer, [Told("000_a#leave", "0123456789abcdef"), Told("nobody", WITHDRAWN)]) == ()


# ------------------------------------------------------------------ to whom


def subscribe(conn: Connection, chat: int, seen: int = 1) -> Subscription:
    return subscriptions.put(conn, Subscription(NEW, chat, None, chat, Schedule(), seen=seen), MORNING)


def deliver(conn: Connection, whom: Subscription, occasion: str, upto: int, facts: tuple[Told, ...]) -> None:
    """Tell `whom` these facts, and let the message arrive."""
    content = contents.keep(conn, [f"{occasion} {whom.chat}"], facts, MORNING)
    outbox.plan(conn, [Plan(whom, occasion, None, content, upto, MORNING, (), None, None)], MORNING)
    send(conn)


def send(conn: Connection) -> None:
    for claimed in deliveries.claim(conn, "me", MORNING, dt.timedelta(minutes=1), 10):
        sending = deliveries.sending(conn, claimed, MORNING, dt.timedelta(minutes=1))
        assert sending is not None
        deliveries.sent(conn, sending, 1, MORNING)


def owes(conn: Connection, whom: Subscription) -> tuple[Correction, ...]:
    return owing.owed_by(conn, [whom]).get(whom.id, ())


def test_only_those_who_were_told_are_owed_and_only_once(writer: Connection, news: Newsroom) -> None:
    told_once, told_other, told_nothing = (subscribe(writer, chat) for chat in (11, 12, 13))
    deliver(writer, told_once, "a", 1, told(troops("000_a", 2500)))
    deliver(writer, told_other, "a", 1, told(leave("000_a")))
    news.says(troops("000_a", 2400)).load(writer)
    assert owes(writer, told_other) == owes(writer, told_nothing) == ()
    (correction,) = owes(writer, told_once)
    content = contents.keep(writer, ["fix"], [Told(correction.told.fact, correction.version)], MORNING)
    receivers = contents.received(writer, correction.told.fact)
    assert outbox.correct(writer, receivers, "fix:2", content, MORNING) == 1
    send(writer)
    assert owes(writer, told_once) == ()
    news.says(troops("000_a", 2300)).load(writer)
    (again,) = owes(writer, told_once)
    assert isinstance(again.old, Figure)
    assert again.old.value == 2400
