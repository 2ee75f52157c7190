"""Engines for a PostgreSQL server: writers side by side, readers that cannot write, settings asserted on each.

Whoever writes locks the rows that it changes, and waits for others no longer than on SQLite. A process that is
stopped in the middle of a transaction loses it, so that nobody waits for it for ever. The
statements are where SQLite's are; where the two differ is `dialects` and `fulltext`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool, QueuePool

from storage.database.dialects import first_line
from storage.database.offices import LEASE
from storage.errors import UnusableDatabase

if TYPE_CHECKING:
    from psycopg import Connection as _Plain

DRIVER = "postgresql+psycopg"
OLDEST = 14
"""The oldest version of the server that has all that is used here."""
_WRITERS, _READERS = 4, 8
_WAIT = "1min"
_STOPPED = "30s"
"""A process that is silent for so long in the middle of a transaction was stopped, and loses it."""
# What the address says itself stands; an hour passes before the system notices by its own settings that a server died.
_CONNECT = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
    "fallback_application_name": "mujaz",
}
# Whoever holds an office has to hear within its lease that it does no longer.
_IMPATIENT = {**_CONNECT, "connect_timeout": "5", "tcp_user_timeout": "5000"}
_SETTINGS: Mapping[str, str] = {
    "synchronous_commit": "on",
    "lock_timeout": _WAIT,
    "idle_in_transaction_session_timeout": _STOPPED,
    # Our statements are short: to compile them takes longer than to run them.
    "jit": "off",
    # A plan for every word fits none: how common the word is decides which index to follow.
    "plan_cache_mode": "force_custom_plan",
}
_WRITING = {**_SETTINGS, "default_transaction_read_only": "off", "default_transaction_isolation": "read committed"}
_READING = {**_SETTINGS, "default_transaction_read_only": "on", "default_transaction_isolation": "repeatable read"}
_AS_IT_MUST_BE = {"server_encoding": "UTF8", "fsync": "on"}


def engines(url: URL) -> tuple[Engine, Engine, Engine]:
    """The engines to write, to read, and to hold offices and signs of life. `UnusableDatabase` where the server is
    not there or not fit."""
    url = url.set(drivername=DRIVER)
    writer, reader = _engine(url, _WRITING, _WRITERS), _engine(url, _READING, _READERS)
    offices = _engine(url, {**_WRITING, "idle_session_timeout": LEASE}, 0, _IMPATIENT)
    try:
        writer.connect().close()
    except OperationalError as error:
        raise UnusableDatabase("server", _reason(error)) from None
    return writer, reader, offices.execution_options(isolation_level="AUTOCOMMIT")


def _engine(url: URL, settings: Mapping[str, str], size: int, connect: Mapping[str, str] = _CONNECT) -> Engine:
    """With a pool of that size, or none for 0."""
    given = {name: value for name, value in connect.items() if name not in url.query}
    given["client_encoding"] = "utf8"
    pool = {"poolclass": QueuePool, "pool_size": size, "max_overflow": 0, "pool_timeout": 60}
    engine = create_engine(
        url,
        # The server may have been started anew since the connection was used last.
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=given,
        **(pool if size else {"poolclass": NullPool}),
    )
    event.listen(engine, "connect", _prepare(settings))
    event.listen(engine, "handle_error", _discreet)
    return engine


def _prepare(settings: Mapping[str, str]) -> Callable[[_Plain[Any], ConnectionPoolEntry], None]:
    expected = {**settings, **_AS_IT_MUST_BE}

    def prepare(connection: _Plain[Any], _: ConnectionPoolEntry) -> None:
        connection.execute(_SET, (list(settings), list(settings.values())))
        found: dict[str, str] = dict(connection.execute(_SHOW, ([*expected, _VERSION],)).fetchall())
        version = int(found.pop(_VERSION)) // 10_000
        if version < OLDEST:
            raise UnusableDatabase("version", str(version))
        if wrong := [name for name, value in expected.items() if found[name] != value]:
            raise UnusableDatabase("setting", ", ".join(f"{name} = {found[name]}" for name in wrong))
        connection.commit()

    return prepare


_VERSION = "server_version_num"
_SET = "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS given (name, value)"
_SHOW = "SELECT name, current_setting(name) FROM unnest(%s::text[]) AS asked (name)"


def _discreet(context: ExceptionContext) -> None:
    """The server tells of the rows that it refuses; errors go to logs, where the words of people do not belong."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (first_line(str(error.args[0])), *error.args[1:])


def _reason(error: OperationalError) -> str:
    """Why the server refuses, without the address."""
    return first_line(str(error.orig)).rpartition("failed: ")[2]
