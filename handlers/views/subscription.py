"""A subscription on a screen: what was chosen, when the next digest comes, and a button for each choice.

The three taps that lead to one are `handlers.views.subscribe`, the screens behind the buttons
`handlers.views.choices`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from zoneinfo import ZoneInfo

from handlers.hours import in_week, said, weekday
from handlers.i18n import Translator
from handlers.views.message import Bold, Button, Message, Paragraph
from handlers.zones import city
from storage.schedule import Cadence, Schedule
from storage.subscription import Section, Subscription, SubscriptionState

VERB = "o"
"""Of the buttons of all choices but the time."""
HOME, TIME, STOP, SETTINGS = f"{VERB}:home", "b:often", "x:stop", "g:settings"
REASONS = frozenset(
    {"blocked", "kicked", "deactivated", "never_started", "is_a_bot", "chat_gone", "chat_not_found", "upgraded"}
    | {"topic_closed", "topic_deleted", "no_rights"}
)
"""Why a subscription may be paused, as `bot.outcomes` and `handlers.membership` call it."""


class Where(StrEnum):
    """The sort of chat, for how it is spoken of and for how somebody can answer there."""

    PRIVATE = "private"
    GROUP = "group"
    TOPIC = "topic"
    CHANNEL = "channel"


# ------------------------------------------------------------------ screens


def overview(kept: Subscription, where: Where, t: Translator, note: str = "") -> Message:
    """Everything that was chosen, with a button for each choice. `note` says what has just changed."""
    title = Paragraph((Bold((t(f"subscription.title.{where}"),)),))
    lines = [Paragraph((line,), tight=True) for line in chosen(kept, t)]
    return Message((*noted(note), title, *lines, Paragraph((coming(kept, t),))), _choices(kept, t))


def nothing(where: Where, t: Translator) -> Message:
    """There is no subscription."""
    line = Paragraph((t(f"subscription.none.{where}"),))
    return Message((line,), ((Button(t("subscription.button.subscribe"), data=TIME),), (_back(t),)))


def read_only(message: Message, where: Where, t: Translator) -> Message:
    """`message` for who may look and not change: without its buttons."""
    return Message((*message.blocks, Paragraph((t(f"subscription.read_only.{where}"),))))


def noted(note: str) -> tuple[Paragraph, ...]:
    return (Paragraph((note,)),) if note else ()


def rows(buttons: Sequence[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[n : n + width]) for n in range(0, len(buttons), width))


def ticked(label: str, *, chosen: bool) -> str:
    return f"✅ {label}" if chosen else label


def _choices(kept: Subscription, t: Translator) -> tuple[tuple[Button, ...], ...]:
    paused = kept.state is SubscriptionState.PAUSED
    screens = [("sections", "s"), ("quiet", "q"), ("places", "p:0"), ("forces", "f:0")]
    buttons = [Button(t("subscription.button.time"), data=TIME)]
    buttons += [Button(t(f"subscription.button.{name}"), data=f"{VERB}:{rest}") for name, rest in screens]
    life = Button(ticked(t("subscription.button.life"), chosen=kept.sign_of_life), data=f"{VERB}:v:{_flip(kept)}")
    stop = Button(t("subscription.button.stop"), data=STOP)
    resume = ((Button(t("subscription.button.resume"), data=f"{VERB}:resume"),),) if paused else ()
    return (*resume, *rows([*buttons, life], 2), (stop, _back(t)))


def _flip(kept: Subscription) -> int:
    return 0 if kept.sign_of_life else 1


def _back(t: Translator) -> Button:
    return Button(t("subscription.button.settings"), data=SETTINGS)


# ------------------------------------------------------------------ in words


def chosen(kept: Subscription, t: Translator) -> tuple[str, ...]:
    """What was chosen, a line each."""
    return (
        t("subscription.rhythm", rhythm=rhythm(kept.schedule, t)),
        t("subscription.sections", list=_sections(kept.sections, t)),
        t("subscription.places", list=_names(kept.places, t.place, t)),
        t("subscription.forces", list=_names(kept.forces, t.actor, t)),
        t("subscription.quiet", quiet=quiet(kept.schedule, t)),
        silence(kept, t),
    )


def rhythm(schedule: Schedule, t: Translator) -> str:
    """يومياً، الساعة 08:00 بتوقيت بغداد."""
    return t(
        f"subscription.rhythm.{schedule.cadence}",
        days=weekdays(schedule.weekdays, t),
        hour=said(t.style, schedule.at),
        city=city(schedule.zone, t.language),
    )


def weekdays(days: Iterable[int], t: Translator) -> str:
    return t.join([weekday(t.style, day) for day in in_week(days)])


def quiet(schedule: Schedule, t: Translator) -> str:
    """من 22:00 إلى 07:00."""
    if schedule.quiet_from == schedule.quiet_to:
        return t("subscription.quiet.none")
    start, end = said(t.style, schedule.quiet_from), said(t.style, schedule.quiet_to)
    return t("subscription.quiet.span", start=start, end=end)


def coming(kept: Subscription, t: Translator) -> str:
    """When the next digest comes: to the minute, in the reader's zone; or why none does."""
    if kept.state is SubscriptionState.PAUSED:
        return t("subscription.paused", reason=reason(kept.pause_reason, t))
    if kept.schedule.cadence is Cadence.AT_ONCE or kept.next_due_at is None:
        return t("subscription.next.at_once")
    local = kept.next_due_at.astimezone(ZoneInfo(t.settings.zone))
    place = city(t.settings.zone, t.language)
    return t("subscription.next", day=weekday(t.style, local.weekday()), moment=t.moment(local), city=place)


def silence(kept: Subscription, t: Translator) -> str:
    """What comes where there is nothing new."""
    return t("subscription.life.on" if kept.sign_of_life else "subscription.life.off")


def reason(paused_for: str | None, t: Translator) -> str:
    """Why a subscription is paused."""
    return t(f"subscription.reason.{paused_for if paused_for in REASONS else 'other'}")


def _sections(sections: Collection[Section], t: Translator) -> str:
    if len(sections) == len(Section):
        return t("subscription.all")
    return t.join([t(f"subscription.section.{section}") for section in Section if section in sections])


def _names(ids: Collection[str], name: Callable[[str], str], t: Translator) -> str:
    """The names of what is followed; of what the story no longer has, nothing is said."""
    known: set[str] = set()
    if t.story is not None:
        known = {*t.story.places, *t.story.actors} & set(ids)
    return t.join([name(each) for each in sorted(known)]) or t("subscription.all")
