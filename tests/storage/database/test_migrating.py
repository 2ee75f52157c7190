from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.database import fulltext, migrating, models
from storage.database.session import Database, open_database
from storage.errors import UnusableDatabase
from tests.storage.database.partial_indexes import conditions


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    yield opened
    opened.close()


def _differences(conn: Connection) -> list[object]:
    options = {"compare_type": True, "include_name": lambda name, kind, _: kind != "table" or not fulltext.owns(name)}
    return list(compare_metadata(MigrationContext.configure(conn, opts=options), models.metadata))


def test_the_migrations_make_the_tables_that_the_models_describe(database: Database) -> None:
    with database.reader() as conn:
        assert _differences(conn) == []


def test_the_comparison_would_notice_a_difference(database: Database) -> None:
    with database.writer() as conn:
        conn.execute(text("DROP INDEX ix_facts_id"))
        conn.execute(text("ALTER TABLE chats ADD COLUMN extra TEXT"))
        assert len(_differences(conn)) == 2


def test_keys_checks_and_row_layout_are_those_of_the_models(database: Database, tmp_path: Path) -> None:
    """What Alembic does not compare: the tables as the models would make them, column by column."""
    made = open_database(f"sqlite:///{tmp_path / 'models.db'}")
    with database.reader() as migrated, made.writer() as conn:
        models.metadata.create_all(conn)
        for table in models.metadata.tables:
            assert _layout(migrated, table) == _layout(conn, table), table
    made.close()


def test_an_index_of_some_rows_holds_those_of_the_models(database: Database, tmp_path: Path) -> None:
    made = open_database(f"sqlite:///{tmp_path / 'models.db'}")
    with database.reader() as migrated, made.writer() as conn:
        models.metadata.create_all(conn)
        assert len(conditions(conn)) == 6
        assert conditions(conn) == conditions(migrated)
    made.close()


def _layout(conn: Connection, table: str) -> object:
    inspector = inspect(conn)
    sql = conn.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}).scalar_one()
    return (
        inspector.get_pk_constraint(table)["constrained_columns"],
        [(key["constrained_columns"], key["referred_table"], key["options"]) for key in _keys(conn, table)],
        [check["sqltext"] for check in inspector.get_check_constraints(table)],
        "WITHOUT ROWID" in sql,
    )


def _keys(conn: Connection, table: str) -> list[dict[str, object]]:
    return sorted(
        (dict(key) for key in inspect(conn).get_foreign_keys(table)), key=lambda k: str(k["constrained_columns"])
    )


def test_going_down_takes_every_table_away_and_up_again_brings_them_back(database: Database) -> None:
    with database.writer() as conn:
        migrating.downgrade(conn, "base")
        assert inspect(conn).get_table_names() == ["alembic_version"]
        migrating.upgrade(conn)
        assert _differences(conn) == []
        fulltext.verify(conn)


def test_the_newest_step_is_the_one_that_alembic_finds(database: Database) -> None:
    with database.writer() as conn:
        script = ScriptDirectory.from_config(migrating.configuration(conn))
        assert script.get_current_head() == migrating.HEAD == migrating.version(conn)


def test_an_empty_database_has_no_version(empty: Database) -> None:
    with empty.reader() as conn:
        assert migrating.version(conn) is None


def test_many_may_migrate_at_once(tmp_path: Path) -> None:
    def migrate(_: int) -> None:
        opened = open_database(f"sqlite:///{tmp_path / 'shared.db'}")
        opened.migrate()
        opened.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(migrate, range(6)))


def test_a_migration_that_fails_leaves_nothing_behind(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(conn: Connection) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fulltext, "create", broken)
    with pytest.raises(ZeroDivisionError):
        empty.migrate()
    with empty.reader() as conn:
        assert inspect(conn).get_table_names() == []


def test_a_database_of_a_later_program_is_left_alone(database: Database) -> None:
    with database.writer() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnusableDatabase) as caught:
        database.migrate()
    assert (caught.value.reason, caught.value.value) == ("newer", "9999")


def test_alembic_is_not_imported_where_there_is_nothing_to_do(sqlite_url: str) -> None:
    program = (
        "import sys; from storage.database.session import open_database;"
        f"open_database('{sqlite_url}').migrate(); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_command_line_of_alembic_works_on_a_named_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mujaz.db'}"
    root = Path(__file__).parents[3]
    ran = subprocess.run(
        [sys.executable, "-m", "alembic", "-x", f"url={url}", "upgrade", "head"], cwd=root, check=False
    )
    assert ran.returncode == 0
    opened = open_database(url)
    with opened.reader() as conn:
        assert migrating.version(conn) == migrating.HEAD
    opened.close()
