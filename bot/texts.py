"""Texts: the parcels of the newest contents, each read once for all who get it. What a parcel is, is `bot.parcels`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from sqlalchemy import Connection

from bot import parcels
from handlers.services import Services
from storage.database import contents
from storage.errors import NotFound
from storage.subscription import Delivery

MOST = 64
"""Contents that are remembered: those who get the same get it one after another."""


class Texts:
    """Belongs to one event loop."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known: dict[int, Awaitable[tuple[parcels.Parcel, ...]]] = {}

    def __len__(self) -> int:
        return len(self._known)

    async def parcel(self, of: Delivery) -> parcels.Parcel:
        """`NotFound` where there is no such part."""
        known = self._known.get(of.content)
        if known is None:
            known = self._known[of.content] = asyncio.ensure_future(self._services.read(_parcels, of.content))
            if len(self._known) > MOST:
                del self._known[next(iter(self._known))]
        try:
            parts = await asyncio.shield(known)
        except Exception:
            self._known.pop(of.content, None)
            raise
        if of.part > len(parts):
            raise NotFound("part", f"{of.content}/{of.part}")
        return parts[of.part - 1]


def _parcels(conn: Connection, content: int) -> tuple[parcels.Parcel, ...]:
    return tuple(map(parcels.read, contents.get(conn, content).parts))
