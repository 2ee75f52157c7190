"""The timeline on a screen: years, today's line, what was asked in words, buttons, and nothing found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.views.message import Message
from handlers.views.timeline import asked, page, places, years
from storage.answers import Cursor, Lane, TimelinePage, TimelineQuery
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import Milestone, Modality
from tests.handlers.handmade import TODAY, edition, event, labels, milestone, shown, translator

CURSOR = Cursor(dt.date(2025, 9, 1), 30, 4, forward=False)
STATE = "k3xk3xk3xk3x"


def at(edtf: str, code: str = "abc", *, edge: Edge | None = None, bound: Bound = Bound.IN) -> Milestone:
    return milestone(event(date=FuzzyDate(edtf, edge, bound)), code=code)


PAST = milestone(event(modality=Modality.HAPPENED, date=FuzzyDate("2025-08", Edge.LATE)), code="pst")
OVERDUE = at("../2025-09", "ovr", bound=Bound.BY)
AHEAD = at("2026", "ahd", edge=Edge.END)
LATER = at("2027-09", "ltr")


def turn(
    milestones: Sequence[Milestone],
    query: TimelineQuery = TimelineQuery(),  # noqa: B008  frozen
    *,
    older: bool = False,
    newer: bool = False,
    total: int | None = None,
    other_lane: int = 0,
    nearest: Sequence[str] = (),
    language: str = "ar",
) -> Message:
    answer = TimelinePage(
        edition=edition(),
        query=query,
        milestones=tuple(milestones),
        older=CURSOR if older else None,
        newer=CURSOR if newer else None,
        total=len(milestones) if total is None else total,
        other_lane=other_lane,
    )
    return page(answer, translator(language), TODAY, STATE, nearest)


def data(message: Message) -> dict[str, str | None]:
    return {button.label: button.data for row in message.buttons for button in row}


# ------------------------------------------------------------------ the page


def test_a_page_reads_from_top_to_bottom() -> None:
    assert shown(turn([PAST, OVERDUE, AHEAD])) == (
        "الخط الزمني\n"
        "3 محطات\n\n"
        "عام 2025\n"
        "✅ أواخر آب 2025 — انسحاب القوات الأميركية من بغداد\n"
        "حدث · مصدر واحد · /m_pst\n\n"
        "⚠️ بحلول أيلول 2025 — انسحاب القوات الأميركية من بغداد\n"
        "انقضى الموعد منذ نحو 14 شهراً ولم يرد تأكيد · مصدر واحد · /m_ovr\n\n"
        "— اليوم 22 تشرين الثاني 2026 —\n\n"
        "عام 2026\n"
        "⏳ نهاية 2026 — انسحاب القوات الأميركية من بغداد\n"
        "مقرر، يتبقى نحو 39 يوماً · مصدر واحد · /m_ahd\n\n"
        "تصل المصادر إلى 1 تشرين الأول 2025"
    )


def test_a_page_reads_from_top_to_bottom_in_english() -> None:
    assert shown(turn([PAST, AHEAD], language="en")) == (
        "Timeline\n"
        "2 milestones\n\n"
        "2025\n"
        "✅ late August 2025 — US forces left Baghdad\n"
        "happened · 1 source · /m_pst\n\n"
        "— today, 22 November 2026 —\n\n"
        "2026\n"
        "⏳ end of 2026 — US forces to leave Baghdad\n"
        "planned, about 39 days left · 1 source · /m_ahd\n\n"
        "Sources reach up to 1 October 2025"
    )


def test_a_part_of_the_whole_says_so() -> None:
    assert "39 محطة · هنا اثنتان منها" in shown(turn([PAST, AHEAD], total=39))
    assert "هنا" not in shown(turn([PAST, AHEAD]))


def test_each_year_is_named_once() -> None:
    text = shown(turn([PAST, OVERDUE, AHEAD, LATER]))
    assert [text.count(f"عام {year}\n") for year in (2025, 2026, 2027)] == [1, 1, 1]


# ------------------------------------------------------------------ today


TODAYS = "— اليوم 22 تشرين الثاني 2026 —"


def test_today_stands_between_what_is_over_and_what_is_not() -> None:
    text = shown(turn([PAST, OVERDUE, AHEAD, LATER]))
    assert text.index("/m_ovr") < text.index(TODAYS) < text.index("/m_ahd")


def test_a_year_that_still_runs_does_not_push_today_before_what_is_over() -> None:
    text = shown(turn([at("2026", "yer"), at("2026-03", "mar"), LATER]))
    assert text.index("/m_mar") < text.index(TODAYS) < text.index("/m_ltr")


def test_today_ends_the_newest_page_and_begins_the_oldest() -> None:
    ended = shown(turn([PAST]))
    assert ended.index("/m_pst") < ended.index(TODAYS)
    begun = shown(turn([AHEAD]))
    assert begun.index(TODAYS) < begun.index("/m_ahd")


@pytest.mark.parametrize(
    "message",
    [
        turn([PAST], newer=True),
        turn([AHEAD], older=True),
        turn([PAST], TimelineQuery(end=dt.date(2025, 12, 31))),
        turn([LATER], TimelineQuery(start=dt.date(2027, 1, 1))),
        turn([milestone(event())], TimelineQuery(lane=Lane.UNDATED)),
    ],
)
def test_today_is_left_out_where_it_lies_elsewhere(message: Message) -> None:
    assert TODAYS not in shown(message)


@given(st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2032, 1, 1)), min_size=1, max_size=8))
def test_today_never_stands_before_what_is_over(days: list[dt.date]) -> None:
    text = shown(turn([at(day.isoformat(), f"n{n:02}") for n, day in enumerate(sorted(days))]))
    for number, day in enumerate(sorted(days)):
        assert (text.index(f"/m_n{number:02}") < text.index(TODAYS)) == (day < TODAY)


# ------------------------------------------------------------------ what was asked


@pytest.mark.parametrize(
    ("query", "arabic", "english"),
    [
        (TimelineQuery(dt.date(2025, 1, 1), dt.date(2025, 12, 31)), "عام 2025", "2025"),
        (TimelineQuery(dt.date(2024, 1, 1), dt.date(2026, 12, 31)), "من 2024 إلى 2026", "2024 to 2026"),
        (TimelineQuery(dt.date(2025, 9, 1), dt.date(2025, 9, 30)), "أيلول 2025", "September 2025"),
        (
            TimelineQuery(dt.date(2025, 9, 1), dt.date(2026, 2, 28)),
            "من أيلول 2025 إلى شباط 2026",
            "September 2025 to February 2026",
        ),
        (TimelineQuery(dt.date(2025, 9, 19), dt.date(2025, 9, 19)), "19 أيلول 2025", "19 September 2025"),
        (
            TimelineQuery(dt.date(2025, 9, 19), dt.date(2025, 10, 1)),
            "من 19 أيلول 2025 إلى 1 تشرين الأول 2025",
            "19 September 2025 to 1 October 2025",
        ),
        (TimelineQuery(start=dt.date(2024, 1, 1)), "منذ 1 كانون الثاني 2024", "since 1 January 2024"),
        (TimelineQuery(end=dt.date(2024, 12, 31)), "حتى 31 كانون الأول 2024", "until 31 December 2024"),
        (TimelineQuery(place="ain_al_asad"), "قاعدة عين الأسد", "Ain al-Asad air base"),
        (TimelineQuery(force="us"), "القوات الأميركية", "US forces"),
        (TimelineQuery(words=("انتخابات", "مبكرة")), "كلمات: \u2068انتخابات مبكرة\u2069", None),
    ],
)
def test_the_filters_are_said_in_words(query: TimelineQuery, arabic: str, english: str | None) -> None:
    assert asked(query, translator()) == (arabic,)
    assert english is None or asked(query, translator("en")) == (english,)


def test_all_filters_stand_in_the_head() -> None:
    query = TimelineQuery(dt.date(2025, 1, 1), dt.date(2025, 12, 31), "baghdad", "us", ("عاجل",))
    assert shown(turn([PAST], query)).splitlines()[1] == (
        "محطة واحدة · عام 2025 · بغداد · القوات الأميركية · كلمات: عاجل"
    )


# ------------------------------------------------------------------ buttons


def test_buttons_turn_the_page_where_there_is_more() -> None:
    assert labels(turn([PAST]))[:2] == ["حسب السنة", "حسب المكان"]
    both = data(turn([PAST], older=True, newer=True))
    assert both["▲ الأقدم"] == f"t:{STATE}:o"
    assert both["▼ الأحدث"] == f"t:{STATE}:n"


def test_the_other_lane_is_offered_with_its_number_where_it_holds_something() -> None:
    assert data(turn([PAST], other_lane=7))["بلا تاريخ (7)"] == f"t:{STATE}:u"
    undated = turn([milestone(event())], TimelineQuery(lane=Lane.UNDATED), other_lane=39)
    assert data(undated)["ذات التاريخ (39)"] == f"t:{STATE}:u"
    assert not any("تاريخ" in label for label in labels(turn([PAST])))


def test_filters_can_be_cleared_where_there_are_any() -> None:
    assert data(turn([PAST], TimelineQuery(place="baghdad")))["مسح التصفية"] == f"t:{STATE}:x"
    assert "مسح التصفية" not in labels(turn([PAST]))
    assert "مسح التصفية" not in labels(turn([PAST], TimelineQuery(lane=Lane.UNDATED)))


def test_the_undated_are_not_offered_by_year() -> None:
    message = turn([milestone(event())], TimelineQuery(lane=Lane.UNDATED))
    assert labels(message) == ["حسب المكان"]
    assert shown(message).startswith("محطات بلا تاريخ")


def test_years_and_places_are_chosen_with_their_numbers() -> None:
    query = TimelineQuery(place="baghdad")
    message = years(edition(), query, [(2024, 10), (2025, 17)], translator(), STATE)
    assert data(message) == {"2024 (10)": f"t:{STATE}:y:2024", "2025 (17)": f"t:{STATE}:y:2025", "رجوع": f"t:{STATE}:b"}
    assert "بغداد" in shown(message)
    message = places(edition(), TimelineQuery(), [("baghdad", 2)], translator("en"), STATE)
    assert data(message) == {"Baghdad (2)": f"t:{STATE}:p:baghdad", "Back": f"t:{STATE}:b"}


def test_the_data_of_every_button_fits_telegram() -> None:
    found = [(place, 1) for place in edition().story.places]
    message = places(edition(), TimelineQuery(), found, translator(), STATE)
    assert all(len((button.data or "").encode()) <= 64 for row in message.buttons for button in row)


# ------------------------------------------------------------------ nothing found


def test_nothing_found_says_what_was_looked_for_and_what_there_is() -> None:
    query = TimelineQuery(dt.date(2031, 1, 1), dt.date(2031, 12, 31), words=("هوليود",))
    message = turn([], query, nearest=("erbil",))
    text = shown(message)
    assert "عام 2031 · كلمات: هوليود" in text
    assert "5 مقالات" in text
    assert "1 تشرين الأول 2025" in text
    assert data(message) == {"أربيل": f"t:{STATE}:p:erbil", "مسح التصفية": f"t:{STATE}:x"}


def test_nothing_found_with_a_date_leads_to_what_has_none() -> None:
    message = turn([], TimelineQuery(place="baghdad"), other_lane=2)
    assert labels(message) == ["بلا تاريخ (2)", "مسح التصفية"]


def test_an_empty_corpus_asked_for_nothing_says_only_that() -> None:
    assert shown(turn([])).startswith("لا محطات بعد")
