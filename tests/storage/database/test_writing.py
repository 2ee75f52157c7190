from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection, func, select

from storage.database import loading
from storage.database.models import articles, facts, milestones, revision_facts, revisions, scopes, timeline
from storage.database.writing import REVISION_BITS, day
from tests import corpora
from tests.storage.database.conftest import NOW

SMALL = corpora.small()


def _count(conn: Connection, table: object) -> int:
    return conn.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type]  # any table


def test_a_revision_says_what_it_holds(loaded: Connection) -> None:
    row = loaded.execute(select(revisions)).one()
    assert (row.number, row.parent, row.articles, row.facts) == (1, None, 3, 8)
    assert (row.oldest, row.newest) == (dt.date(2024, 9, 1), dt.date(2025, 10, 1))


def test_unpublished_facts_are_kept_and_not_counted(writer: Connection) -> None:
    hidden = replace(SMALL.events[0], published=False)
    loading.load(writer, corpora.corpus(SMALL.articles, [hidden]), NOW)
    assert _count(writer, facts) == 1
    assert writer.scalar(select(revisions.c.facts)) == 0


def test_revisions_share_what_did_not_change(loaded: Connection) -> None:
    changed = replace(SMALL, figures=(replace(SMALL.figures[0], value=2400), SMALL.figures[1]))
    loading.load(loaded, changed, NOW)
    assert _count(loaded, articles) == 3
    assert _count(loaded, facts) == 9
    assert _count(loaded, revision_facts) == 16


def test_rows_of_milestones_are_in_timeline_order_and_name_their_revision(loaded: Connection) -> None:
    rows = loaded.execute(
        select(milestones.c.row, milestones.c.lane, milestones.c.day).order_by(milestones.c.row)
    ).all()
    assert [row.row >> REVISION_BITS for row in rows] == [1] * 6
    dated = [row.day for row in rows if row.lane == "dated"]
    assert dated == sorted(dated)
    assert [row.lane for row in rows] == ["dated"] * 4 + ["undated"] * 2


def test_each_scope_counts_its_rows(loaded: Connection) -> None:
    counted = loaded.execute(select(timeline.c.scope, func.count()).group_by(timeline.c.scope)).all()
    said = loaded.execute(select(scopes.c.id, scopes.c.total)).all()
    assert said
    assert sorted(counted) == sorted(said)


def test_the_unknown_day_stands_before_all_others() -> None:
    assert day(corpora.publication(None)) == dt.date.min
    assert day(corpora.publication("2024-09")) == dt.date(2024, 9, 30)
