"""What a subscription has besides its time: sections, places and forces to follow, quiet hours, a sign of life.

Reached from /settings and from /subscribe, to which the buttons belong. A button says what shall be, so that two
presses are one. Whoever changes anything has been shown to be allowed to, at that moment (`handlers.rights`). Each
change is one write that gives back a plain word: an update that is handled again after a crash changes nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from sqlalchemy import Connection

from handlers import hours
from handlers.command import Ask
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import choices as view
from handlers.views import subscription as screens
from handlers.views.message import Message
from handlers.views.subscription import Where
from storage.database import awaited, saved, subscriptions
from storage.database.queries import edition
from storage.errors import NotFound
from storage.subscription import Section, Subscription, SubscriptionState

QUIET = "quiet"
"""What is awaited after quiet hours were asked for."""
DONE, NONE, LAST = "done", "none", "last"
"""What became of a choice: it is kept; there is no subscription; it would have taken away the last section."""
EVERY = "*"
_ON: Mapping[str, bool] = {"1": True, "0": False}


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``o:home``, ``o:resume``, ``o:v:1``, ``o:s…``, ``o:q…``, ``o:p…``, ``o:f…``: a screen, or a choice on it."""
    letter, *rest = ask.words.split(":")
    t = await named(services, t)
    match letter, rest:
        case "home", []:
            return await _home(ask, services, t)
        case "resume", []:
            return await _home(ask, services, t, await services.write(_resume, ask))
        case "v", [wanted] if wanted in _ON:
            return await _home(ask, services, t, await services.write(_sign_of_life, ask, _ON[wanted]))
        case "s", _:
            return await _sections(rest, ask, services, t)
        case "q", _:
            return await _quiet(rest, ask, services, t)
        case "p" | "f", [page, *choice] if page.isascii() and page.isdecimal() and len(page) < 4:
            return await _following(letter, int(page), choice, ask, services, t)
    raise NotFound(saved.NOUN, ask.words)


async def quiet_typed(span: tuple[time, time], ask: Ask, services: Services, t: Translator) -> Message:
    """The answer to quiet hours that were asked for."""
    outcome = await services.write(_quiet_hours, ask, span)
    return await _home(ask, services, await named(services, t), outcome)


# ------------------------------------------------------------------ screens


async def _home(ask: Ask, services: Services, t: Translator, outcome: str = "") -> Message:
    kept = await services.read(subscriptions.get, ask.chat, ask.thread)
    if kept is None:
        return screens.nothing(where(ask), t)
    return screens.overview(kept, where(ask), t, t("choices.done") if outcome == DONE else "")


async def _sections(rest: list[str], ask: Ask, services: Services, t: Translator) -> Message:
    match rest:
        case [section, wanted] if section in tuple(Section) and wanted in _ON:
            if await services.write(_section, ask, Section(section), _ON[wanted]) == LAST:
                return view.last_section(t)
        case [_, *_]:
            raise NotFound(saved.NOUN, ask.words)
    kept = await services.read(subscriptions.get, ask.chat, ask.thread)
    return view.sections(kept, t) if kept else screens.nothing(where(ask), t)


async def _following(letter: str, page: int, choice: list[str], ask: Ask, services: Services, t: Translator) -> Message:
    match choice:
        case [id_, wanted] if wanted in _ON:
            await services.write(_follow, ask, letter, id_, _ON[wanted])
        case [_, *_]:
            raise NotFound(saved.NOUN, ask.words)
    kept = await services.read(subscriptions.get, ask.chat, ask.thread)
    if kept is None:
        return screens.nothing(where(ask), t)
    return view.places(kept, page, t) if letter == "p" else view.forces(kept, page, t)


async def _quiet(rest: list[str], ask: Ask, services: Services, t: Translator) -> Message:
    match rest:
        case []:
            await services.write(awaited.expect, ask.chat, ask.thread, QUIET, ask.now)
        case [first, last]:
            start, end = hours.unpacked(first), hours.unpacked(last)
            if start is None or end is None:
                raise NotFound(saved.NOUN, ask.words)
            return await _home(ask, services, t, await services.write(_quiet_hours, ask, (start, end)))
        case _:
            raise NotFound(saved.NOUN, ask.words)
    kept = await services.read(subscriptions.get, ask.chat, ask.thread)
    return view.quiet_hours(kept.schedule, where(ask), t) if kept else screens.nothing(where(ask), t)


# ------------------------------------------------------------------ in the database


def _sign_of_life(conn: Connection, ask: Ask, wanted: bool) -> str:
    kept = subscriptions.get(conn, ask.chat, ask.thread)
    return NONE if kept is None else _changed(conn, ask, replace(kept, sign_of_life=wanted))


def _resume(conn: Connection, ask: Ask) -> str:
    kept = subscriptions.get(conn, ask.chat, ask.thread)
    if kept is None:
        return NONE
    subscriptions.resume(conn, kept.id, ask.now)
    return DONE


def _section(conn: Connection, ask: Ask, section: Section, wanted: bool) -> str:
    kept = subscriptions.get(conn, ask.chat, ask.thread)
    if kept is None:
        return NONE
    sections = kept.sections | {section} if wanted else kept.sections - {section}
    return _changed(conn, ask, replace(kept, sections=sections)) if sections else LAST


def _follow(conn: Connection, ask: Ask, letter: str, id_: str, wanted: bool) -> str:
    """Follow a place ("p") or a force ("f"), or no longer; `EVERY` follows all. `NotFound` for what the story lacks."""
    kept = subscriptions.get(conn, ask.chat, ask.thread)
    if kept is None:
        return NONE
    story = edition.current(conn).story
    names, followed = (story.places, kept.places) if letter == "p" else (story.actors, kept.forces)
    if id_ != EVERY and id_ not in names:
        raise NotFound(saved.NOUN, id_)
    # What the story no longer has is not followed any longer.
    known = frozenset() if id_ == EVERY else followed & frozenset(names) - {id_}
    chosen = known | {id_} if wanted and id_ != EVERY else known
    return _changed(conn, ask, replace(kept, places=chosen) if letter == "p" else replace(kept, forces=chosen))


def _quiet_hours(conn: Connection, ask: Ask, span: tuple[time, time]) -> str:
    kept = subscriptions.get(conn, ask.chat, ask.thread)
    awaited.forget(conn, ask.chat, ask.thread)
    if kept is None:
        return NONE
    schedule = replace(kept.schedule, quiet_from=span[0], quiet_to=span[1])
    return _changed(conn, ask, replace(kept, schedule=schedule))


def _changed(conn: Connection, ask: Ask, chosen: Subscription) -> str:
    """Keep what was chosen. A paused subscription stays so: only `_resume` says otherwise."""
    subscriptions.put(conn, chosen, ask.now)
    if chosen.state is SubscriptionState.PAUSED:
        subscriptions.pause(conn, chosen.id, chosen.pause_reason or "", ask.now)
    return DONE


# ------------------------------------------------------------------ shared with the three taps


def where(ask: Ask) -> Where:
    if ask.private:
        return Where.PRIVATE
    if ask.channel:
        return Where.CHANNEL
    return Where.GROUP if ask.thread is None else Where.TOPIC


async def named(services: Services, t: Translator) -> Translator:
    """`t` with the names of the story that is served; as it is before the first load."""
    try:
        return t.with_story((await services.read(edition.current)).story)
    except NotFound:
        return t
