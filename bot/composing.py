"""Composing: the texts of digests and of corrections, each made once for all who get the same.

What a digest says is `handlers.digest`; when it is due and to whom it goes is `bot.digests`. Everything here
reads only, and runs in the thread of whoever reads.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.parcels import packed
from handlers import digest
from handlers.i18n import Translator
from storage.chat import ChatSettings
from storage.corrections import Correction
from storage.database.queries import changes, edition
from storage.digest import DigestMaterial
from storage.subscription import SIGN_OF_LIFE, Subscription, Told

_NEARLY = timedelta(hours=12)
"""A week of days, not of hours: the last one may have been a little late."""


class Outdated(Exception):
    """More is known than when the composer was made: what it would say would be told once more later."""


@dataclass(frozen=True, slots=True)
class Text:
    """What goes into the outbox for everyone who gets it."""

    parts: tuple[str, ...]
    told: tuple[Told, ...] = ()


class Composer:
    """Composes for one revision of what is known, and remembers what it made. Make a new one for each round.

    `upto` is the step that its digests reach to; `Outdated` where there is a later one.
    """

    def __init__(self, upto: int) -> None:
        self.upto = upto
        self._materials: dict[Hashable, DigestMaterial] = {}
        self._texts: dict[Hashable, Text | None] = {}

    def digest(
        self,
        conn: Connection,
        reader: Subscription,
        settings: ChatSettings,
        now: datetime,
        owed: tuple[Correction, ...] = (),
    ) -> Text | None:
        """What `reader` is told at `now`; None for silence, because there is nothing to say."""
        today = now.astimezone(ZoneInfo(reader.schedule.zone)).date()
        t = Translator(settings)
        alive = _wants_a_sign(reader, now)
        key = (digest.sameness(reader, t, today), owed, alive)
        return self._once(key, lambda: self._digest(conn, reader, t, today, owed, alive))

    def correction(self, conn: Connection, owed: tuple[Correction, ...], settings: ChatSettings) -> Text | None:
        """What is corrected without waiting for a digest."""
        key = (owed, replace(settings, chat=0))
        return self._once(key, lambda: _correction(conn, owed, Translator(settings)))

    def _once(self, key: Hashable, make: Callable[[], Text | None]) -> Text | None:
        if key not in self._texts:
            self._texts[key] = make()
        return self._texts[key]

    def _digest(
        self,
        conn: Connection,
        reader: Subscription,
        t: Translator,
        today: date,
        owed: Sequence[Correction],
        alive: bool,
    ) -> Text | None:
        material = self._material(conn, reader, today)
        composed = digest.compose(material, reader, t, today, owed)
        if not composed.empty:
            return _text(packed(composed.message, t), composed.told)
        return _text(packed(digest.alive(material, reader, t, today), t)) if alive else None

    def _material(self, conn: Connection, reader: Subscription, today: date) -> DigestMaterial:
        key = (reader.seen, today, reader.places, reader.forces)
        if key not in self._materials:
            found = changes.since(conn, reader.seen, today, reader.places, reader.forces)
            if found.upto != self.upto:
                raise Outdated(f"{self.upto}: {found.upto}")
            self._materials[key] = found
        return self._materials[key]


def _correction(conn: Connection, owed: Sequence[Correction], t: Translator) -> Text | None:
    composed = digest.correct(owed, edition.current(conn), t)
    return None if composed.empty else _text(packed(composed.message, t), composed.told)


def _text(parts: tuple[str, ...], told: tuple[Told, ...] = ()) -> Text | None:
    return Text(parts, told) if parts else None


def _wants_a_sign(reader: Subscription, now: datetime) -> bool:
    last = reader.last_sent_at
    return reader.sign_of_life and (last is None or now - last >= SIGN_OF_LIFE - _NEARLY)
