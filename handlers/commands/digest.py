"""/digest: what the next digest would say, now."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from handlers.command import Ask, Command
from handlers.digest import A_WHILE, compose
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views.message import Message
from storage.corrections import Correction
from storage.database import subscriptions
from storage.database.queries import changes, owing
from storage.digest import DigestMaterial
from storage.subscription import Subscription


async def answer(ask: Ask, services: Services, t: Translator) -> Message:
    """For a chat or topic that is subscribed, since its last digest; for any other, of the last days."""
    kept = await services.read(subscriptions.get, ask.chat, ask.thread)
    today = ask.today(kept.schedule.zone if kept else t.settings.zone)
    if kept is None:
        return compose(await services.read(_lately, ask.now, today), None, t, today).message
    material, owed = await services.read(_since_seen, kept, today)
    return compose(material, kept, t, today, owed).message


def _lately(conn: Connection, now: datetime, today: date) -> DigestMaterial:
    return changes.since(conn, changes.step_at(conn, now - A_WHILE), today)


def _since_seen(conn: Connection, kept: Subscription, today: date) -> tuple[DigestMaterial, tuple[Correction, ...]]:
    material = changes.since(conn, kept.seen, today, kept.places, kept.forces)
    return material, owing.owed_by(conn, [kept]).get(kept.id, ())


COMMANDS = (Command("digest", answer),)
