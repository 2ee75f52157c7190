"""Quotations are found as whole sentences, and one that is not says what was probably meant."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.quotes import NotQuoted, Quotable
from storage.corpus.reader import read_article
from storage.corpus.text import sentences
from storage.records import Article, Citation
from tests import corpora
from tests.storage.corpus.seed_files import write

FIRST, SECOND, THIRD, FOURTH = "غادرت القوات بغداد.", "وبقي آخرون في أربيل.", "وقال مسؤول إنهم راحلون.", "عنوان قصير"
TEXT = f"---\nid: a\n---\n{FIRST} {SECOND}\n\n- {FOURTH}\n{THIRD}{SECOND}\n"


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Article:
    folder = tmp_path_factory.mktemp("quotes")
    return read_article(write(folder, "a.txt", TEXT), folder, None)


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        (FIRST, FIRST),
        ("غادرت   القوات\n  بغداد.", FIRST),
        ("\u202bغادرت القوات بغداد.\u202c", FIRST),
        (f"{FIRST} {SECOND}", f"{FIRST} {SECOND}"),
        (f"{SECOND} {FOURTH}", f"{SECOND}\n\n- {FOURTH}"),
        (f"{THIRD}{SECOND}", f"{THIRD}{SECOND}"),
        (FOURTH, FOURTH),
    ],
)
def test_a_sentence_or_a_run_of_them_is_cited(article: Article, quote: str, sentence: str) -> None:
    citation = Quotable(article).cite(quote)
    assert isinstance(citation, Citation)
    assert citation.sentence == sentence == article.text[citation.start : citation.end]


def test_a_sentence_that_comes_twice_is_cited_where_it_comes_first(article: Article) -> None:
    citation = Quotable(article).cite(SECOND)
    assert isinstance(citation, Citation)
    assert citation.start == article.text.index(SECOND)


@pytest.mark.parametrize(
    ("quote", "code", "hint"),
    [
        ("القوات بغداد.", "quote_not_a_sentence", FIRST),
        ("بغداد. وبقي آخرون", "quote_not_a_sentence", FIRST),
        ("غادرت القوات بغداد", "quote_not_a_sentence", FIRST),
        ("غادرت القوات البغداد.", "quote_not_in_text", FIRST),
        ("غادرت  القوّات بغداد.", "quote_not_in_text", FIRST),
        ("كلام آخر عن كرة القدم", "quote_not_in_text", ""),
    ],
)
def test_anything_else_is_refused_with_what_was_meant(article: Article, quote: str, code: str, hint: str) -> None:
    assert Quotable(article).cite(quote) == NotQuoted(code, hint)


@given(st.data())
def test_every_run_of_sentences_is_found_where_it_stands(data: st.DataObject) -> None:
    pieces = data.draw(st.lists(st.from_regex(r"[ابت]{1,4}( [ابت]{1,4})?\.", fullmatch=True), min_size=1, max_size=8))
    gaps = data.draw(st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=len(pieces), max_size=len(pieces)))
    text = "".join(piece + gap for piece, gap in zip(pieces, gaps, strict=True)).strip()
    article = made(text)
    first = data.draw(st.integers(0, len(article.sentences) - 1))
    last = data.draw(st.integers(first, len(article.sentences) - 1))
    quote = text[article.sentences[first].start : article.sentences[last].end]
    citation = Quotable(article).cite(quote)
    assert isinstance(citation, Citation)
    assert citation.sentence.split() == quote.split()
    assert citation.sentence == text[citation.start : citation.end]


def test_a_run_is_found_behind_words_that_only_look_like_it() -> None:
    citation = Quotable(made("ان بن. تم. ثم. بن. تم.")).cite("بن. تم.")
    assert isinstance(citation, Citation)
    assert citation.start == 15


def made(text: str) -> Article:
    """An article of this text."""
    return replace(corpora.small().articles[0], text=text, sentences=sentences(text))
