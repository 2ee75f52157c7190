"""/next: what was promised, what is overdue."""

from __future__ import annotations

from handlers.command import Ask, Command
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import deadlines as view
from handlers.views.message import Message
from storage.database.queries import deadlines


async def answer(ask: Ask, services: Services, t: Translator) -> Message:
    ledger = await services.read(deadlines.ledger, ask.today(t.settings.zone))
    return view.ledger(ledger, t.with_story(ledger.edition.story))


COMMANDS = (Command("next", answer),)
