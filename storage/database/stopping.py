"""Ending a subscription in such a way that it can be taken up again as it was: what was chosen, as one text.

Ending and keeping in general are `subscriptions`; who may do either is decided above.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from storage.database import choices, subscriptions
from storage.subscription import Subscription


def stop(conn: Connection, chat: int, thread: int | None, now: datetime) -> str:
    """End the subscription of a chat or topic; what `restart` needs. "" where there is none."""
    kept = subscriptions.get(conn, chat, thread)
    return "" if kept is None else _text(subscriptions.remove(conn, kept.id, now))


def restart(conn: Connection, text: str, chat: int, now: datetime) -> bool:
    """Take up in `chat` what `stop` ended; what it has seen is not told again. False, and nothing is done, where
    another was made in the meantime."""
    gone = replace(_subscription(text), chat=chat)
    if subscriptions.get(conn, chat, gone.thread) is not None:
        return False
    subscriptions.put(conn, gone, now)
    return True


def _text(gone: Subscription) -> str:
    return json.dumps(
        {
            "id": gone.id,
            "thread": gone.thread,
            "owner": gone.owner,
            "schedule": choices.schedule_text(gone.schedule),
            "wanted": choices.wanted_text(gone),
            "due": _iso(gone.next_due_at),
            "occasion": _iso(gone.occasion),
            "planned": _iso(gone.planned),
            "seen": gone.seen,
            "sent": _iso(gone.last_sent_at),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _subscription(text: str) -> Subscription:
    values = json.loads(text)
    wanted = choices.wanted(values["wanted"])
    return Subscription(
        id=values["id"],
        chat=0,
        thread=values["thread"],
        owner=values["owner"],
        schedule=choices.schedule(values["schedule"]),
        sections=wanted.sections,
        places=wanted.places,
        forces=wanted.forces,
        sign_of_life=wanted.sign_of_life,
        next_due_at=_moment(values["due"]),
        occasion=_day(values["occasion"]),
        planned=_day(values["planned"]),
        seen=values["seen"],
        last_sent_at=_moment(values["sent"]),
    )


def _iso(when: date | None) -> str | None:
    return None if when is None else when.isoformat()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
