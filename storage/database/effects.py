"""Effects: a change that the handling of an update makes, made once however often the update is handled.

The change and the note that it was made are one transaction. Whoever handles the update anew, after a crash or
because another process was taken for dead, gets for each change what it gave the first time. The updates
themselves are `updates`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar, cast

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.database.dialects import insert_new
from storage.database.effect_models import effects
from storage.errors import AlreadyApplied

T = TypeVar("T")
_PLAIN = (str, int, float, bool)


def once(conn: Connection, update_id: int, number: int, name: str, action: Callable[[Connection], T]) -> T:
    """What `action` gives, the `number`-th change of this update; where it was made before, what it gave then.

    `AlreadyApplied` where that cannot be given back, because it was more than a word or a number, or because the
    handling took another way than the first time: `name` says which change it was.
    """
    key = {"update_id": update_id, "number": number}
    if conn.execute(insert_new(conn, effects), {**key, "action": name, "result": "null"}).rowcount:
        result = action(conn)
        if result is not None:
            conn.execute(_KEEP, {"of": update_id, "at": number, "result": _json(result)})
        return result
    done = conn.execute(_DONE, {"of": update_id, "at": number}).one()
    if done.action != name or done.result is None:
        raise AlreadyApplied(update_id)
    return cast(T, json.loads(done.result))


def handled_anew(conn: Connection, update_id: int) -> int:
    """Note that an update is handled after its first handling ended in nothing; the how many-th time it is."""
    times = 1 + times_anew(conn, update_id)
    conn.execute(insert(effects), {"update_id": update_id, "number": -times, "action": "handled anew"})
    return times


def times_anew(conn: Connection, update_id: int) -> int:
    """How many times that was noted of an update."""
    return int(conn.scalar(_TIMES, {"of": update_id}) or 0)


def _json(result: object) -> str | None:
    return json.dumps(result, ensure_ascii=False) if isinstance(result, _PLAIN) else None


_WHICH = (effects.c.update_id == bindparam("of"), effects.c.number == bindparam("at"))
_DONE = select(effects.c.action, effects.c.result).where(*_WHICH)
_KEEP = update(effects).where(*_WHICH).values(result=bindparam("result"))
_TIMES = select(func.count()).where(effects.c.update_id == bindparam("of"), effects.c.number < 0)
