"""/disputes: where the sources disagree, a page at a time."""

from __future__ import annotations

from handlers import arguments
from handlers.arguments import gazetteer_of
from handlers.command import Ask, Command
from handlers.i18n import Translator
from handlers.kept import keep, offset, recall
from handlers.services import Services
from handlers.views import disputes as view
from handlers.views.message import Message
from handlers.views.turning import pages
from storage.database.queries import disputes as query
from storage.database.queries import edition
from storage.errors import UnknownName

_VERB = "w"


async def disputes(ask: Ask, services: Services, t: Translator) -> Message:
    return await _page(ask, services, t, await _place(ask.words, services), 0)


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``w:OFFSET:ID``"""
    at, id_ = offset(ask.words)
    kept = await recall(ask, services, _VERB, id_)
    return await _page(ask, services, t, str(kept["place"]) if kept["place"] else None, at)


async def _place(words: str, services: Services) -> str | None:
    if not words.strip():
        return None
    names = gazetteer_of((await services.read(edition.current)).story)
    place = arguments.place(words, names)
    if place is None:
        raise UnknownName("place", words, names.nearest_places(words))
    return place


async def _page(ask: Ask, services: Services, t: Translator, place: str | None, offset: int) -> Message:
    answer = await services.read(query.listing, place)
    t = t.with_story(answer.edition.story)
    total = len(answer.disputes)
    if total <= view.AT_ONCE:
        return view.listing(answer, t)
    id_ = await keep(ask, services, _VERB, {"place": place})
    return view.listing(answer, t, offset, pages(_VERB, id_, offset, view.AT_ONCE, total, t))


COMMANDS = (Command("disputes", disputes, buttons={_VERB: pressed}),)
