"""Migrations and the full-text index on PostgreSQL, where they are not the same as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, inspect, select, text

from storage.database import fulltext, loading, migrating, models
from storage.database.models import milestones, passages
from storage.database.session import Database, open_database
from tests import corpora
from tests.postgres import Server
from tests.storage.database.conftest import NOW
from tests.storage.database.partial_indexes import conditions


@pytest.fixture
def address(postgresql_url: str) -> str:
    return postgresql_url


@pytest.fixture
def bare(postgres: Server) -> Iterator[str]:
    """The address of a database without any tables."""
    name = postgres.database()
    yield postgres.url(name)
    postgres.drop(name)


def _differences(conn: Connection) -> list[object]:
    options = {"compare_type": True, "include_name": lambda name, kind, _: not fulltext.owns(name or "")}
    return list(compare_metadata(MigrationContext.configure(conn, opts=options), models.metadata))


def _left(conn: Connection) -> tuple[list[str], list[str]]:
    return inspect(conn).get_table_names(), inspect(conn).get_view_names()


# ------------------------------------------------------------------ migrations


def test_the_migrations_make_the_tables_that_the_models_describe(database: Database) -> None:
    with database.reader() as conn:
        assert _differences(conn) == []


def test_the_comparison_would_notice_a_difference(database: Database) -> None:
    with database.writer() as conn:
        conn.execute(text("DROP INDEX ix_facts_id"))
        conn.execute(text("ALTER TABLE chats ADD COLUMN extra TEXT"))
        assert len(_differences(conn)) == 2


def test_keys_and_checks_are_those_of_the_models(database: Database, bare: str) -> None:
    made = open_database(bare)
    with database.reader() as migrated, made.writer() as conn:
        models.metadata.create_all(conn)
        for table in models.metadata.tables:
            assert _layout(migrated, table) == _layout(conn, table), table
    made.close()


def test_an_index_of_some_rows_holds_those_of_the_models(database: Database, bare: str) -> None:
    made = open_database(bare)
    with database.reader() as migrated, made.writer() as conn:
        models.metadata.create_all(conn)
        assert len(conditions(conn)) == 6
        assert conditions(conn) == conditions(migrated)
    made.close()


def _layout(conn: Connection, table: str) -> object:
    found = inspect(conn)
    keys = [
        (str(key["constrained_columns"]), key["referred_table"], key["options"])
        for key in found.get_foreign_keys(table)
    ]
    checks = [check["sqltext"] for check in found.get_check_constraints(table)]
    return found.get_pk_constraint(table)["constrained_columns"], sorted(keys, key=str), checks


def test_going_down_takes_everything_away_and_up_again_brings_it_back(database: Database) -> None:
    with database.writer() as conn:
        migrating.downgrade(conn, "base")
        assert _left(conn) == (["alembic_version"], [])
        migrating.upgrade(conn)
        assert _differences(conn) == []
        loading.load(conn, corpora.small(), NOW)
        fulltext.verify(conn)


def test_a_migration_that_fails_leaves_nothing_behind(bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(conn: Connection) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fulltext, "create", broken)
    database = open_database(bare)
    with pytest.raises(ZeroDivisionError):
        database.migrate()
    with database.reader() as conn:
        assert _left(conn) == ([], [])
    database.close()


def test_many_may_migrate_at_once(bare: str) -> None:
    def migrate(_: int) -> None:
        opened = open_database(bare)
        opened.migrate()
        opened.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(migrate, range(6)))


# ------------------------------------------------------------------ the full-text index


def _find(conn: Connection, expression: str, limit: int = 100, offset: int = 0) -> list[int]:
    return list(conn.scalars(fulltext.PASSAGES, {"words": expression, "limit": limit, "offset": offset}))


@pytest.fixture
def indexed(writer: Connection) -> Connection:
    """Passages of rows 10, 11 and 12."""
    loading.load(writer, corpora.corpus([corpora.article()]), NOW)
    for row, words in ((10, "one two"), (11, "two three"), (12, "u.s f-16 2,500 d'or a\\b")):
        writer.execute(insert(passages), {"row": row, "article": 1, "start": 0, "end": 1, "words": words})
    return writer


def test_all_words_or_any_the_newest_first(indexed: Connection) -> None:
    assert _find(indexed, fulltext.all_of(["two"])) == [11, 10]
    assert _find(indexed, fulltext.all_of(["two", "three"])) == [11]
    assert _find(indexed, fulltext.any_of(["one", "three"])) == [11, 10]
    assert _find(indexed, fulltext.all_of(["two"]), limit=1, offset=1) == [10]
    asked = {"words": fulltext.all_of(["two"]), "limit": 1}
    assert indexed.scalar(fulltext.PASSAGES_COUNTED, asked) == 1


@pytest.mark.parametrize("stem", ["u.s", "f-16", "2,500", "d'or", "a\\b"])
def test_a_stem_may_hold_signs(indexed: Connection, stem: str) -> None:
    assert _find(indexed, fulltext.all_of([stem])) == [12]


@pytest.mark.parametrize(
    "word", ["two*", "two:*", "!two", "(two)", "two&three", "two|one", "two<->three", "'", "two:A"]
)
def test_operators_are_only_words(indexed: Connection, word: str) -> None:
    assert _find(indexed, fulltext.all_of([word])) == []


@given(words=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_word_is_taken_for_syntax(indexed: Connection, words: list[str]) -> None:
    stems = ["".join(word.split()) for word in words]
    for expression in (fulltext.all_of(stems), fulltext.any_of(stems)):
        assert set(_find(indexed, expression)) <= {10, 11, 12}


def test_a_passage_longer_than_a_vector_holds_is_found_by_its_beginning(indexed: Connection) -> None:
    long = " ".join(f"word{number}" for number in range(100_000))
    indexed.execute(insert(passages), {"row": 13, "article": 1, "start": 0, "end": 1, "words": f"first {long}"})
    assert _find(indexed, fulltext.all_of(["first"])) == [13]


@pytest.mark.parametrize("table", [passages, milestones], ids=str)
def test_the_index_follows_by_itself_and_is_used(loaded: Connection, table: object) -> None:
    (name,) = {passages: ["passage_words"], milestones: ["milestone_words"]}[table]  # type: ignore[index]
    loaded.execute(text("SET LOCAL enable_seqscan = off"))
    asked = f"EXPLAIN SELECT rowid FROM {name} WHERE words @@ CAST(:words AS tsquery)"
    plan = "\n".join(loaded.scalars(text(asked), {"words": "'one' & 'two'"}))
    assert f"{name}_index" in plan
    count = select(table.c.row)  # type: ignore[attr-defined]
    assert len(loaded.scalars(text(f"SELECT rowid FROM {name}")).all()) == len(loaded.scalars(count).all()) > 0


def test_the_index_knows_its_own() -> None:
    assert fulltext.owns("passage_words_index")
    assert not fulltext.owns("passages")
