"""``mujaz digest``: what a digest would say, as plain text, for whoever was told everything up to some day.

Choosing and wording are `handlers.digest`; nothing is sent or stored.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.asking import plain as without_isolates
from bot.settings import Settings
from handlers.digest import A_WHILE, compose
from handlers.i18n import Translator
from handlers.views.message import Rendered, render
from storage.chat import Language
from storage.database.queries import changes
from storage.database.session import Database
from storage.digest import DigestMaterial

_BETWEEN = "\n\n———\n\n"
"""Between the messages of a long digest."""
_MARKS = str.maketrans("", "", "\u200e\u200f")


def digest(
    database: Database, settings: Settings, now: datetime, since: date | None = None, language: Language | None = None
) -> str:
    """The digest at `now` with all sections: what is new since the beginning of that day, or of the last days;
    in the default language, unless another is given. `NotFound` ("edition") before the first load."""
    chosen = settings.chat_defaults(0)
    chosen = replace(chosen, language=language or chosen.language)
    today = now.astimezone(ZoneInfo(chosen.zone)).date()
    with database.reader() as conn:
        material = _material(conn, now, since, today, chosen.zone)
    t = Translator(chosen)
    message = compose(material, None, t, today).message
    return _BETWEEN.join(map(_text, render(message, rtl=t.rtl)))


def _material(conn: Connection, now: datetime, since: date | None, today: date, zone: str) -> DigestMaterial:
    """By the log, as far as it reaches; before that by the days on which articles were printed."""
    if since is None:
        return changes.since(conn, changes.step_at(conn, now - A_WHILE), today)
    morning = datetime.combine(since, time(), ZoneInfo(zone))
    step = changes.step_at(conn, morning)
    material = changes.since(conn, step, today) if step else changes.printed_since(conn, since, today)
    return replace(material, since_at=morning)


def _text(part: Rendered) -> str:
    return without_isolates(part.plain).translate(_MARKS)
