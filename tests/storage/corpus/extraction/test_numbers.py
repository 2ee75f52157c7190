"""Numbers of a passage: what each phrase of the table counts, every spelling of a number, and texts that mean harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.corpus.extraction.marks import DateMark, NumberMark
from storage.corpus.extraction.numbers import mark_numbers
from storage.corpus.extraction.numerals import amounts
from storage.corpus.extraction.passages import Passage, passages
from storage.corpus.text import sentences
from storage.records import Article, ArticleKind, Publication, PublishedBasis, Qualifier, Unit
from tests.costs import cost

ROWS = yaml.safe_load((Path(__file__).parents[3] / "gold" / "numbers.yaml").read_text(encoding="utf-8"))["rows"]
DAY = dt.date(2025, 10, 1)


def article(text: str) -> Article:
    published = Publication("2025-10-01", PublishedBasis.STATED, DAY, DAY)
    return Article(
        "a", None, None, None, published, "ar", ArticleKind.ARTICLE, None, None, text, sentences(text), "", ""
    )


def passage(text: str) -> Passage:
    return next(iter(passages(article(text))))


def marks(text: str, date: str | None = None) -> tuple[NumberMark, ...]:
    read = passage(text)
    if date is None:
        return mark_numbers(read, ())
    start = text.index(date)
    taken = [n for n, token in enumerate(read.tokens) if start <= token.start < start + len(date)]
    return mark_numbers(read, (DateMark(taken[0], taken[-1] + 1, None),))


def told(mark: NumberMark) -> str:
    numbers = [str(n) for n in (mark.value, mark.low, mark.high) if n is not None]
    return " ".join([str(mark.unit), mark.qualifier, *numbers])


def counts(row: dict[str, object]) -> list[str]:
    found = marks(str(row["text"]), str(row["date"]) if row.get("date") else None)
    return [told(mark) for mark in found if mark.unit]


# ------------------------------------------------------------------ the table


@pytest.mark.parametrize("row", ROWS, ids=[row["text"] for row in ROWS])
def test_a_phrase_counts_what_it_says(row: dict[str, object]) -> None:
    assert counts(row) == row["counts"]


def test_the_table_is_long_and_read_nearly_without_fault() -> None:
    expected = [(row["text"], count) for row in ROWS for count in row["counts"]]
    found = [(row["text"], count) for row in ROWS for count in counts(row)]
    right = sum(min(found.count(one), expected.count(one)) for one in set(found))
    assert len(ROWS) >= 150
    assert 2 * right / (len(found) + len(expected)) >= 0.97


# ------------------------------------------------------------------ every number from 0 to 9,999

UNITS = {
    1: ("واحد", "واحدة"),
    2: ("اثنان", "اثنين", "اثنتان", "اثنتين"),
    3: ("ثلاثة", "ثلاث"),
    4: ("أربعة", "أربع"),
    5: ("خمسة", "خمس"),
    6: ("ستة", "ست"),
    7: ("سبعة", "سبع"),
    8: ("ثمانية", "ثماني", "ثمان"),
    9: ("تسعة", "تسع"),
}
STEMS = {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان", 9: "تسع"}
TENS = {2: "عشر", 3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان", 9: "تسع"}
TEENS = {11: ("أحد عشر", "إحدى عشرة"), 12: ("اثنا عشر", "اثني عشر", "اثنتا عشرة", "اثنتي عشرة")}
DUAL_HUNDRED = ("مئتان", "مئتين", "مائتان", "مائتين")
DUAL_THOUSAND = ("ألفان", "ألفين")


def below_hundred(n: int) -> Iterator[str]:
    if n < 10:
        yield from UNITS[n]
    elif n == 10:
        yield from ("عشرة", "عشر")
    elif n in TEENS:
        yield from TEENS[n]
    elif n < 20:
        yield from (f"{unit} {ten}" for unit in UNITS[n - 10] for ten in ("عشر", "عشرة"))
    else:
        tens = [TENS[n // 10] + ending for ending in ("ون", "ين")]
        yield from tens if n % 10 == 0 else (f"{unit} و{ten}" for unit in UNITS[n % 10] for ten in tens)


def hundreds(n: int) -> Iterator[str]:
    if n == 1:
        yield from ("مئة", "مائة")
    elif n == 2:
        yield from DUAL_HUNDRED
    else:
        yield from (STEMS[n] + hundred for hundred in ("مئة", "مائة", " مئة"))


def thousands(n: int) -> Iterator[str]:
    if n == 1:
        yield "ألف"
    elif n == 2:
        yield from DUAL_THOUSAND
    else:
        yield f"{UNITS[n][0]} آلاف"


def spellings(n: int) -> Iterator[str]:
    """All that a writer of news may put for `n`, in the nominative and in the genitive."""
    if n == 0:
        yield "صفر"
        return
    parts = [list(thousands(n // 1000))] if n >= 1000 else []
    parts += [list(hundreds(n % 1000 // 100))] if n % 1000 >= 100 else []
    parts += [list(below_hundred(n % 100))] if n % 100 else []
    for chosen in product(*parts):
        yield " و".join(chosen)


@pytest.mark.parametrize("thousand", range(10))
def test_every_spelling_of_a_number_is_read_as_that_number(thousand: int) -> None:
    wrong = []
    for n in range(thousand * 1000, thousand * 1000 + 1000):
        # All spellings of all of them are millions: of each number those that are alike in kind are taken in turn.
        every = list(spellings(n))
        for words in {every[0], every[-1], every[n % len(every)], every[n * 7 % len(every)]}:
            read = [amount.value for amount in amounts(passage(f"بلغ {words} جندي").tokens)]
            wrong += [] if read == [n] else [(n, words, read)]
    assert wrong == []


@given(st.integers(min_value=1000, max_value=9_999_999), st.sampled_from([",", ".", "٬", "،", " ", "\u00a0", "\u202f"]))
def test_digits_are_read_whatever_parts_the_thousands(n: int, mark: str) -> None:
    written = f"{n:,}".replace(",", mark)
    assert [a.value for a in amounts(passage(f"بلغ {written} جندي").tokens)] == [n]


@given(st.integers(min_value=0, max_value=10**11))
def test_digits_of_every_alphabet_are_the_same_number(n: int) -> None:
    for zero in "0٠۰":
        written = "".join(chr(ord(zero) + int(digit)) for digit in str(n))
        assert [a.value for a in amounts(passage(f"بلغ {written} جندي").tokens)] == [n]


# ------------------------------------------------------------------ invariants

WORDS = [
    "ألفين",
    "و500",
    "جندي",
    "نحو",
    "بين",
    "إلى",
    "من",
    "مئات",
    "آلاف",
    "3",
    "و",
    "،",
    "%",
    "قتل",
    "في",
    "العراق",
    "منهم",
    "آخرين",
    "ثلاثة",
    "عشر",
    "2025",
    "(",
    ")",
    "-",
    "الـ900",
    "نصف",
    "مليون",
    "لا يتجاوز",
    "على الأقل",
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join) | st.text(max_size=200))
@settings(max_examples=300)
def test_marks_lie_in_order_in_their_passage_and_carry_what_their_qualifier_asks(text: str) -> None:
    for read in passages(article(text)):
        found = mark_numbers(read, ())
        assert all(one.after <= other.first for one, other in pairwise(found))
        for mark in found:
            assert 0 <= mark.first < mark.after <= len(read.tokens)
            assert mark.head is None or 0 <= mark.head < len(read.tokens)
            given_ = (mark.value is not None, mark.low is not None, mark.high is not None)
            assert mark.unit is None or given_ == FITTING[mark.qualifier]


FITTING = {
    Qualifier.EXACT: (True, False, False),
    Qualifier.ABOUT: (True, False, False),
    Qualifier.AT_LEAST: (False, True, False),
    Qualifier.MORE_THAN: (False, True, False),
    Qualifier.AT_MOST: (False, False, True),
    Qualifier.LESS_THAN: (False, False, True),
    Qualifier.BETWEEN: (False, True, True),
    Qualifier.HUNDREDS: (False, False, False),
    Qualifier.DOZENS: (False, False, False),
    Qualifier.THOUSANDS: (False, False, False),
}


def test_tokens_of_a_date_are_no_number() -> None:
    assert [mark.value for mark in marks("في 2007 كان هناك 170 ألف جندي", "2007")] == [170000]


def test_a_mark_without_a_unit_says_why() -> None:
    assert {m.reasons[0] for m in marks("دفعت 300 مليون دولار سنة 2014 والفرقة 101")} == {
        "number.other_noun",
        "number.year",
        "number.name",
    }


def test_the_noun_that_is_counted_is_the_head() -> None:
    text = "نحو 2500 من الجنود الأميركيين"
    (mark,) = marks(text)
    assert mark.unit is Unit.PERSONNEL
    assert mark.head is not None
    assert passage(text).tokens[mark.head].key == "الجنود"


@pytest.mark.parametrize(
    "unit",
    ["9", "9 ", "9,", "ألف ", "ألف و", "و", "و ", "ثلاثة و", "بين 3 و", "من 5 إلى ", "نحو ", "2 500 ", "مئة و", "(1) "],
)
def test_hostile_text_takes_time_by_its_length_only(unit: str) -> None:
    def seconds(size: int) -> float:
        read = passage(unit * (size // len(unit)))
        return cost(lambda: mark_numbers(read, ()))

    assert seconds(80_000) < max(seconds(20_000), 0.002) * 12
