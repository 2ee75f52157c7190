from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from storage import codes
from storage.database import fulltext, loading
from storage.database.models import articles, facts, milestones, passages, revisions, stories, timeline
from storage.database.queries import corpus as stored
from storage.database.queries import edition
from storage.database.session import Database, open_database
from storage.errors import NotFound, NothingToUndo
from storage.records import Corpus, Publication, PublishedBasis
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()


def _numbered(number: int) -> Corpus:
    """A corpus that differs from that of every other number."""
    article = corpora.article("000_one", f"الجملة رقم {number}.")
    return corpora.corpus([article], [corpora.event(article, "الجملة")])


def _all(conn: Connection) -> dict[str, int]:
    counted = {t.name: select(func.count()).select_from(t) for t in (articles, facts, milestones, passages, timeline)}
    return {name: conn.execute(count).scalar_one() for name, count in counted.items()}


# ------------------------------------------------------------------ loading


def test_what_is_loaded_is_what_is_read_back(loaded: Connection) -> None:
    back = stored.whole(loaded)
    assert replace(back, milestones=()) == replace(SMALL, milestones=())
    assert set(back.milestones) == set(SMALL.milestones)


def test_warnings_and_aliases_come_back_too(writer: Connection) -> None:
    with_more = replace(SMALL, warnings=("وُضع ملف جانباً",), aliases={"zzz": SMALL.milestones[0].code})
    assert loading.load(writer, with_more, NOW).warnings == ("وُضع ملف جانباً",)
    back = stored.whole(writer)
    assert (back.warnings, back.aliases) == (with_more.warnings, with_more.aliases)


def test_a_load_is_a_revision(writer: Connection) -> None:
    report = loading.load(writer, SMALL, NOW)
    assert report.revision == 1
    assert report.articles.counts == (3, 0, 0)
    served = edition.current(writer)
    assert (served.revision, served.loaded_at) == (1, NOW)


def test_a_second_load_changes_nothing_and_says_so(loaded: Connection) -> None:
    before = _all(loaded)
    report = loading.load(loaded, SMALL, NOW + dt.timedelta(days=1))
    assert report.nothing_changed
    assert report.revision == 1
    assert edition.current(loaded).loaded_at == NOW
    assert _all(loaded) == before


def test_what_merges_differently_is_a_new_revision_even_from_the_same_files(loaded: Connection) -> None:
    report = loading.load(loaded, replace(SMALL, milestones=SMALL.milestones[1:]), NOW)
    assert report.nothing_changed
    assert report.revision == 2
    assert len(stored.whole(loaded).milestones) == 5


def test_an_empty_corpus_may_be_loaded(loaded: Connection) -> None:
    report = loading.load(loaded, corpora.corpus(), NOW)
    assert report.articles.counts == (0, 0, 3)
    served = edition.current(loaded)
    assert (served.articles, served.oldest, served.newest) == (0, None, None)


def test_the_sources_reach_no_further_than_they_surely_do(writer: Connection) -> None:
    (first, *_) = SMALL.articles
    early, late = dt.date(2026, 2, 23), dt.date(2026, 8, 25)
    estimated = Publication(f"{early}/{late}", PublishedBasis.INFERRED, early, late)
    loading.load(writer, corpora.corpus([replace(first, published=estimated)]), NOW)
    assert edition.current(writer).newest == early


def test_progress_reaches_its_end_in_every_part(writer: Connection) -> None:
    seen: dict[str, tuple[int, int]] = {}
    loading.load(writer, SMALL, NOW, lambda done, total, what: seen.__setitem__(what, (done, total)))
    assert list(seen) == ["articles", "facts", "milestones", "timeline", "index"]
    assert all(done == total > 0 for done, total in seen.values())


# ------------------------------------------------------------------ planning


def test_a_plan_writes_nothing(database: Database) -> None:
    with database.reader() as conn:
        assert loading.plan(conn, SMALL).revision == 0
        with pytest.raises(NotFound):
            edition.current(conn)


def test_a_plan_is_what_the_load_then_does(loaded: Connection) -> None:
    changed = replace(SMALL, articles=SMALL.articles[:2], figures=SMALL.figures[:1])
    planned = loading.plan(loaded, changed)
    done = loading.load(loaded, changed, NOW)
    assert replace(done, revision=1) == planned
    assert done.revision == 2


def test_the_fingerprint_ties_a_confirmation_to_what_was_shown(loaded: Connection) -> None:
    planned = loading.plan(loaded, _numbered(1)).fingerprint
    assert planned == loading.plan(loaded, _numbered(1)).fingerprint
    assert planned != loading.plan(loaded, _numbered(2)).fingerprint


# ------------------------------------------------------------------ errors and crashes


class _Lost(Exception):
    pass


@pytest.mark.parametrize("part", ["articles", "facts", "milestones", "timeline", "index"])
def test_an_error_anywhere_leaves_the_old_revision_serving(database: Database, part: str) -> None:
    def fail(done: int, total: int, what: str) -> None:
        if what == part:
            raise _Lost

    with database.writer() as conn:
        loading.load(conn, SMALL, NOW)
        before = _all(conn)
    with pytest.raises(_Lost), database.writer() as conn:
        loading.load(conn, _numbered(1), NOW, fail)
    with database.writer() as conn:
        assert edition.current(conn).revision == 1
        assert _all(conn) == before
        assert conn.execute(select(func.count()).select_from(revisions)).scalar_one() == 1
        fulltext.verify(conn)


def test_a_revision_that_was_rolled_back_is_not_remembered(database: Database) -> None:
    def load_and_lose() -> None:
        with database.writer() as conn:
            loading.load(conn, SMALL, NOW)
            assert edition.current(conn).articles == 3
            raise _Lost

    with pytest.raises(_Lost):
        load_and_lose()
    with database.writer() as conn:
        loading.load(conn, _numbered(1), NOW)
        assert edition.current(conn).articles == 1


_KILLED = """
import datetime as dt, os, sys
from storage.database import loading
from storage.database.session import open_database
from tests import corpora

def stop(done, total, what):
    if what == "index":
        os._exit(9)

with open_database(sys.argv[1]).writer() as conn:
    loading.load(conn, corpora.corpus([corpora.article("new", "جملة.")]), dt.datetime.now(dt.UTC), stop)
"""


def test_a_process_killed_in_the_middle_leaves_the_old_revision_serving(database: Database, address: str) -> None:
    with database.writer() as conn:
        loading.load(conn, SMALL, NOW)
    ran = subprocess.run(
        [sys.executable, "-c", _KILLED, address], check=False, cwd=Path(__file__).parents[3], env={**os.environ}
    )
    assert ran.returncode == 9
    with database.writer() as conn:
        assert edition.current(conn).articles == 3
        fulltext.verify(conn)
        assert loading.load(conn, _numbered(1), NOW).revision == 2


def test_a_reader_sees_the_old_revision_until_the_load_is_done(database: Database) -> None:
    with database.writer() as conn:
        loading.load(conn, SMALL, NOW)
    with database.writer() as conn:
        loading.load(conn, _numbered(1), NOW)
        with database.reader() as other:
            assert edition.current(other).articles == 3
    with database.reader() as other:
        assert edition.current(other).articles == 1


# ------------------------------------------------------------------ undo


def test_there_is_nothing_to_undo_at_first(writer: Connection) -> None:
    with pytest.raises(NothingToUndo):
        loading.undo(writer, NOW)
    loading.load(writer, SMALL, NOW)
    with pytest.raises(NothingToUndo):
        loading.undo(writer, NOW)


def test_undo_serves_the_previous_revision_and_says_what_changed(loaded: Connection) -> None:
    fingerprint = loading.plan(loaded, SMALL).fingerprint
    loading.load(loaded, replace(SMALL, figures=(), articles=SMALL.articles[:2]), NOW)
    report = loading.undo(loaded, NOW)
    assert (report.revision, report.fingerprint) == (1, fingerprint)
    assert report.articles.counts == (1, 0, 0)
    assert [change.after for change in report.facts.added] == list(SMALL.figures)
    assert edition.current(loaded).articles == 3
    fulltext.verify(loaded)


def test_undo_goes_back_step_by_step(writer: Connection) -> None:
    for number in range(1, 4):
        loading.load(writer, _numbered(number), NOW)
    assert loading.undo(writer, NOW).revision == 2
    assert loading.undo(writer, NOW).revision == 1
    with pytest.raises(NothingToUndo):
        loading.undo(writer, NOW)


def test_after_undo_only_a_load_goes_forward_and_its_parent_is_what_served(writer: Connection) -> None:
    for number in range(1, 4):
        loading.load(writer, _numbered(number), NOW)
    loading.undo(writer, NOW)
    report = loading.load(writer, _numbered(3), NOW)
    assert report.revision == 4  # a number is never given twice
    assert loading.undo(writer, NOW).revision == 2


def test_what_was_undone_is_forgotten_with_the_next_load(writer: Connection) -> None:
    for number in range(1, 4):
        loading.load(writer, _numbered(number), NOW)
    loading.undo(writer, NOW)
    loading.load(writer, _numbered(9), NOW)
    assert set(writer.scalars(select(revisions.c.number))) == {1, 2, 4}


# ------------------------------------------------------------------ forgetting


def test_ten_revisions_are_kept_and_nothing_else_of_the_older(writer: Connection) -> None:
    for number in range(1, 14):
        loading.load(writer, _numbered(number), NOW)
    assert set(writer.scalars(select(revisions.c.number))) == set(range(4, 14))
    assert _all(writer) == {"articles": 10, "facts": 10, "milestones": 10, "passages": 1, "timeline": 40}
    fulltext.verify(writer)
    for number in range(12, 3, -1):
        assert loading.undo(writer, NOW).revision == number
    with pytest.raises(NothingToUndo):
        loading.undo(writer, NOW)


def test_stories_that_no_revision_tells_are_forgotten(writer: Connection) -> None:
    for number in range(12):
        told = replace(corpora.story(), id=f"story{number}")
        loading.load(writer, corpora.corpus(story_=told), NOW)
    assert writer.execute(select(func.count()).select_from(stories)).scalar_one() == 10


# ------------------------------------------------------------------ codes


def test_a_code_belongs_to_its_key_for_good(loaded: Connection) -> None:
    first = dict(loading.known_codes(loaded))
    assert first[SMALL.articles[0].id] == SMALL.articles[0].code
    assert first[SMALL.milestones[0].key] == SMALL.milestones[0].code
    assert first[SMALL.disagreements[0].id] == SMALL.disagreements[0].code
    for number in range(12):
        loading.load(loaded, _numbered(number), NOW)
    assert first.items() <= loading.known_codes(loaded).items()


def test_before_the_first_load_no_code_is_known(writer: Connection) -> None:
    assert loading.known_codes(writer) == {}


# ------------------------------------------------------------------ any history of loads and undos


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{shutil.copy(migrated_file, tmp_path_factory.mktemp('history'))}")
    yield opened
    opened.close()


STEPS = st.lists(st.one_of(st.sets(st.integers(0, 5)), st.none()), min_size=1, max_size=8)


def _subset(numbers: set[int]) -> Corpus:
    chosen = [corpora.article(f"{n:03}", f"الجملة رقم {n}.\nوجملة أخرى.", f"2025-0{n + 1}") for n in sorted(numbers)]
    made = corpora.corpus(chosen, [corpora.event(a, "أخرى") for a in chosen])
    given_codes = codes.assign([*(a.id for a in chosen), *(m.key for m in made.milestones)], {})
    assert len(set(given_codes.values())) == len(given_codes)
    return made


@given(steps=STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_loaded_and_undone_what_serves_is_whole(lasting: Database, steps: list[set[int] | None]) -> None:
    """A set is loaded, None is an undo; the model is a stack."""
    with lasting.writer() as conn:
        stack = [_subset({0, 1, 2, 3, 4, 5})]
        loading.load(conn, stack[0], NOW)
        for step in steps:
            if step is not None:
                made = _subset(step)
                loading.load(conn, made, NOW)
                stack = stack if stack[-1] == made else [*stack, made]
            elif len(stack) > 1:
                loading.undo(conn, NOW)
                stack.pop()
            back = stored.whole(conn)
            assert back.articles == stack[-1].articles
            assert set(back.milestones) == set(stack[-1].milestones)
            assert back.events == stack[-1].events
        fulltext.verify(conn)
