"""Opening the database: writing connections, a pool of reading ones, and migrations under a lock.

On SQLite a writer begins with ``BEGIN IMMEDIATE`` and there is one of it, because two writers of one
file only wait for each other; readers are ``query_only`` and see one snapshot each. On PostgreSQL
(`postgres`) writers stand side by side. What is written and read is in `loading`, `chats`, `saved` and
`queries`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage.database import dialects, migrating
from storage.database.offices import Office
from storage.database.signs import Sign
from storage.errors import UnusableDatabase

WAIT = 60
"""Seconds that a writer waits for another: longer than the load of a large corpus takes."""
_READERS = 8
# FULL (2), because in WAL mode NORMAL may lose the last commits when the power goes.
_PRAGMAS: Mapping[str, int | str] = {
    "busy_timeout": WAIT * 1000,
    "journal_mode": "wal",
    "foreign_keys": 1,
    "synchronous": 2,
}


class Database:
    """An open database. Made by `open_database`; usable from several threads."""

    def __init__(self, writer: Engine, reader: Engine, offices: Engine | None = None) -> None:
        self._writer = writer
        self._reader = reader
        self._offices = offices

    @contextmanager
    def reader(self) -> Iterator[Connection]:
        """A connection that can only read, and sees the database as it was at its first statement."""
        with self._reader.connect() as conn:
            yield conn

    def writer(self) -> AbstractContextManager[Connection]:
        """One write transaction: committed on leaving, rolled back by an error."""
        return self._writer.begin()

    def office(self, name: str) -> Office:
        """Work of that name, which one of all the processes on this database does."""
        return Office(name, self._offices)

    def sign(self, name: str) -> Sign:
        """The sign of life of a process that sends."""
        return Sign(name, self._offices)

    @property
    def shared(self) -> bool:
        """Whether other processes may work on it too."""
        return self._offices is not None

    def migrate(self) -> None:
        """Bring the tables up to date. `UnusableDatabase` where a later program made them."""
        with self.reader() as conn:
            current = migrating.version(conn) == migrating.HEAD
        if not current:
            # Whoever waited for the lock finds the work done.
            with self.writer() as conn:
                dialects.alone(conn, "migrating")
                migrating.upgrade(conn)

    def close(self) -> None:
        for engine in (self._reader, self._writer, self._offices):
            if engine is not None:
                engine.dispose()


def open_database(url: str) -> Database:
    """Open the database of that SQLAlchemy URL; the folder of an SQLite file is made where it is missing.

    `UnusableDatabase` for a URL that cannot be read, or of a database that this program does not speak.
    """
    where = _parsed(url)
    if where.get_backend_name() == "postgresql":
        # Imported when needed: a program on SQLite has no use for the other.
        from storage.database import postgres

        return Database(*postgres.engines(where))
    file = Path(str(where.database)).expanduser().absolute()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    where = where.set(database=str(file))
    writer = _engine(where, size=1, begin="BEGIN IMMEDIATE", pragmas=_PRAGMAS)
    # The first connection makes the file and turns WAL on, before any reader comes.
    writer.connect().close()
    return Database(writer, _engine(where, size=_READERS, begin="BEGIN", pragmas={**_PRAGMAS, "query_only": 1}))


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise UnusableDatabase("url") from error
    if (backend := parsed.get_backend_name()) not in ("sqlite", "postgresql"):
        raise UnusableDatabase("backend", backend)
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise UnusableDatabase("file")
    return parsed


def _engine(url: URL, *, size: int, begin: str, pragmas: Mapping[str, int | str]) -> Engine:
    # Errors go to logs, and the texts of articles and of people do not belong there.
    engine = create_engine(
        url, poolclass=QueuePool, pool_size=size, max_overflow=0, pool_timeout=WAIT, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare(pragmas))
    event.listen(engine, "begin", lambda conn: conn.connection.cursor().execute(begin))
    return engine


def _prepare(pragmas: Mapping[str, int | str]) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # Without this the driver begins transactions when it likes; we begin them ourselves.
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name} = {value}")
            cursor.execute(f"PRAGMA {name}")
            if (found := cursor.fetchone()) != (value,):
                raise UnusableDatabase("pragma", f"{name} = {found}")
        cursor.close()

    return prepare
