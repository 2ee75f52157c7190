"""The words of time expressions: read from data and CLDR, folded, found with and without particles."""

from __future__ import annotations

import pytest

from storage.corpus.extraction.datewords import Step, Unit, folded, load_date_words
from storage.corpus.extraction.passages import Token, passages
from storage.corpus.language import load_language
from storage.fuzzydate import Bound, Edge
from tests.storage.corpus.extraction.date_table import article


def tokens(text: str) -> tuple[Token, ...]:
    return next(passages(article(text))).tokens


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("كانون الثاني", 1),
        ("يناير", 1),
        ("جانفي", 1),
        ("يوليوز", 7),
        ("جويلية", 7),
        ("غشت", 8),
        ("أوت", 8),
        ("دجنبر", 12),
    ],
)
def test_all_five_sets_of_months(name: str, number: int) -> None:
    found = load_date_words().months.at(tokens(name), 0)
    assert found == (len(name.split()), number)


def test_the_months_of_the_language_are_among_them() -> None:
    for name, number in load_language().months.items():
        assert load_date_words().months.at(tokens(name), 0) == (len(name.split()), number)


def test_phrases_are_found_behind_particles_and_the_longest_wins() -> None:
    words = load_date_words()
    assert words.edges.read(tokens("وبنهاية العام"), 0) == (1, Edge.END)
    assert words.bounds.read(tokens("وبحلول أيلول"), 0) == (1, Bound.BY)
    assert words.bounds.read(tokens("حتى بعد أيلول"), 0) == (2, Bound.AFTER)
    assert words.steps.at(tokens("المقبل"), 0) == (1, Step.NEXT)
    assert words.units.at(tokens("أشهر"), 0) == (1, Unit.MONTH)
    assert words.days.read(tokens("أول من أمس"), 0) == (3, -2)


def test_a_phrase_does_not_stretch_over_a_comma() -> None:
    assert load_date_words().bounds.at(tokens("حتى، بعد"), 0) == (1, Bound.UNTIL)


def test_words_are_folded() -> None:
    assert folded("الأربعاء") == "الاربعاء"
    assert folded("سنة") in load_date_words().year_words
