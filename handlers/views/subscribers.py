"""Subscriptions and deliveries in numbers, for admins."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.i18n import Translator
from handlers.views.message import Bold, Message, Paragraph
from handlers.views.subscription import reason
from storage.schedule import Cadence
from storage.subscription import Counts, DeliveryState, Tally

_SETTLED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN)


def overview(counts: Counts, tally: Tally, t: Translator) -> Message:
    """How many there are and how often they are written to, what is due, what was sent and what is stuck."""
    blocks = [Paragraph((Bold((t("subscribers.title"),)),)), *_tight(_subscriptions(counts, t))]
    if counts.reasons:
        blocks += [Paragraph((t("subscribers.paused", count=counts.paused),)), *_tight(_paused(counts, t))]
    return Message((*blocks, Paragraph((Bold((t("subscribers.day"),)),)), *_tight(_deliveries(tally, t))))


def _subscriptions(counts: Counts, t: Translator) -> Iterator[str]:
    yield t("subscribers.active", count=counts.active)
    for cadence in Cadence:
        if many := counts.cadences.get(cadence, 0):
            yield t("subscribers.item", name=t(f"subscribe.cadence.{cadence}"), count=many)
    yield t("subscribers.due", count=counts.due_next_hour)


def _paused(counts: Counts, t: Translator) -> Iterator[str]:
    """The most frequent reason first."""
    for why, many in sorted(counts.reasons.items(), key=lambda each: (-each[1], each[0])):
        yield t("subscribers.item", name=reason(why, t), count=many)


def _deliveries(tally: Tally, t: Translator) -> Iterator[str]:
    for state in _SETTLED:
        yield t("subscribers.item", name=t(f"subscribers.{state}"), count=tally.states.get(state, 0))
    yield t("subscribers.item", name=t("subscribers.retried"), count=tally.retried)
    yield t("subscribers.item", name=t("subscribers.waiting"), count=tally.waiting)
    yield t("subscribers.item", name=t("subscribers.failing"), count=tally.failing)


def _tight(lines: Iterator[str]) -> Iterator[Paragraph]:
    return (Paragraph((line,), tight=True) for line in lines)
