"""/sources and /article: the list of articles, and one of them with its facts."""

from __future__ import annotations

from handlers.command import Ask, Command
from handlers.i18n import Translator
from handlers.kept import keep, offset, recall
from handlers.services import Services
from handlers.views import articles as view
from handlers.views.message import Message
from handlers.views.turning import pages
from storage.database.queries import articles as query

_VERB = "a"


async def sources(ask: Ask, services: Services, t: Translator) -> Message:
    return await _page(ask, services, t, 0)


async def article(ask: Ask, services: Services, t: Translator) -> Message:
    """By its number in /sources, its code or its id."""
    reference = ask.words.strip().removeprefix("/").removeprefix("a_")
    if not reference:
        return view.usage(t)
    answer = await services.read(query.card, reference)
    return view.card(answer, t.with_story(answer.edition.story), "g:sources")


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``a:OFFSET:ID``"""
    at, id_ = offset(ask.words)
    await recall(ask, services, _VERB, id_)
    return await _page(ask, services, t, at)


async def _page(ask: Ask, services: Services, t: Translator, offset: int) -> Message:
    answer = await services.read(query.sources)
    today = ask.today(t.settings.zone)
    t = t.with_story(answer.edition.story)
    total = len(answer.sources)
    if total <= view.AT_ONCE:
        return view.sources(answer, t, today)
    id_ = await keep(ask, services, _VERB, {})
    return view.sources(answer, t, today, offset, pages(_VERB, id_, offset, view.AT_ONCE, total, t))


COMMANDS = (Command("sources", sources, buttons={_VERB: pressed}), Command("article", article))
