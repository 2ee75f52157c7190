"""Datelines are read in every common form, and a date within a headline is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.datelines import Dateline, read_dateline
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
        "سياسة | 01-10-2025 | 14:20",
        "بغداد - 1 أكتوبر 2025",
        "الأربعاء 9 ربيع الآخر 1447 هـ الموافق 1 أكتوبر 2025",
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


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for line in (f"{day.year}/{day.month}/{day.day}", day.isoformat()):
        assert read_dateline(line) == Dateline(day, True, len(line))
