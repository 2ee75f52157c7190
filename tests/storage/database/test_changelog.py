from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from storage.database import changelog, codec, loading
from storage.database.change_models import changes, steps
from storage.database.comparing import fact
from storage.database.queries import corpus as stored
from storage.database.session import Database
from storage.errors import NothingToUndo
from storage.records import Disagreement, Event, Figure, Milestone
from tests import corpora
from tests.newsroom import BY_SEPTEMBER, BY_YEAR_END, MORNING, Newsroom, denied, leave, left, troops


def _rows(conn: Connection, step: int, *nouns: str) -> dict[tuple[str, str], str]:
    """(noun, key) → how it changed."""
    found = conn.execute(select(changes.c.noun, changes.c.key, changes.c.change).where(changes.c.step == step))
    return {(row.noun, row.key): row.change for row in found if row.noun in nouns}


def _before(conn: Connection, step: int, key: str) -> str | None:
    return conn.scalar(select(changes.c.before).where(changes.c.step == step, changes.c.key == key))


# ------------------------------------------------------------------ what is logged


def test_a_first_load_adds_everything(writer: Connection) -> None:
    Newsroom().prints("000_a", "2025-01-01", leave("000_a"), troops("000_a", 2500)).load(writer)
    assert _rows(writer, 1, "event", "figure") == {
        ("event", "000_a#leave"): "added",
        ("figure", "000_a#troops"): "added",
    }
    assert list(_rows(writer, 1, "milestone").values()) == ["added"]
    assert writer.execute(select(steps.c.number, steps.c.revision, steps.c.at)).all() == [(1, 1, MORNING)]


def test_a_changed_fact_is_logged_with_what_it_was(writer: Connection) -> None:
    news = Newsroom().prints("000_a", "2025-01-01", leave("000_a"), troops("000_a", 2500))
    news.load(writer)
    news.says(leave("000_a", BY_YEAR_END)).load(writer)
    assert _rows(writer, 2, "event", "figure") == {("event", "000_a#leave"): "changed"}
    was = _before(writer, 2, "000_a#leave")
    assert was is not None
    assert codec.load(Event, was) == leave("000_a", BY_SEPTEMBER)


def test_a_withdrawn_fact_is_logged_with_what_it_was(writer: Connection) -> None:
    news = Newsroom().prints("000_a", "2025-01-01", leave("000_a"), troops("000_a", 2500))
    news.load(writer)
    news.drops("000_a#troops").load(writer)
    assert _rows(writer, 2, "event", "figure") == {("figure", "000_a#troops"): "withdrawn"}
    was = _before(writer, 2, "000_a#troops")
    assert was is not None
    assert codec.load(Figure, was).value == 2500


def test_milestones_are_logged_by_their_code(writer: Connection) -> None:
    news = Newsroom().prints("000_a", "2025-01-01", leave("000_a"))
    news.load(writer)
    (promise,) = stored.whole(writer).milestones
    news.prints("001_b", "2025-02-01", leave("001_b", BY_YEAR_END)).load(writer)
    assert _rows(writer, 2, "milestone") == {("milestone", promise.code): "changed"}
    was = _before(writer, 2, promise.code)
    assert was is not None
    assert codec.load(Milestone, was) == promise


def test_disagreements_are_logged_by_their_id(writer: Connection) -> None:
    news = Newsroom().prints("000_a", "2025-01-01", leave("000_a"))
    news.load(writer)
    news.prints("001_b", "2025-02-01", denied("001_b")).load(writer)
    (added,) = _rows(writer, 2, "disagreement").items()
    assert added == (("disagreement", stored.whole(writer).disagreements[0].id), "added")
    news.drops("001_b").load(writer)
    assert _rows(writer, 3, "disagreement") == {added[0]: "withdrawn"}
    was = _before(writer, 3, added[0][1])
    assert was is not None
    assert codec.load(Disagreement, was).id == added[0][1]


def test_a_fact_that_becomes_a_figure_is_withdrawn_as_an_event(writer: Connection) -> None:
    news = Newsroom().prints("000_a", "2025-01-01", leave("000_a", slug="x"))
    news.load(writer)
    news.drops("000_a#x").says(troops("000_a", 2500, slug="x")).load(writer)
    assert _rows(writer, 2, "event", "figure") == {("event", "000_a#x"): "withdrawn", ("figure", "000_a#x"): "added"}


def test_a_load_that_changes_nothing_is_no_step(loaded: Connection) -> None:
    loading.load(loaded, corpora.small(), MORNING)
    assert loaded.scalar(select(func.count()).select_from(steps)) == 1


def test_undo_is_a_step_like_any_other(writer: Connection) -> None:
    news = Newsroom().prints("000_a", "2025-01-01", leave("000_a"))
    news.load(writer)
    news.prints("001_b", "2025-02-01", left("001_b")).load(writer)
    news.undo(writer)
    assert _rows(writer, 3, "event") == {("event", "001_b#left"): "withdrawn"}
    assert writer.execute(select(steps.c.number, steps.c.revision)).all() == [(1, 1), (2, 2), (3, 1)]


# ------------------------------------------------------------------ when, and for how long


class _Lost(Exception):
    pass


def test_what_is_rolled_back_was_never_logged(database: Database) -> None:
    def load_and_lose() -> None:
        with database.writer() as conn:
            loading.load(conn, corpora.small(), MORNING)
            raise _Lost

    with pytest.raises(_Lost):
        load_and_lose()
    with database.reader() as conn:
        assert conn.scalar(select(func.count()).select_from(steps)) == 0
        assert conn.scalar(select(func.count()).select_from(changes)) == 0


def test_the_log_outlives_the_revisions(writer: Connection) -> None:
    news = Newsroom().prints("000_a", "2025-01-01", troops("000_a", 0))
    for value in range(1, 15):
        news.says(troops("000_a", value)).load(writer)
    was = _before(writer, 2, "000_a#troops")
    assert was is not None
    assert codec.load(Figure, was).value == 1


def test_steps_are_forgotten_after_a_long_time(writer: Connection) -> None:
    news = Newsroom().prints("000_a", "2025-01-01", troops("000_a", 1))
    news.load(writer)
    news.says(troops("000_a", 2)).load(writer)
    news.now = MORNING + changelog.KEPT + dt.timedelta(hours=1)
    news.says(troops("000_a", 3)).load(writer)
    assert list(writer.scalars(select(steps.c.number).order_by(steps.c.number))) == [2, 3]
    assert set(writer.scalars(select(changes.c.step))) == {2, 3}


# ------------------------------------------------------------------ the log is enough to go back


def _then(conn: Connection, step: int, now: dict[str, Event | Figure]) -> dict[str, Event | Figure]:
    """The facts as they were at `step`, from those of now and the log alone."""
    rows = conn.execute(
        select(changes)
        .where(changes.c.step > step, changes.c.noun.in_(("event", "figure")))
        .order_by(changes.c.step.desc())
    )
    then = dict(now)
    for row in rows:
        if row.before is None:
            del then[row.key]
        else:
            then[row.key] = fact(row.noun, row.before)
    return then


_VERSIONS = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 3), max_size=4)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.one_of(_VERSIONS, st.just("undo")), min_size=1, max_size=6))
def test_the_state_at_every_step_can_be_told_from_the_log(writer: Connection, acts: list[dict[str, int] | str]) -> None:
    again = writer.begin_nested()
    states: dict[int, dict[str, Event | Figure]] = {0: {}}
    for act in acts:
        _act(writer, act)
        step = writer.execute(select(func.max(steps.c.number))).scalar_one()
        states[step] = {each.id: each for each in stored.whole(writer).figures}
    newest = states[max(states)]
    for step, state in states.items():
        assert _then(writer, step, newest) == state
    again.rollback()


def _act(conn: Connection, act: dict[str, int] | str) -> None:
    if isinstance(act, str):
        try:
            loading.undo(conn, MORNING)
        except NothingToUndo:
            loading.load(conn, corpora.corpus(), MORNING)
        return
    article = corpora.article("000_a", "\n".join(f"العدد {slug}." for slug in "abcd"))
    figures = [corpora.figure(article, f"العدد {slug}", slug, value) for slug, value in act.items()]
    loading.load(conn, corpora.corpus([article], figures=figures), MORNING)
