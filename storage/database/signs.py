"""Signs of life: each process that sends has a name, and shows for as long as it lives that the name is its own.

On PostgreSQL the sign is an advisory lock on a connection that lasts as long as the process. The server ends that
connection when the process dies, and within about a minute when its machine is gone, but not when the process is only
stopped (SIGSTOP): the system goes on answering for it. So a process that sleeps can be told from one that is dead.
An SQLite file is one process's, and every other name on it is that of a dead one. What follows from being dead or
asleep is `recovering`. See https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from sqlalchemy import Connection, Engine, bindparam, func, literal, select
from sqlalchemy.exc import SQLAlchemyError

from storage.database.dialects import lock_key


class Sign:
    """The sign of this process. Usable from one thread at a time; made by `Database.sign`."""

    def __init__(self, name: str, engine: Engine | None = None) -> None:
        self.last = name
        """The name that was shown last."""
        self._engine = engine
        self._conn: Connection | None = None
        self._names = (f"{name}.{number}" if number else name for number in count())

    def name(self) -> str:
        """The name of this process from now on. It is another one than before where its connection has ended
        meanwhile, as by now others may have taken the old one for dead; to be asked again before each claim."""
        if self._engine is not None and not self._shown():
            self._show(self._engine)
        return self.last

    def end(self) -> None:
        """Show nothing any more: whatever is left is taken up by others as that of a dead process."""
        conn, self._conn = self._conn, None
        if conn is not None:
            # Not back into a pool: the lock ends with the connection.
            conn.invalidate()
            conn.close()

    def _shown(self) -> bool:
        try:
            return self._conn is not None and bool(self._conn.scalar(_STILL_THERE))
        except SQLAlchemyError:
            self.end()
            return False

    def _show(self, engine: Engine) -> None:
        self._conn = engine.connect()
        try:
            self._conn.execute(_LASTING)
            self.last = next(name for name in self._names if self._conn.scalar(_SHOW, {"key": _key(name)}))
        except SQLAlchemyError:
            self.end()
            raise


def gone(conn: Connection, names: Iterable[str]) -> frozenset[str]:
    """Those of `names` that nobody shows. Until the end of the transaction nobody else is told so."""
    if conn.dialect.name != "postgresql":
        return frozenset(names)
    return frozenset(name for name in names if conn.scalar(_TRY, {"key": _key(name)}))


def _key(name: str) -> int:
    return lock_key(f"sender {name}")


_STILL_THERE = select(literal(value=True))
_SHOW = select(func.pg_try_advisory_lock(bindparam("key")))
_TRY = select(func.pg_try_advisory_xact_lock(bindparam("key")))
# However seldom it is asked for; and the server looks itself, after half a minute and then every ten seconds, whether
# the machine at the other end is still there.
_LASTING = select(
    func.set_config("idle_session_timeout", "0", False),
    func.set_config("tcp_keepalives_idle", "30", False),
    func.set_config("tcp_keepalives_interval", "10", False),
    func.set_config("tcp_keepalives_count", "3", False),
)
