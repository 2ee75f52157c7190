from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, text
from sqlalchemy.exc import DatabaseError

from storage.database import fulltext, loading
from storage.database.models import milestones, passages
from tests import corpora
from tests.storage.database.conftest import NOW


def _find(conn: Connection, expression: str, limit: int = 100, offset: int = 0) -> list[int]:
    return list(conn.scalars(fulltext.PASSAGES, {"words": expression, "limit": limit, "offset": offset}))


@pytest.fixture
def indexed(writer: Connection) -> Connection:
    """Three passages of one article, of rows 10, 11 and 12."""
    loading.load(writer, corpora.corpus([corpora.article()]), NOW)
    for row, words in ((10, "one two"), (11, "two three"), (12, "u.s f-16 2,500")):
        writer.execute(insert(passages), {"row": row, "article": 1, "start": 0, "end": 1, "words": words})
    writer.execute(text("INSERT INTO passage_words (rowid, words) SELECT row, words FROM passages WHERE row < 20"))
    return writer


def test_what_is_found_comes_newest_first(indexed: Connection) -> None:
    assert _find(indexed, fulltext.all_of(["two"])) == [11, 10]


def test_all_words_or_any(indexed: Connection) -> None:
    assert _find(indexed, fulltext.all_of(["two", "three"])) == [11]
    assert _find(indexed, fulltext.any_of(["one", "three"])) == [11, 10]


def test_pages(indexed: Connection) -> None:
    assert _find(indexed, fulltext.all_of(["two"]), limit=1) == [11]
    assert _find(indexed, fulltext.all_of(["two"]), limit=1, offset=1) == [10]


def test_counting_stops_at_its_limit(indexed: Connection) -> None:
    expression = fulltext.all_of(["two"])
    assert indexed.scalar(fulltext.PASSAGES_COUNTED, {"words": expression, "limit": 9}) == 2
    assert indexed.scalar(fulltext.PASSAGES_COUNTED, {"words": expression, "limit": 1}) == 1


@pytest.mark.parametrize("stem", ["u.s", "f-16", "2,500"])
def test_a_stem_may_hold_signs(indexed: Connection, stem: str) -> None:
    assert _find(indexed, fulltext.all_of([stem])) == [12]


@given(stem=st.text(min_size=1).filter(lambda stem: stem.split()))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_is_taken_for_syntax(indexed: Connection, stem: str) -> None:
    """A stem is one word: no column filter, no NEAR, no star."""
    word = "".join(stem.split())
    assert _find(indexed, fulltext.all_of([word])) in ([], [12], [11, 10], [10], [11])


@pytest.mark.parametrize("word", ["two*", "words:two", "NEAR", "AND", "-two", "^two", "(two)", "two+three", "'"])
def test_operators_are_only_words(indexed: Connection, word: str) -> None:
    assert _find(indexed, fulltext.all_of([word])) == []


def test_a_quotation_mark_cannot_leave_the_expression(indexed: Connection) -> None:
    assert _find(indexed, fulltext.all_of(['two" OR "three'])) == []


def test_the_loaded_corpus_and_its_index_agree(loaded: Connection) -> None:
    fulltext.verify(loaded)


@pytest.mark.parametrize("table", [passages, milestones], ids=str)
def test_an_index_that_lags_behind_is_noticed(loaded: Connection, table: object) -> None:
    loaded.execute(delete(passages if table is passages else milestones))
    with pytest.raises(DatabaseError):
        fulltext.verify(loaded)


def test_the_index_knows_its_own_tables() -> None:
    assert fulltext.owns("passage_words_data")
    assert fulltext.owns("milestone_words")
    assert not fulltext.owns("passages")
    assert not fulltext.owns("milestones")
