"""Words stand where they stand in the text, and are compared in one spelling."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.words import PerWord, bare, key, readings, words


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("القوّات الأمريكيّة", ["القوات", "الاميركيه"]),
        ("2,500 و٢٬٥٠٠ و 2500", ["2500", "و", "2500", "و", "2500"]),
        ("ألفين و500", ["الفين", "و", "500"]),
        ("K1 K-1", ["k", "1", "k", "1"]),
        ("1,2 و 12,34", ["1", "2", "و", "12", "34"]),
        ("منطقة الـ55", ["منطقه", "ال", "55"]),
        ("Ain al-Asad's", ["ain", "al", "asad", "s"]),
        ("«كوردستان»،", ["كردستان"]),
        ("", []),
        ("… — 👍", []),
    ],
)
def test_a_text_is_cut_into_words(text: str, keys: list[str]) -> None:
    assert [word.key for word in words(text)] == keys


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("بغداد", ["بغداد", "غداد"]),
        ("وبغداد", ["وبغداد", "بغداد", "غداد"]),
        ("للتحالف", ["للتحالف", "لتحالف", "التحالف"]),
        ("وبالعراق", ["وبالعراق", "بالعراق", "العراق"]),
        ("في", ["في"]),
        ("berlin", ["berlin"]),
        ("2025", ["2025"]),
    ],
)
def test_a_word_may_be_read_without_its_particles(word: str, read: list[str]) -> None:
    assert [reading.key for reading in readings(word)] == read


def test_a_reading_knows_its_preposition() -> None:
    assert {reading.key: reading.preposition for reading in readings("وبالعراق")}["العراق"] == "ب"
    assert {reading.key: reading.preposition for reading in readings("والعراق")}["العراق"] == ""


@pytest.mark.parametrize(("word", "without"), [("الموصل", "موصل"), ("اله", "اله"), ("موصل", "موصل"), ("ال", "ال")])
def test_the_article_comes_off_where_a_word_is_left(word: str, without: str) -> None:
    assert bare(word) == without


@given(st.text())
def test_words_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    found = list(words(text))
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.text(max_size=60))
def test_every_letter_is_in_a_word(text: str) -> None:
    inside = {at for word in words(text) for at in range(word.start, word.end)}
    assert {at for at, sign in enumerate(text) if sign.isalnum()} <= inside


@given(st.text(alphabet="ابتمكرين", max_size=80))
def test_a_spelling_is_settled_once(word: str) -> None:
    assert key(key(word)) == key(word)


def test_what_a_word_says_is_read_once() -> None:
    asked = list[str]()
    lengths = PerWord(lambda word: asked.append(word) or len(word))
    assert [lengths["قاعدة"], lengths["قاعدة"], lengths["جندي"]] == [5, 5, 4]
    assert asked == ["قاعدة", "جندي"]


def test_what_is_too_long_for_a_word_is_answered_and_not_kept() -> None:
    lengths = PerWord(len)
    assert lengths["ا" * 1000] == 1000
    assert not lengths
