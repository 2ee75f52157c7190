"""Engines for a PostgreSQL server: writers side by side, readers that cannot write, settings asserted on each.

Whoever writes locks the rows that it changes, and waits for others no longer than on SQLite. A process that is
stopped in the middle of a transaction loses it after `WAIT`, so that nobody waits for it for ever. The
statements are where SQLite's are; where the two differ is `dialects` and `fulltext`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, LiteralString

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.database.dialects import first_line
from storage.errors import UnusableDatabase

if TYPE_CHECKING:
    from psycopg import Connection as _Plain

DRIVER = "postgresql+psycopg"
OLDEST = 14
"""The oldest version of the server that has all that is used here."""
_WRITERS, _READERS = 4, 8
_WAIT = "1min"
# What the address says itself stands; an hour passes before the system notices by its own settings that a server died.
_CONNECT = {
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
    "fallback_application_name": "mujaz",
}
_SETTINGS: Mapping[str, str] = {
    "synchronous_commit": "on",
    "lock_timeout": _WAIT,
    "idle_in_transaction_session_timeout": _WAIT,
    # Our statements are short: to compile them takes longer than to run them.
    "jit": "off",
    # A plan for every word fits none: how common the word is decides which index to follow.
    "plan_cache_mode": "force_custom_plan",
}
_WRITING = {**_SETTINGS, "default_transaction_read_only": "off", "default_transaction_isolation": "read committed"}
_READING = {**_SETTINGS, "default_transaction_read_only": "on", "default_transaction_isolation": "repeatable read"}
_AS_IT_MUST_BE = {"server_encoding": "UTF8", "fsync": "on"}


def engines(url: URL) -> tuple[Engine, Engine]:
    """The writing and the reading engine. `UnusableDatabase` where the server is not there or not fit."""
    url = url.set(drivername=DRIVER)
    writer, reader = _engine(url, _WRITERS, _WRITING), _engine(url, _READERS, _READING)
    try:
        writer.connect().close()
    except OperationalError as error:
        raise UnusableDatabase("server", _reason(error)) from None
    return writer, reader


def _engine(url: URL, size: int, settings: Mapping[str, str]) -> Engine:
    given = {name: value for name, value in _CONNECT.items() if name not in url.query}
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=60,
        # The server may have been started anew since the connection was used last.
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=given,
    )
    event.listen(engine, "connect", _prepare(settings))
    event.listen(engine, "handle_error", _discreet)
    return engine


def _prepare(settings: Mapping[str, str]) -> Callable[[_Plain[Any], ConnectionPoolEntry], None]:
    def prepare(connection: _Plain[Any], _: ConnectionPoolEntry) -> None:
        version = int(_asked(connection, "SHOW server_version_num")) // 10_000
        if version < OLDEST:
            raise UnusableDatabase("version", str(version))
        for name, value in settings.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        for name, value in {**settings, **_AS_IT_MUST_BE}.items():
            if (found := _asked(connection, "SELECT current_setting(%s)", name)) != value:
                raise UnusableDatabase("setting", f"{name} = {found}")
        connection.commit()

    return prepare


def _asked(connection: _Plain[Any], question: LiteralString, *values: str) -> str:
    row = connection.execute(question, values).fetchone()
    return str(row[0]) if row else ""


def _discreet(context: ExceptionContext) -> None:
    """The server tells of the rows that it refuses; errors go to logs, where the words of people do not belong."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (first_line(str(error.args[0])), *error.args[1:])


def _reason(error: OperationalError) -> str:
    """Why the server refuses, without the address."""
    return first_line(str(error.orig)).rpartition("failed: ")[2]
