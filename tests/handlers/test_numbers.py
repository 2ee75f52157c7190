"""Digits, grouping and percent by the reader's choice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.numbers import Style, bare, in_digits, number, percent
from storage.chat import Digits, Language

AR = Style()
AR_DIGITS = Style(digits=Digits.ARABIC)
EN = Style(Language.ENGLISH, Digits.ARABIC)


@pytest.mark.parametrize(
    ("style", "words"), [(AR, "2,500"), (AR_DIGITS, "٢٬٥٠٠"), (EN, "2,500")], ids=["ar", "ar-arabic", "en"]
)
def test_thousands_are_grouped_in_the_digits_chosen(style: Style, words: str) -> None:
    assert number(style, 2500) == words


def test_percent_takes_the_sign_of_its_digits() -> None:
    assert [percent(style, 20) for style in (AR, AR_DIGITS, EN)] == ["20%", "٢٠٪", "20%"]


def test_a_year_is_not_grouped() -> None:
    assert [bare(style, 2026) for style in (AR, AR_DIGITS, EN)] == ["2026", "٢٠٢٦", "2026"]


def test_digits_of_latin_names_commands_and_addresses_stay() -> None:
    text = "قاعدة يونيون 3، /m_k3x، F-16، v2، https://a.example/2025/10"
    assert in_digits(AR_DIGITS, text) == "قاعدة يونيون ٣، /m_k3x، F-16، v2، https://a.example/2025/10"


@given(st.integers(-(10**15), 10**15))
def test_one_kind_of_digits_in_every_number(value: int) -> None:
    assert not set("0123456789") & set(number(AR_DIGITS, value))
    assert not set("٠١٢٣٤٥٦٧٨٩") & set(number(AR, value))
    assert int(number(AR_DIGITS, value).replace("٬", "")) == value
