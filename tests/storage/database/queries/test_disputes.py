from __future__ import annotations

import pytest
from sqlalchemy import Connection

from storage.database import loading
from storage.database.queries import disputes
from storage.errors import NotFound
from storage.records import DisagreementType
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()
WHETHER, WHEN = (d.id for d in SMALL.disagreements)


def _ids(conn: Connection, place: str | None = None) -> list[str]:
    return [dispute.disagreement.id for dispute in disputes.listing(conn, place).disputes]


def test_each_side_comes_with_its_claims(loaded: Connection) -> None:
    listed = disputes.listing(loaded).disputes
    assert [d.disagreement for d in listed] == list(SMALL.disagreements)
    sides = [(side.stance, [claim.event.id for claim in side.claims]) for side in listed[1].sides]
    assert sides == [("deadline", ["000_old#leave"]), ("begun", ["001_new#convoys"])]
    assert listed[1].sides[0].claims[0].source.article == "000_old"


def test_of_a_place_come_its_own_first_and_then_those_around_it(loaded: Connection) -> None:
    assert _ids(loaded, "ain_al_asad") == [WHEN, WHETHER]
    assert _ids(loaded, "anbar") == [WHEN, WHETHER]
    assert _ids(loaded, "iraq") == [WHETHER, WHEN]
    assert _ids(loaded, "erbil") == [WHETHER]
    assert _ids(loaded, "syria") == []


def test_one_about_the_whole_story_is_around_every_place(writer: Connection) -> None:
    one, other = corpora.event(corpora.OLD, "اتفق", "one"), corpora.event(corpora.NEW, "غادرت", "other")
    whole = corpora.disagreement(DisagreementType.WHAT, None, withdrawal=[one], cut=[other])
    loading.load(writer, corpora.corpus([corpora.OLD, corpora.NEW], [one, other], disagreements=[whole]), NOW)
    assert _ids(writer, "syria") == [whole.id]


def test_numbers_may_disagree_too(writer: Connection) -> None:
    many, few = corpora.figure(corpora.OLD, "2500"), corpora.figure(corpora.NEW, "900", value=900)
    numbers = corpora.disagreement(DisagreementType.HOW_MANY, "iraq", number1=[many], number2=[few])
    made = corpora.corpus([corpora.OLD, corpora.NEW], figures=[many, few], disagreements=[numbers])
    loading.load(writer, made, NOW)
    (dispute,) = disputes.listing(writer).disputes
    assert [[count.figure.value for count in side.counts] for side in dispute.sides] == [[2500], [900]]
    assert all(side.claims == () for side in dispute.sides)


def test_a_place_that_the_story_lacks_is_not_found(loaded: Connection) -> None:
    with pytest.raises(NotFound):
        disputes.listing(loaded, "atlantis")
