"""/bases and /p_…: every place, or one in full."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers.arguments import gazetteer_of, place
from handlers.command import Ask, Command
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import places as view
from handlers.views.message import Message
from storage.answers import Disputes, Edition, PlaceAnswer, Places
from storage.database.queries import disputes, edition, places


async def answer(ask: Ask, services: Services, t: Translator) -> Message:
    """All places; with a name, that place, or the names that sound like it."""
    words = ask.words.strip()
    if not words:
        overview, differing = await services.read(_overview)
        return view.overview(overview, t.with_story(overview.edition.story), differing.disputes)
    found = await services.read(_found, words)
    if isinstance(found, PlaceAnswer):
        return _place(found, ask, t)
    names = gazetteer_of(found.story)
    return view.unknown(words, names.nearest_places(words), found, t.with_story(found.story))


async def opened(ask: Ask, services: Services, t: Translator) -> Message:
    """A place by its id."""
    return _place(await services.read(places.named, ask.words), ask, t)


def _place(found: PlaceAnswer, ask: Ask, t: Translator) -> Message:
    return view.place(found, t.with_story(found.edition.story), ask.today(t.settings.zone))


def _found(conn: Connection, words: str) -> PlaceAnswer | Edition:
    """The place that `words` name; where they name none, the edition that knows no such place."""
    current = edition.current(conn)
    found = place(words, gazetteer_of(current.story))
    return places.named(conn, found) if found else current


def _overview(conn: Connection) -> tuple[Places, Disputes]:
    return places.overview(conn), disputes.listing(conn)


COMMANDS = (Command("bases", answer, buttons={"p": opened}),)
