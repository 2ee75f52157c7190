from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage.answers import Deadline
from storage.database import loading
from storage.database.queries import deadlines
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Kind, Modality
from tests import corpora
from tests.storage.database.conftest import NOW


def _keys(listed: Sequence[Deadline]) -> list[str]:
    return [deadline.milestone.key for deadline in listed]


def test_what_is_due_and_what_is_overdue(loaded: Connection) -> None:
    found = deadlines.ledger(loaded, dt.date(2025, 11, 21))
    assert _keys(found.upcoming) == ["erbil|promised", "iraq|promised"]
    assert _keys(found.overdue) == ["asad|promised"]
    assert found.undated == ()
    assert found.today == dt.date(2025, 11, 21)


def test_a_promise_is_due_on_its_last_day_and_overdue_on_the_next(loaded: Connection) -> None:
    last = dt.date(2025, 9, 30)
    assert "asad|promised" in _keys(deadlines.ledger(loaded, last).upcoming)
    assert _keys(deadlines.ledger(loaded, last + dt.timedelta(1)).overdue) == ["asad|promised"]


def test_a_stay_is_upcoming_until_its_day_and_then_nothing(loaded: Connection) -> None:
    after = deadlines.ledger(loaded, dt.date(2026, 10, 1))
    assert "erbil|promised" not in _keys((*after.upcoming, *after.overdue, *after.undated))


def test_each_promise_has_the_claim_that_leads_it_and_its_sources(loaded: Connection) -> None:
    (overdue,) = deadlines.ledger(loaded, dt.date(2025, 11, 21)).overdue
    assert overdue.claim.event.id == "000_old#leave"
    assert [source.article for source in overdue.sources] == ["000_old"]


def test_what_was_reported_done_is_no_longer_in_the_ledger(writer: Connection) -> None:
    event = corpora.event(corpora.OLD, "اتفق", modality=Modality.PLANNED, date=FuzzyDate("2025"))
    done = corpora.milestone(event, fulfilled_by="done")
    loading.load(writer, corpora.corpus([corpora.OLD], [event], milestones=[done]), NOW)
    found = deadlines.ledger(writer, dt.date(2025, 1, 1))
    assert (found.upcoming, found.overdue, found.undated) == ((), (), ())


def test_promises_without_a_day_come_newest_report_first(writer: Connection) -> None:
    events = [corpora.event(corpora.OLD, "اتفق", f"e{n}", modality=Modality.PLANNED) for n in range(3)]
    merged = [corpora.milestone(e, key=e.id, reported=dt.date(2024, 1, n + 1)) for n, e in enumerate(events)]
    loading.load(writer, corpora.corpus([corpora.OLD], events, milestones=merged), NOW)
    assert _keys(deadlines.ledger(writer, dt.date(2025, 1, 1)).undated) == ["000_old#e2", "000_old#e1", "000_old#e0"]


def test_each_list_stops_at_the_limit_nearest_first(writer: Connection) -> None:
    days = [dt.date(2025, 1, 1) + dt.timedelta(days=n) for n in range(10)]
    events = [
        corpora.event(corpora.OLD, "اتفق", f"{d}", modality=Modality.PLANNED, date=FuzzyDate(d.isoformat()))
        for d in days
    ]
    merged = [corpora.milestone(e, key=e.id.partition("#")[2]) for e in events]
    loading.load(writer, corpora.corpus([corpora.OLD], events, milestones=merged), NOW)
    found = deadlines.ledger(writer, days[5], limit=2)
    assert _keys(found.upcoming) == ["2025-01-06", "2025-01-07"]
    assert _keys(found.overdue) == ["2025-01-05", "2025-01-04"]


DATES = st.sampled_from(
    [
        None,
        FuzzyDate("2025"),
        FuzzyDate("../2025-09", bound=Bound.BY),
        FuzzyDate("2025-09/..", bound=Bound.FROM),
        FuzzyDate("2026-09/..", bound=Bound.UNTIL_AT_LEAST),
    ]
)


@given(
    made=st.lists(st.tuples(st.sampled_from(Modality), st.sampled_from([Kind.WITHDRAWAL, Kind.PRESENCE]), DATES)),
    today=st.dates(dt.date(2025, 1, 1), dt.date(2027, 1, 1)),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_agrees_with_the_milestones_themselves(
    writer: Connection, made: list[tuple[Modality, Kind, FuzzyDate | None]], today: dt.date
) -> None:
    events = [
        corpora.event(corpora.OLD, "اتفق", f"e{n}", kind, modality, date=date)
        for n, (modality, kind, date) in enumerate(made)
    ]
    corpus = corpora.corpus([corpora.OLD], events)
    loading.load(writer, corpus, NOW)
    found = deadlines.ledger(writer, today, limit=1_000)
    assert set(_keys(found.overdue)) == {m.key for m in corpus.milestones if m.overdue(today)}
    listed = _keys((*found.upcoming, *found.overdue, *found.undated))
    assert len(listed) == len(set(listed))
    assert all(d.milestone.date is None or d.milestone.date.deadline is None for d in found.undated)
