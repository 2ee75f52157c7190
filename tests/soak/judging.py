"""The judge: what the database says was sent, against what every chat really received."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from bot import parcels
from bot.local.api import LocalBotApi
from handlers.i18n import Translator
from storage.chat import ChatSettings, Language
from storage.database import contents
from storage.database.delivery_models import deliveries
from storage.database.session import open_database
from storage.subscription import DeliveryState

AMBIGUOUS = ("internal", "bad_gateway", "timeout", "reset", "closed")
"""The bad weather after which nobody knows; its faults strike before and after a message has arrived."""
Copy = tuple[int, bool]
"""The place of a message among all that arrived, and whether it says that it may be a repeat."""
_MARKS = tuple(Translator(ChatSettings(1, language=language))("delivery.repeat") for language in Language)


@dataclass(slots=True)
class Outcome:
    """What came of a soak. A message is a part of a digest for one chat."""

    kills: int = 0
    lives: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    stillborn: int = 0
    """Lives that SIGTERM ended before they listened to it, and that had not touched the outbox."""
    slowest_end: float = 0.0
    """Seconds from a signal to the end of the process, at most."""
    in_flight: int = 0
    """Messages that were `sending` when their process died, over all lives."""
    most_in_flight: int = 0
    ambiguous_answers: int = 0
    """Answers after which nobody knows, that the weather made."""
    messages: int = 0
    in_parts: int = 0
    copies: Counter[int] = field(default_factory=Counter)
    """How many messages arrived how many times."""
    repeated: int = 0
    """Messages that were sent again because nobody knew."""
    unmarked: int = 0
    """Messages of which more than one copy does not say that it may be a repeat."""
    unknown: int = 0
    """Messages of which the database says that nobody knows."""
    lost: list[tuple[int, int]] = field(default_factory=list)
    """Those of them that never arrived: (chat, part)."""
    missed: list[tuple[int, int]] = field(default_factory=list)
    """Messages that never arrived, and of which the database says anything else, or nothing."""
    disordered: int = 0
    """Digests whose second part came before their first."""
    unsettled: int = 0
    seconds: float = 0.0


def judged(outcome: Outcome, api: LocalBotApi, url: str, chats: Iterable[int]) -> Outcome:
    """Fill in what can be known once all is over."""
    outbox = _outbox(url)
    arrived = _arrived(api, url)
    for chat in chats:
        parts = sum((chat, part) in outbox for part in (1, 2))
        outcome.in_parts += parts > 1
        first, second = arrived.get((chat, 1)), arrived.get((chat, 2))
        outcome.disordered += bool(first and second and first[0] > second[0])
        for part in range(1, max(parts, 1) + 1):
            _judge(outcome, (chat, part), arrived.pop((chat, part), []), outbox.get((chat, part), ("", False)))
    if arrived:
        raise AssertionError(f"nobody asked for {sorted(arrived)[:5]}")
    outcome.repeated = sum(repeat for _, repeat in outbox.values())
    outcome.unsettled = sum(state in (DeliveryState.WAITING, DeliveryState.SENDING) for state, _ in outbox.values())
    struck = Counter(each.fault.name.removesuffix("_after") for each in api.faults.struck)
    outcome.ambiguous_answers = sum(struck[name] for name in AMBIGUOUS)
    return outcome


def _judge(outcome: Outcome, key: tuple[int, int], copies: list[Copy], row: tuple[str, bool]) -> None:
    outcome.messages += 1
    outcome.copies[len(copies)] += 1
    outcome.unmarked += sum(not marked for _, marked in copies) > 1
    outcome.unknown += row[0] == DeliveryState.UNKNOWN
    if not copies:
        (outcome.lost if row[0] == DeliveryState.UNKNOWN else outcome.missed).append(key)


def _arrived(api: LocalBotApi, url: str) -> dict[tuple[int, int], list[Copy]]:
    """For each chat and part the copies that came, in their order."""
    numbers = _numbers(url)
    arrived: dict[tuple[int, int], list[Copy]] = {}
    for place, each in enumerate(api.truth.received):
        mark = next((mark for mark in _MARKS if each.text.startswith(mark)), "")
        part = numbers[_head(each.text.removeprefix(mark))]
        arrived.setdefault((each.chat, part), []).append((place, bool(mark)))
    return arrived


def _numbers(url: str) -> Mapping[str, int]:
    """Which part begins with these words."""
    database = open_database(url)
    with database.reader() as conn:
        texts = [contents.get(conn, id_) for id_ in conn.scalars(select(deliveries.c.content).distinct())]
    database.close()
    return {_head(parcels.read(part).plain): number for text in texts for number, part in enumerate(text.parts, 1)}


def _head(text: str) -> str:
    return text.strip()[:20]


def _outbox(url: str) -> dict[tuple[int, int], tuple[str, bool]]:
    database = open_database(url)
    with database.reader() as conn:
        rows = conn.execute(select(deliveries.c.chat, deliveries.c.part, deliveries.c.state, deliveries.c.repeat)).all()
    database.close()
    if len({(row.chat, row.part) for row in rows}) < len(rows):
        raise AssertionError("a digest was planned twice")
    return {(row.chat, row.part): (row.state, bool(row.repeat)) for row in rows}
