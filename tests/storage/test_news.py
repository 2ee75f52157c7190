from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import news
from storage.answers import Claim, Count, Source
from storage.digest import Changed, Due, Pair
from storage.fuzzydate import FuzzyDate
from storage.records import (
    Article,
    Disagreement,
    DisagreementType,
    Event,
    Figure,
    Kind,
    Milestone,
    Modality,
    Phase,
    Sense,
    Series,
    Unit,
)
from tests import corpora
from tests.newsroom import BY_SEPTEMBER, BY_YEAR_END, WORDS, denied, leave, left, troops

TODAY = dt.date(2025, 11, 21)


def changed(*pairs: Pair[Milestone], known: tuple[Milestone, ...] = (), fresh: tuple[str, ...] = ()) -> Changed:
    by_subject = {milestone.subject: known for milestone in known}
    return Changed(pairs, by_subject, (), frozenset(fresh))


def milestone(*events: Event, phase: Phase | None = None, **fields: object) -> Milestone:
    made = replace(corpora.milestone(*events, subject="asad"), **fields)
    return replace(made, phase=phase) if phase else made


# ------------------------------------------------------------------ milestones

PROMISE = milestone(leave("000_a"), key="promise")
DONE = milestone(left("001_b"), key="done")


def test_a_promise_is_the_earlier_phase_of_what_keeps_it() -> None:
    kept = replace(PROMISE, fulfilled_by="done")
    found = list(news.arrivals(changed(Pair(None, DONE), known=(kept,), fresh=("001_b#left",))))
    assert found == [(DONE, kept)]


def test_a_promise_that_is_not_kept_by_it_is_none() -> None:
    other = replace(PROMISE, fulfilled_by="another")
    assert list(news.arrivals(changed(Pair(None, DONE), known=(other,), fresh=("001_b#left",)))) == [(DONE, None)]


def test_what_was_going_on_is_the_earlier_phase_of_what_is_done() -> None:
    going_on = milestone(leave("000_a"), phase=Phase.UNDER_WAY)
    found = list(news.arrivals(changed(Pair(None, DONE), known=(going_on,), fresh=("001_b#left",))))
    assert found == [(DONE, going_on)]


def test_a_plan_is_the_earlier_phase_of_what_goes_on_but_not_of_another_kind() -> None:
    going_on = milestone(replace(left("001_b"), modality=Modality.ONGOING))
    fresh = ("001_b#left",)
    assert list(news.arrivals(changed(Pair(None, going_on), known=(PROMISE,), fresh=fresh))) == [(going_on, PROMISE)]
    cut = replace(PROMISE, kind=Kind.REDUCTION)
    condition = replace(PROMISE, modality=Modality.CONDITIONAL)
    for other in (cut, condition):
        assert list(news.arrivals(changed(Pair(None, going_on), known=(other,), fresh=fresh))) == [(going_on, None)]


@pytest.mark.parametrize("event", [denied("001_b"), replace(left("001_b"), kind=Kind.PRESENCE)])
def test_a_denial_and_a_stay_have_no_earlier_phase(event: Event) -> None:
    new = milestone(event, key="done")
    known = (replace(PROMISE, fulfilled_by="done", kind=event.kind),)
    assert list(news.arrivals(changed(Pair(None, new), known=known, fresh=(event.id,)))) == [(new, None)]


def test_what_was_there_or_rests_on_old_claims_alone_is_no_arrival() -> None:
    assert list(news.arrivals(changed(Pair(DONE, DONE), fresh=("001_b#left",)))) == []
    assert list(news.arrivals(changed(Pair(None, DONE), fresh=("002_c#other",)))) == []


def test_what_moved_on_comes_before_what_is_new_and_what_is_ahead_comes_last() -> None:
    late, early = (milestone(left("001_b", day), key=day) for day in ("2025-09-20", "2025-08-20"))
    near, far = (milestone(leave("000_a", date), key=str(date)) for date in (BY_SEPTEMBER, BY_YEAR_END))
    undated = milestone(leave("000_a", None), key="undated", reported=dt.date(2030, 1, 1))
    right: list[tuple[Milestone, Milestone | None]] = [(early, PROMISE), (late, None), (early, None)]
    right += [(near, None), (far, None), (undated, None)]
    shuffled = [right[n] for n in (5, 2, 4, 0, 3, 1)]
    assert sorted(shuffled, key=news.by_weight) == right


# ------------------------------------------------------------------ moved dates

BEFORE = milestone(leave("000_a"), key="promise")
AFTER = milestone(leave("001_b", BY_YEAR_END), leave("000_a"), key="promise")
FRESH = ("001_b#leave",)


def test_a_new_report_moves_the_date() -> None:
    assert list(news.moves(changed(Pair(BEFORE, AFTER), fresh=FRESH))) == [(AFTER, BY_SEPTEMBER)]


@pytest.mark.parametrize(
    ("pair", "fresh"),
    [
        (Pair(None, AFTER), FRESH),
        (Pair(BEFORE, AFTER), ()),
        (Pair(BEFORE, replace(AFTER, events=("001_b#leave",))), FRESH),
        (Pair(BEFORE, replace(AFTER, date=BY_SEPTEMBER)), FRESH),
        (Pair(BEFORE, replace(AFTER, date=replace(BY_SEPTEMBER, surface="حتى أيلول"))), FRESH),
        (Pair(BEFORE, replace(AFTER, phase=Phase.UNDER_WAY)), FRESH),
        (Pair(replace(BEFORE, date=None), AFTER), FRESH),
        (Pair(BEFORE, replace(AFTER, date=None)), FRESH),
    ],
    ids=["new", "an old report", "the old one is gone", "same", "other words", "under way", "had none", "has none"],
)
def test_all_else_moves_nothing(pair: Pair[Milestone], fresh: tuple[str, ...]) -> None:
    assert list(news.moves(changed(pair, fresh=fresh))) == []


# ------------------------------------------------------------------ numbers


def count(figure: Figure, day: str) -> Count:
    article: Article = corpora.article(figure.citation.article, WORDS, day)
    published = article.published
    source = Source(article.id, article.code, 1, None, None, None, published, article.kind, None)
    return Count(figure, source)


def told(*counts: Count, fresh: int = 1, **fields: object) -> list[tuple[Count, Count | None]]:
    """What is told of a series of these, oldest first, of which the last ones are fresh."""
    by_id = {each.figure.id: each for each in counts}
    first = counts[0].figure
    ids = tuple(by_id)
    series = Series("s", first.force, first.place, first.unit, first.sense, None, ids)
    return list(news.numbers([replace(series, **fields)], by_id, set(ids[len(ids) - fresh :])))


OLD, NEW = count(troops("000_a", 2500), "2024-09-01"), count(troops("001_b", 2000), "2025-10-01")


def test_a_newer_number_of_those_who_are_there_takes_the_place_of_the_old() -> None:
    assert told(OLD, NEW) == [(NEW, OLD)]


def test_the_same_number_again_is_no_news() -> None:
    assert told(OLD, count(troops("001_b", 2500), "2025-10-01")) == []


def test_a_number_that_comes_back_is_news() -> None:
    back = count(troops("002_c", 2500), "2025-11-01")
    assert told(OLD, NEW, back) == [(back, NEW)]


def test_of_several_new_numbers_the_newest_is_told_beside_the_one_that_was_known() -> None:
    newest = count(troops("002_c", 900), "2025-11-01")
    assert told(OLD, NEW, newest, fresh=2) == [(newest, OLD)]


def test_a_number_for_the_same_day_stands_beside_the_other() -> None:
    same_day = count(troops("001_b", 2000), "2024-09-01")
    assert told(OLD, same_day) == [(same_day, None)]


def test_a_first_number_takes_nobodys_place() -> None:
    assert told(NEW) == [(NEW, None)]


def test_an_old_number_that_is_still_the_newest_is_no_news() -> None:
    assert told(OLD, NEW, fresh=0) == []


@pytest.mark.parametrize("sense", [Sense.LEAVING, Sense.ARRIVING, None])
def test_those_who_leave_or_come_are_counted_each_time_by_themselves(sense: Sense | None) -> None:
    assert told(OLD, NEW, sense=sense) == [(NEW, None)]


@pytest.mark.parametrize(("day", "news_"), [("2025-10-01", True), ("2024-09-20", False)])
def test_the_same_casualties_soon_again_are_the_same_news(day: str, news_: bool) -> None:
    again = count(troops("001_b", 2500), day)
    assert told(OLD, again, unit=Unit.CASUALTIES, sense=None) == ([(again, None)] if news_ else [])


def test_what_is_planned_takes_no_place_of_what_is_so_and_what_is_denied_is_no_number() -> None:
    planned = replace(NEW, figure=replace(NEW.figure, modality=Modality.PLANNED))
    assert told(OLD, planned) == [(planned, None)]
    assert told(OLD, replace(NEW, figure=replace(NEW.figure, modality=Modality.DENIED))) == []


def test_a_number_speaks_of_its_own_day_before_that_of_its_article() -> None:
    own = count(replace(troops("000_a", 1), as_of=FuzzyDate("2020-05")), "2025-01-01")
    assert news.spoken_of(own) == dt.date(2020, 5, 31)
    assert news.spoken_of(OLD) == dt.date(2024, 9, 1)


# ------------------------------------------------------------------ disagreements


def quarrel(**sides: list[Event]) -> Disagreement:
    return corpora.disagreement(DisagreementType.WHETHER, "ain_al_asad", **sides)


def test_a_disagreement_is_news_when_it_is_new_and_when_a_third_thing_is_said() -> None:
    two = quarrel(leave=[leave("000_a")], stay=[denied("001_b")])
    more = quarrel(leave=[leave("000_a"), leave("002_c")], stay=[denied("001_b")])
    third = quarrel(leave=[leave("000_a")], stay=[denied("001_b")], part=[leave("002_c")])

    def told_of(*pairs: Pair[Disagreement]) -> list[Disagreement]:
        return list(news.quarrels(Changed((), {}, pairs, frozenset())))

    assert told_of(Pair(None, two)) == [two]
    assert told_of(Pair(two, more)) == []
    assert told_of(Pair(two, third)) == [third]
    assert told_of(Pair(third, two)) == []


# ------------------------------------------------------------------ deadlines


def due(days: int) -> Due:
    event = leave("000_a")
    return Due(PROMISE, Claim(event, OLD.source), TODAY + dt.timedelta(days=days))


def test_the_nearest_deadlines_are_those_within_the_horizon_or_else_the_first() -> None:
    near, edge, far = due(3), due(90), due(91)
    assert news.nearest([near, edge, far], TODAY) == (near, edge)
    assert news.nearest([far, due(400)], TODAY) == (far,)
    assert news.nearest([], TODAY) == ()


@pytest.mark.parametrize(
    ("left_then", "left_now", "presses"),
    [
        *((31, 30, True), (40, 31, False), (30, 29, False), (8, 7, True), (7, 2, False), (2, 1, True)),
        *((1, 0, True), (0, -1, True), (-1, -2, False), (400, -400, True), (9, 9, False)),
    ],
)
def test_a_deadline_is_news_when_a_mark_is_passed(left_then: int, left_now: int, presses: bool) -> None:
    told_on = TODAY - dt.timedelta(days=left_then - left_now)
    assert news.presses(due(left_now), told_on, TODAY) is presses


@given(st.integers(0, 60), st.lists(st.integers(1, 9), min_size=1, max_size=80))
def test_every_mark_is_told_once_however_often_digests_come(first: int, gaps: list[int]) -> None:
    """As many digests speak of a deadline as marks were passed, but for those passed together."""
    days = [TODAY]
    for gap in gaps:
        days.append(days[-1] + dt.timedelta(days=gap))
    coming = due(first)
    told_at = [now for before, now in pairwise(days) if news.presses(coming, before, now)]
    left = {day: (coming.closes - day).days for day in days}
    for mark in (*news.MARKS, -1):
        passed = [now for before, now in pairwise(days) if left[now] <= mark < left[before]]
        assert len(passed) <= 1
        assert set(passed) <= set(told_at)
    assert len(told_at) <= len(news.MARKS) + 1
