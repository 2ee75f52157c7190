"""Alarms: what admins hear of the sending without asking. Doubts and refusals within a minute, the rest once a day.

They go through the outbox like everything else. What is a trouble is decided in `bot.outcomes`; /subscribers shows
the report of the moment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.delivery import Trouble, log_trouble
from bot.parcels import packed
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views.delivery import troubles
from handlers.views.message import Message
from handlers.views.subscribers import overview
from storage.chat import ChatSettings
from storage.database import bulletins, chats, delivery_log, subscriptions

MORNING = time(9)
"""When the report of the last day is written, in the zone that is the default."""
_DAY = timedelta(days=1)
Defaults = Callable[[int], ChatSettings]


class Alarms:
    """Collects troubles (it is a `Report` of `bot.delivery`) and writes to the admins, each in their language.

    `flush` and `daily` are chores: called now and then, they write where there is something to write.
    """

    def __init__(self, services: Services, admins: Collection[int], defaults: Defaults) -> None:
        self._services, self._admins, self._defaults = services, frozenset(admins), defaults
        self._counts: Counter[tuple[str, str]] = Counter()

    def __call__(self, trouble: Trouble) -> None:
        log_trouble(trouble)
        # An alarm that does not arrive is no reason for another one.
        if not (trouble.delivery.notice and trouble.delivery.chat in self._admins):
            self._counts[trouble.step.value, trouble.reason] += 1

    async def flush(self, now: datetime) -> None:
        """Write of what has come together since the last time."""
        counts, self._counts = self._counts, Counter()
        if not (counts and self._admins):
            return
        try:
            await self._services.write(self._write, bulletins.ALARM, lambda t: troubles(counts, t), now)
        except Exception:
            self._counts.update(counts)
            raise

    async def daily(self, now: datetime) -> None:
        """Write the report of the last day, once each morning."""
        zone = ZoneInfo(self._defaults(0).zone)
        local = now.astimezone(zone)
        if self._admins and local.time() >= MORNING:
            await self._services.write(self._report, local.replace(hour=0, minute=0, second=0, microsecond=0), now)

    # -------------------------------------------------------------- in one transaction

    def _report(self, conn: Connection, today: datetime, now: datetime) -> None:
        last = bulletins.last(conn, bulletins.REPORT)
        if last is None or last < today:
            counts, tally = subscriptions.counts(conn, now), delivery_log.tally(conn, now - _DAY)
            self._write(conn, bulletins.REPORT, lambda t: overview(counts, tally, t), now)

    def _write(self, conn: Connection, author: int, say: Callable[[Translator], Message], now: datetime) -> None:
        bulletins.write(conn, author, self._letters(chats.of_chats(conn, self._admins), say), now)

    def _letters(
        self, chosen: Mapping[int, ChatSettings], say: Callable[[Translator], Message]
    ) -> Mapping[tuple[str, ...], list[int]]:
        letters: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for admin in sorted(self._admins):
            t = Translator(chosen.get(admin) or self._defaults(admin))
            letters[packed(say(t), t)].append(admin)
        return letters
