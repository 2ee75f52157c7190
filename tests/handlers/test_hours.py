"""Hours and weekdays: whatever way people write an hour, it is that hour or none."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.hours import LONGEST, in_week, packed, read, said, span, unpacked, weekday
from handlers.numbers import Style
from storage.chat import Digits, Language

HOURS = st.times().map(lambda when: time(when.hour, when.minute))
DIGITS = st.sampled_from(("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"))
AROUND = st.sampled_from(
    ("{}", " {} ", "\u2068{}\u2069", "\u200f{}", "الساعة {}", "في الساعة {}", "at {}", "{}.", "{}؟", "عند {}")
)
SPANS = st.sampled_from(
    ("{}-{}", "{} - {}", "{}–{}", "من {} إلى {}", "{} to {}", "بين {} و{}", "from {} until {}"),
)
SIGNS = st.sampled_from((":", ".", "٫", "：", " : "))


def written(hour: int, minute: int | None, sign: str, digits: str, *, wide: bool) -> str:
    text = f"{hour:02}" if wide else str(hour)
    text += "" if minute is None else f"{sign}{minute:02}"
    return text.translate(str.maketrans("0123456789", digits))


# ------------------------------------------------------------------ what is read


@given(HOURS, SIGNS, DIGITS, AROUND, st.booleans())
def test_an_hour_in_any_digits_is_read(hour: time, sign: str, digits: str, around: str, wide: bool) -> None:
    text = written(hour.hour, hour.minute, sign, digits, wide=wide)
    assert read(around.format(text)) == hour


@given(st.integers(0, 23), DIGITS, AROUND)
def test_a_whole_hour_needs_no_minutes(hour: int, digits: str, around: str) -> None:
    assert read(around.format(written(hour, None, ":", digits, wide=False))) == time(hour)


@given(
    st.integers(1, 12),
    st.integers(0, 59),
    DIGITS,
    st.sampled_from(("صباحاً", "ص", "am", "AM", "a.m.", "مساءً", "مساء", "م", "pm", "PM", "p.m.")),
    st.sampled_from(("", " ")),
)
def test_half_of_a_day_is_told_from_the_other(hour: int, minute: int, digits: str, part: str, gap: str) -> None:
    before_noon = part.casefold() in ("صباحاً", "ص", "am", "a.m.")
    wanted = time(hour % 12 if before_noon else hour % 12 + 12, minute)
    assert read(written(hour, minute, ":", digits, wide=False) + gap + part) == wanted


@given(st.integers(24, 99), st.integers(0, 59))
def test_no_hour_is_later_than_the_last(hour: int, minute: int) -> None:
    assert read(f"{hour}:{minute:02}") is None
    assert read(str(hour)) is None


@given(st.integers(0, 23), st.integers(60, 99))
def test_no_minute_is_later_than_the_last(hour: int, minute: int) -> None:
    assert read(f"{hour}:{minute}") is None


@given(st.text(max_size=60))
def test_any_text_is_an_hour_or_none(text: str) -> None:
    assert isinstance(read(text), time | None)
    pair = span(text)
    assert pair is None or all(isinstance(each, time) for each in pair)


@given(HOURS, st.text(st.characters(categories=["L"]), min_size=3, max_size=9))
def test_an_hour_inside_other_words_is_none(hour: time, word: str) -> None:
    assert read(f"{word} {said(Style(), hour)} {word}") is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("السابعة", time(7)),
        ("السابعة والنصف صباحاً", time(7, 30)),
        ("الساعة الثامنة والربع مساءً", time(20, 15)),
        ("التاسعة إلا ربعاً", time(8, 45)),
        ("التاسعة إلا ثلثا مساء", time(20, 40)),
        ("الثانية عشرة ظهراً", time(12)),
        ("الحادية عشرة ليلاً", time(23)),
        ("الثانية ظهراً", time(14)),
        ("سبعة ونص", time(7, 30)),
        ("منتصف الليل", time(0)),
        ("الظهر", time(12)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("12 ليلاً", time(0)),
        ("2 ليلاً", time(2)),
        ("10 ليلاً", time(22)),
        ("5 فجراً", time(5)),
        ("3 عصراً", time(15)),
        ("1 ظهراً", time(13)),
        ("7 o'clock", time(7)),
        ("19 مساءً", time(19)),
        ("0:30 صباحاً", time(0, 30)),
        ("8 at night", time(20)),
    ],
)
def test_words_for_hours(text: str, hour: time) -> None:
    assert read(text) == hour


@pytest.mark.parametrize(
    "text",
    [
        *("", "7:5", "7:300", "730", "07:30:00", "-7", "7,30", "13 صباحاً", "0 مساءً", "24:00", "7 8", "7:30 كل يوم"),
        *("half", "9 ظهراً", "14 ليلاً", "السابعة والعشرون", "٧:", "7" * (LONGEST + 1), "²", "Ⅶ", "七"),
    ],
)
def test_what_is_no_hour(text: str) -> None:
    assert read(text) is None


# ------------------------------------------------------------------ two hours


@given(HOURS, HOURS, DIGITS, SPANS)
def test_two_hours_are_read_in_their_order(first: time, last: time, digits: str, shape: str) -> None:
    texts = (written(hour.hour, hour.minute, ":", digits, wide=True) for hour in (first, last))
    assert span(shape.format(*texts)) == (first, last)


@pytest.mark.parametrize("text", ["22", "22:00", "22-", "-7", "22-7-8", "من إلى", "22 25"])
def test_what_is_not_two_hours(text: str) -> None:
    assert span(text) is None


# ------------------------------------------------------------------ what is shown and carried


@given(HOURS)
def test_what_is_shown_is_read_back(hour: time) -> None:
    for style in (Style(), Style(Language.ENGLISH), Style(digits=Digits.ARABIC)):
        assert read(said(style, hour)) == hour


@given(HOURS)
def test_what_a_button_carries_is_read_back(hour: time) -> None:
    assert unpacked(packed(hour)) == hour


@given(st.text(max_size=6))
def test_a_button_carries_nothing_else(text: str) -> None:
    hour = unpacked(text)
    assert hour is None or packed(hour) == text


def test_days_have_their_names_and_the_week_begins_on_sunday() -> None:
    assert [weekday(Style(), day) for day in in_week(range(7))] == (
        ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"]
    )
    assert weekday(Style(Language.ENGLISH), 6) == "Sunday"
    assert in_week({3, 6}) == (6, 3)
