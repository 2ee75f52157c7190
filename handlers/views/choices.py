"""The screens behind the buttons of a subscription: sections, places, forces, quiet hours.

A button says what shall be (``s:numbers:0``), not that something shall change, so that pressing it twice is
pressing it once. The subscription itself is shown by `handlers.views.subscription`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import time

from handlers.hours import packed, said
from handlers.i18n import Translator
from handlers.views.message import Button, Message, Paragraph
from handlers.views.subscription import HOME, VERB, Where, quiet, rows, ticked
from storage.schedule import Schedule
from storage.subscription import Section, Subscription

A_PAGE = 10
"""Places, or forces, on one screen."""
OFFERED = tuple((time(first), time(last)) for first, last in ((22, 7), (23, 6), (21, 8), (0, 9)))
"""Quiet hours on buttons; others can be typed."""
EXAMPLE = (time(23, 30), time(6))
NONE = (time(0), time(0))
"""Quiet hours that never are."""


def sections(kept: Subscription, t: Translator) -> Message:
    """The parts of a digest."""
    buttons = []
    for section in Section:
        on = section in kept.sections
        label = ticked(t(f"subscription.section.{section}"), chosen=on)
        buttons.append(Button(label, data=f"{VERB}:s:{section}:{int(not on)}"))
    return _screen(t("choices.sections"), rows(buttons, 1), t)


def last_section(t: Translator) -> Message:
    """One section has to stay."""
    text = t("choices.last")
    return Message((Paragraph((text,)),), alert=text)


def places(kept: Subscription, page: int, t: Translator) -> Message:
    """Which places to follow, a page of them in the story's order."""
    ids = tuple(t.story.places) if t.story else ()
    return _following("p", ids, kept.places, page, t)


def forces(kept: Subscription, page: int, t: Translator) -> Message:
    """Which forces to follow. Those that are part of another are left out, unless they are followed."""
    actors = t.story.actors if t.story else {}
    ids = tuple(id_ for id_, actor in actors.items() if actor.parent is None or id_ in kept.forces)
    return _following("f", ids, kept.forces, page, t)


def quiet_hours(schedule: Schedule, where: Where, t: Translator) -> Message:
    """When nothing is sent, with other hours to choose; and how to type some."""
    buttons = [
        Button(_span(pair, t, chosen=pair == (schedule.quiet_from, schedule.quiet_to)), data=_quiet(pair))
        for pair in OFFERED
    ]
    none = ticked(t("choices.quiet.none"), chosen=schedule.quiet_from == schedule.quiet_to)
    lines = (t("choices.quiet", quiet=quiet(schedule, t)), *_typing(where, t))
    blocks = tuple(Paragraph((line,), tight=bool(n)) for n, line in enumerate(lines))
    return Message(blocks, (*rows(buttons, 2), (Button(none, data=_quiet(NONE)),), (_home(t),)))


# ------------------------------------------------------------------ parts


def _following(letter: str, ids: tuple[str, ...], followed: Collection[str], page: int, t: Translator) -> Message:
    last = max(0, len(ids) - 1) // A_PAGE
    page = min(page, last)
    here = ids[page * A_PAGE : (page + 1) * A_PAGE]
    buttons = [_follow(letter, id_, id_ in followed, page, t) for id_ in here]
    everything = ticked(t(f"choices.all.{letter}"), chosen=not followed)
    paging = []
    if page:
        paging.append(Button(t("saved.previous"), data=f"{VERB}:{letter}:{page - 1}"))
    if page < last:
        paging.append(Button(t("saved.next"), data=f"{VERB}:{letter}:{page + 1}"))
    every = (Button(everything, data=f"{VERB}:{letter}:{page}:*:1"),)
    return _screen(t(f"choices.{letter}"), (every, *rows(buttons, 2), tuple(paging)), t)


def _follow(letter: str, id_: str, on: bool, page: int, t: Translator) -> Button:
    name = t.place(id_) if letter == "p" else t.actor(id_)
    return Button(ticked(name, chosen=on), data=f"{VERB}:{letter}:{page}:{id_}:{int(not on)}")


def _screen(line: str, buttons: tuple[tuple[Button, ...], ...], t: Translator) -> Message:
    return Message((Paragraph((line,)),), (*(row for row in buttons if row), (_home(t),)))


def _home(t: Translator) -> Button:
    return Button(t("choices.home"), data=HOME)


def _quiet(pair: tuple[time, time]) -> str:
    return f"{VERB}:q:{packed(pair[0])}:{packed(pair[1])}"


def _span(pair: tuple[time, time], t: Translator, *, chosen: bool) -> str:
    return ticked(t("choices.quiet.span", start=said(t.style, pair[0]), end=said(t.style, pair[1])), chosen=chosen)


def _typing(where: Where, t: Translator) -> tuple[str, ...]:
    if where is Where.CHANNEL:
        return ()
    start, end = (said(t.style, hour) for hour in EXAMPLE)
    return (t(f"choices.quiet.type.{'private' if where is Where.PRIVATE else 'group'}", start=start, end=end),)
