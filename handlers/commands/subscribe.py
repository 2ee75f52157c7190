"""/subscribe: how often, at what hour, done; by buttons or in words. All other choices are `handlers.commands.choices`.

Whoever changes anything has been shown to be allowed to, at that moment (`handlers.rights`). Each change is one
write that gives back a plain word, so that an update which is handled again after a crash changes nothing twice.
"""

from __future__ import annotations

from handlers import hours, rights, subscribing, wishes
from handlers.command import Answer, Ask, Command, Standing
from handlers.commands import choices
from handlers.commands.choices import named, where
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import subscribe as view
from handlers.views import subscription as screens
from handlers.views.message import Message
from handlers.wishes import Wish
from storage.database import awaited, saved, subscriptions
from storage.errors import NotFound
from storage.schedule import Cadence, Schedule, at_hour

_SHOWN = 60


# ------------------------------------------------------------------ in words


async def subscribe(ask: Ask, services: Services, t: Translator) -> Message:
    """``/subscribe``: what there is, or the first tap. ``/subscribe 7:30``, ``/subscribe يومياً 7:30``: at once."""
    wish = wishes.read(ask.words)
    if wish is None:
        return view.not_understood(ask.words[:_SHOWN], t)
    if wish == Wish():
        return await _looked_at(ask, services, t)
    await rights.demand(ask)
    wish = await services.read(subscribing.completed, ask, wish, _today(ask, t))
    return await _hour_wanted(wish, ask, services, t) if _lacks_hour(wish) else await _settled(wish, ask, services, t)


def typed(otherwise: Answer) -> Answer:
    """The answer to plain words: an hour or quiet hours, where they were asked for; all else is `otherwise`'s."""

    async def answer(ask: Ask, services: Services, t: Translator) -> Message:
        at, span = hours.read(ask.words), hours.span(ask.words)
        question = await services.read(awaited.expected, ask.chat, ask.thread, ask.now) if at or span else None
        if span and question == choices.QUIET:
            await rights.demand(ask)
            return await choices.quiet_typed(span, ask, services, t)
        if at and question:
            await rights.demand(ask)
            outcome = await services.write(subscribing.typed, ask, t.settings.zone, at)
            return await _told(outcome, ask, services, t) if outcome else await otherwise(ask, services, t)
        return await otherwise(ask, services, t)

    return answer


async def _looked_at(ask: Ask, services: Services, t: Translator) -> Message:
    """What there is here. Members of a group see it too, and can change nothing."""
    kept = await services.read(subscriptions.get, ask.chat, ask.thread)
    standing = await rights.standing_of(ask)
    if standing is not Standing.ADMIN:
        shown = screens.overview(kept, where(ask), await named(services, t)) if kept else screens.nothing(where(ask), t)
        return screens.read_only(shown, where(ask), t)
    return screens.overview(kept, where(ask), await named(services, t)) if kept else view.often(None, _today(ask, t), t)


# ------------------------------------------------------------------ by buttons


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``b:often``, ``b:at:WISH``, ``b:set:WISH``, ``b:yes:WISH``, ``b:no:WISH``, ``b:done``."""
    step, _, rest = ask.words.partition(":")
    if ask.words == "often":
        kept = await services.read(subscriptions.get, ask.chat, ask.thread)
        return view.often(kept.schedule if kept else None, _today(ask, t), t)
    if ask.words == "done":
        kept = await services.read(subscriptions.get, ask.chat, ask.thread)
        return view.closed(kept, t) if kept else screens.nothing(where(ask), t)
    wish = wishes.unpacked(rest)
    if wish is None or step not in _STEPS or _lacks_hour(wish) is not (step == "at"):
        raise NotFound(saved.NOUN, ask.words)
    if step == "at":
        return await _hour_wanted(wish, ask, services, t)
    return await _settled(wish, ask, services, t, give_way=_STEPS[step])


_STEPS = {"at": None, "set": None, "yes": True, "no": False}
"""Steps with a wish, and whether the quiet hours give way to its hour (None: that is still to be asked)."""


async def _hour_wanted(wish: Wish, ask: Ask, services: Services, t: Translator) -> Message:
    await services.write(subscribing.ask_for_hour, ask, wish)
    return view.hours(wish, where(ask), t)


async def _settled(wish: Wish, ask: Ask, services: Services, t: Translator, *, give_way: bool | None = None) -> Message:
    outcome = await services.write(subscribing.settle, ask, t.settings.zone, wish, give_way)
    return await _told(outcome, ask, services, t)


async def _told(outcome: str, ask: Ask, services: Services, t: Translator) -> Message:
    """What became of a wish, as it now is."""
    kept = await services.read(subscriptions.get, ask.chat, ask.thread)
    if outcome.startswith(subscribing.IN_QUIET):
        wish = wishes.unpacked(outcome.removeprefix(subscribing.IN_QUIET)) or Wish()
        asked = subscribing.timed(wish, kept.schedule if kept else Schedule(zone=t.settings.zone))
        return view.in_quiet_hours(wish, asked, at_hour(asked, asked.at), t)
    if kept is None:  # ended by somebody else in this very moment
        return screens.nothing(where(ask), t)
    return view.done(kept, t, first=outcome == subscribing.FIRST)


# ------------------------------------------------------------------ small parts


def _today(ask: Ask, t: Translator) -> int:
    return ask.today(t.settings.zone).weekday()


def _lacks_hour(wish: Wish) -> bool:
    return wish.at is None and wish.cadence is not Cadence.AT_ONCE


BUTTONS = {
    view.VERB: rights.for_admins_of_the_chat(pressed),
    screens.VERB: rights.for_admins_of_the_chat(choices.pressed),
}
COMMANDS = (Command("subscribe", subscribe, buttons=BUTTONS),)
