"""What follows a command: days, places, forces and words, in Arabic and English, in any order."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import arguments
from handlers.arguments import LONGEST, MOST_WORDS, gazetteer_of
from storage.answers import Lane, TimelineQuery
from tests.handlers.handmade import story


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def read(text: str) -> TimelineQuery:
    return arguments.timeline(text, gazetteer_of(story()))


WHOLE_2025 = ("2025-01-01", "2025-12-31")
SEPTEMBER = ("2025-09-01", "2025-09-30")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2025", WHOLE_2025),
        ("٢٠٢٥", WHOLE_2025),
        ("عام 2025", WHOLE_2025),
        ("أيلول 2025", SEPTEMBER),
        ("ايلول 2025", SEPTEMBER),
        ("أيلُول ٢٠٢٥", SEPTEMBER),
        ("سبتمبر/أيلول ٢٠٢٥", SEPTEMBER),
        ("سبتمبر (أيلول) 2025", SEPTEMBER),
        ("September 2025", SEPTEMBER),
        ("sept 2025", SEPTEMBER),
        ("2025-09", SEPTEMBER),
        ("9/2025", SEPTEMBER),
        ("تشرين الأول 2025", ("2025-10-01", "2025-10-31")),
        ("تشرين الثاني 2025", ("2025-11-01", "2025-11-30")),
        ("آب 2025", ("2025-08-01", "2025-08-31")),
        ("May 2025", ("2025-05-01", "2025-05-31")),
        ("19 أيلول 2025", ("2025-09-19", "2025-09-19")),
        ("September 19, 2025", ("2025-09-19", "2025-09-19")),
        ("19 September 2025", ("2025-09-19", "2025-09-19")),
        ("2025-09-19", ("2025-09-19", "2025-09-19")),
        ("31 شباط 2025", ("2025-02-01", "2025-02-28")),
        ("خريف 2025", ("2025-09-01", "2025-11-30")),
        ("autumn 2025", ("2025-09-01", "2025-11-30")),
        ("2024-2026", ("2024-01-01", "2026-12-31")),
        ("2024 – 2026", ("2024-01-01", "2026-12-31")),
        ("من 2024 إلى 2026", ("2024-01-01", "2026-12-31")),
        ("بين 2024 و2026", ("2024-01-01", "2026-12-31")),
        ("from 2024 to 2026", ("2024-01-01", "2026-12-31")),
        ("2026 2024", ("2024-01-01", "2026-12-31")),
        ("من أيلول 2025 إلى كانون الأول 2026", ("2025-09-01", "2026-12-31")),
        ("منذ 2024", ("2024-01-01", None)),
        ("since September 2024", ("2024-09-01", None)),
        ("بعد 2025", ("2026-01-01", None)),
        ("after 2025", ("2026-01-01", None)),
        ("حتى 2026", (None, "2026-12-31")),
        ("until 2026", (None, "2026-12-31")),
        ("قبل 2014", (None, "2013-12-31")),
        ("before 2014", (None, "2013-12-31")),
        ("", (None, None)),
        ("12345", (None, None)),
        ("20252026", (None, None)),
    ],
)
def test_days_are_read(text: str, span: tuple[str | None, str | None]) -> None:
    query = read(text)
    start, end = (day(edge) if edge else None for edge in span)
    assert (query.start, query.end) == (start, end)
    assert (query.place, query.force) == (None, None)
    if span != (None, None):
        assert query.words == ()


@pytest.mark.parametrize(
    ("text", "place", "force", "words"),
    [
        ("بغداد", "baghdad", None, ()),
        ("في بغداد", "baghdad", None, ()),
        ("عين الاسد", "ain_al_asad", None, ()),
        ("Ain al-Asad", "ain_al_asad", None, ()),
        ("erbil", "erbil", None, ()),
        ("القوات الأميركية في سوريا", "syria", "us", ()),
        ("US troops in Iraq", "iraq", "us", ()),
        ("قوات التحالف", None, "coalition", ()),
        ("انتخابات", None, None, ("انتخابات",)),
        ("الانتخابات العراقيّة", None, None, ("الانتخابات", "العراقية")),
        ("انتخابات في العراق", "iraq", None, ("انتخابات",)),
        ("Elections in Iraq", "iraq", None, ("Elections",)),
    ],
)
def test_places_forces_and_words_are_told_apart(
    text: str, place: str | None, force: str | None, words: tuple[str, ...]
) -> None:
    query = read(text)
    assert (query.place, query.force, query.words) == (place, force, words)


@pytest.mark.parametrize("text", ["2025 بغداد", "بغداد 2025", "في بغداد عام ٢٠٢٥", "Baghdad, 2025"])
def test_order_and_language_do_not_matter(text: str) -> None:
    assert read(text) == TimelineQuery(day("2025-01-01"), day("2025-12-31"), "baghdad")


@pytest.mark.parametrize("text", ["بلا تاريخ بغداد", "undated Baghdad", "بغداد بدون تاريخ"])
def test_the_lane_of_the_undated_can_be_asked_for(text: str) -> None:
    assert read(text) == TimelineQuery(place="baghdad", lane=Lane.UNDATED)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("عين الأسد", "ain_al_asad"),
        ("قاعدة عين الأسد الجوية", "ain_al_asad"),
        ("متى يغادرون عين الأسد", "ain_al_asad"),
        ("Erbil", "erbil"),
        ("هوليود", None),
        ("", None),
    ],
)
def test_a_place_is_found_by_its_name(text: str, place: str | None) -> None:
    assert arguments.place(text, gazetteer_of(story())) == place


def test_dates_are_found_where_they_stand() -> None:
    text = "متى يغادرون بغداد، في أيلول ٢٠٢٥ أم 2026؟"
    assert [text[start:end] for start, end in arguments.dates(text)] == ["أيلول ٢٠٢٥", "2026"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2500", 2500),
        ("العدد ٢٬٥٠٠؟", 2500),
        ("2,500 troops", 2500),
        ("900 في سوريا", 900),
        ("أيلول 2025", None),
        ("900 في أيلول 2025", 900),
        ("1,000,000", 1000000),
        ("كي-1", None),
        ("", None),
    ],
)
def test_a_number_that_is_no_date_is_read(text: str, number: int | None) -> None:
    assert arguments.number(text, arguments.dates(text)) == number


def test_the_names_of_one_story_are_indexed_once() -> None:
    assert gazetteer_of(story()) is gazetteer_of(story())


@given(st.text(max_size=400))
def test_anything_at_all_is_some_query(text: str) -> None:
    query = read(text)
    assert len(query.words) <= MOST_WORDS
    assert query.place is None or query.place in story().places
    assert query.force is None or query.force in story().actors
    assert query.start is None or query.end is None or query.start <= query.end


@given(st.integers(1900, 2099), st.integers(1, 12))
def test_every_month_of_every_language_is_read(year: int, month: int) -> None:
    first = dt.date(year, month, 1)
    for words in (f"{first:%Y-%m}", f"{month}/{year}", f"{first:%B} {year}"):
        query = read(words)
        assert (query.start, query.words) == (first, ())
        assert query.end is not None
        assert (query.end + dt.timedelta(1)).day == 1


def test_what_is_too_long_is_read_from_its_beginning() -> None:
    query = read("بغداد 2025 " + "كلمة " * 1_000_000)
    assert (query.place, query.start) == ("baghdad", day("2025-01-01"))
    assert len(" ".join(query.words)) < LONGEST
