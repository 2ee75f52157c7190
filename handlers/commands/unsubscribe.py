"""/unsubscribe, and the button under every digest: one tap ends a subscription, another takes that back.

In a group, a topic or a channel both are for its admins, any of whom may take back what another did.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection

from handlers import rights
from handlers.command import Ask, Command
from handlers.commands.choices import named, where
from handlers.i18n import Translator
from handlers.kept import LIFETIME
from handlers.services import Services
from handlers.views import subscription as screens
from handlers.views import unsubscribe as view
from handlers.views.message import Message
from storage.database import awaited, saved, stopping, subscriptions
from storage.errors import NotFound

_VERB = view.VERB


async def unsubscribe(ask: Ask, services: Services, t: Translator) -> Message:
    """End the subscription of this chat or topic."""
    await rights.demand(ask)
    return await _ended(ask, services, t, apart=False)


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``x:digest`` under a digest, ``x:stop`` on a screen, ``x:undo:ID``."""
    step, _, id_ = ask.words.partition(":")
    if ask.words in ("digest", "stop"):
        return await _ended(ask, services, t, apart=ask.words == "digest")
    if step != "undo":
        raise NotFound(saved.NOUN, ask.words)
    if not await services.write(_take_back, ask, id_):
        return view.made_since(t)
    kept = await services.read(subscriptions.get, ask.chat, ask.thread)
    if kept is None:
        return screens.nothing(where(ask), t)
    return screens.overview(kept, where(ask), await named(services, t), t("unsubscribe.undone"))


async def _ended(ask: Ask, services: Services, t: Translator, *, apart: bool) -> Message:
    id_ = await services.write(_end, ask)
    if not id_:
        return view.nothing_to_end(where(ask), t)
    return view.ended(where(ask), f"{_VERB}:undo:{id_}", t, apart=apart)


def _end(conn: Connection, ask: Ask) -> str:
    """The id under which what ended is kept; "" where there was nothing to end."""
    awaited.forget(conn, ask.chat, ask.thread)
    text = stopping.stop(conn, ask.chat, ask.thread, ask.now)
    if not text:
        return ""
    payload = json.dumps({"was": text}, ensure_ascii=False)
    return saved.keep(conn, owner=ask.chat, chat=ask.chat, kind=_VERB, payload=payload, now=ask.now, lifetime=LIFETIME)


def _take_back(conn: Connection, ask: Ask, id_: str) -> bool:
    """Once; False where another subscription was made since."""
    payload = saved.take(conn, id_, owner=ask.chat, chat=ask.chat, kind=_VERB, now=ask.now)
    return stopping.restart(conn, json.loads(payload)["was"], ask.chat, ask.now)


COMMANDS = (Command("unsubscribe", unsubscribe, buttons={_VERB: rights.for_admins_of_the_chat(pressed)}),)
