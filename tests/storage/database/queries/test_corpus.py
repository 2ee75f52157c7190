from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from storage.database import loading
from storage.database.queries import corpus
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()


def test_unpublished_facts_are_part_of_the_whole(writer: Connection) -> None:
    hidden = replace(SMALL.events[0], published=False)
    made = corpora.corpus(SMALL.articles, [hidden], SMALL.figures)
    loading.load(writer, made, NOW)
    assert corpus.whole(writer).events == (hidden,)


def test_articles_and_facts_keep_the_order_in_which_they_were_read(loaded: Connection) -> None:
    turned = replace(SMALL, articles=SMALL.articles[::-1], events=SMALL.events[::-1])
    loading.load(loaded, turned, NOW)
    back = corpus.whole(loaded)
    assert back.articles == turned.articles
    assert back.events == turned.events


def test_milestones_come_in_timeline_order(loaded: Connection) -> None:
    assert [m.key for m in corpus.whole(loaded).milestones][:4] == [
        "asad|under_way",
        "asad|promised",
        "erbil|promised",
        "iraq|promised",
    ]
