"""/m_…: the receipt of a milestone, a screen of claims at a time."""

from __future__ import annotations

from handlers.command import Ask, Command
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import milestones as view
from handlers.views.message import Message
from storage.database.queries import milestones


async def answer(ask: Ask, services: Services, t: Translator) -> Message:
    """`k3x`, or `k3x:8` for the claims from the ninth on."""
    code, _, offset = ask.words.partition(":")
    receipt = await services.read(milestones.receipt, code)
    t = t.with_story(receipt.edition.story)
    return view.receipt(receipt, t, ask.today(t.settings.zone), int(offset) if offset.isdecimal() else 0)


COMMANDS = (Command("m", answer, in_menu=False, buttons={"m": answer}),)
