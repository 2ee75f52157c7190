from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from storage.database import loading
from storage.database.queries import milestones
from storage.errors import NotFound
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()
BY_KEY = {m.key: m for m in SMALL.milestones}


def test_a_receipt_shows_every_claim_with_its_source(loaded: Connection) -> None:
    leave = BY_KEY["asad|promised"]
    receipt = milestones.receipt(loaded, leave.code)
    assert receipt.milestone == leave
    assert [claim.event.id for claim in receipt.claims] == ["000_old#leave"]
    source = receipt.claims[0].source
    assert (source.article, source.number, source.title) == ("000_old", 2, "خطة على دفعتين")
    assert receipt.claims[0].event.citation.sentence == "ويغادر الجميع قاعدة عين الأسد بحلول سبتمبر 2025."


def test_the_lead_comes_first(writer: Connection) -> None:
    one = corpora.event(corpora.OLD, "اتفق", "one")
    two = corpora.event(corpora.NEW, "غادرت", "two")
    merged = corpora.milestone(two, one)
    loading.load(writer, corpora.corpus([corpora.OLD, corpora.NEW], [one, two], milestones=[merged]), NOW)
    receipt = milestones.receipt(writer, merged.code)
    assert [claim.event for claim in receipt.claims] == [two, one]


def test_the_other_phases_of_its_subject_and_who_disagrees(loaded: Connection) -> None:
    receipt = milestones.receipt(loaded, BY_KEY["asad|under_way"].code)
    assert [m.key for m in receipt.phases] == ["asad|promised"]
    assert [d.id for d in receipt.disagreements] == ["when:ain_al_asad:deadline/begun"]
    agreed = milestones.receipt(loaded, SMALL.milestones[0].code)
    assert (agreed.phases, agreed.disagreements) == ((), ())


def test_phases_stand_from_promised_to_denied(loaded: Connection) -> None:
    denied = milestones.receipt(loaded, BY_KEY["iraq|denied"].code)
    assert [m.key for m in denied.phases] == ["iraq|promised"]
    promised = milestones.receipt(loaded, BY_KEY["iraq|promised"].code)
    assert [m.key for m in promised.phases] == ["iraq|denied"]


def test_the_code_of_a_milestone_that_was_merged_into_another_leads_to_it(writer: Connection) -> None:
    target = SMALL.milestones[0]
    loading.load(writer, replace(SMALL, aliases={"zzzz": target.code}), NOW)
    assert milestones.receipt(writer, "zzzz").milestone == target


def test_an_unknown_code_is_not_found(loaded: Connection) -> None:
    with pytest.raises(NotFound) as caught:
        milestones.receipt(loaded, "nothere")
    assert (caught.value.noun, caught.value.key) == ("milestone", "nothere")


def test_only_the_serving_revision_is_seen(loaded: Connection) -> None:
    loading.load(loaded, corpora.corpus([corpora.UNDATED]), NOW)
    with pytest.raises(NotFound):
        milestones.receipt(loaded, SMALL.milestones[0].code)
    loading.undo(loaded, NOW)
    assert milestones.receipt(loaded, SMALL.milestones[0].code).milestone == SMALL.milestones[0]
