"""Texts are cleaned as Telegram cleans them, and the entities follow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.cleaning import cleaned, is_invisible
from bot.local.entities import Entity, Formatted, utf16_length, utf16_slice


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  مرحبا \n ", "مرحبا"),
        ("a\r\nb", "a\nb"),
        ("a\tb\x07c", "a b c"),
        ("a\u202eb\u2028c\u202a", "abc"),
        ("\u2068اسم\u2069", "\u2068اسم\u2069"),
        ("a\u200f\u200f\u200eb", "a\u200c\u200c\u200eb"),
        ("a\u200eb", "a\u200eb"),
        ("س\u0333ل\u033f\u030a", "سل"),
        ("   ", ""),
    ],
)
def test_a_text_is_cleaned(text: str, kept: str) -> None:
    assert cleaned(Formatted(text)).text == kept


def test_entities_move_with_their_words() -> None:
    before = Formatted(" \u202e🇮🇶 x\ry ", (Entity("bold", 7, 3), Entity("italic", 1, 1)))
    after = cleaned(before)
    assert after == Formatted("🇮🇶 xy", (Entity("bold", 5, 2),))


def test_leading_space_inside_an_entity_stays() -> None:
    assert cleaned(Formatted("  x", (Entity("bold", 1, 2),))) == Formatted(" x", (Entity("bold", 0, 2),))


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200d", "\u2800\u3000", "\ufeff\u00a0"])
def test_what_nobody_can_see_is_invisible(text: str) -> None:
    assert is_invisible(text)
    assert not is_invisible(text + "ا")


texts = st.text(st.sampled_from("ab ق\n\r\t\u202e\u200f\u2068\u2069🇮"), max_size=30)


@given(texts)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = cleaned(Formatted(text))
    assert cleaned(once) == once


@given(texts, st.data())
def test_an_entity_covers_the_cleaned_form_of_what_it_covered(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offset, length = utf16_length(text[:start]), utf16_length(text[start:end])
    after = cleaned(Formatted(text, (Entity("bold", offset, length),) if length else ()))
    for entity in after.entities:
        covered = utf16_slice(after.text, entity.offset, entity.length)
        dropped = {"\r", "\u202e"}
        raw = [char for char in text[start:end] if char not in dropped]
        assert len(covered) <= len(raw)
        assert [char for char in covered if char not in " \n\u200c\u200f"] == [
            char for char in raw if char not in " \n\t\u200f"
        ]
