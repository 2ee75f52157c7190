"""/language and /settings: a chat's choices, kept at once and seen in the very reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from handlers import rights
from handlers.command import Ask, Command
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import settings as view
from handlers.views.message import Message
from handlers.zones import find
from storage.chat import ChatSettings, Digits, Language, Months
from storage.corpus.text import fold
from storage.database import chats, in_zone
from storage.errors import NotFound

_CHOICES: Mapping[str, frozenset[str]] = {
    "language": frozenset(Language),
    "digits": frozenset(Digits),
    "months": frozenset(Months),
}
_LANGUAGES: Mapping[str, Language] = {
    fold(name): language
    for language, names in {
        Language.ARABIC: ("ar", "arabic", "العربية", "عربي", "عربية"),
        Language.ENGLISH: ("en", "english", "الإنكليزية", "الإنجليزية", "إنكليزي", "إنجليزي"),
    }.items()
    for name in names
}


async def settings(ask: Ask, services: Services, t: Translator) -> Message:
    """All choices; words after the command name a city or a time zone."""
    if not ask.words.strip():
        return view.overview(t, ask.now)
    zone = find(ask.words)
    if zone is None:
        return view.unknown_zone(ask.words[:80], t)
    return view.overview(t := await choose(ask, services, t, "zone", zone), ask.now, view.changed("zone", t))


async def language(ask: Ask, services: Services, t: Translator) -> Message:
    """The two languages; a word after the command names one."""
    chosen = _LANGUAGES.get(fold(ask.words))
    if chosen is None:
        return view.languages(t)
    return view.languages(t := await choose(ask, services, t, "language", chosen), view.changed("language", t))


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``c:NAME:VALUE`` on the screen of all choices."""
    t = await _chosen(ask, services, t)
    return view.overview(t, ask.now, view.changed(ask.words.partition(":")[0], t))


async def language_pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``l:language:VALUE`` on the screen of languages."""
    return view.languages(t := await _chosen(ask, services, t), view.changed("language", t))


async def _chosen(ask: Ask, services: Services, t: Translator) -> Translator:
    name, _, value = ask.words.partition(":")
    if not valid(name, value):
        raise NotFound("view", ask.words)
    return await choose(ask, services, t, name, value)


def valid(name: str, value: str) -> bool:
    if name == "zone":
        return find(value) == value
    return value in _CHOICES.get(name, ())


async def choose(ask: Ask, services: Services, t: Translator, name: str, value: str) -> Translator:
    """Keep one choice; the voice that the chat has from now on. `NotAllowed` where it is not the asker's to make."""
    await rights.demand(ask)
    chosen = changed(t.settings, name, value)
    await services.write(_save, chosen, ask.now)
    return Translator(chosen, t.story)


def _save(conn: Connection, chosen: ChatSettings, now: datetime) -> None:
    """The choices, and the chat's subscriptions, which keep its time."""
    chats.save(conn, chosen)
    in_zone.move(conn, chosen.chat, chosen.zone, now)


def changed(settings: ChatSettings, name: str, value: str) -> ChatSettings:
    match name:
        case "language":
            return replace(settings, language=Language(value))
        case "digits":
            return replace(settings, digits=Digits(value))
        case "months":
            return replace(settings, months=Months(value))
        case _:
            return replace(settings, zone=value)


COMMANDS = (
    Command("language", language, buttons={"l": language_pressed}),
    Command("settings", settings, buttons={"c": pressed}),
)
