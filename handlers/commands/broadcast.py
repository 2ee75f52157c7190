"""/broadcast, for admins: a notice to everyone who is subscribed, seen as it will arrive before it goes out.

It goes through the same outbox as the digests, and so is sent once. Who is an admin is decided in
`handlers.registry`; it is asked again when the button is pressed.
"""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import Connection

from handlers.command import Answer, Ask, Audience, Command
from handlers.i18n import Translator
from handlers.kept import keep, take
from handlers.services import Services
from handlers.views import broadcast as view
from handlers.views.message import Message
from storage.database import contents, outbox, saved, subscriptions
from storage.errors import NotFound

CONFIRMED_WITHIN = timedelta(minutes=10)
_VERB = view.VERB


async def broadcast(ask: Ask, services: Services, t: Translator) -> Message:
    """``/broadcast TEXT``: the notice as it will arrive, with a button that sends it."""
    shown = view.notice(ask.words)
    if not shown.blocks:
        return view.how_to(t)
    readers = (await services.read(subscriptions.counts, ask.now)).active
    if not readers:
        return view.nobody(t)
    # What was seen is what is sent, to the letter.
    parts = json.dumps(services.packed(shown, t), ensure_ascii=False)
    id_ = await keep(ask, services, _VERB, {"parts": parts}, CONFIRMED_WITHIN)
    return view.preview(shown, readers, f"{_VERB}:yes:{id_}", f"{_VERB}:no:{id_}", t)


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``k:yes:ID`` sends what was shown, ``k:no:ID`` does not; either works once, for the asker only."""
    step, _, id_ = ask.words.partition(":")
    if step == "yes":
        return view.on_its_way(await services.write(_send, ask, id_), t)
    if step != "no":
        raise NotFound(saved.NOUN, ask.words)
    await take(ask, services, _VERB, id_)
    return view.cancelled(t)


def _send(conn: Connection, ask: Ask, id_: str) -> int:
    """Into the outbox, once; how many messages."""
    payload = saved.take(conn, id_, owner=ask.user, chat=ask.chat, kind=_VERB, now=ask.now)
    content = contents.keep(conn, json.loads(json.loads(payload)["parts"]), (), ask.now)
    return outbox.broadcast(conn, outbox.notice(conn, ask.user, content, ask.now), ask.now)


def _at_home(answer: Answer) -> Answer:
    """`answer` where nobody reads along, and nobody else could press the button."""

    async def guarded(ask: Ask, services: Services, t: Translator) -> Message:
        return await answer(ask, services, t) if ask.private and ask.user == ask.chat else view.in_private_only(t)

    return guarded


COMMANDS = (Command("broadcast", _at_home(broadcast), Audience.ADMIN, buttons={_VERB: _at_home(pressed)}),)
