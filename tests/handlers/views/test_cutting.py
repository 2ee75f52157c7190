"""Where long texts are cut: paragraphs, lines, sentences, spaces, graphemes, in that order."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from handlers.bidi import FSI, LRM, PDI, RLM, clean
from handlers.views.cutting import Border, clip, pieces, units
from tests.costs import cost

GRAPHEMES = ("أ", "بّ", "e\u0301", "👨‍👩‍👧‍👦", "🇮🇶", "👍🏽", "x", "한", "<", "&", "1️⃣", "🏴‍☠️", "क्षि")


def cut(text: str, limit: int, rtl: bool = True) -> list[str]:
    found = pieces(text, [Border(len(text), rtl)], limit)
    return [piece.before + text[piece.start : piece.end] + piece.after for piece in found]


def test_length_is_counted_in_utf16_units() -> None:
    assert [units(text) for text in ("", "abc", "أب", "👍", "👨‍👩‍👧‍👦")] == [0, 3, 2, 2, 11]


def test_a_text_of_exactly_the_limit_stays_whole() -> None:
    assert cut("أ" * 4096, 4096) == ["أ" * 4096]
    assert [len(part) for part in cut("أ" * 4097, 4096)] == [4095, 2]


def test_a_cut_prefers_a_line_then_a_sentence_then_a_space() -> None:
    assert cut("واحد اثنان.\nثلاثة أربعة. خمسة ستة", 30) == ["واحد اثنان.", "ثلاثة أربعة. خمسة ستة"]
    assert cut("واحد اثنان؟ ثلاثة أربعة خمسة", 22) == ["واحد اثنان؟", "ثلاثة أربعة خمسة"]
    assert cut("قال: «لن نغادر.» ثم سكت طويلاً جداً", 25) == ["قال: «لن نغادر.»", "ثم سكت طويلاً جداً"]
    assert cut("واحد اثنان ثلاثة أربعة", 18) == ["واحد اثنان ثلاثة", "أربعة"]


@given(st.lists(st.sampled_from(GRAPHEMES), min_size=1, max_size=80), st.integers(14, 40))
def test_no_grapheme_is_cut_and_nothing_is_lost(graphemes: list[str], limit: int) -> None:
    text = "".join(graphemes)
    parts = [part.lstrip(RLM + LRM) for part in cut(text, limit)]
    assert "".join(parts) == text
    borders = {found.end() for found in regex.finditer(r"\X", text)}
    at = 0
    for part in parts:
        at += len(part)
        assert at in borders


@given(st.text(st.sampled_from("أب xy.\n؟👍\u0301\u2068\u2069🇮🇶"), max_size=300), st.integers(30, 60))
def test_parts_never_exceed_the_limit_and_close_what_they_open(text: str, limit: int) -> None:
    for part in cut(clean(text), limit):
        assert 0 < units(part) <= limit
        assert part.count(FSI) == part.count(PDI)


@given(st.lists(st.text(st.sampled_from("أب xy."), min_size=1, max_size=39).map(str.strip).filter(bool), max_size=20))
def test_a_paragraph_that_fits_a_message_is_never_broken(paragraphs: list[str]) -> None:
    text, borders = "", []
    for paragraph in paragraphs:
        text += ("\n\n" if text else "") + paragraph
        borders.append(Border(len(text), True))
    found = [text[piece.start : piece.end] for piece in pieces(text, borders, 40)]
    assert [line for part in found for line in part.split("\n\n")] == paragraphs


def test_a_line_that_goes_on_in_the_next_part_keeps_its_direction() -> None:
    parts = cut("قالت الشبكة إن CNN نقلت الخبر", 16)
    assert parts == ["قالت الشبكة إن", RLM + "CNN نقلت الخبر"]


def test_an_isolate_that_is_cut_is_closed_and_opened_again() -> None:
    parts = cut(f"أ {FSI}one two three four{PDI} ب", 18)
    assert all(part.count(FSI) == part.count(PDI) for part in parts)
    assert parts[1].startswith(RLM + FSI)


def test_a_grapheme_longer_than_a_message_is_cut_all_the_same() -> None:
    text = "e" + "\u0301" * 10_000
    parts = cut(text, 4096)
    assert "".join(part.lstrip(RLM) for part in parts) == text


def test_a_space_that_carries_a_mark_stays_with_it() -> None:
    text = "أ" * 10 + " \u0301" + "ب" * 10
    assert [part.lstrip(RLM) for part in cut(text, 12)] == ["أ" * 10, " \u0301" + "ب" * 9, "ب"]


@given(st.lists(st.sampled_from((*GRAPHEMES, " ", "\u2068", "\u2069"))).map("".join), st.integers(20, 60))
def test_a_clipped_text_fits_and_shows_that_it_was_clipped(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert units(clipped) <= limit
    assert clipped == clean(text) if units(clean(text)) <= limit else clipped.endswith("…")
    assert clipped.count(FSI) == clipped.count(PDI)


HOSTILE = {
    "words": "قال مسؤول أميركي إن القوات باقية. ",
    "families": "👨‍👩‍👧‍👦",
    "flags": "🇮🇶",
    "marks": "\u0301",
    "joiners": "\u200d",
    "prepended": "\u0600",
    "spaces": " x",
    "lines": "CNN\n",
    "isolates": f"{FSI}a{PDI}",
    "dots": ".",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_million_hostile_characters_are_cut_in_linear_time(name: str) -> None:
    def seconds(size: int) -> float:
        text = HOSTILE[name] * (size // len(HOSTILE[name]))
        return cost(lambda: fits(cut(text, 4096)), tries=1)

    def fits(parts: Iterable[str]) -> None:
        assert all(units(part) <= 4096 for part in parts)

    seconds(10_000)
    # Sixteen times the text: a quadratic cutter would need 256 times as long.
    assert seconds(1_000_000) <= 64 * max(seconds(62_500), 0.002)
