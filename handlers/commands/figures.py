"""/troops: figures by force and place, and the button that opens their sentences."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers import arguments
from handlers.arguments import gazetteer_of
from handlers.command import Ask, Command
from handlers.i18n import Translator
from handlers.kept import keep, recall
from handlers.services import Services
from handlers.views import figures as view
from handlers.views.message import Message
from storage.answers import Figures
from storage.database.queries import edition, figures
from storage.errors import UnknownName

_VERB = "f"
_EVERYTHING = "-"
"""The id of the figures without a name, which nobody had to ask for."""


async def troops(ask: Ask, services: Services, t: Translator) -> Message:
    place, force = await _asked(ask.words, services)
    return await _table(ask, services, t, place, force)


async def _asked(words: str, services: Services) -> tuple[str | None, str | None]:
    """The place and the force that are named; `UnknownName` where something is named that is neither."""
    if not words.strip():
        return None, None
    names = gazetteer_of((await services.read(edition.current)).story)
    found = arguments.names(words, names)
    place, force = found.place or names.place(words), found.force or names.force(words)
    if place is None and force is None:
        raise UnknownName("place", words, names.nearest_places(words))
    return place, force


async def _table(ask: Ask, services: Services, t: Translator, place: str | None, force: str | None) -> Message:
    answer = await services.read(_nearest, place, force)
    named = place is not None or force is not None
    proof = await keep(ask, services, _VERB, {"place": place, "force": force}) if named else _EVERYTHING
    return view.table(answer, t.with_story(answer.edition.story), f"{_VERB}:s:{proof}", asked=place)


def _nearest(conn: Connection, place: str | None, force: str | None) -> Figures:
    """The figures of the place, else of the nearest area around it that has any; where none has, its own none."""
    own = figures.table(conn, place, force)
    around, answer = place, own
    while around is not None and not (answer.cards or answer.others):
        around = own.edition.story.places[around].parent
        answer = figures.table(conn, around, force) if around else own
    return answer


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``f:s:ID`` opens the sentences, ``f:n:ID`` goes back to the numbers."""
    screen, _, id_ = ask.words.partition(":")
    kept = {} if id_ == _EVERYTHING else await recall(ask, services, _VERB, id_)
    place, force = (str(kept[name]) if kept.get(name) else None for name in ("place", "force"))
    if screen == "n":
        return await _table(ask, services, t, place, force)
    answer = await services.read(_nearest, place, force)
    return view.sentences(answer, t.with_story(answer.edition.story), f"{_VERB}:n:{id_}")


COMMANDS = (Command("troops", troops, buttons={_VERB: pressed}),)
