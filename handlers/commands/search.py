"""/search: sentences that hold the words, a page at a time."""

from __future__ import annotations

from handlers.arguments import gazetteer_of
from handlers.command import Ask, Command
from handlers.glossary import in_arabic
from handlers.i18n import Translator
from handlers.kept import keep, offset, recall
from handlers.services import Services
from handlers.views import search as view
from handlers.views.message import Message
from handlers.views.turning import pages
from storage.answers import SearchPage
from storage.database.queries import search as query

LONGEST = 300
"""Characters that are looked for; the rest of a longer text is left out."""
AT_ONCE = 5
_VERB = "s"


async def search(ask: Ask, services: Services, t: Translator) -> Message:
    words = " ".join(ask.words[:LONGEST].split())
    if not words:
        return view.usage(t)
    return await shown(ask, services, t, await found(services, words))


async def found(services: Services, words: str) -> SearchPage:
    """The first page for `words`; English ones that no article has are looked for in Arabic."""
    page = await services.read(query.find, words, 0, AT_ONCE)
    story = page.edition.story
    arabic = "" if page.hits else in_arabic(words, story, gazetteer_of(story))
    return await services.read(query.find, arabic, 0, AT_ONCE) if arabic else page


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``s:OFFSET:ID``"""
    at, id_ = offset(ask.words)
    kept = await recall(ask, services, _VERB, id_)
    page = await services.read(query.find, str(kept["words"]), at, AT_ONCE)
    return await shown(ask, services, t, page, at)


async def shown(ask: Ask, services: Services, t: Translator, page: SearchPage, at: int = 0) -> Message:
    """A page of hits with buttons to the pages around it."""
    t = t.with_story(page.edition.story)
    if at == 0 and page.next_offset is None:
        return view.page(page, t)
    id_ = await keep(ask, services, _VERB, {"words": page.words})
    return view.page(page, t, pages(_VERB, id_, at, AT_ONCE, page.total, t))


COMMANDS = (Command("search", search, buttons={_VERB: pressed}),)
