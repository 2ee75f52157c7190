"""Every bound, edge and granularity in words of both languages, and days counted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import dates
from handlers.numbers import Style
from storage.chat import Digits, Language, Months
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import Publication, PublishedBasis

AR = Style()
EN = Style(Language.ENGLISH)
CORES = ("2026", "2025-09", "2025-09-19", "2025-23", "2021-01/2025-01", "2014/2017", "2025-06-03/2025-06-09")
LEFT = (Bound.BY, Bound.UNTIL, Bound.BEFORE)


def fuzzy(core: str, bound: Bound = Bound.IN, edge: Edge | None = None, about: bool = False) -> FuzzyDate:
    core += "~" * about
    edtf = core if bound is Bound.IN else f"../{core}" if bound in LEFT else f"{core}/.."
    return FuzzyDate(edtf, edge, bound)


SAID = [
    (fuzzy("2026", edge=Edge.END), "نهاية 2026", "end of 2026"),
    (fuzzy("2025-09", Bound.BY), "بحلول أيلول 2025", "by September 2025"),
    (fuzzy("2026", Bound.BY, Edge.END), "بحلول نهاية 2026", "by the end of 2026"),
    (fuzzy("2025", Bound.BEFORE, Edge.END), "قبل نهاية 2025", "before the end of 2025"),
    (fuzzy("2026-09", Bound.UNTIL_AT_LEAST), "حتى أيلول 2026 على الأقل", "at least until September 2026"),
    (fuzzy("2026", Bound.UNTIL, Edge.END, True), "حتى نهاية 2026 تقريباً", "until about the end of 2026"),
    (fuzzy("2025-06", about=True), "نحو حزيران 2025", "around June 2025"),
    (fuzzy("2025-08", edge=Edge.LATE), "أواخر آب 2025", "late August 2025"),
    (fuzzy("2025-08", edge=Edge.MID), "منتصف آب 2025", "mid-August 2025"),
    (fuzzy("2026", Bound.BY, Edge.START), "بحلول مطلع 2026", "by the start of 2026"),
    (fuzzy("2026", edge=Edge.EARLY, about=True), "نحو أوائل 2026", "around early 2026"),
    (fuzzy("2025-23"), "خريف 2025", "autumn 2025"),
    (fuzzy("2025-24"), "شتاء 2025", "winter 2025"),
    (fuzzy("2025-23", Bound.UNTIL), "حتى خريف 2025", "until autumn 2025"),
    (fuzzy("2026", Bound.AFTER), "بعد 2026", "after 2026"),
    (fuzzy("2026-01", Bound.FROM), "اعتباراً من كانون الثاني 2026", "from January 2026"),
    (fuzzy("2025-09-19"), "19 أيلول 2025", "19 September 2025"),
    (fuzzy("2025-09-19", edge=Edge.LATE), "19 أيلول 2025", "19 September 2025"),
    (fuzzy("2025-09-19", Bound.BY), "بحلول 19 أيلول 2025", "by 19 September 2025"),
    (
        fuzzy("2021-01/2025-01"),
        "بين كانون الثاني 2021 وكانون الثاني 2025",
        "between January 2021 and January 2025",
    ),
    (fuzzy("2014/2017", about=True), "بين 2014 و2017 تقريباً", "roughly between 2014 and 2017"),
    (fuzzy("2025-06/2025-09"), "بين حزيران وأيلول 2025", "between June and September 2025"),
    (fuzzy("2025-06-03/2025-06-09"), "بين 3 و9 حزيران 2025", "between 3 and 9 June 2025"),
    (fuzzy("2025-06-28/2025-07-02"), "بين 28 حزيران و2 تموز 2025", "between 28 June and 2 July 2025"),
    (fuzzy("2025-21/2025-23"), "بين ربيع 2025 وخريف 2025", "between spring 2025 and autumn 2025"),
    (fuzzy("2025/2025"), "2025", "2025"),
    (
        fuzzy("2014/2017", Bound.AFTER),
        "بعد الفترة بين 2014 و2017",
        "after the period between 2014 and 2017",
    ),
]


@pytest.mark.parametrize(("when", "arabic", "english"), SAID, ids=[english for *_, english in SAID])
def test_a_fuzzy_date_keeps_its_hedge_in_words(when: FuzzyDate, arabic: str, english: str) -> None:
    assert dates.fuzzy(AR, when) == arabic
    assert dates.fuzzy(EN, when) == english


@pytest.mark.parametrize("style", [AR, EN], ids=["ar", "en"])
@pytest.mark.parametrize("core", ["2026", "2025-09", "2025-23"])
def test_no_two_hedges_of_one_period_read_alike(style: Style, core: str) -> None:
    every = [fuzzy(core, *rest) for rest in product(Bound, [None, *Edge], [False, True])]
    assert len({dates.fuzzy(style, when) for when in every}) == len(every)


@pytest.mark.parametrize("style", [AR, EN], ids=["ar", "en"])
def test_every_combination_can_be_said(style: Style) -> None:
    for core, bound, edge, about in product(CORES, Bound, [None, *Edge], [False, True]):
        words = dates.fuzzy(style, fuzzy(core, bound, edge, about))
        assert words.strip() == words != ""
        assert not set("{}~/") & set(words)


def test_a_period_leaves_out_the_bound() -> None:
    when = fuzzy("2026", Bound.BY, Edge.END)
    assert (dates.period(AR, when), dates.period(EN, when)) == ("نهاية 2026", "the end of 2026")


@pytest.mark.parametrize(
    ("months", "words"),
    [(Months.LEVANTINE, "أيلول"), (Months.WESTERN, "سبتمبر"), (Months.BOTH, "أيلول/سبتمبر")],
)
def test_months_are_named_as_the_reader_chose(months: Months, words: str) -> None:
    assert dates.day(Style(months=months), date(2025, 9, 19)) == f"19 {words} 2025"
    assert dates.day(Style(Language.ENGLISH, months=months), date(2025, 9, 19)) == "19 September 2025"


@given(st.dates(date(1900, 1, 1)))
def test_a_date_in_arabic_digits_holds_no_other_digits(when: date) -> None:
    assert not set("0123456789") & set(dates.day(Style(digits=Digits.ARABIC), when))


def test_a_moment_is_told_in_the_zone_of_the_chat() -> None:
    moment = datetime(2025, 9, 30, 22, 5, tzinfo=UTC)
    assert dates.moment(AR, moment, "Asia/Baghdad") == "1 تشرين الأول 2025، 01:05"
    assert dates.moment(EN, moment, "America/New_York") == "30 September 2025, 18:05"


def published(edtf: str | None, basis: PublishedBasis) -> Publication:
    return Publication(edtf, basis, None, None)


def test_a_publication_date_says_how_it_is_known() -> None:
    stated, inferred = published("2025-10-01", PublishedBasis.STATED), published("2025-09", PublishedBasis.INFERRED)
    assert dates.publication(AR, stated) == "1 تشرين الأول 2025"
    assert dates.publication(EN, inferred) == "September 2025 (estimated)"
    assert dates.publication(AR, published("../2025-09-30", PublishedBasis.INFERRED)) == (
        "بحلول 30 أيلول 2025 (تقديراً)"
    )
    assert dates.publication(EN, published(None, PublishedBasis.UNKNOWN)) == "publication date unknown"


@pytest.mark.parametrize(
    ("days", "arabic", "english"),
    [
        (0, "اليوم آخر يوم", "today is the last day"),
        (1, "يتبقى يوم واحد", "1 day left"),
        (2, "يتبقى يومان", "2 days left"),
        (3, "يتبقى 3 أيام", "3 days left"),
        (11, "يتبقى 11 يوماً", "11 days left"),
        (40, "يتبقى نحو 40 يوماً", "about 40 days left"),
        (405, "يتبقى نحو 13 شهراً", "about 13 months left"),
        (740, "يتبقى نحو سنتين", "about 2 years left"),
    ],
)
def test_days_left_are_counted_down(days: int, arabic: str, english: str) -> None:
    assert (dates.countdown(AR, days), dates.countdown(EN, days)) == (arabic, english)


@pytest.mark.parametrize(
    ("days", "arabic", "english"),
    [
        (0, "اليوم", "today"),
        (2, "منذ يومين", "2 days ago"),
        (52, "منذ 52 يوماً", "52 days ago"),
        (417, "منذ نحو 14 شهراً", "about 14 months ago"),
        (1100, "منذ نحو 3 سنوات", "about 3 years ago"),
    ],
)
def test_days_passed_are_counted(days: int, arabic: str, english: str) -> None:
    assert (dates.elapsed(AR, days), dates.elapsed(EN, days)) == (arabic, english)
