"""/start: what this is, with buttons. Deep links (``?start=m_…``) never come here, see `handlers.routes`."""

from __future__ import annotations

from handlers.command import Ask, Command
from handlers.commands.settings import choose, valid
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import start as view
from handlers.views.message import Message
from storage.answers import Edition
from storage.database.queries import edition
from storage.errors import NotFound


async def start(ask: Ask, services: Services, t: Translator) -> Message:
    return view.welcome(await _edition(services), t)


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``h:LANGUAGE``: the same screen in the other language."""
    if not valid("language", ask.words):
        raise NotFound("view", ask.words)
    return view.welcome(await _edition(services), await choose(ask, services, t, "language", ask.words))


async def _edition(services: Services) -> Edition | None:
    """What is served; None before the first load, when there is still something to be said."""
    try:
        return await services.read(edition.current)
    except NotFound:
        return None


COMMANDS = (Command("start", start, in_menu=False, buttons={"h": pressed}),)
