"""Offices: work that of all processes on one database one does, such as asking Telegram for updates.

On PostgreSQL an office is an advisory lock on a connection of its own. The server ends that connection when the
process dies, and when it has said nothing for `LEASE`; then the office is free for another. An SQLite file is
one process's, so there every office is its own. Who holds one and what that means is `bot.leading`.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, bindparam, func, literal, select
from sqlalchemy.exc import SQLAlchemyError

from storage.database.dialects import lock_key

LEASE = "10s"
"""PostgreSQL's ``idle_session_timeout`` on the connection of an office."""


class Office:
    """One office of this process. Usable from one thread at a time; made by `Database.office`."""

    def __init__(self, name: str, engine: Engine | None) -> None:
        self.name = name
        self._key = lock_key(f"office {name}")
        self._engine = engine
        self._conn: Connection | None = None
        self._held = engine is None

    @property
    def sole(self) -> bool:
        """Whether there can be no other process."""
        return self._engine is None

    def holds(self) -> bool:
        """Whether this process holds the office from now on, for `LEASE` at most: taken now, if it is free.

        To be asked again well before that is over. A server that cannot be reached gives no office.
        """
        if self._engine is None:
            return True
        try:
            self._held = self._asked(self._engine)
        except SQLAlchemyError:
            self.leave()
        return self._held

    def leave(self) -> None:
        """Give the office up, for another to take at once."""
        conn, self._conn = self._conn, None
        self._held = self._engine is None
        if conn is not None:
            # Not back into a pool: the lock ends with the connection.
            conn.invalidate()
            conn.close()

    def _asked(self, engine: Engine) -> bool:
        if self._conn is None:
            self._conn = engine.connect()
        # A lock that is held already would be taken twice.
        question = _STILL_THERE if self._held else _TAKE
        return bool(self._conn.scalar(question, {"key": self._key}))


_TAKE = select(func.pg_try_advisory_lock(bindparam("key")))
_STILL_THERE = select(literal(value=True))
