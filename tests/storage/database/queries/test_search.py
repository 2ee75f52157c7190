from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage.answers import SearchPage
from storage.database import loading
from storage.database.queries import search
from tests import corpora
from tests.storage.database.conftest import NOW


def _sentences(page: SearchPage) -> list[str]:
    return [hit.sentence for hit in page.hits]


def _bold(page: SearchPage) -> set[str]:
    return {hit.sentence[start:end] for hit in page.hits for start, end in hit.matches}


def test_sentences_come_newest_first_with_what_matched(loaded: Connection) -> None:
    page = search.find(loaded, "الانسحاب")
    assert _sentences(page) == [
        "وقال مسؤول إن الانسحاب من العراق لن يحدث.",
        "لا يُعرف متى كُتب هذا عن الانسحاب.",
    ]
    assert [hit.source.article for hit in page.hits] == ["001_new", "002_undated"]
    assert _bold(page) == {"الانسحاب"}
    assert (page.total, page.next_offset, page.words) == (2, None, "الانسحاب")


@pytest.mark.parametrize("words", ["قوات", "القوات", "وللقوات", "قُوّات", "القـوات"])
def test_spelling_and_particles_do_not_matter(loaded: Connection, words: str) -> None:
    page = search.find(loaded, words)
    assert page.total == 2
    assert _bold(page) == {"قوات"}


@pytest.mark.parametrize("words", ["2500", "٢٥٠٠", "2,500"])
def test_digits_are_accepted_either_way(loaded: Connection, words: str) -> None:
    assert _sentences(search.find(loaded, words)) == ["وفي العراق نحو 2500 جندي أميركي."]


def test_all_words_must_occur_where_any_sentence_holds_them_all(loaded: Connection) -> None:
    page = search.find(loaded, "قوات أربيل")
    assert _sentences(page) == ["وتبقى قوات في أربيل حتى أيلول 2026 على الأقل."]
    assert not page.partial


def test_otherwise_any_word_will_do_and_the_answer_says_so(loaded: Connection) -> None:
    page = search.find(loaded, "القوافل كوكب")
    assert page.partial
    assert {hit.source.article for hit in page.hits} == {"001_new"}
    assert page.total == 2


def test_titles_are_found_too(loaded: Connection) -> None:
    (hit,) = search.find(loaded, "دفعتين").hits
    assert hit.sentence == "خطة على دفعتين"
    assert hit.source.article == "000_old"


@pytest.mark.parametrize("words", ["", "  ", "؟!", "في", "كوكب", '"', "*", "NEAR(a b)", "words:قوات"])
def test_words_that_are_not_there_find_nothing_and_break_nothing(loaded: Connection, words: str) -> None:
    page = search.find(loaded, words)
    if words != "words:قوات":
        assert (page.hits, page.total, page.next_offset) == ((), 0, None)


@given(words=st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_break_the_search(loaded: Connection, words: str) -> None:
    page = search.find(loaded, words)
    assert len(page.hits) <= page.total


def test_pages_follow_each_other_without_gap_or_overlap(writer: Connection) -> None:
    lines = [f"الانسحاب رقم {n}." for n in range(12)]
    loading.load(writer, corpora.corpus([corpora.article(text="\n".join(lines))]), NOW)
    seen, offset = list[str](), 0
    while True:
        page = search.find(writer, "الانسحاب", offset)
        assert page.total == 12
        seen += _sentences(page)
        if page.next_offset is None:
            break
        offset = page.next_offset
    assert seen == lines


def test_counting_stops_and_so_do_the_pages(writer: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "COUNTED", 7)
    lines = "\n".join(f"الانسحاب رقم {n}." for n in range(12))
    loading.load(writer, corpora.corpus([corpora.article(text=lines)]), NOW)
    page = search.find(writer, "الانسحاب", 5)
    assert (len(page.hits), page.total, page.next_offset) == (2, 7, None)


def test_beyond_the_last_page_is_nothing(loaded: Connection) -> None:
    for offset in (2, 999, 1_000, 5_000):
        page = search.find(loaded, "الانسحاب", offset)
        assert (page.hits, page.next_offset) == ((), None)


def test_only_what_serves_is_found(loaded: Connection) -> None:
    loading.load(loaded, corpora.corpus([corpora.UNDATED]), NOW)
    assert search.find(loaded, "القوافل").total == 0
    loading.undo(loaded, NOW)
    assert search.find(loaded, "القوافل").total == 2
