"""/mydata: what is stored of a reader, and erasing it after a second thought. Only where nobody else reads along."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from handlers.command import Answer, Ask, Command
from handlers.commands.choices import named
from handlers.i18n import Translator
from handlers.kept import keep, take
from handlers.services import Services
from handlers.views import mydata as view
from handlers.views.message import Message
from storage.database import people, saved
from storage.errors import NotFound

CONFIRMED_WITHIN = timedelta(minutes=10)
_VERB = view.VERB


async def mydata(ask: Ask, services: Services, t: Translator) -> Message:
    return view.stored(await services.read(people.held, ask.user), await named(services, t))


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``y:ask`` asks for a second thought; ``y:yes:ID`` erases, ``y:no:ID`` does not; either works once."""
    step, _, id_ = ask.words.partition(":")
    if ask.words == "ask":
        id_ = await keep(ask, services, _VERB, {"erase": "all"}, CONFIRMED_WITHIN)
        return view.question(f"{_VERB}:yes:{id_}", f"{_VERB}:no:{id_}", t)
    if step == "yes":
        await services.write(_erase, ask, id_)
        return view.erased(t)
    if step == "no":
        await take(ask, services, _VERB, id_)
        return view.kept(t)
    raise NotFound(saved.NOUN, ask.words)


def _erase(conn: Connection, ask: Ask, id_: str) -> None:
    """Once, and only what was asked about."""
    saved.take(conn, id_, owner=ask.user, chat=ask.chat, kind=_VERB, now=ask.now)
    people.erase(conn, ask.user)


def _at_home(answer: Answer) -> Answer:
    """`answer` in the asker's own private chat, whose id is theirs."""

    async def guarded(ask: Ask, services: Services, t: Translator) -> Message:
        at_home = ask.private and ask.user == ask.chat
        return await answer(ask, services, t) if at_home else view.in_private_only(t)

    return guarded


COMMANDS = (Command("mydata", _at_home(mydata), buttons={_VERB: _at_home(pressed)}),)
