from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select

from storage.database import fulltext, loading, serving
from storage.database.models import articles, passages
from storage.database.serving import DAY_BITS
from storage.database.writing import day
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()


def _passages(conn: Connection) -> list[tuple[str, str]]:
    """(article, passage), the newest row first."""
    rows = conn.execute(
        select(articles.c.id, articles.c.text, passages.c.start, passages.c.end)
        .join(passages, passages.c.article == articles.c.version)
        .order_by(passages.c.row.desc())
    )
    return [(row.id, row.text[row.start : row.end]) for row in rows]


def test_before_the_first_load_nothing_serves(writer: Connection) -> None:
    assert serving.current(writer) is None


def test_passages_read_from_the_newest_article_down_and_each_article_from_its_beginning(loaded: Connection) -> None:
    read = [id_ for id_, _ in _passages(loaded)]
    assert read == ["001_new"] * 4 + ["000_old"] * 5 + ["002_undated"] * 2
    own = [text for id_, text in _passages(loaded) if id_ == "001_new"]
    assert own == ["", *corpora.NEW.text.split("\n")]  # the title is a passage of its own


def test_a_title_that_the_text_holds_is_not_a_passage_of_its_own(writer: Connection) -> None:
    article = corpora.article("a", "عنوان المقال.\nجملة.", title="عنوان المقال")
    loading.load(writer, corpora.corpus([article]), NOW)
    assert len(_passages(writer)) == 2


def test_a_row_says_the_day_of_its_article(loaded: Connection) -> None:
    days = {a.id: day(a.published).toordinal() for a in SMALL.articles}
    rows = loaded.execute(
        select(articles.c.id, passages.c.row).join(passages, passages.c.article == articles.c.version)
    )
    assert all(row >> DAY_BITS == days[id_] for id_, row in rows)


def test_only_what_changed_is_indexed_anew(loaded: Connection) -> None:
    old = set(loaded.execute(select(passages.c.row, passages.c.words)).all())
    more = corpora.article("003_more", "جملة جديدة تماماً.", "2025-10-01")
    seen = list[tuple[int, int]]()

    def watch(done: int, total: int, what: str) -> None:
        if what == "index":
            seen.append((done, total))

    loading.load(loaded, replace(SMALL, articles=(*SMALL.articles, more)), NOW, watch)
    assert seen == [(1, 1)]
    assert old < set(loaded.execute(select(passages.c.row, passages.c.words)).all())
    fulltext.verify(loaded)


def test_what_no_longer_serves_is_no_longer_indexed(loaded: Connection) -> None:
    loading.load(loaded, corpora.corpus([corpora.UNDATED]), NOW)
    assert {id_ for id_, _ in _passages(loaded)} == {"002_undated"}
    fulltext.verify(loaded)
    loading.undo(loaded, NOW)
    assert len(_passages(loaded)) == 11
    fulltext.verify(loaded)
