"""What a button means, kept in the database: 64 bytes of callback data hold a short id, not a query.

Each is kept for one person in one chat and ends after a week; whoever else presses, or presses too late,
is told so (`handlers.errors`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from handlers.command import Ask, Standing
from handlers.services import Services
from storage.database import saved
from storage.errors import NotAllowed, NotFound

LIFETIME = timedelta(days=7)
_DIGITS = 8
Kept = Mapping[str, str | int | None]


async def keep(ask: Ask, services: Services, verb: str, what: Kept, lifetime: timedelta = LIFETIME) -> str:
    """The short id under which `what` is kept for the buttons of `verb`."""
    payload = json.dumps(what, ensure_ascii=False, sort_keys=True)
    # Whoever is shown the same again need not wait for the one who writes.
    found = await services.read(
        saved.kept, owner=ask.user, chat=ask.chat, kind=verb, payload=payload, now=ask.now, lifetime=lifetime
    )
    if found:
        return found
    return await services.write(
        saved.keep, owner=ask.user, chat=ask.chat, kind=verb, payload=payload, now=ask.now, lifetime=lifetime
    )


async def recall(ask: Ask, services: Services, verb: str, id_: str) -> Kept:
    """What was kept; `NotFound` or `NotAllowed` where it is not for this person, or no more.

    What an anonymous admin of a group was shown is kept for the group: any of its admins may press there.
    """
    try:
        return _read(await services.read(saved.get, id_, owner=ask.user, chat=ask.chat, kind=verb, now=ask.now))
    except NotAllowed as error:
        if error.reason != "owner" or ask.private or await ask.rights() is not Standing.ADMIN:
            raise
    return _read(await services.read(saved.get, id_, owner=ask.chat, chat=ask.chat, kind=verb, now=ask.now))


async def take(ask: Ask, services: Services, verb: str, id_: str) -> Kept:
    """`recall` that works once."""
    return _read(await services.write(saved.take, id_, owner=ask.user, chat=ask.chat, kind=verb, now=ask.now))


def offset(words: str) -> tuple[int, str]:
    """``OFFSET:ID`` of a page button. `NotFound` ("view") for what no button of today says."""
    number, _, id_ = words.partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) < _DIGITS):
        raise NotFound(saved.NOUN, words)
    return int(number), id_


def _read(payload: str) -> Kept:
    what: dict[str, str | int | None] = json.loads(payload)
    return what
