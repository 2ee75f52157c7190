"""What waits for an editor, on both databases: in which order, one of them whole, and how reading stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.database import loading
from storage.database.queries import reviews
from storage.database.session import Database
from storage.errors import NotFound
from storage.records import Article, Corpus, Kind, Origin, UnknownVerb
from storage.review import Waiting, left
from tests import corpora, desk

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
OLD = corpora.article("a_old", "قبلها جملة.\nيغادر الجميع عين الأسد.\nوفي العراق نحو 2500 جندي.", "2025-09-01", "الأول")
NEW = corpora.article("b_new", "وتبقى قوات في أربيل.", "2025-10-01", "الثاني")
LATER = desk.figure(OLD, "وفي العراق نحو 2500 جندي.", "x2")
LEAVE = desk.event(OLD, "يغادر الجميع عين الأسد.", "x1")
STAY = desk.event(NEW, "وتبقى قوات في أربيل.", "x3", kind=Kind.PRESENCE, place="erbil")
SURE = replace(LEAVE, id="a_old#x4", place="erbil", published=True, confidence=0.9)
SIGNED = replace(SURE, id="a_old#mine", origin=Origin.REVIEWED, confidence=1.0, reasons=())
VERBS = (UnknownVerb("تمركز", 3, "b_new", 0), UnknownVerb("تموضع", 1, "gone", 0))


def corpus(**changes: object) -> Corpus:
    whole = corpora.corpus((OLD, NEW), (LEAVE, STAY, SURE, SIGNED), (LATER,))
    return replace(whole, unknown=VERBS, rejected=2, **changes)  # type: ignore[arg-type]


@pytest.fixture
def database(any_database: Database) -> Database:
    with any_database.writer() as conn:
        loading.load(conn, corpus(), NOW)
    return any_database


def test_what_waits_stands_newest_article_first_and_in_the_order_of_its_text(database: Database) -> None:
    with database.reader() as conn:
        queue = reviews.waiting(conn)
    assert queue.waiting == (Waiting("b_new", (STAY.id,)), Waiting("a_old", (LEAVE.id, LATER.id)))
    assert queue.facts == (STAY.id, LEAVE.id, LATER.id)
    assert queue.of("a_old").facts == (LEAVE.id, LATER.id)
    assert queue.of("nobody").facts == ()


def test_all_that_was_extracted_from_an_article_can_be_looked_at(database: Database) -> None:
    with database.reader() as conn:
        assert reviews.extracted(conn, "a_old").facts == (LEAVE.id, SURE.id, LATER.id)
        assert reviews.extracted(conn, "nobody").facts == ()


def test_the_queue_goes_on_behind_a_fact_and_around_the_end(database: Database) -> None:
    with database.reader() as conn:
        queue = reviews.waiting(conn)
    assert left(queue, {LEAVE.id}) == (STAY.id, LATER.id)
    assert queue.after("", queue.facts) == STAY.id
    assert queue.after(STAY.id, (STAY.id, LATER.id)) == LATER.id
    assert queue.after(LATER.id, (STAY.id, LATER.id)) == STAY.id
    assert queue.after(LATER.id, (LATER.id,)) == LATER.id
    assert queue.after("gone", (LATER.id,)) == LATER.id


def test_a_fact_comes_with_its_article_and_the_sentence_before(database: Database) -> None:
    with database.reader() as conn:
        proposal = reviews.proposal(conn, LEAVE.id)
    assert (proposal.fact, proposal.before, proposal.source.title) == (LEAVE, "قبلها جملة.", "الأول")
    assert isinstance(proposal.article, Article)
    assert (proposal.article.text, proposal.article.sentences) == (OLD.text, OLD.sentences)
    assert (proposal.article.sha256, proposal.article.path) == (OLD.sha256, OLD.path)


def test_the_first_sentence_has_none_before_it(database: Database) -> None:
    with database.reader() as conn:
        assert reviews.proposal(conn, STAY.id).before == ""


def test_a_fact_that_the_edition_lacks_is_not_found(database: Database) -> None:
    with database.reader() as conn, pytest.raises(NotFound) as caught:
        reviews.proposal(conn, "a_old#nobody")
    assert caught.value.noun == "fact"


def test_how_reading_stands(database: Database) -> None:
    with database.reader() as conn:
        standing = reviews.standing(conn)
        code = reviews.proposal(conn, STAY.id).source.code
    assert (standing.reviewed, standing.extracted, standing.edition.facts) == (1, 1, 2)
    assert (standing.waiting, standing.waiting_in, standing.rejected) == (3, 2, 2)
    assert standing.unknown == ((VERBS[0], code), (VERBS[1], ""))


def test_another_load_has_another_queue_and_undo_brings_the_old_one_back(database: Database) -> None:
    approved = replace(STAY, origin=Origin.REVIEWED, confidence=1.0, published=True, reasons=())
    second = corpora.corpus((OLD, NEW), (LEAVE, approved, SURE, SIGNED), (LATER,))
    with database.writer() as conn:
        loading.load(conn, second, NOW)
    with database.reader() as conn:
        assert reviews.waiting(conn).facts == (LEAVE.id, LATER.id)
        assert reviews.standing(conn).rejected == 0
    with database.writer() as conn:
        loading.undo(conn, NOW)
    with database.reader() as conn:
        assert reviews.waiting(conn).facts == (STAY.id, LEAVE.id, LATER.id)


def test_where_nothing_waits_the_queue_is_empty(any_database: Database) -> None:
    with any_database.writer() as conn:
        loading.load(conn, corpora.small(), NOW)
    with any_database.reader() as conn:
        assert reviews.waiting(conn).facts == ()
        standing = reviews.standing(conn)
    assert (standing.waiting, standing.rejected, standing.extracted, standing.reviewed) == (0, 0, 0, 8)
