from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from storage.database import loading
from storage.database.queries import edition, evidence
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()


def test_facts_come_in_the_order_asked_for_each_with_its_article(loaded: Connection) -> None:
    ids = ["001_new#denied", "000_old#leave", "nothing", "000_old#us-iraq"]
    found = evidence.gather(loaded, edition.current(loaded), ids)
    assert [c.event.id for c in found.claims(ids)] == ["001_new#denied", "000_old#leave"]
    assert [c.figure.id for c in found.counts(ids)] == ["000_old#us-iraq"]
    assert found.claims(ids)[0].source.article == "001_new"


def test_an_event_knows_the_milestone_it_stands_in(loaded: Connection) -> None:
    (claim,) = evidence.gather(loaded, edition.current(loaded), ["000_old#leave"]).claims(["000_old#leave"])
    assert claim.milestone == next(m.code for m in SMALL.milestones if m.key == "asad|promised")


def test_hidden_facts_are_passed_over(writer: Connection) -> None:
    hidden = replace(SMALL.events[0], published=False)
    loading.load(writer, corpora.corpus(SMALL.articles, [hidden]), NOW)
    assert evidence.gather(writer, edition.current(writer), [hidden.id]).found == {}


def test_of_several_versions_of_an_article_the_serving_one_is_the_source(loaded: Connection) -> None:
    retitled = replace(corpora.OLD, title="عنوان آخر")
    loading.load(loaded, replace(SMALL, articles=(retitled, *SMALL.articles[1:])), NOW)
    (claim,) = evidence.gather(loaded, edition.current(loaded), ["000_old#leave"]).claims(["000_old#leave"])
    assert claim.source.title == "عنوان آخر"


def test_more_ids_than_one_statement_takes(loaded: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_MANY", 2)
    ids = [e.id for e in SMALL.events]
    assert len(evidence.gather(loaded, edition.current(loaded), ids).claims(ids)) == len(ids)
