"""The rate of a token among several processes: who leaves when is agreed on in the database, by its clock.

Strict sliding windows, as `bot.windows` keeps them within one process: whoever takes a place is written down with
the last moment at which it may leave, and the next one counts from there. So no window is ever over, however long
an answer takes on its way. One at a time, so that two never count the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Float, Select, bindparam, delete, insert, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.database import dialects
from storage.database.rate_models import departures, rests

WORK = "rates"
KEPT = 120.0
"""Seconds for which departures are remembered: longer than any window."""
Window = tuple[int, float]
"""At most so many in so many seconds."""


@dataclass(frozen=True, slots=True)
class Place:
    """What was taken: the departure `id` in `wait` seconds. Or nothing (`id` None): then asking again makes sense in
    `wait` seconds, for any chat or, where `alone`, for this one; `halted` are the seconds for which nothing at all
    may leave."""

    id: int | None
    wait: float
    alone: bool = False
    halted: float = 0.0


def take(
    conn: Connection,
    chat: str,
    overall: Window,
    own: Sequence[Window],
    ahead: float,
    allowance: float,
    instead_of: int | None = None,
) -> Place:
    """The next place for a message to `chat`, if it is no more than `ahead` seconds away. `own` are the windows of
    the chat, `instead_of` a place that was taken and not used. Whoever takes it must not leave later than
    `allowance` seconds after it."""
    dialects.alone(conn, WORK)
    if instead_of is not None:
        conn.execute(_GIVE_BACK, {"key": instead_of})
    now, resting = _clock_and_rest(conn)
    general = max(resting, _opens(conn, _NEWEST, {}, overall) - now)
    for_chat = max(_opens(conn, _NEWEST_OF, {"chat": chat}, window) - now for window in own)
    wait = max(general, for_chat, 0.0)
    if wait > ahead:
        return Place(None, wait, alone=general <= ahead, halted=resting)
    made: int = conn.execute(_TAKE, {"chat": chat, "at": now + wait + allowance}).scalar_one()
    conn.execute(_FORGET, {"before": now - KEPT})
    return Place(made, wait, halted=resting)


def halt(conn: Connection, seconds: float) -> None:
    """Nothing may leave for so long from now. A shorter halt does not end a longer one."""
    dialects.alone(conn, WORK)
    now, resting = _clock_and_rest(conn)
    conn.execute(dialects.put(conn, rests), {"id": 1, "until": now + max(seconds, resting)})


def halted(conn: Connection) -> float:
    """Seconds until the end of the halt; 0 where there is none."""
    return _clock_and_rest(conn)[1]


def _clock_and_rest(conn: Connection) -> tuple[float, float]:
    """The time, and for how long nothing may leave."""
    now, until = conn.execute(_NOW).one()
    return now, max((until or now) - now, 0.0)


def _opens(conn: Connection, newest: Select[float], of: dict[str, Any], window: Window) -> float:
    """When a window lets the next one leave."""
    count, seconds = window
    oldest: float | None = conn.scalar(newest, {**of, "others": count - 1})
    return 0.0 if oldest is None else oldest + seconds


class _clock(FunctionElement[float]):  # noqa: N801  (named as functions of SQL are)
    """Seconds of the server's clock, at the moment of asking."""

    type = Float(53)
    inherit_cache = True


@compiles(_clock)
def _on_sqlite(element: _clock, compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401  (SQLAlchemy's signature)
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(_clock, "postgresql")
def _on_postgresql(element: _clock, compiler: SQLCompiler, **_: Any) -> str:  # noqa: ANN401
    # Not now(): that is when the transaction began, before it waited for its turn.
    return "extract(epoch from clock_timestamp())::double precision"


_NOW = select(_clock(), select(rests.c.until).scalar_subquery())
_NEWEST = select(departures.c.at).order_by(departures.c.at.desc()).limit(1).offset(bindparam("others"))
_NEWEST_OF = _NEWEST.where(departures.c.chat == bindparam("chat"))
_TAKE = insert(departures).returning(departures.c.id)
_GIVE_BACK = delete(departures).where(departures.c.id == bindparam("key"))
_FORGET = delete(departures).where(departures.c.at < bindparam("before"))
