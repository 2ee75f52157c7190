"""Time expressions: every row of the table, its F1, and what holds of every text."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.corpus.extraction.dates import Clock, mark_dates
from storage.corpus.extraction.passages import passages
from storage.fuzzydate import Bound
from tests.costs import cost
from tests.storage.corpus.extraction.date_table import Row, article, found_in, is_right, read, rows, value_f1

TODAY = date(2025, 9, 19)
CLOCK = Clock(TODAY, TODAY)
WORDS = [
    *("في", "من", "إلى", "بين", "قبل", "بعد", "منذ", "حتى", "خلال", "بحلول", "نهاية", "مطلع", "أواخر", "يوم", "شهر"),
    *("عام", "العام", "الشهر", "المقبل", "الماضي", "نفسه", "هذا", "أمس", "اليوم", "غدا", "الجمعة", "سبتمبر", "أيلول"),
    *("تشرين", "الأول", "آب", "3", "14", "2025", "و4", "ثلاثة", "أشهر", "عامين", "على الأقل", "تقريبا", "(", ")", "/"),
    *("،", "-", "غادر", "ستغادر", "الجنود", "صيف", "والمقبل", "رجب", "هـ", "ألفين", "وثلاثة", "الأسبوع", "فجر", "مرور"),
]


def test_the_table_is_large_and_unlike_itself() -> None:
    assert len(rows()) >= 250
    assert len({(row.published, row.text, row.phrase) for row in rows()}) == len(rows())
    assert all(row.phrase in row.text for row in rows())


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.phrase} in {row.text}")
def test_a_phrase_comes_to_its_date(row: Row) -> None:
    found = found_in(row)
    if row.value is None:
        assert not found
    else:
        assert len(found) == 1, found
        assert is_right(row, found[0]), (found[0], row.value)


def test_value_f1_of_the_table() -> None:
    assert value_f1(rows()) >= 0.95


def test_dates_that_share_words() -> None:
    shared = read("تمتد الاتفاقات لنهاية العام الحالي والمقبل.", CLOCK)
    assert [(found.edtf, str(found.edge), found.surface) for found in shared] == [
        ("2025", "end", "لنهاية العام الحالي"),
        ("2026", "end", "والمقبل"),
    ]
    assert [found.edtf for found in read("غزتها في 2003 و2014 ثم رحلت.", CLOCK)] == ["2003", "2014"]


def test_a_sentence_with_many_dates_keeps_them_apart() -> None:
    text = "خفضت القوات عددها في سبتمبر الماضي، بعد ذروة 2007، قبل أن يغادر آخر رتل في 18 ديسمبر 2011."
    assert [found.edtf for found in read(text, Clock(date(2020, 11, 18), date(2020, 11, 18)))] == [
        "2020-09",
        "2011-12-18",
    ]


def test_what_cannot_be_resolved_is_marked_all_the_same() -> None:
    (passage,) = passages(article("قُتل الجندي أمس."))
    (mark,) = mark_dates(passage, Clock(TODAY, date(2025, 9, 25)), ())
    assert mark.date is None
    assert passage.words(mark.first, mark.after) == "أمس"


def test_a_relative_date_over_an_interval_needs_one_value() -> None:
    month = Clock(date(2025, 9, 1), date(2025, 9, 30))
    assert [found.edtf for found in read("ينتهي ذلك العام المقبل.", month)] == ["2026"]
    assert read("ينتهي ذلك غداً.", month) == ()
    assert read("ينتهي ذلك العام المقبل.", Clock(date(2025, 9, 1), None)) == ()


# ------------------------------------------------------------------ every text


@given(st.lists(st.sampled_from(WORDS), max_size=30), st.dates(date(1995, 1, 1), date(2090, 1, 1)))
@settings(max_examples=300)
def test_any_words_give_marks_in_order_inside_the_passage(words: list[str], day: date) -> None:
    for passage in passages(article(" ".join(words) or "كلمة")):
        marks = mark_dates(passage, Clock(day, day), ())
        assert all(0 <= mark.first < mark.after <= len(passage.tokens) for mark in marks)
        assert all(left.after <= right.first for left, right in itertools.pairwise(marks))
        for found in (mark.date for mark in marks if mark.date):
            assert found.surface in passage.article.text
            assert (found.edtf.startswith("../"), found.edtf.endswith("/..")) == _sides(found.bound)


def _sides(bound: Bound) -> tuple[bool, bool]:
    left, right = (Bound.BY, Bound.UNTIL, Bound.BEFORE), (Bound.FROM, Bound.AFTER, Bound.UNTIL_AT_LEAST)
    return bound in left, bound in right


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_no_text_is_too_strange(text: str) -> None:
    assert read(text + " كلمة", CLOCK) == read(text + " كلمة", CLOCK)


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "سبتمبر ",
        "في 3 و4 و5 من ",
        "قبل شهر من ",
        "بين 2014 و",
        "1/2/2020-",
        "(2020 ",
        "والمقبل ",
        "نهاية نهاية ",
        "٣ ",
    ],
)
def test_hostile_text_costs_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        return cost(lambda: read(text, CLOCK), tries=2)

    seconds(2_000)
    assert seconds(80_000) < 10 * seconds(20_000) + 0.5


def test_a_million_digits_are_no_date() -> None:
    assert read("9" * 1_000_000, CLOCK) == ()
