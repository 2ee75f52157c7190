"""Dates of changes, of demands, and of two places in turn."""

from __future__ import annotations

from tests.storage.corpus.extraction.test_events import published


def test_two_days_are_of_two_places_in_turn() -> None:
    text = "القوات الأميركية تغادر العراق\n\n2020\n\n- 25 تموز ثم 23 آب: تسليم معسكري بسماية والتاجي إلى الجيش العراقي."
    told = {event.place: event.date and event.date.edtf for event in published(text, "2021-05-01")}
    assert told == {"basmaya": "2020-07-25", "taji": "2020-08-23"}


def test_the_date_by_the_first_number_is_not_that_of_the_change() -> None:
    text = "هبط عديد القوات الأميركية في العراق من 5200 جندي في مطلع 2020 إلى ثلاثة آلاف في أيلول 2020."
    told = [event for event in published(text, "2021-05-01") if event.kind == "reduction"]
    assert [event.date and event.date.edtf for event in told] == ["2020-09"]


def test_the_day_of_a_demand_is_not_that_of_what_is_demanded() -> None:
    text = "وطالب السوداني في 10 كانون الثاني الماضي بخروج القوات الأميركية من العراق."
    told = [event for event in published(text, "2024-02-01") if event.kind == "withdrawal"]
    assert [event.date for event in told] == [None]
