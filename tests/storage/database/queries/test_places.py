from __future__ import annotations

import pytest
from sqlalchemy import Connection

from storage.database import loading
from storage.database.queries import places
from storage.errors import NotFound
from storage.records import Kind, PlaceState
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()


def test_the_overview_stands_in_story_order_with_what_each_state_rests_on(loaded: Connection) -> None:
    cards = places.overview(loaded).cards
    assert [card.status.place for card in cards] == ["iraq", "erbil", "ain_al_asad"]
    asad = cards[-1]
    assert asad.status == SMALL.places[2]
    assert [claim.event.id for claim in asad.claims] == ["001_new#convoys", "000_old#leave"]
    assert (asad.milestones, asad.counts, asad.disputes) == ((), (), ())


def test_a_named_place_has_its_history_figures_and_disputes(loaded: Connection) -> None:
    answer = places.named(loaded, "iraq")
    assert answer.card
    assert answer.card.status.state is PlaceState.UNCLEAR
    assert [m.key for m in answer.card.milestones] == [
        "iraq|promised",
        "agreement|us|iraq|done|000_old#agreed",
        "iraq|denied",
    ]
    assert [claim.event.id for claim in answer.card.claims] == ["001_new#denied", "000_old#agreed", "000_old#rest"]
    assert [count.figure.value for count in answer.card.counts] == [2500]
    (dispute,) = answer.card.disputes
    assert [(s.stance, [c.event.id for c in s.claims]) for s in dispute.sides] == [
        ("leave", ["000_old#rest"]),
        ("stay", ["001_new#denied"]),
    ]


def test_the_places_within_come_briefly(loaded: Connection) -> None:
    answer = places.named(loaded, "iraq")
    assert [card.status.place for card in answer.within] == ["erbil", "ain_al_asad"]
    assert all(card.milestones == () for card in answer.within)


def test_a_place_of_which_nobody_speaks_has_no_card(loaded: Connection) -> None:
    answer = places.named(loaded, "anbar")
    assert answer.card is None
    assert [card.status.place for card in answer.within] == ["ain_al_asad"]


def test_a_place_that_the_story_lacks_is_not_found(loaded: Connection) -> None:
    with pytest.raises(NotFound) as caught:
        places.named(loaded, "atlantis")
    assert caught.value.noun == "place"


def test_what_leads_to_a_place_belongs_to_its_history(writer: Connection) -> None:
    moved = corpora.event(corpora.OLD, "اتفق", place="baghdad", to_place="erbil")
    stayed = corpora.event(corpora.OLD, "وتبقى", "stay", place="erbil")
    made = corpora.corpus([corpora.OLD], [moved, stayed], places=[corpora.status("erbil", stayed)])
    loading.load(writer, made, NOW)
    card = places.named(writer, "erbil").card
    assert card
    assert {m.lead for m in card.milestones} == {moved.id, stayed.id}
    assert {c.event.id for c in card.claims} == {moved.id, stayed.id}


def test_what_appears_only_in_receipts_is_no_part_of_the_history(writer: Connection) -> None:
    said = corpora.event(corpora.OLD, "اتفق", kind=Kind.STATEMENT, place="erbil")
    stayed = corpora.event(corpora.OLD, "وتبقى", "stay", place="erbil")
    made = corpora.corpus([corpora.OLD], [said, stayed], places=[corpora.status("erbil", said, stayed)])
    loading.load(writer, made, NOW)
    card = places.named(writer, "erbil").card
    assert card
    assert {m.lead for m in card.milestones} == {stayed.id}
    assert {c.event.id for c in card.claims} == {said.id, stayed.id}
