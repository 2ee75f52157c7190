"""The corpus that a reading comes to: what no rule knows is counted, and what editors took away."""

from __future__ import annotations

from storage.corpus.assembly import MOST, assemble, unknown_verbs
from storage.corpus.extraction.unread import Unread
from storage.corpus.folder import Reading
from storage.records import UnknownVerb
from tests import corpora


def test_unknown_verbs_come_once_the_most_frequent_first() -> None:
    unread = [Unread("تموضع", 0, "a"), Unread("تخندق", 40, "a"), Unread("تخندق", 0, "b")]
    assert unknown_verbs(unread) == (UnknownVerb("تخندق", 2, "a", 40), UnknownVerb("تموضع", 1, "a", 0))


def test_only_those_that_are_worth_teaching_are_kept() -> None:
    many = [Unread(f"فعل{n}", 0, "a") for n in range(MOST + 5)]
    assert len(unknown_verbs([*many, many[-1]])) == MOST
    assert unknown_verbs([*many, many[-1]])[0] == UnknownVerb(many[-1].verb, 2, "a", 0)


def test_the_corpus_knows_what_was_not_read_and_what_was_taken_away() -> None:
    reading = Reading(corpora.story(), (corpora.OLD,), (), (), unread=(Unread("تخندق", 0, corpora.OLD.id),), rejected=3)
    corpus = assemble(reading, {})
    assert [verb.verb for verb in corpus.unknown] == ["تخندق"]
    assert corpus.rejected == 3
