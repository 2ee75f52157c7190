"""All that is stored of one person, to be shown to them, and to be forgotten at their word.

A person's private chat has their id. What they set up in a group stays the group's; that it was they who did so is
forgotten. Payloads of updates are not kept once they are handled (`updates`).
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from storage.database import chats, subscriptions
from storage.database.delivery_models import deliveries, notices
from storage.database.delivery_models import subscriptions as subscription_rows
from storage.database.models import chats as chat_rows
from storage.database.models import saved
from storage.person import Held

NOBODY = 0
"""The author of a notice who is forgotten."""


def held(conn: Connection, person: int) -> Held:
    """Everything under that person's id."""
    messages, newest = conn.execute(_MESSAGES, {"person": person}).one()
    return Held(
        settings=chats.settings(conn, person),
        own=subscriptions.of_chat(conn, person),
        elsewhere=tuple(each for each in subscriptions.of_owner(conn, person) if each.chat != person),
        buttons=conn.scalar(_BUTTONS, {"person": person}) or 0,
        messages=messages,
        newest=newest,
        notices=conn.scalar(_NOTICES, {"person": person}) or 0,
    )


def erase(conn: Connection, person: int) -> None:
    """Forget all of it. A message that is on its way to Telegram at this moment may still arrive."""
    subscriptions.erase(conn, person)
    for statement in (_FORGET_OWNER, _FORGET_SETTINGS, _FORGET_BUTTONS, _FORGET_AUTHOR):
        conn.execute(statement, {"person": person})


_PERSON = bindparam("person", type_=chat_rows.c.chat.type)
_OF_BUTTONS = or_(saved.c.owner == _PERSON, saved.c.chat == _PERSON)
_MESSAGES = select(func.count(), func.max(deliveries.c.settled_at)).where(
    deliveries.c.chat == _PERSON, deliveries.c.content.is_not(None)
)
_BUTTONS = select(func.count()).select_from(saved).where(_OF_BUTTONS)
_NOTICES = select(func.count()).where(notices.c.author == _PERSON)
# The group's own id stands for whoever it was.
_FORGET_OWNER = (
    update(subscription_rows).where(subscription_rows.c.owner == _PERSON).values(owner=subscription_rows.c.chat)
)
_FORGET_SETTINGS = delete(chat_rows).where(chat_rows.c.chat == _PERSON)
_FORGET_BUTTONS = delete(saved).where(_OF_BUTTONS)
_FORGET_AUTHOR = update(notices).where(notices.c.author == _PERSON).values(author=NOBODY)
