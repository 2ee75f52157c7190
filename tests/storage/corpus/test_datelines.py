"""Datelines are read in every common form, and a date within a headline is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.datelines import Dateline, read_dateline, read_opening, read_update
from storage.corpus.text import fold

FIRST_OF_OCTOBER = date(2025, 10, 1)


@pytest.mark.parametrize(
    "line",
    [
        "الأربعاء، 1 أكتوبر 2025",
        "الأربعاء 1 تشرين الأول/أكتوبر 2025 - 14:20",
        "1 أكتوبر (تشرين الأول) 2025",
        "نُشر في: ١ تشرين الأول ٢٠٢٥ الساعة ١٠:٤٠ صباحاً",
        "تاريخ النشر: 01/10/2025",
        "الأربعاء 1-10-2025 10:40 ص",
        "2025-10-01",
        "أكتوبر 1، 2025",
        "October 1, 2025 10:30 AM",
        "الأربعاء 01/أكتوبر/2025 - 11:42 ص",
        "مرصد الشرق – East Monitor – 1 أكتوبر 2025",
        "Oct 1, 2025",
        "1 October 2025",
        "2025 الأربعاء ,01 أكتوبر",
        "كتب: أحمد سالم الأربعاء، 01 أكتوبر 2025 03:12 م",
        "الأربعاء 9 ربيع الآخر 1447هـ - 1 أكتوبر 2025م",
        "الأربعاء 9 ربيع الآخر 1447 هـ الموافق 1 أكتوبر 2025",
        "2025-10-01T10:22:00+03:00",
        "سياسة | 01-10-2025 | 14:20",
        "بغداد - 1 أكتوبر 2025",
        "الأربعاء 1 أكتوبر تشرين الأول 2025",
    ],
)
def test_a_line_that_dates_a_page_is_read(line: str) -> None:
    found = read_dateline(fold(line))
    assert found is not None
    assert (found.day, found.alone) == (FIRST_OF_OCTOBER, True)


def test_days_behind_months_are_told_from_months_where_they_can_be() -> None:
    found = read_dateline("10/25/2025")
    assert found is not None
    assert found.day == date(2025, 10, 25)


def test_a_date_may_lead_a_headline() -> None:
    line = fold("الأربعاء 1/10/2025 - عين الأسد في عهدة الجيش العراقي")
    found = read_dateline(line)
    assert found is not None
    assert (found.day, found.alone) == (FIRST_OF_OCTOBER, False)
    assert line[found.rest :] == fold("عين الأسد في عهدة الجيش العراقي")


@pytest.mark.parametrize(
    "line",
    [
        "خروج قوات التحالف من العراق بدءاً من 27 سبتمبر 2025",
        "في 1 أكتوبر 2025 غادرت القوات قاعدة عين الأسد",
        "آخر تحديث: 3 أكتوبر 2025",
        "31 سبتمبر 2025",
        "30/02/2025",
        "1 أكتوبر 1825",
        "1 أكتوبر",
        "أكتوبر 2025",
        "هاتف 01/10/20255",
        "12025-10-01",
        "قرأ 1200 شخص هذا المقال",
    ],
)
def test_other_lines_date_nothing(line: str) -> None:
    assert read_dateline(fold(line)) is None


@pytest.mark.parametrize(
    "line",
    [
        "بغداد/واشنطن (وكالة الشروق) 1 أكتوبر تشرين الأول 2025 - قال وزير الدفاع إن القوات ستغادر القاعدة.",
        "أربيل، 1 أكتوبر 2025 (وكالة الشروق) – غادرت القوات القاعدة.",
        "بغداد - الشروق - 1/10/2025 - غادرت القوات القاعدة.",
        "بغداد 1 تشرين الأول 2025 (وكالة الشروق) -- غادرت القوات القاعدة.",
    ],
)
def test_an_agency_dates_its_first_paragraph(line: str) -> None:
    assert read_opening(fold(line)) == FIRST_OF_OCTOBER


@pytest.mark.parametrize(
    "line",
    [
        "في 1 أكتوبر 2025 - وهو يوم الانتخابات - غادرت القوات القاعدة.",
        "1 أكتوبر 2025 - غادرت القوات القاعدة.",
        "غادرت القوات القاعدة في 1 أكتوبر 2025 – كما قال الوزير – إلى أربيل.",
        "بغداد (وكالة الشروق) - قال الوزير في 1 أكتوبر 2025 إن القوات ستغادر.",
    ],
)
def test_a_date_told_in_the_first_paragraph_dates_no_page(line: str) -> None:
    assert read_opening(fold(line)) is None


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for line in (f"{day.year}/{day.month}/{day.day}", day.isoformat()):
        assert read_dateline(line) == Dateline(day, True, len(line))


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("آخر تحديث: 4 سبتمبر 2025، 21:45 (توقيت القدس)", date(2025, 9, 4)),
        ("تم التحديث 04/09/2025 الساعة 10:30", date(2025, 9, 4)),
        ("آخر تحديث: قبل 5 أيام", None),
        ("4 سبتمبر 2025", None),
    ],
)
def test_when_the_page_was_touched(line: str, day: date | None) -> None:
    assert read_update(fold(line)) == day
