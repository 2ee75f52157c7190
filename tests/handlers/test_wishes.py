"""What is written after /subscribe: how often, on which days, at what hour."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.hours import said, weekday
from handlers.numbers import Style
from handlers.wishes import LONGEST, WORKING_DAYS, Wish, packed, read, unpacked
from storage.chat import Digits, Language
from storage.schedule import Cadence, Schedule

DAILY, WEEKDAYS, WEEKLY, AT_ONCE = Cadence
STYLES = st.sampled_from((Style(), Style(Language.ENGLISH), Style(digits=Digits.ARABIC)))
HOURS = st.times().map(lambda when: time(when.hour, when.minute))
DAYS = st.frozensets(st.integers(0, 6), min_size=1)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", Wish()),
        ("7:30", Wish(at=time(7, 30))),
        ("٧:٣٠", Wish(at=time(7, 30))),
        ("يومياً", Wish(DAILY)),
        ("يومياً 7:30", Wish(DAILY, at=time(7, 30))),
        ("7:30 يومياً", Wish(DAILY, at=time(7, 30))),
        ("كل يوم في السابعة والنصف صباحاً", Wish(DAILY, at=time(7, 30))),
        ("daily at 7.30", Wish(DAILY, at=time(7, 30))),
        ("Every day 7pm", Wish(DAILY, at=time(19))),
        ("أسبوعياً", Wish(WEEKLY)),
        ("كل خميس ٨ مساءً", Wish(WEEKLY, frozenset({3}), time(20))),
        ("weekly Friday 8", Wish(WEEKLY, frozenset({4}), time(8))),
        ("Fridays 8", Wish(WEEKLY, frozenset({4}), time(8))),
        ("الأحد والأربعاء 7:30", Wish(WEEKDAYS, frozenset({6, 2}), time(7, 30))),
        ("الأحد، الاثنين، الخميس", Wish(WEEKDAYS, frozenset({6, 0, 3}))),
        ("Mon, Wed and Thu 9", Wish(WEEKDAYS, frozenset({0, 2, 3}), time(9))),
        ("أيام العمل 7", Wish(WEEKDAYS, WORKING_DAYS, time(7))),
        ("فور النشر", Wish(AT_ONCE)),
        ("فوراً", Wish(AT_ONCE)),
        ("at once", Wish(AT_ONCE)),
    ],
)
def test_what_people_write_is_understood(text: str, wish: Wish) -> None:
    assert read(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        *("غداً", "7:30 غداً", "يومياً أسبوعياً", "يومياً الجمعة", "weekly Monday Tuesday", "7 8", "25:00", "كل"),
        *("x" * (LONGEST + 1), "عين الأسد", "every", "يومياً 7:30 يومياً"),
    ],
)
def test_what_does_not_fit_together_is_not_guessed_at(text: str) -> None:
    assert read(text) is None


@given(STYLES, DAYS, HOURS)
def test_days_and_hours_as_they_are_shown_are_read_back(style: Style, days: frozenset[int], at: time) -> None:
    names = " ".join(weekday(style, day) for day in days)
    wish = read(f"{names} {said(style, at)}")
    assert wish == Wish(WEEKLY if len(days) == 1 else WEEKDAYS, days, at)


@given(st.text(max_size=130))
def test_any_text_is_a_wish_or_none(text: str) -> None:
    assert isinstance(read(text), Wish | None)


# ------------------------------------------------------------------ in a button


def fitting(cadence: Cadence, days: frozenset[int], at: time | None) -> Wish:
    """A wish of that cadence with as many days as it has."""
    if cadence is WEEKLY:
        days = frozenset(list(days)[:1])
    return Wish(cadence, days if cadence in (WEEKLY, WEEKDAYS) else frozenset(), at)


@given(st.sampled_from(Cadence), DAYS, st.none() | HOURS)
def test_a_button_carries_a_whole_wish(cadence: Cadence, days: frozenset[int], at: time | None) -> None:
    wish = fitting(cadence, days, at)
    assert unpacked(packed(wish)) == wish
    assert len(f"b:set:{packed(wish)}") <= 64


@given(st.text("daily:wekst_onc0123456789", max_size=24) | st.text(max_size=24))
def test_forged_data_is_a_wish_that_a_schedule_takes_or_none(text: str) -> None:
    wish = unpacked(text)
    if wish is not None:
        assert packed(wish) == text
        assert wish.cadence is not None
        Schedule(wish.cadence, wish.days, wish.at or time(8))


@pytest.mark.parametrize(
    "text",
    [
        *("", "daily", "daily:", "daily:0:0730", "weekly::0730", "weekly:01:0730", "weekdays::0730", "weekly:7:0730"),
        *("weekdays:10:0730", "weekdays:00:0730", "daily::2400", "daily::730", "daily::0730:x", "yearly::0730"),
        *("daily::٠٧٣٠", "weekly:٣:0730", "::0730", "at_once:1:"),
    ],
)
def test_no_other_data_is_a_wish(text: str) -> None:
    assert unpacked(text) is None
