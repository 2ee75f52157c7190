"""Headlines: what an Iraqi editor would write, and what an English one would, for every combination."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from handlers.i18n import Translator
from handlers.views.titles import label, title
from storage.chat import ChatSettings
from storage.records import RECEIPT_ONLY, Event, Extent, Kind, Localized, Modality
from tests.handlers.handmade import event, milestone, story, translator

ROWS = (Path(__file__).parent / "headlines.txt").read_text(encoding="utf-8").splitlines()[1:]


def fact_of(fields: str) -> Event:
    """The fact that a row's first column names."""
    kind, modality, *others = fields.split()
    extent, actor, counterpart, place, to_place = (None if word == "-" else word for word in others)
    return event(
        Kind(kind),
        Modality(modality),
        extent=Extent(extent) if extent else None,
        actor=actor,
        counterpart=counterpart,
        place=place,
        to_place=to_place,
    )


@pytest.mark.parametrize("row", ROWS)
def test_a_headline_reads_as_an_editor_writes_it(row: str) -> None:
    fields, arabic, english = row.split(" | ")
    assert title(fact_of(fields), translator("ar")) == arabic
    assert title(fact_of(fields), translator("en")) == english


def test_the_table_holds_every_kind_that_has_headlines() -> None:
    assert len(ROWS) >= 60
    assert {Kind(row.split()[0]) for row in ROWS} == set(Kind) - RECEIPT_ONLY


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("modality", Modality)
def test_every_combination_has_a_whole_headline_in_both_languages_or_none(kind: Kind, modality: Modality) -> None:
    arabic, english = translator("ar"), translator("en")
    actors, places = (None, "us", "coalition", "isis_detainees"), (None, "iraq", "baghdad", "ain_al_asad")
    combinations = product((None, *Extent), actors, (None, "iraq"), places, (None, "kurdistan"))
    for extent, actor, counterpart, place, to_place in combinations:
        fact = event(
            kind, modality, extent=extent, actor=actor, counterpart=counterpart, place=place, to_place=to_place
        )
        ar, en = title(fact, arabic), title(fact, english)
        assert (ar is None) == (en is None)
        if ar is None or en is None:
            continue
        assert not re.search(r"[A-Za-z{}]|  |^ | $", ar), ar
        assert not re.search(r"[\u0621-\u064a{}]|  |^ | $", en), en
        assert en[0].isupper()


def test_a_headline_names_what_the_fact_names() -> None:
    fact = event(Kind.REDEPLOYMENT, Modality.PLANNED, actor="coalition", place="baghdad", to_place="erbil")
    for language in ("ar", "en"):
        t = translator(language)
        line = title(fact, t) or ""
        assert t.place("baghdad") in line
        assert t.place("erbil") in line


@pytest.mark.parametrize("kind", sorted(RECEIPT_ONLY))
def test_a_statement_an_announcement_and_other_have_no_headline(kind: Kind) -> None:
    assert title(event(kind, Modality.HAPPENED), translator("ar")) is None


def test_an_editors_own_title_wins() -> None:
    own = Localized("السوداني: ترتيب جديد", "Sudani: a new arrangement")
    for kind in (Kind.STATEMENT, Kind.WITHDRAWAL):
        assert title(event(kind, title=own), translator("ar")) == own.ar
        assert title(event(kind, title=own), translator("en")) == own.en


def test_a_milestone_is_called_what_its_lead_is_called() -> None:
    lead = event(Kind.WITHDRAWAL, Modality.PLANNED, extent=Extent.REMAINING, actor="coalition", place="iraq")
    assert title(milestone(lead), translator("ar")) == title(lead, translator("ar"))


def test_without_a_headline_the_kind_is_named() -> None:
    assert label(event(Kind.STATEMENT), translator("ar")) == story().kinds[Kind.STATEMENT].ar


def test_a_headline_without_a_story_is_a_fault() -> None:
    with pytest.raises(KeyError):
        title(event(), Translator(ChatSettings(1)))
