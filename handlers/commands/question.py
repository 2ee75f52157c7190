"""A plain question: understood, and answered by the command that it asks for; else searched; else help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.arguments import gazetteer_of
from handlers.command import Answer, Ask
from handlers.commands import search
from handlers.i18n import Translator
from handlers.questions import SEARCH, Intent, understand
from handlers.services import Services
from handlers.views import help as help_view
from handlers.views.message import Message
from handlers.views.search import page
from storage.database.queries import edition


def asked(answers: Mapping[str, Answer]) -> Answer:
    """The answer to a plain question; `answers` are those of the commands, by name."""

    async def answer(ask: Ask, services: Services, t: Translator) -> Message:
        if not ask.words:
            return help_view.hint(t)
        story = (await services.read(edition.current)).story
        intent = understand(ask.words, story, gazetteer_of(story))
        if intent.command == SEARCH:
            return await _searched(ask, services, t, intent, answers)
        return await _passed_on(ask, services, t, intent, answers)

    return answer


async def _passed_on(
    ask: Ask, services: Services, t: Translator, intent: Intent, answers: Mapping[str, Answer]
) -> Message:
    return await answers[intent.command](replace(ask, words=intent.query), services, t)


async def _searched(
    ask: Ask, services: Services, t: Translator, intent: Intent, answers: Mapping[str, Answer]
) -> Message:
    """What is found; else what is known of the names in it; else what was looked for, and three examples."""
    if not intent.query:
        return help_view.hint(t)
    found = await search.found(services, intent.query)
    if intent.otherwise and (found.partial or not found.hits):
        return await _passed_on(ask, services, t, intent.otherwise, answers)
    if found.hits:
        return await search.shown(ask, services, t, found)
    nothing = page(found, t.with_story(found.edition.story))
    return replace(nothing, blocks=(*nothing.blocks, *help_view.hint(t).blocks))
