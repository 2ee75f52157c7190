from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from storage.changes import ArticleChange, FactChange
from storage.database import loading
from storage.records import Corpus, Localized
from tests import corpora

SMALL = corpora.small()


def _without(corpus: Corpus, article: str) -> Corpus:
    return replace(corpus, articles=tuple(a for a in corpus.articles if a.id != article))


def test_before_the_first_load_everything_is_added(writer: Connection) -> None:
    report = loading.plan(writer, SMALL)
    assert report.articles.counts == (3, 0, 0)
    assert report.facts.counts == (8, 0, 0)
    assert report.story_changed
    assert report.facts.added[0] == FactChange("000_old#agreed", None, SMALL.events[0])


def test_the_same_again_changes_nothing(loaded: Connection) -> None:
    report = loading.plan(loaded, SMALL)
    assert report.nothing_changed
    assert not report.articles
    assert not report.facts


def test_a_changed_fact_is_shown_before_and_after(loaded: Connection) -> None:
    before = SMALL.figures[0]
    after = replace(before, value=2400)
    report = loading.plan(loaded, replace(SMALL, figures=(after, *SMALL.figures[1:])))
    assert report.facts.counts == (0, 1, 0)
    assert report.facts.changed == (FactChange(before.id, before, after),)
    assert not report.articles
    assert not report.nothing_changed


def test_a_removed_article_is_named_by_its_title(loaded: Connection) -> None:
    report = loading.plan(loaded, _without(SMALL, "002_undated"))
    assert report.articles.removed == (ArticleChange("002_undated", "بلا تاريخ"),)
    assert report.articles.counts == (0, 0, 1)


def test_a_removed_fact_shows_what_it_was(loaded: Connection) -> None:
    report = loading.plan(loaded, replace(SMALL, events=SMALL.events[1:]))
    assert report.facts.removed == (FactChange(SMALL.events[0].id, SMALL.events[0], None),)


def test_a_changed_article_has_its_new_title(loaded: Connection) -> None:
    changed = replace(SMALL.articles[0], title="عنوان آخر")
    report = loading.plan(loaded, replace(SMALL, articles=(changed, *SMALL.articles[1:])))
    assert report.articles.changed == (ArticleChange("000_old", "عنوان آخر"),)
    assert not report.facts


def test_a_changed_story_is_told(loaded: Connection) -> None:
    story = replace(SMALL.story, title=Localized("عنوان", "Title"))
    report = loading.plan(loaded, replace(SMALL, story=story))
    assert report.story_changed
    assert not report.nothing_changed
    assert not report.articles
    assert not report.facts
