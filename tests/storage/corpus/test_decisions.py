"""Rows that speak of extracted facts: what is read, what is refused, and that writing gives them back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from storage.corpus.decisions import Seen, describes, seen
from storage.corpus.facts_file import FactsFile, read_facts
from storage.corpus.facts_writer import write_facts
from storage.corpus.reader import read_article
from storage.corpus.story import read_story
from storage.records import Article, Kind, Modality, Story, Unit
from tests.storage.corpus.seed_files import ARTICLE, LEAVE, STAY, STORY, facts, problems_of, write

CLAIMS = f"""\
  - quote: "{LEAVE}"
    events:
      - {{id: mine, of: x1, was: {{place: null, date: "2026"}}, kind: withdrawal, modality: planned, place: baghdad}}
      - {{id: x2, of: x2, kind: presence, modality: ongoing, place: iraq}}
    rejected:
      - {{of: x3, kind: handover, modality: denied, place: baghdad, date: "../2026", note: "ليس تسليماً"}}
  - quote: "{STAY}"
    rejected:
      - {{of: x4, unit: personnel, modality: happened, number: 900}}
"""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return read_story(write(tmp_path_factory.mktemp("story"), "story.yaml", STORY))


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory, story: Story) -> Article:
    folder = tmp_path_factory.mktemp("article")
    return read_article(write(folder, "a001.txt", ARTICLE), folder, story)


def incomplete(claims: str, head: str = "") -> str:
    return facts(claims).replace("complete: true", f"complete: false{head}")


def read(folder: Path, text: str, article: Article | None, story: Story | None) -> FactsFile:
    return read_facts(write(folder, "a001.facts.yaml", text), article, story)


def test_a_row_names_the_extracted_fact_and_what_it_said(tmp_path: Path, article: Article, story: Story) -> None:
    file = read(tmp_path, incomplete(CLAIMS), article, story)
    mine, second = file.events
    assert file.speaks_of == {
        "a001#mine": Seen("a001#x1", mine.citation, Kind.WITHDRAWAL, Modality.PLANNED, None, "2026"),
        "a001#x2": Seen("a001#x2", second.citation, Kind.PRESENCE, Modality.ONGOING, "iraq"),
    }


def test_what_is_rejected_is_read_under_its_sentence(tmp_path: Path, article: Article, story: Story) -> None:
    file = read(tmp_path, incomplete(CLAIMS), article, story)
    handover, count = file.rejected
    assert handover == Seen("a001#x3", handover.citation, Kind.HANDOVER, Modality.DENIED, "baghdad", date="../2026")
    assert handover.citation.sentence == LEAVE
    assert count == Seen("a001#x4", count.citation, Unit.PERSONNEL, Modality.HAPPENED, number=900)
    assert count.citation.sentence == STAY


def test_writing_what_was_read_changes_no_byte(tmp_path: Path, article: Article, story: Story) -> None:
    path = write(tmp_path, "a001.facts.yaml", incomplete(CLAIMS))
    before = path.read_bytes()
    write_facts(path, read_facts(path, article, story))
    assert path.read_bytes() == before


def test_what_is_written_anew_is_read_back(tmp_path: Path, article: Article, story: Story) -> None:
    file = read(tmp_path, incomplete(CLAIMS), article, story)
    copy = tmp_path / "copy" / "a001.facts.yaml"
    copy.parent.mkdir()
    write_facts(copy, file)
    assert read_facts(copy, article, story) == file


def test_a_draft_says_so_and_does_not_count(tmp_path: Path, article: Article, story: Story) -> None:
    signed = read(tmp_path, incomplete(CLAIMS), article, story)
    draft = read(tmp_path, incomplete(CLAIMS, "\ndraft: true"), article, story)
    assert (signed.draft, signed.counts) == (False, True)
    assert (draft.draft, draft.counts, draft.events) == (True, False, signed.events)


def test_a_stale_file_decides_nothing(tmp_path: Path, article: Article, story: Story) -> None:
    file = read(tmp_path, incomplete(CLAIMS).replace('text_sha256: "', 'text_sha256: "0'), article, story)
    assert (file.stale, file.counts, file.speaks_of, file.rejected) == (True, False, {}, ())


@pytest.mark.parametrize(
    ("row", "field", "code", "hint"),
    [
        ("kind: handover, modality: denied", "of", "missing", ""),
        ("of: x3, modality: denied", "kind", "kind_or_unit", ""),
        ("of: x3, kind: handover, unit: personnel, modality: denied", "kind", "kind_or_unit", ""),
        ("of: x3, kind: handovr, modality: denied", "kind", "unknown_value", "handover"),
        ("of: x3, kind: handover", "modality", "missing", ""),
        ("of: x3, kind: handover, modality: denied, place: bagdad", "place", "unknown_place", "baghdad"),
        ("of: x3, kind: handover, modality: denied, number: 3", "number", "unknown_field", ""),
        ("of: x3, unit: personnel, modality: denied, date: '2025'", "date", "unknown_field", ""),
        ("of: X3, kind: handover, modality: denied", "of", "bad_id", ""),
    ],
)
def test_a_rejection_that_says_too_little_or_too_much_is_refused(
    tmp_path: Path, article: Article, story: Story, row: str, field: str, code: str, hint: str
) -> None:
    claims = f'  - quote: "{LEAVE}"\n    rejected:\n      - {{{row}}}\n'
    found = problems_of(lambda: read(tmp_path, incomplete(claims), article, story))
    (problem,) = [each for each in found if each.field == f"claims.0.rejected.0.{field}"]
    assert (problem.code, problem.line) == (code, 10)
    assert not hint or problem.hint == hint


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("was: {place: iraq}", "was", "without_of"),
        ("of: x1, was: {place: nowhere}", "was.place", "unknown_place"),
        ("of: x1, was: {actor: us}", "was.actor", "unknown_field"),
        ("of: x1, was: iraq", "was", "not_a_mapping"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    tmp_path: Path, article: Article, story: Story, row: str, field: str, code: str
) -> None:
    claims = f'  - quote: "{LEAVE}"\n    events:\n      - {{id: a, kind: withdrawal, modality: planned, {row}}}\n'
    found = problems_of(lambda: read(tmp_path, incomplete(claims), article, story))
    assert [(each.field, each.code) for each in found] == [(f"claims.0.events.0.{field}", code)]


def test_an_extracted_fact_is_decided_of_once(tmp_path: Path, article: Article, story: Story) -> None:
    twice = CLAIMS.replace("of: x4", "of: x1")
    found = problems_of(lambda: read(tmp_path, incomplete(twice), article, story))
    assert [(each.field, each.code, each.value) for each in found] == [("claims.1.rejected.0.of", "duplicate_id", "x1")]


def test_a_fact_is_described_by_what_it_says_in_its_sentence(tmp_path: Path, article: Article, story: Story) -> None:
    event = read(tmp_path, incomplete(CLAIMS), article, story).events[1]
    described = seen(event)
    assert describes(described, event, strictly=True)
    assert not describes(described, replace(event, place="baghdad"), strictly=False)
    assert not describes(described, replace(event, kind=Kind.HANDOVER), strictly=False)
    other = replace(event, modality=Modality.DENIED)
    assert describes(described, other, strictly=False)
    assert not describes(described, other, strictly=True)
    elsewhere = replace(event, citation=article.cite(article.sentences[1].start, article.sentences[1].end))
    assert not describes(described, elsewhere, strictly=False)
