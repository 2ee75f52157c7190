from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage.answers import Cursor, Lane, TimelinePage, TimelineQuery
from storage.corpus.stems import stem_words
from storage.database import loading, placing
from storage.database.queries import timeline
from storage.database.session import Database, open_database
from storage.errors import NotFound
from storage.fuzzydate import Bound, Edge, FuzzyDate
from storage.records import Corpus, Kind, Milestone
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()
STORY = corpora.story()


def _keys(page: TimelinePage) -> list[str]:
    return [m.key for m in page.milestones]


def _found(conn: Connection, **query: object) -> list[str]:
    return _keys(timeline.page(conn, TimelineQuery(**query)))  # type: ignore[arg-type]  # fields by name


# ------------------------------------------------------------------ what is found


def test_milestones_stand_in_order_of_their_dates(loaded: Connection) -> None:
    page = timeline.page(loaded, TimelineQuery())
    assert _keys(page) == ["asad|under_way", "asad|promised", "erbil|promised", "iraq|promised"]
    assert (page.total, page.other_lane) == (4, 2)
    assert (page.older, page.newer) == (None, None)


def test_the_undated_have_a_lane_of_their_own_by_the_day_of_their_report(loaded: Connection) -> None:
    page = timeline.page(loaded, TimelineQuery(lane=Lane.UNDATED))
    assert [m.reported for m in page.milestones] == [dt.date(2024, 9, 30), dt.date(2025, 10, 1)]
    assert (page.total, page.other_lane) == (2, 4)


def test_a_place_takes_in_all_that_lies_in_it(loaded: Connection) -> None:
    assert _found(loaded, place="anbar") == ["asad|under_way", "asad|promised"]
    assert _found(loaded, place="kurdistan") == ["erbil|promised"]
    assert _found(loaded, place="baghdad") == []
    assert len(_found(loaded, place="iraq")) == 4


def test_a_force_takes_in_its_whole_line(loaded: Connection) -> None:
    assert len(_found(loaded, force="us_centcom")) == 4
    assert _found(loaded, force="isis") == []


def test_place_and_force_together(loaded: Connection) -> None:
    assert _found(loaded, place="anbar", force="coalition") == ["asad|under_way", "asad|promised"]
    assert _found(loaded, place="anbar", force="iraq") == []


def test_a_move_is_found_where_it_leads_to_as_well(writer: Connection) -> None:
    moved = corpora.event(corpora.OLD, "اتفق", place="baghdad", to_place="erbil", date=FuzzyDate("2025"))
    loading.load(writer, corpora.corpus([corpora.OLD], [moved]), NOW)
    for place in ("baghdad", "erbil", "kurdistan", "iraq"):
        assert timeline.page(writer, TimelineQuery(place=place)).total == 1


def test_days_bound_both_ends(loaded: Connection) -> None:
    by = dt.date(2025, 9, 30)
    assert _found(loaded, start=by, end=by) == ["asad|promised"]
    assert _found(loaded, start=by + dt.timedelta(1)) == ["erbil|promised", "iraq|promised"]
    assert _found(loaded, end=by - dt.timedelta(1)) == ["asad|under_way"]
    assert _found(loaded, start=dt.date(2027, 1, 1)) == []
    assert len(_found(loaded, start=dt.date.min, end=dt.date.max)) == 4


def test_the_undated_are_bounded_by_the_day_of_their_report(loaded: Connection) -> None:
    found = timeline.page(loaded, TimelineQuery(start=dt.date(2025, 1, 1), lane=Lane.UNDATED))
    assert _keys(found) == ["iraq|denied"]
    assert found.other_lane == 4


def test_all_words_must_occur_in_names_titles_or_sentences(loaded: Connection) -> None:
    assert _found(loaded, words=("عين", "الاسد")) == ["asad|under_way", "asad|promised"]
    assert _found(loaded, words=("Erbil",)) == ["erbil|promised"]
    assert _found(loaded, words=("القوافل",)) == ["asad|under_way"]
    assert _found(loaded, words=("القوافل", "Erbil")) == []


def test_words_and_place_together(loaded: Connection) -> None:
    assert _found(loaded, words=("العراق",), place="anbar") == []
    assert _found(loaded, words=("قاعدة",), place="anbar", force="us") == ["asad|under_way", "asad|promised"]


@pytest.mark.parametrize("words", [("،",), ("",), ("في",), ("!", "؟")])
def test_words_that_say_nothing_find_nothing(loaded: Connection, words: tuple[str, ...]) -> None:
    assert not stem_words(" ".join(words))
    page = timeline.page(loaded, TimelineQuery(words=words))
    assert (page.milestones, page.total, page.other_lane) == ((), 0, 0)


def test_what_appears_only_in_receipts_is_in_no_lane(writer: Connection) -> None:
    said = corpora.event(corpora.OLD, "اتفق", kind=Kind.STATEMENT, date=FuzzyDate("2025"))
    loading.load(writer, corpora.corpus([corpora.OLD], [said]), NOW)
    page = timeline.page(writer, TimelineQuery())
    assert (page.total, page.other_lane, page.milestones) == (0, 0, ())


def test_names_that_the_story_lacks_are_refused(loaded: Connection) -> None:
    for query in (TimelineQuery(place="atlantis"), TimelineQuery(force="martians")):
        with pytest.raises(NotFound):
            timeline.page(loaded, query)


# ------------------------------------------------------------------ paging


def test_pages_lead_back_and_forth(loaded: Connection) -> None:
    last = timeline.page(loaded, TimelineQuery(), limit=2)
    assert _keys(last) == ["erbil|promised", "iraq|promised"]
    assert last.newer is None
    first = timeline.page(loaded, TimelineQuery(), last.older, limit=2)
    assert _keys(first) == ["asad|under_way", "asad|promised"]
    assert first.older is None
    assert timeline.page(loaded, TimelineQuery(), first.newer, limit=2) == last


def test_a_cursor_that_leads_to_nothing_leads_to_the_nearest_page(loaded: Connection) -> None:
    beyond = Cursor(dt.date(2030, 1, 1), 0, 1, forward=True)
    assert len(timeline.page(loaded, TimelineQuery(), beyond).milestones) == 4
    before = Cursor(dt.date(1990, 1, 1), 0, 1, forward=False)
    assert len(timeline.page(loaded, TimelineQuery(), before, limit=3).milestones) == 3


def test_a_cursor_of_a_query_that_now_finds_nothing_ends_on_an_empty_page(loaded: Connection) -> None:
    for forward in (True, False):
        page = timeline.page(loaded, TimelineQuery(place="baghdad"), Cursor(dt.date(2025, 1, 1), 0, 1, forward))
        assert (page.milestones, page.older, page.newer) == ((), None, None)


def test_a_cursor_from_before_a_reload_leads_to_the_same_days(loaded: Connection) -> None:
    older = timeline.page(loaded, TimelineQuery(), limit=2).older
    assert older
    more = corpora.event(corpora.NEW, "سوريا", "more", place="syria", date=FuzzyDate("2003-03"))
    changed = replace(
        SMALL, events=(*SMALL.events, more), milestones=(corpora.milestone(more, key="2003"), *SMALL.milestones)
    )
    loading.load(loaded, changed, NOW)
    page = timeline.page(loaded, TimelineQuery(), older, limit=2)
    # What stands just where the cursor stood may come again, so that nothing of that day is passed over.
    assert _keys(page) == ["asad|promised", "erbil|promised"]
    assert page.older
    assert page.newer
    assert _keys(timeline.page(loaded, TimelineQuery(), page.newer, limit=2)) == ["iraq|promised"]
    assert _keys(timeline.page(loaded, TimelineQuery(), page.older, limit=2)) == ["2003", "asad|under_way"]


# ------------------------------------------------------------------ any timeline at all

DATES = st.none() | st.one_of(
    st.dates(dt.date(2025, 1, 1), dt.date(2025, 1, 9)).map(lambda day: FuzzyDate(day.isoformat())),
    st.sampled_from([FuzzyDate("2025"), FuzzyDate("2025-01", Edge.END), FuzzyDate("../2025-01", bound=Bound.BY)]),
)
PLACES = st.none() | st.sampled_from(list(STORY.places))
ACTORS = st.none() | st.sampled_from(list(STORY.actors))
WORDS = ["خطة", "القوافل", "أربيل"]


@st.composite
def corpora_of_milestones(draw: st.DrawFn) -> Corpus:
    events = []
    for number in range(draw(st.integers(0, 12))):
        source, words = draw(st.sampled_from([(corpora.OLD, "خطة"), (corpora.OLD, "أربيل"), (corpora.NEW, "القوافل")]))
        event = corpora.event(
            source, words, f"e{number}", place=draw(PLACES), to_place=draw(PLACES), actor=draw(ACTORS), date=draw(DATES)
        )
        events.append(event)
    return corpora.corpus([corpora.OLD, corpora.NEW], events)


QUERIES = st.builds(
    TimelineQuery,
    start=st.none() | st.dates(dt.date(2024, 12, 28), dt.date(2025, 2, 3)),
    end=st.none() | st.dates(dt.date(2024, 12, 28), dt.date(2025, 2, 3)),
    place=PLACES,
    force=ACTORS,
    words=st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(tuple),
    lane=st.sampled_from(Lane),
)


def _expected(corpus: Corpus, query: TimelineQuery) -> list[Milestone]:
    """The model: every milestone looked at, then sorted."""
    sentences = {e.id: e.citation.sentence for e in corpus.events}

    def matches(m: Milestone) -> bool:
        day = dt.date.fromordinal(placing.position(m).day)
        spoken = set(stem_words(" ".join([*(sentences[e] for e in m.events), *_names(m)])))
        return (
            placing.lane(m) is query.lane
            and (query.start is None or day >= query.start)
            and (query.end is None or day <= query.end)
            and (query.place is None or any(STORY.within(p, query.place) for p in (m.place, m.to_place)))
            and (query.force is None or (m.actor is not None and STORY.line(m.actor) == STORY.line(query.force)))
            and spoken.issuperset(stem_words(" ".join(query.words)))
        )

    return sorted(filter(matches, corpus.milestones), key=lambda m: (placing.position(m), m.key))


def _names(m: Milestone) -> list[str]:
    return [STORY.places[p].name.ar for p in (m.place, m.to_place) if p]


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{shutil.copy(migrated_file, tmp_path_factory.mktemp('timeline'))}")
    yield opened
    opened.close()


@given(made=corpora_of_milestones(), query=QUERIES, limit=st.integers(1, 5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_walking_the_pages_either_way_finds_just_what_the_query_means(
    lasting: Database, made: Corpus, query: TimelineQuery, limit: int
) -> None:
    # Taken back afterwards: codes are permanent, and each corpus has been given its own as if it were the first.
    with lasting.writer() as conn, conn.begin_nested() as once:
        loading.load(conn, made, NOW)
        expected = _expected(made, query)
        pages = [timeline.page(conn, query, limit=limit)]
        while older := pages[0].older:
            pages.insert(0, timeline.page(conn, query, older, limit))
        assert [m for page in pages for m in page.milestones] == expected
        assert {page.total for page in pages} == {len(expected)}
        assert pages[0].other_lane == len(_expected(made, replace(query, lane=_other(query.lane))))
        forwards = [pages[0]]
        while newer := forwards[-1].newer:
            forwards.append(timeline.page(conn, query, newer, limit))
        assert [m for page in forwards for m in page.milestones] == expected
        once.rollback()


def _other(lane: Lane) -> Lane:
    return Lane.UNDATED if lane is Lane.DATED else Lane.DATED


def test_totals_of_narrowed_queries_stop_at_their_limit(writer: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "COUNTED", 3)
    loading.load(writer, SMALL, NOW)
    assert timeline.page(writer, TimelineQuery(start=dt.date.min)).total == 3
    assert timeline.page(writer, TimelineQuery()).total == 4
