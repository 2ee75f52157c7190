from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from storage.answers import Lane
from storage.database import loading
from storage.database.queries import edition
from storage.errors import NotFound
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()


def test_an_empty_database_has_no_edition(writer: Connection) -> None:
    with pytest.raises(NotFound) as caught:
        edition.current(writer)
    assert (caught.value.noun, caught.value.key) == ("edition", "")


def test_the_edition_says_how_far_its_sources_reach(loaded: Connection) -> None:
    found = edition.current(loaded)
    assert (found.revision, found.loaded_at, found.articles, found.facts) == (1, NOW, 3, 8)
    assert (found.oldest, found.newest) == (dt.date(2024, 9, 1), dt.date(2025, 10, 1))
    assert found.story == SMALL.story


def test_it_is_parsed_once(loaded: Connection) -> None:
    assert edition.current(loaded) is edition.current(loaded)


def test_it_changes_with_what_serves(loaded: Connection) -> None:
    told = replace(SMALL, story=replace(SMALL.story, id="another"))
    loading.load(loaded, told, NOW)
    assert edition.current(loaded).story.id == "another"
    loading.undo(loaded, NOW)
    assert edition.current(loaded).story.id == SMALL.story.id


def test_many_editions_may_come_and_go(loaded: Connection) -> None:
    for number in range(20):
        loading.load(loaded, replace(SMALL, story=replace(SMALL.story, id=f"story{number}")), NOW)
        assert edition.current(loaded).story.id == f"story{number}"


def test_rows_of_the_lanes_follow_each_other(loaded: Connection) -> None:
    revision = edition.revision(loaded)
    dated, undated = revision.rows(Lane.DATED), revision.rows(Lane.UNDATED)
    assert (len(dated), len(undated)) == (4, 2)
    assert dated.stop == undated.start
