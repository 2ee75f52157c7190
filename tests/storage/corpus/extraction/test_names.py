"""Names of a passage: which words name what, with the preposition that leads to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.corpus.extraction.names import mark_names
from storage.corpus.extraction.passages import passages
from storage.corpus.gazetteer import Gazetteer, Noun
from storage.corpus.story import read_story
from tests.storage.corpus.extraction.test_events import article

_GAZETTEER = Gazetteer(read_story(Path(__file__).parents[4] / "seeds" / "story.yaml"))


def marks(sentence: str) -> list[tuple[Noun, str, str]]:
    (passage,) = passages(article(sentence))
    return [(mark.noun, mark.id, mark.lead) for mark in mark_names(passage, _GAZETTEER)]


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("في بغداد اجتماع.", (Noun.PLACE, "baghdad", "في")),
        ("ببغداد اجتماع.", (Noun.PLACE, "baghdad", "ب")),
        ("بغداد وواشنطن تتفقان.", (Noun.ACTOR, "iraq", "")),
        ("طلبت من واشنطن ذلك.", (Noun.ACTOR, "us", "من")),
        ("سلموا قاعدة القائم على الحدود.", (Noun.PLACE, "al_qaim", "")),
    ],
)
def test_a_name_is_a_place_or_a_government_by_what_stands_around_it(
    sentence: str, first: tuple[Noun, str, str]
) -> None:
    assert marks(sentence)[0] == first


def test_a_ruling_takes_only_the_names_that_lie_within_it() -> None:
    assert marks("زار القائم بأعمال السفير المدينة.") == []
    assert [id for _, id, _ in marks("زار قاعدة القائم بين مدينتين.")] == ["al_qaim"]
