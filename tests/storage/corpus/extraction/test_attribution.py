"""Who says what: every row of the table, and what holds of every text."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.corpus.extraction.attribution import mark_speeches
from storage.corpus.extraction.marks import Marked, Speech
from storage.corpus.extraction.names import mark_names
from storage.corpus.extraction.passages import Passage, passages
from storage.corpus.gazetteer import Gazetteer
from storage.corpus.story import read_story
from storage.corpus.text import sentences
from storage.records import Article, ArticleKind, Attribution, Publication, PublishedBasis
from tests.storage.corpus.extraction.speech_rows import ROWS, Row


@cache
def names() -> Gazetteer:
    return Gazetteer(read_story(Path("seeds/story.yaml")))


def article(text: str) -> Article:
    when = Publication("2025-09-19", PublishedBasis.STATED, date(2025, 9, 19), date(2025, 9, 19))
    kind = ArticleKind.ARTICLE
    return Article("a", None, None, None, when, "ar", kind, None, None, text, sentences(text), "", "a.txt")


def read(text: str) -> tuple[tuple[Passage, tuple[Speech, ...]], ...]:
    found = tuple(passages(article(text)))
    return tuple(zip(found, mark_speeches(found, [mark_names(p, names()) for p in found]), strict=True))


def said_by(passage: Passage, speeches: tuple[Speech, ...], word: str) -> Attribution:
    """Who says the word that is spelled so in the passage."""
    token = next(
        n for n in range(len(passage.tokens)) if passage.words(n, n + 1).removeprefix("و") == word.removeprefix("و")
    )
    return Marked(passage, (), (), (), speeches).attribution_at(token)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][-70:])
def test_a_sentence_tells_who_says_it(row: Row) -> None:
    text, speaker, agency, anonymous, inside, outside = row
    passage, speeches = read(text)[-1]
    if inside:
        assert said_by(passage, speeches, inside) == Attribution(speaker, agency, anonymous)
    if outside:
        assert said_by(passage, speeches, outside).speaker != speaker or speaker is None
        assert speaker is not None or said_by(passage, speeches, outside) == Attribution()
    else:
        assert speeches


def test_the_table_is_large() -> None:
    assert len(ROWS) >= 110
    assert len({row[0] for row in ROWS}) == len(ROWS)


def test_a_heading_says_nothing() -> None:
    (heading, none), _ = read("الوزير: سنغادر قريباً\n\nغادر الجنود القاعدة.")
    assert heading.heading
    assert none == ()


def test_what_goes_on_is_forgotten_after_some_paragraphs() -> None:
    text = "قال الوزير إن الطريق مغلق.\n\nأ ب ج.\n\nد ه و.\n\nز ح ط.\n\nوأكد أن الجسر مفتوح."
    assert read(text)[-1][1] == ()


_WORDS = sorted({word for row in ROWS for word in row[0].split()})


@settings(max_examples=60)
@given(st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join))
def test_speeches_lie_inside_their_passage(text: str) -> None:
    for passage, speeches in read(text):
        for speech in speeches:
            assert 0 <= speech.first < speech.after <= len(passage.tokens)
            assert 0 <= speech.intro_first <= speech.intro_after <= len(passage.tokens)
            assert speech.reasons


@settings(max_examples=40)
@given(st.text(alphabet='قالأنإو «»"،.:()بحسب123\n', max_size=120))
def test_any_text_is_read(text: str) -> None:
    assert read(text) == read(text)
