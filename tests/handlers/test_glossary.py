"""English search words in the language of the articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.arguments import gazetteer_of
from handlers.glossary import in_arabic
from tests.handlers.handmade import story


def translated(words: str) -> str:
    return in_arabic(words, story(), gazetteer_of(story()))


@pytest.mark.parametrize(
    ("words", "arabic"),
    [
        ("Erbil", "أربيل"),
        ("withdrawal", "انسحاب"),
        ("elections in Iraq", "انتخابات العراق"),
        ("what does Sudani say", "محمد شياع السوداني"),
        ("ISIS attacks", "تنظيم داعش هجوم"),
        ("giraffe", ""),
        ("انسحاب", ""),
        ("", ""),
    ],
)
def test_names_and_kinds_are_said_in_arabic(words: str, arabic: str) -> None:
    assert translated(words) == arabic


@given(st.text(max_size=100))
def test_nothing_latin_is_left(words: str) -> None:
    assert not any(letter.isascii() and letter.isalpha() for letter in translated(words))
