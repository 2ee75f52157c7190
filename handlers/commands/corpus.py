"""/reload and /undo, for admins: see what would change, confirm, watch, and go back.

Who is an admin is decided in `handlers.registry`, which refuses everybody else before any answer is made.
"""

from __future__ import annotations

from datetime import timedelta

from handlers.command import Ask, Audience, Command
from handlers.i18n import Translator
from handlers.kept import keep, take
from handlers.services import Services
from handlers.views import corpus as view
from handlers.views.message import Message
from handlers.watching import watched
from storage.database.queries import edition
from storage.errors import NotFound

CONFIRMED_WITHIN = timedelta(minutes=10)
_VERB = "r"


async def reload(ask: Ask, services: Services, t: Translator) -> Message:
    """What loading would change, with a button that loads it; or that nothing would."""
    async with watched(ask, t) as progress:
        report = await services.preview(progress)
    t = await _named(services, t)
    if report.nothing_changed:
        return view.unchanged(report, t)
    id_ = await keep(ask, services, _VERB, {"fingerprint": report.fingerprint}, CONFIRMED_WITHIN)
    return view.preview(report, t, f"{_VERB}:yes:{id_}", f"{_VERB}:no:{id_}")


async def answered(ask: Ask, services: Services, t: Translator) -> Message:
    """``r:yes:ID`` loads what was shown, ``r:no:ID`` does not; either works once, for the asker only."""
    choice, _, id_ = ask.words.partition(":")
    confirmed = await take(ask, services, _VERB, id_)
    if choice != "yes":
        return view.cancelled(t)
    async with watched(ask, t) as progress:
        report = await services.reload(str(confirmed["fingerprint"]), progress)
    t = await _named(services, t)
    return view.unchanged(report, t) if report.nothing_changed else view.loaded(report, t)


async def undo(ask: Ask, services: Services, t: Translator) -> Message:
    """The previous revision again, at once: /reload takes it back."""
    report = await services.undo()
    return view.undone(report, await _named(services, t))


async def _named(services: Services, t: Translator) -> Translator:
    """`t` with the names of the serving story; as it is before the first load."""
    try:
        return t.with_story((await services.read(edition.current)).story)
    except NotFound:
        return t


COMMANDS = (
    Command("reload", reload, Audience.ADMIN, buttons={_VERB: answered}),
    Command("undo", undo, Audience.ADMIN),
)
