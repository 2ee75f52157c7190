"""What changed since a moment → one `Message`; /digest and the planner both come here. Pure.

Chosen here is how much of the material a reader gets, and which of it is news enough to write at all. What the
material is, is decided in `storage.news`, how it reads in `handlers.views.digest`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from handlers.i18n import Translator
from handlers.views import digest as view
from handlers.views.corrections import is_visible
from handlers.views.coverage import coverage
from handlers.views.digest import Shown
from handlers.views.message import Message
from storage import digest, news
from storage.answers import Claim, Count, Edition
from storage.corrections import Correction
from storage.digest import DigestMaterial, Due
from storage.subscription import Section, Subscription, Told

T = TypeVar("T")
AT_MOST: Mapping[str, int] = {"milestones": 6, "moves": 6, "numbers": 6, "disputes": 3, "upcoming": 5, "overdue": 4}
"""Lines of a section; the rest is counted, and a command away. Corrections are never left out."""
A_WHILE = timedelta(days=7)
"""So far back a reader is told who was told nothing yet."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest and the facts that it tells, each in the version that it tells. `empty`: there is nothing new,
    and nobody needs to be written to; the message says so to whoever asked."""

    message: Message
    told: tuple[Told, ...]
    empty: bool


def compose(
    material: DigestMaterial,
    subscription: Subscription | None,
    t: Translator,
    today: date,
    corrections: Sequence[Correction] = (),
) -> Composed:
    """The digest of `today` for that subscription, or for a chat that has none. `corrections` are those that
    it is owed."""
    t = t.with_story(material.edition.story)
    shown = _shown(material, subscription, t, today, [each for each in corrections if is_visible(each, t)])
    closing = coverage(material.edition, t)
    message = view.digest(shown, closing, t, today, subscribed=subscription is not None)
    return Composed(message, tuple(_told(shown)), empty=not shown.news)


def alive(material: DigestMaterial, subscription: Subscription, t: Translator, today: date) -> Message:
    """The sign of life for whoever asked for one: nothing is new."""
    t = t.with_story(material.edition.story)
    shown = replace(_shown(material, subscription, t, today, ()), news={})
    return view.alive(shown, coverage(material.edition, t), t, today)


def correct(corrections: Sequence[Correction], edition: Edition, t: Translator) -> Composed:
    """The message with corrections that wait for no digest."""
    t = t.with_story(edition.story)
    visible = [each for each in corrections if is_visible(each, t)]
    message = view.correction(visible, coverage(edition, t), t)
    return Composed(message, tuple(Told(each.told.fact, each.version) for each in visible), empty=not visible)


def sameness(subscription: Subscription, t: Translator, today: date) -> Hashable:
    """Two subscriptions for which this is the same, and that have seen the same and are owed the same
    corrections, get the same text."""
    choice = (subscription.sections, subscription.places, subscription.forces)
    told = (subscription.seen, _told_on(subscription, today), subscription.last_sent_at is None)
    return *choice, *told, today, replace(t.settings, chat=0)


# ------------------------------------------------------------------ how much of it


def _shown(
    material: DigestMaterial,
    subscription: Subscription | None,
    t: Translator,
    today: date,
    corrections: Sequence[Correction],
) -> Shown:
    sections = subscription.sections if subscription else frozenset(Section)
    found = _wanted(material, sections, {each.told.fact for each in corrections})
    told = _told_on(subscription, today)
    near = news.nearest(found.upcoming, today)
    late = tuple(due for due in found.overdue if _late(due, told, today))
    lists = (found.arrivals, found.moves, found.numbers, found.disputes, near)
    left = {name: len(every) - AT_MOST[name] for name, every in zip(AT_MOST, lists, strict=False)}
    left["overdue"] = len(found.overdue) - len(_first(late, "overdue"))
    return Shown(
        since=_since(material, subscription, t, today),
        news=_news(found, corrections, told, today),
        corrections=tuple(corrections),
        arrivals=_first(found.arrivals, "milestones"),
        moves=_first(found.moves, "moves"),
        numbers=_first(found.numbers, "numbers"),
        disputes=_first(found.disputes, "disputes"),
        upcoming=_first(near, "upcoming"),
        overdue=_first(late, "overdue"),
        more={name: many for name, many in left.items() if many > 0},
    )


def _news(found: DigestMaterial, corrections: Sequence[Correction], told: date, today: date) -> Mapping[str, int]:
    """How much is new in each section. That a deadline comes up is news only when it has come nearer by a mark."""
    counts = {
        "corrections": len(corrections),
        "milestones": len(found.arrivals),
        "moves": len(found.moves),
        "numbers": len(found.numbers),
        "disputes": len(found.disputes),
        "upcoming": sum(news.presses(due, told, today) for due in found.upcoming),
        "overdue": sum(news.presses(due, told, today) for due in found.overdue),
    }
    return {name: many for name, many in counts.items() if many}


def _first(found: tuple[T, ...], section: str) -> tuple[T, ...]:
    return found[: AT_MOST[section]]


def _wanted(material: DigestMaterial, sections: frozenset[Section], corrected: set[str]) -> DigestMaterial:
    """The chosen sections of it, without what is told as a correction anyway."""
    arrivals = tuple(each for each in material.arrivals if each.claim.event.id not in corrected)
    numbers = tuple(each for each in material.numbers if each.count.figure.id not in corrected)
    deadlines = Section.DEADLINES in sections
    return replace(
        material,
        arrivals=arrivals if Section.MILESTONES in sections else (),
        moves=material.moves if deadlines else (),
        numbers=numbers if Section.NUMBERS in sections else (),
        disputes=material.disputes if Section.DISAGREEMENTS in sections else (),
        upcoming=material.upcoming if deadlines else (),
        overdue=material.overdue if deadlines else (),
    )


def _late(due: Due, told: date, today: date) -> bool:
    """Overdue only lately, or since the last digest."""
    return today - due.closes <= news.LATELY or news.presses(due, told, today)


def _told_on(subscription: Subscription | None, today: date) -> date:
    """The day of the last digest, in the reader's zone."""
    if subscription is None or subscription.last_sent_at is None:
        return today - A_WHILE
    return _day(subscription.last_sent_at, subscription.schedule.zone)


def _since(material: DigestMaterial, subscription: Subscription | None, t: Translator, today: date) -> date | None:
    """The day up to which the reader was told; None where there was nothing before."""
    if subscription and subscription.last_sent_at:
        return _told_on(subscription, today)
    return _day(material.since_at, t.settings.zone) if material.since_at else None


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


# ------------------------------------------------------------------ what it tells


def _told(shown: Shown) -> Iterator[Told]:
    found = {fact.id: digest.version(fact) for fact in map(digest.fact_of, _evidence(shown))}
    found |= {each.told.fact: each.version for each in shown.corrections}
    return (Told(fact, version) for fact, version in found.items())


def _evidence(shown: Shown) -> Iterable[Claim | Count]:
    """The claims and figures that stand behind the lines."""
    for part in (shown.arrivals, shown.moves, shown.upcoming, shown.overdue):
        yield from (each.claim for each in part)
    for number in shown.numbers:
        yield from (number.count, *((number.was,) if number.was else ()))
    for dispute in shown.disputes:
        for side in dispute.sides[: view.SIDES]:
            yield side.claims[0] if side.claims else side.counts[0]
