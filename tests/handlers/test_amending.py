"""What an editor is offered for a part of a fact, and how typed words are read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.amending import LONGEST, NOTHING, TYPED, named, offered, read, token
from handlers.reviewing import State, packed, unpacked
from storage.answers import Edition, Source
from storage.corpus.correcting import NEEDED, Part, parts
from storage.corpus.decisions import Verdict
from storage.corpus.story import read_story
from storage.errors import FactError
from storage.records import Event, Figure, Qualifier
from storage.review import Proposal
from tests import corpora, desk
from tests.conftest import ROOT
from tests.desk import LOADED

STORY = read_story(ROOT / "seeds" / "story.yaml")
ARTICLE = corpora.article("a1", "ومن بغداد إلى أربيل تنتقل القوات.\nوفي سوريا نحو 900 جندي.", "2025-10-01", "عين الأسد")
LEAVE = desk.event(ARTICLE, "ومن بغداد إلى أربيل تنتقل القوات.", "x1")
COUNT = desk.figure(ARTICLE, "وفي سوريا نحو 900 جندي.", "x2")


def proposed(fact: Event | Figure, before: str = "") -> Proposal:
    edition = Edition(1, LOADED, STORY, 1, 1, None, None)
    source = Source("a1", "k3x", 1, ARTICLE.title, None, None, ARTICLE.published, ARTICLE.kind, None)
    return Proposal(edition, fact, source, ARTICLE, before)


FACTS = [(fact, part) for fact in (LEAVE, COUNT) for part in parts(fact)]


def test_places_of_the_sentence_come_first_then_those_around_it() -> None:
    places = offered(Part.PLACE, proposed(LEAVE, "وفي دمشق كلام آخر."))
    assert places[:2] == ("baghdad", "erbil")
    assert places.index("ain_al_asad") == (3 if "damascus" in STORY.places else 2)
    assert places[-1] is None
    assert len(places) <= 9


@pytest.mark.parametrize(("fact", "part"), FACTS)
def test_what_is_offered_can_be_chosen_by_its_token(fact: Event | Figure, part: Part) -> None:
    proposal = proposed(fact)
    values = offered(part, proposal)
    assert len(set(map(token, values))) == len(values)
    assert (None in values) is (part not in NEEDED)
    assert Qualifier.BETWEEN.value not in values
    for value in values:
        assert named(part, token(value), proposal) == value
        assert len(f"q:set:abcdefghijkl:{part}:{token(value)}".encode()) <= 64


@pytest.mark.parametrize(("fact", "part"), FACTS)
def test_what_is_not_offered_cannot_be_chosen(fact: Event | Figure, part: Part) -> None:
    for forged in ("", "00000000", "../etc", token("narnia"), *([NOTHING] if part in NEEDED else [])):
        with pytest.raises(FactError):
            named(part, forged, proposed(fact))


@pytest.mark.parametrize(
    ("part", "words", "value"),
    [
        (Part.PLACE, "أربيل", "erbil"),
        (Part.PLACE, "Ain al-Asad", "ain_al_asad"),
        (Part.PLACE, "erbil", "erbil"),
        (Part.ACTOR, "التحالف", "coalition"),
        (Part.SPEAKER, "  وزير   الدفاع ", "وزير الدفاع"),
        (Part.NUMBER, "٢٬٥٠٠", "2500"),
        (Part.NUMBER, "2,500", "2500"),
        (Part.NUMBER, "900 - 1000", "900-1000"),
        (Part.NUMBER, "900 إلى 1,000", "900-1000"),
        (Part.DATE, "../2026 end", "../2026 end by"),
        (Part.DATE, "٢٠٢٥-٠٩", "2025-09 in"),
        (Part.DATE, "19 سبتمبر 2025", "2025-09-19 in"),
        (Part.DATE, "بحلول نهاية 2026", "../2026 end by"),
    ],
)
def test_typed_words_are_read(part: Part, words: str, value: str) -> None:
    fact = COUNT if part is Part.NUMBER else LEAVE
    assert read(part, words, proposed(fact)) == value


@pytest.mark.parametrize(
    ("part", "words", "code"),
    [
        (Part.PLACE, "نارنيا", "unknown_place"),
        (Part.ACTOR, "أربيل", "unknown_force"),
        (Part.DATE, "قريباً", "bad_edtf"),
        (Part.SPEAKER, "   ", "unknown_value"),
        (Part.SPEAKER, "ا" * (LONGEST + 1), "unknown_value"),
        (Part.KIND, "withdrawal", "unknown_value"),
    ],
)
def test_what_cannot_be_read_is_named(part: Part, words: str, code: str) -> None:
    with pytest.raises(FactError) as caught:
        read(part, words, proposed(LEAVE))
    assert caught.value.code == code


@given(st.sampled_from(sorted(TYPED)), st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(part: Part, words: str) -> None:
    try:
        value = read(part, words, proposed(replace(LEAVE)))
    except FactError:
        return
    assert value


@given(
    st.builds(
        State,
        fact=st.text(),
        scope=st.text(),
        last=st.text(),
        verdict=st.sampled_from([None, *Verdict]),
        changes=st.dictionaries(st.sampled_from(Part), st.one_of(st.none(), st.text())),
        published=st.booleans(),
    )
)
def test_where_an_editor_stands_is_kept_whole(state: State) -> None:
    assert unpacked(packed(state)) == state
