"""One article: what an editor signed, what extraction finds, and which of the two counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.corpus.extraction.extractor import Extraction
from storage.corpus.extraction.unread import Unread
from storage.corpus.reading import ArticleReader, Files, Told
from storage.corpus.story import read_story
from storage.records import Article, Event, Kind, Modality, Origin
from tests.storage.corpus.seed_files import ARTICLE, BODY, CLAIMS, LEAVE, STORY, facts, write


class OneEvent:
    """An extractor that finds the same in every article: one handover that waits, and one verb that it cannot read."""

    def __init__(self, story: object) -> None:
        self.read_of: list[str] = []

    def read(self, article: Article) -> Extraction:
        self.read_of.append(article.id)
        sentence = article.sentences[0]
        event = Event(
            id=f"{article.id}#x0001",
            kind=Kind.HANDOVER,
            modality=Modality.PLANNED,
            citation=article.cite(sentence.start, sentence.end),
            origin=Origin.EXTRACTED,
            confidence=0.4,
            published=False,
        )
        return Extraction((event,), (), (Unread("تموضع", sentence.start, article.id),))


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ArticleReader:
    monkeypatch.setattr("storage.corpus.reading.Extractor", OneEvent)
    return ArticleReader(tmp_path, read_story(write(tmp_path, "story.yaml", STORY)))


def told(reader: ArticleReader, folder: Path, article: str = ARTICLE, file: str | None = None) -> Told:
    text = write(folder, "a001.txt", article)
    return reader.read(Files(text, write(folder, "a001.facts.yaml", file) if file else None))


def ids(told: Told) -> list[str]:
    return [event.id for event in told.events]


def test_without_a_facts_file_extraction_speaks(reader: ArticleReader, tmp_path: Path) -> None:
    found = told(reader, tmp_path)
    assert ids(found) == ["a001#x0001"]
    assert found.unread == (Unread("تموضع", 0, "a001"),)
    assert not found.events[0].published


def test_a_complete_file_is_the_whole_truth(reader: ArticleReader, tmp_path: Path) -> None:
    found = told(reader, tmp_path, file=facts(CLAIMS))
    assert ids(found) == ["a001#leave", "a001#stay"]
    assert [figure.id for figure in found.figures] == ["a001#us-erbil-900"]
    assert found.unread == ()


def test_an_incomplete_file_lies_over_extraction(reader: ArticleReader, tmp_path: Path) -> None:
    found = told(reader, tmp_path, file=facts(CLAIMS).replace("complete: true", "complete: false"))
    assert set(ids(found)) == {"a001#x0001", "a001#leave", "a001#stay"}
    assert [figure.id for figure in found.figures] == ["a001#us-erbil-900"]


def test_a_file_about_another_text_is_set_aside(reader: ArticleReader, tmp_path: Path) -> None:
    for complete in ("complete: true", "complete: false"):
        file = facts(CLAIMS, sha256="0" * 64).replace("complete: true", complete)
        found = told(reader, tmp_path, file=file)
        assert ids(found) == ["a001#x0001"]
        assert found.warnings == ("stale_facts:a001.facts.yaml",)


def test_only_arabic_is_extracted(reader: ArticleReader, tmp_path: Path) -> None:
    english = told(reader, tmp_path, article="US forces will leave the base by the end of the year.")
    assert english.article
    assert (english.article.language, english.events, english.unread) == ("en", (), ())


def test_without_a_story_nothing_is_extracted(tmp_path: Path) -> None:
    found = told(ArticleReader(tmp_path, None), tmp_path)
    assert found.article
    assert found.article.text == BODY
    assert (found.events, found.problems) == ((), ())


def test_a_bad_file_says_nothing_and_names_its_problems(reader: ArticleReader, tmp_path: Path) -> None:
    bad_facts = told(reader, tmp_path, file=facts(CLAIMS).replace(LEAVE, "جملة أخرى."))
    assert [problem.code for problem in bad_facts.problems] == ["quote_not_in_text", "words_not_in_quote"]
    assert bad_facts.article
    assert bad_facts.events == ()
    bad_article = told(reader, tmp_path, article="", file=facts(CLAIMS))
    assert [problem.code for problem in bad_article.problems] == ["empty"]
    assert bad_article.article is None
