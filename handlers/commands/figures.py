"""/troops: figures by force and place, and the button that opens their sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

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
    return await _table(ask, services, t, await _asked(ask.words, services))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose figures, where, and which number; all of them where nothing is named."""

    place: str | None = None
    force: str | None = None
    number: int | None = None


async def _asked(words: str, services: Services) -> _Asked:
    """What is named; `UnknownName` where something is named that is neither a place, a force nor a number."""
    if not words.strip():
        return _Asked()
    names = gazetteer_of((await services.read(edition.current)).story)
    found = arguments.names(words, names)
    asked = _Asked(found.place or names.place(words), found.force or names.force(words), arguments.number(words))
    if asked == _Asked():
        raise UnknownName("place", words, names.nearest_places(words))
    return asked


async def _table(ask: Ask, services: Services, t: Translator, asked: _Asked) -> Message:
    answer = await _answer(services, asked)
    proof = _EVERYTHING if asked == _Asked() else await keep(ask, services, _VERB, asdict(asked))
    return view.table(answer, t.with_story(answer.edition.story), f"{_VERB}:s:{proof}", asked=asked.place)


async def _answer(services: Services, asked: _Asked) -> Figures:
    answer = await services.read(_nearest, asked.place, asked.force)
    return answer if asked.number is None else answer.of(asked.number)


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
    asked = _Asked() if id_ == _EVERYTHING else _kept(await recall(ask, services, _VERB, id_))
    if screen == "n":
        return await _table(ask, services, t, asked)
    answer = await _answer(services, asked)
    return view.sentences(answer, t.with_story(answer.edition.story), f"{_VERB}:n:{id_}")


def _kept(values: Mapping[str, object]) -> _Asked:
    place, force = (str(values[name]) if values.get(name) else None for name in ("place", "force"))
    number = values.get("number")
    return _Asked(place, force, number if isinstance(number, int) else None)


COMMANDS = (Command("troops", troops, buttons={_VERB: pressed}),)
