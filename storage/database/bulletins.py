"""What the program itself writes to its admins, through the outbox like every notice.

A notice has an author; the program is nobody's id. What the messages say is none of this floor's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.database import contents, outbox
from storage.database.delivery_models import notices

REPORT, ALARM = 0, -1
"""Authors that are no people: of the daily report, and of what does not wait for it."""


def write(conn: Connection, author: int, letters: Mapping[tuple[str, ...], Sequence[int]], now: datetime) -> int:
    """Enqueue texts, each with the chats that get it; how many messages are new."""
    done = 0
    for parts, chats in letters.items():
        notice = outbox.notice(conn, author, contents.keep(conn, parts, (), now), now)
        done += outbox.notify(conn, notice, chats, now)
    return done


def last(conn: Connection, author: int) -> datetime | None:
    """When that author wrote last."""
    found: datetime | None = conn.scalar(_LAST, {"author": author})
    return found


_LAST = select(func.max(notices.c.made_at)).where(notices.c.author == bindparam("author"))
