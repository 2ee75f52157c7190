"""The three taps: how often, at what hour, done; and the question that an hour in the quiet hours raises.

What somebody wants is `handlers.wishes`. A subscription with all that was chosen is shown by
`handlers.views.subscription`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from handlers.hours import WEEK, said, weekday
from handlers.i18n import Translator
from handlers.views.message import Bold, Button, Message, Paragraph
from handlers.views.subscription import (
    HOME,
    STOP,
    Where,
    coming,
    quiet,
    rhythm,
    rows,
    silence,
    ticked,
)
from handlers.wishes import WORKING_DAYS, Wish, packed
from handlers.zones import city
from storage.schedule import Cadence, Schedule
from storage.subscription import Subscription

VERB = "b"
OFFERED = tuple(map(time, (6, 7, 8, 9, 12, 15, 18, 20)))
"""Hours on buttons; any other can be typed."""
EXAMPLE = time(7, 30)


def often(current: Schedule | None, today: int, t: Translator) -> Message:
    """The first tap. `current` is what was chosen before; `today` the weekday that a week starts from
    where none was."""
    title = (Paragraph((Bold((t("subscribe.title"),)),)), Paragraph((t("subscribe.what"),), tight=True))
    blocks = (*(() if current else title), Paragraph((t("subscribe.often"),)))
    buttons = [_cadence(cadence, current, today, t) for cadence in Cadence]
    return Message(blocks, rows(buttons, 2))


def hours(wish: Wish, where: Where, t: Translator) -> Message:
    """The second tap: the hour, and above it the day or days where there are any to choose."""
    question = "days" if wish.cadence is Cadence.WEEKDAYS else "day" if wish.cadence is Cadence.WEEKLY else "hour"
    lines = (t(f"subscribe.{question}", city=city(t.settings.zone, t.language)), _typing(where, t))
    blocks = tuple(Paragraph((line,), tight=bool(n)) for n, line in enumerate(lines))
    offered = [Button(said(t.style, hour), data=f"{VERB}:set:{packed(replace(wish, at=hour))}") for hour in OFFERED]
    days = [_day(day, wish, t) for day in WEEK] if wish.days else []
    back = Button(t("subscribe.back"), data=f"{VERB}:often")
    return Message(blocks, (*rows(days, 4), *rows(offered, 4), (back,)))


def in_quiet_hours(wish: Wish, asked: Schedule, shifted: Schedule, t: Translator) -> Message:
    """The hour lies in the quiet hours: shall these give way? `asked` keeps them, `shifted` does not."""
    first = t("subscribe.quiet", hour=said(t.style, asked.at), quiet=quiet(asked, t))
    question = t("subscribe.quiet.question", quiet=quiet(shifted, t))
    later = t("subscribe.quiet.no", hour=said(t.style, asked.quiet_to))
    buttons = (
        (Button(t("subscribe.quiet.yes"), data=f"{VERB}:yes:{packed(wish)}"),),
        (Button(later, data=f"{VERB}:no:{packed(wish)}"),),
        (Button(t("subscribe.quiet.other"), data=f"{VERB}:at:{packed(replace(wish, at=None))}"),),
    )
    return Message((Paragraph((first,)), Paragraph((question,), tight=True)), buttons)


def done(kept: Subscription, t: Translator, *, first: bool) -> Message:
    """The third tap has been made: what was chosen, and when the next digest comes."""
    head = t("subscribe.done" if first else "subscribe.changed", rhythm=rhythm(kept.schedule, t))
    close = Button(t("subscribe.close"), data=f"{VERB}:done")
    more = Button(t("subscribe.more"), data=HOME)
    stop = Button(t("subscription.button.stop"), data=STOP)
    return Message(_summary(head, kept, t), ((close, more), (stop,)))


def closed(kept: Subscription, t: Translator) -> Message:
    """`done` for good: it stays as a note, without buttons."""
    return Message(_summary(t("subscribe.settled", rhythm=rhythm(kept.schedule, t)), kept, t))


def _summary(head: str, kept: Subscription, t: Translator) -> tuple[Paragraph, ...]:
    lines = (head, coming(kept, t), silence(kept, t))
    return tuple(Paragraph((line,), tight=bool(n)) for n, line in enumerate(lines))


def not_understood(words: str, t: Translator) -> Message:
    example = t("subscribe.example")
    line = t.rich("subscribe.not_understood", words=t.isolate(words), example=t.isolate(f"/subscribe {example}"))
    return Message((Paragraph(line),))


# ------------------------------------------------------------------ buttons


def _cadence(cadence: Cadence, current: Schedule | None, today: int, t: Translator) -> Button:
    chosen = current is not None and current.cadence is cadence
    days = current.weekdays if current and chosen else _usual_days(cadence, today)
    step = "set" if cadence is Cadence.AT_ONCE else "at"
    label = ticked(t(f"subscribe.cadence.{cadence}"), chosen=chosen)
    return Button(label, data=f"{VERB}:{step}:{packed(Wish(cadence, days))}")


def _usual_days(cadence: Cadence, today: int) -> frozenset[int]:
    if cadence is Cadence.WEEKDAYS:
        return WORKING_DAYS
    return frozenset({today}) if cadence is Cadence.WEEKLY else frozenset()


def _day(day: int, wish: Wish, t: Translator) -> Button:
    """A day to choose in place of the other, or besides the others. The last that is left stays."""
    on = day in wish.days
    alone = wish.cadence is Cadence.WEEKLY or wish.days == {day}
    days = frozenset({day}) if alone else wish.days ^ {day}
    label = ticked(weekday(t.style, day), chosen=on)
    return Button(label, data=f"{VERB}:at:{packed(replace(wish, days=days))}")


def _typing(where: Where, t: Translator) -> str:
    """How an hour without a button is chosen there."""
    hour = said(t.style, EXAMPLE)
    if where is Where.CHANNEL:
        return t("subscribe.type.channel", command=t.isolate(f"/subscribe {hour}"))
    return t("subscribe.type.private" if where is Where.PRIVATE else "subscribe.type.group", hour=hour)
