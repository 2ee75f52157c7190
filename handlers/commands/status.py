"""/status, for admins: how the reading of the articles stands, and which words no rule of it knows."""

from __future__ import annotations

from handlers.command import Ask, Audience, Command
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import status as view
from handlers.views.message import Message
from storage.database.queries import reviews


async def status(ask: Ask, services: Services, t: Translator) -> Message:
    return view.overview(await services.read(reviews.standing), t)


COMMANDS = (Command("status", status, Audience.ADMIN),)
