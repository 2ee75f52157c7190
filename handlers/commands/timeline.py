"""/timeline: the milestones that were asked for, a page at a time, and the buttons that turn and filter it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from handlers import kept, positions
from handlers.arguments import gazetteer_of, timeline
from handlers.command import Ask, Command
from handlers.i18n import Translator
from handlers.positions import Position
from handlers.services import Services
from handlers.views import timeline as view
from handlers.views.message import Message
from storage.answers import Cursor, Lane, TimelinePage, TimelineQuery
from storage.database import saved
from storage.database.queries import edition
from storage.database.queries import timeline as milestones
from storage.errors import NotAllowed
from storage.records import Milestone, Story

KIND = "t"
COUNTED = 1_000
"""So many of the newest milestones are counted for the choice of years and places."""
YEARS, PLACES = 12, 6
_NOBODYS = "-"
"""The id of the timeline without filters, which nobody had to ask for."""
_LANES = {Lane.DATED: Lane.UNDATED, Lane.UNDATED: Lane.DATED}


async def answer(ask: Ask, services: Services, t: Translator) -> Message:
    return await _shown(ask, services, t, await services.read(_found, ask.words))


def _found(conn: Connection, words: str) -> TimelinePage:
    """The newest page of what `words` ask for."""
    story = edition.current(conn).story
    return milestones.page(conn, timeline(words, gazetteer_of(story)))


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """`id:o` older, `id:n` newer, `id:b` back, `id:x` without filters, `id:u` the other lane; `id:y` and `id:p`
    offer years and places, `id:y:2025` and `id:p:baghdad` choose one."""
    key, _, step = ask.words.partition(":")
    position = await _position(ask, services, key)
    match step.split(":"):
        case ["y"]:
            return await _years(ask, services, t, position)
        case ["p"]:
            return await _places(ask, services, t, position)
        case _:
            query, cursor = _turned(position, step)
            return await _shown(ask, services, t, await services.read(milestones.page, query, cursor), cursor)


def _turned(position: Position, step: str) -> tuple[TimelineQuery, Cursor | None]:
    """The query and the cursor that a step leads to; a step that nobody offers stays on the page."""
    query = position.query
    match step.split(":"):
        case ["o"] if position.older:
            return query, position.older
        case ["n"] if position.newer:
            return query, position.newer
        case ["x"]:
            return TimelineQuery(lane=query.lane), None
        case ["u"]:
            return replace(query, lane=_LANES[query.lane]), None
        case ["y", year] if len(year) == 4 and year.isdecimal() and int(year):
            return replace(query, start=date(int(year), 1, 1), end=date(int(year), 12, 31)), None
        case ["p", place]:
            return replace(query, place=place, words=()), None
        case _:
            return query, position.here


async def _shown(
    ask: Ask, services: Services, t: Translator, page: TimelinePage, cursor: Cursor | None = None
) -> Message:
    key = await _keep(ask, services, Position(page.query, cursor, page.older, page.newer))
    t = t.with_story(page.edition.story)
    return view.page(page, t, ask.today(t.settings.zone), key, _nearest(page))


def _nearest(page: TimelinePage) -> tuple[str, ...]:
    """Places that sound like what was looked for in vain."""
    words = " ".join(page.query.words)
    return gazetteer_of(page.edition.story).nearest_places(words) if words and not page.milestones else ()


# ------------------------------------------------------------------ filters


async def _years(ask: Ask, services: Services, t: Translator, position: Position) -> Message:
    page = await services.read(milestones.page, replace(position.query, start=None, end=None), None, COUNTED)
    found = Counter(m.year for m in page.milestones if m.year is not None)
    newest = sorted(sorted(found.items(), reverse=True)[:YEARS])
    key = await _keep(ask, services, position)
    return view.years(page.edition, position.query, newest, t.with_story(page.edition.story), key)


async def _places(ask: Ask, services: Services, t: Translator, position: Position) -> Message:
    page = await services.read(milestones.page, replace(position.query, place=None), None, COUNTED)
    key = await _keep(ask, services, position)
    found = _frequent(page.milestones, page.edition.story)
    return view.places(page.edition, position.query, found, t.with_story(page.edition.story), key)


def _frequent(milestones: Sequence[Milestone], story: Story) -> list[tuple[str, int]]:
    """The places that are named most, each with the milestones in all that lies in it: as the filter counts."""
    ends = [{place for place in (m.place, m.to_place) if place} for m in milestones]
    named = dict.fromkeys(place for both in ends for place in sorted(both))
    found = Counter(area for both in ends for area in named if any(story.within(place, area) for place in both))
    return found.most_common(PLACES)


# ------------------------------------------------------------------ where the reader stands


async def _keep(ask: Ask, services: Services, position: Position) -> str:
    return await kept.keep(ask, services, KIND, {"at": positions.encode(position)})


async def _position(ask: Ask, services: Services, key: str) -> Position:
    if key == _NOBODYS:
        return Position(TimelineQuery())
    found = await kept.recall(ask, services, KIND, key)
    try:
        return positions.decode(str(found.get("at")))
    except ValueError as error:
        # An older version of the bot kept it: for the reader its time is over.
        raise NotAllowed(saved.NOUN, key, "expired") from error


COMMANDS = (Command("timeline", answer, buttons={KIND: pressed}),)
