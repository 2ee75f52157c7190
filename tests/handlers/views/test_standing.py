"""How a milestone stands: what happened, is planned, conditional or denied is never mistaken for another."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.views.standing import MARKS, Standing, mark, standing, status
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import Kind, Milestone, Modality
from tests.handlers.handmade import TODAY, event, milestone, translator

BY_SEPTEMBER = FuzzyDate("../2025-09", bound=Bound.BY)
END_OF_2026 = FuzzyDate("2026", Edge.END)
DATES = st.sampled_from(
    [
        None,
        BY_SEPTEMBER,
        END_OF_2026,
        FuzzyDate("2025-10-01"),
        FuzzyDate("2026-09/..", bound=Bound.UNTIL_AT_LEAST),
        FuzzyDate("2026/..", Edge.END, Bound.AFTER),
        FuzzyDate("../2026~", Edge.END, Bound.UNTIL),
        FuzzyDate("../2025", Edge.END, Bound.BEFORE),
    ]
)


def a(modality: Modality, date: FuzzyDate | None = None, kind: Kind = Kind.WITHDRAWAL) -> Milestone:
    return milestone(event(kind, modality, date=date))


@pytest.mark.parametrize(
    ("it", "sign", "arabic", "english"),
    [
        (a(Modality.HAPPENED), "✅", "حدث", "happened"),
        (a(Modality.ONGOING, FuzzyDate("2025-10-01")), "🔄", "جارٍ عند النشر", "under way when reported"),
        (a(Modality.PLANNED), "⏳", "مقرر", "planned"),
        (a(Modality.PLANNED, END_OF_2026), "⏳", "مقرر، يتبقى نحو 39 يوماً", "planned, about 39 days left"),
        (a(Modality.CONDITIONAL), "❔", "مشروط", "conditional"),
        (a(Modality.CONDITIONAL, END_OF_2026), "❔", "مشروط، يتبقى نحو 39 يوماً", "conditional, about 39 days left"),
        (a(Modality.DENIED, BY_SEPTEMBER), "🚫", "نفي", "a denial"),
        (
            a(Modality.PLANNED, FuzzyDate("2026-11-02")),
            "⚠️",
            "انقضى الموعد منذ 20 يوماً ولم يرد تأكيد",
            "overdue: the date passed 20 days ago, unconfirmed",
        ),
        (
            a(Modality.CONDITIONAL, FuzzyDate("2026-11-20")),
            "❔",
            "مشروط، وانقضى الموعد منذ يومين",
            "conditional; the date passed 2 days ago",
        ),
        (
            a(Modality.PLANNED, FuzzyDate("../2026-11-19", bound=Bound.UNTIL), Kind.PRESENCE),
            "⌛",
            "انقضت المدة المعلنة منذ 3 أيام",
            "the announced period ended 3 days ago",
        ),
        (
            a(Modality.PLANNED, FuzzyDate("2026-09/..", bound=Bound.UNTIL_AT_LEAST), Kind.PRESENCE),
            "⌛",
            "انقضت المدة المعلنة منذ 53 يوماً",
            "the announced period ended 53 days ago",
        ),
    ],
)
def test_the_mark_and_the_words_say_how_it_stands(it: Milestone, sign: str, arabic: str, english: str) -> None:
    assert mark(it, TODAY) == sign
    assert status(it, translator("ar"), TODAY) == arabic
    assert status(it, translator("en"), TODAY) == english


def test_on_its_last_day_a_promise_is_not_overdue() -> None:
    due = a(Modality.PLANNED, FuzzyDate("2026-11-22"))
    assert standing(due, TODAY) is Standing.PLANNED
    assert standing(due, TODAY + dt.timedelta(1)) is Standing.OVERDUE


def test_a_promise_that_was_kept_is_no_longer_overdue() -> None:
    kept = milestone(event(date=BY_SEPTEMBER), fulfilled_by="other")
    assert standing(kept, TODAY) is Standing.KEPT
    assert "تحقق" in status(kept, translator("ar"), TODAY)


@given(st.sampled_from(Kind), st.sampled_from(Modality), DATES, st.booleans(), st.dates(dt.date(2000, 1, 1)))
def test_overdue_is_what_the_record_says_of_a_promise(
    kind: Kind, modality: Modality, date: FuzzyDate | None, kept: bool, today: dt.date
) -> None:
    it = milestone(event(kind, modality, date=date), fulfilled_by="other" if kept else None)
    overdue = standing(it, today) is Standing.OVERDUE
    assert overdue == (it.overdue(today) and modality is Modality.PLANNED)


@given(st.sampled_from(Kind), st.sampled_from(Modality), DATES, st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)))
def test_there_are_words_for_every_standing(
    kind: Kind, modality: Modality, date: FuzzyDate | None, today: dt.date
) -> None:
    it = a(modality, date, kind)
    for language in ("ar", "en"):
        assert status(it, translator(language), today).strip()
    assert mark(it, today) in MARKS.values()


@given(DATES, st.dates(dt.date(2000, 1, 1)))
def test_what_did_not_happen_is_never_marked_as_done(date: FuzzyDate | None, today: dt.date) -> None:
    for modality in set(Modality) - {Modality.HAPPENED}:
        assert mark(a(modality, date), today) != MARKS[Standing.HAPPENED]
