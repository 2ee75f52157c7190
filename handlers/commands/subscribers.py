"""/subscribers, for admins: how many there are, what is due, what was sent and what is stuck."""

from __future__ import annotations

from datetime import timedelta

from handlers.command import Ask, Audience, Command
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import subscribers as view
from handlers.views.message import Message
from storage.database import delivery_log, subscriptions

_DAY = timedelta(days=1)


async def subscribers(ask: Ask, services: Services, t: Translator) -> Message:
    counts = await services.read(subscriptions.counts, ask.now)
    return view.overview(counts, await services.read(delivery_log.tally, ask.now - _DAY), t)


COMMANDS = (Command("subscribers", subscribers, Audience.ADMIN),)
