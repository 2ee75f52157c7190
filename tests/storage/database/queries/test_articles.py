from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from storage.database import loading
from storage.database.queries import articles
from storage.errors import NotFound
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()


def test_sources_come_oldest_first_the_undated_before_all(loaded: Connection) -> None:
    listed = articles.sources(loaded).sources
    assert [(s.number, s.article) for s in listed] == [(1, "002_undated"), (2, "000_old"), (3, "001_new")]
    assert listed[1].published == corpora.OLD.published
    assert (listed[1].publisher, listed[1].outlet, listed[1].kind) == ("وكالة", "wire", corpora.OLD.kind)


@pytest.mark.parametrize(
    "reference", ["2", "٢", "۲", " 2 ", "02", "000_old", corpora.OLD.code, corpora.OLD.code.upper()]
)
def test_an_article_is_found_by_number_in_any_digits_by_code_and_by_id(loaded: Connection, reference: str) -> None:
    assert articles.card(loaded, reference).source.article == "000_old"


def test_a_card_holds_the_text_and_all_facts_in_its_order(loaded: Connection) -> None:
    card = articles.card(loaded, "000_old")
    assert card.text == corpora.OLD.text
    starts = [claim.event.citation.start for claim in card.claims]
    assert starts == sorted(starts)
    assert len(starts) == 4
    assert [count.figure.value for count in card.counts] == [2500]


def test_hidden_facts_stay_hidden(writer: Connection) -> None:
    hidden = replace(SMALL.events[0], published=False)
    loading.load(writer, corpora.corpus(SMALL.articles, [hidden]), NOW)
    assert articles.card(writer, "000_old").claims == ()


def test_a_number_goes_before_a_code_and_a_code_before_an_id(writer: Connection) -> None:
    numbers = [replace(corpora.article(id_, day=day)) for id_, day in (("2", "2020"), ("first", "2019"))]
    loading.load(writer, corpora.corpus(numbers), NOW)
    assert articles.card(writer, "2").source.article == "2"
    assert articles.card(writer, "1").source.article == "first"


def test_a_number_beyond_the_list_may_still_be_an_id(writer: Connection) -> None:
    loading.load(writer, corpora.corpus([corpora.article("77")]), NOW)
    assert articles.card(writer, "77").source.article == "77"


@pytest.mark.parametrize("reference", ["", "4", "0", "-1", "nothing", "9" * 30, "²", "٢a", "' OR 1=1"])
def test_what_is_not_there_is_not_found(loaded: Connection, reference: str) -> None:
    with pytest.raises(NotFound) as caught:
        articles.card(loaded, reference)
    assert caught.value.noun == "article"


def test_only_the_serving_revision_is_seen(loaded: Connection) -> None:
    changed = replace(corpora.UNDATED, title="عنوان جديد")
    loading.load(loaded, corpora.corpus([changed]), NOW)
    assert [s.title for s in articles.sources(loaded).sources] == ["عنوان جديد"]
    with pytest.raises(NotFound):
        articles.card(loaded, "000_old")
