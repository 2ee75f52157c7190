"""Where SQLite and PostgreSQL want different statements: the one place that asks which of them it is.

What only one of them has and the other does not need (``FOR UPDATE SKIP LOCKED``; on SQLite whoever
writes is alone) SQLAlchemy leaves out by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import cast

from sqlalchemy import Connection, Dialect, Insert, Table, bindparam, func, insert, select
from sqlalchemy.exc import DBAPIError

Rows = Sequence[tuple[object, ...]]


def insert_new(conn: Connection, table: Table) -> Insert:
    """``INSERT`` that passes over what is there already, by any unique key; `rowcount` says how many were new."""
    return _insert_new(table, conn.dialect.name)


@cache
def _insert_new(table: Table, dialect: str) -> Insert:
    # Imported when needed: a program on SQLite has no use for the other.
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        new: Insert = postgresql.insert(table).on_conflict_do_nothing()
    else:
        from sqlalchemy.dialects import sqlite

        new = sqlite.insert(table).on_conflict_do_nothing()
    # SQLAlchemy asks the driver of an INSERT for it only at our word.
    return new.execution_options(preserve_rowcount=True)


def put(conn: Connection, table: Table) -> Insert:
    """``INSERT`` that takes the place of the row with the same primary key."""
    return _put(table, conn.dialect.name)


@cache
def _put(table: Table, dialect: str) -> Insert:
    keys = table.primary_key.columns.keys()
    others = [column.key for column in table.columns if not column.primary_key]
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        new = postgresql.insert(table)
        return new.on_conflict_do_update(index_elements=keys, set_={name: new.excluded[name] for name in others})
    from sqlalchemy.dialects import sqlite

    fresh = sqlite.insert(table)
    return fresh.on_conflict_do_update(index_elements=keys, set_={name: fresh.excluded[name] for name in others})


def alone(conn: Connection, work: str) -> None:
    """Wait until nobody else does this work; nobody does until the end of the transaction.

    On SQLite whoever writes is alone.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(_LOCK, {"key": lock_key(work)})


def lock_key(work: str) -> int:
    """The number of an advisory lock: 64 bits with a sign."""
    return int.from_bytes(hashlib.blake2b(f"mujaz {work}".encode(), digest_size=8).digest(), "big", signed=True)


_LOCK = select(func.pg_advisory_xact_lock(bindparam("key")))


# ------------------------------------------------------------------ many rows


def bulk(conn: Connection, table: Table) -> Callable[[Rows], object]:
    """Takes rows of numbers and texts, as tuples in the order of the table's columns, any number of times.

    They are handed to the driver as they are: binding each value by its type takes longer than storing it.
    """
    if conn.dialect.name == "postgresql":
        return partial(_copy, conn, _copying(table, conn.dialect))
    return partial(conn.exec_driver_sql, str(insert(table).compile(dialect=conn.dialect)))


def _copying(table: Table, dialect: Dialect) -> str:
    name = dialect.identifier_preparer
    columns = ", ".join(map(name.format_column, table.columns))
    return f"COPY {name.format_table(table)} ({columns}) FROM STDIN"


def _copy(conn: Connection, statement: str, rows: Rows) -> None:
    import psycopg

    plain = cast("psycopg.Connection[object]", conn.connection.driver_connection)
    try:
        with plain.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        # As SQLAlchemy raises it elsewhere, and without the row itself, which is in what the server says.
        error.args = (first_line(str(error)),)
        raise DBAPIError.instance(statement, None, error, psycopg.Error, hide_parameters=True) from None


def first_line(message: str) -> str:
    """What is wrong, without the details that follow: they hold what was to be written."""
    return message.partition("\n")[0]
