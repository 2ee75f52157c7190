"""What is stripped, how isolates are balanced, which way text reads."""

from __future__ import annotations

import re
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.bidi import FSI, LRM, MAX_DEPTH, PDI, RLM, clean, first_is_rtl, foreign, isolated, mark, mostly_rtl

MIXED = st.text(st.sampled_from("أبجد abc 12٣ \u2066\u2067\u2068\u2069\u202a\u202e\u2028\x00\ud800\r\n⏳🇮🇶،"))


def depths(text: str) -> list[int]:
    depth, seen = 0, [0]
    for character in text:
        depth += (character in "\u2066\u2067\u2068") - (character == PDI)
        seen.append(depth)
    return seen


@given(MIXED)
def test_every_line_closes_the_isolates_it_opens(text: str) -> None:
    for line in clean(text).split("\n"):
        seen = depths(line)
        assert seen[-1] == 0
        assert 0 <= min(seen) <= max(seen) <= MAX_DEPTH


@given(MIXED)
def test_nothing_that_overrides_direction_is_left_and_no_word_is_lost(text: str) -> None:
    cleaned = clean(text)
    assert not re.search("[\u202a-\u202e\u2028\u2029\x00\r\ud800-\udfff]", cleaned)
    words = re.compile("[^أبجد abc12٣⏳🇮🇶،]")
    assert words.sub("", cleaned) == words.sub("", text)
    assert clean(cleaned) == cleaned


def test_text_inside_an_isolate_reopens_it_after_a_line_break() -> None:
    assert clean("أ\nب", depth=1) == f"أ{PDI}\n{FSI}ب"


def test_a_stray_end_and_an_open_start_are_mended() -> None:
    assert clean(f"أ{PDI}ب{FSI}c") == f"أب{FSI}c{PDI}"


@pytest.mark.parametrize(
    ("text", "rtl", "expected"),
    [
        ("CNN", True, True),
        ("بغداد", True, False),
        ("قاعدة K1", True, True),
        ("2,500", True, False),
        ("⏳ ٢٥", False, False),
        ("بغداد", False, True),
        (isolated("CNN"), True, False),
        (f"قال {isolated('CNN')}", True, False),
        ("/m_k3x", True, True),
    ],
)
def test_a_run_is_foreign_where_it_holds_letters_of_the_other_direction(text: str, rtl: bool, expected: bool) -> None:
    assert foreign(text, rtl) is expected


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=1))
def test_letters_read_the_way_unicode_says(letter: str) -> None:
    right = bidirectional(letter) in ("R", "AL")
    assert foreign(letter, rtl=False) is right
    assert foreign(letter, rtl=True) is not right
    assert mostly_rtl(letter) is right


@pytest.mark.parametrize(
    ("line", "rtl", "expected"),
    [
        ("بغداد", True, ""),
        ("⏳ 1. بغداد", True, ""),
        ("CNN قالت", True, RLM),
        (f"{isolated('CNN')} قالت", True, RLM),
        ("🇮🇶 العراق", True, RLM),
        (f"{isolated('بغداد')} CNN", True, RLM),
        (isolated("بغداد"), True, RLM),
        ("2026", True, RLM),
        ("  ", True, ""),
        ("Baghdad", False, ""),
        (f"{isolated('مسؤول')} told us", False, LRM),
        ("بغداد", False, ""),
        ("مسؤول (CNN)", False, ""),
    ],
)
def test_a_line_gets_a_mark_only_where_it_would_turn(line: str, rtl: bool, expected: str) -> None:
    assert mark(line, rtl) == expected


@given(MIXED)
def test_a_right_to_left_line_with_its_mark_reads_right_to_left(text: str) -> None:
    for line in clean(text).split("\n"):
        if line.strip():
            assert first_is_rtl(mark(line, rtl=True) + line) is True
