"""Updates: what waits for the bot, and the long polling that fetches it.

As in Telegram an update stays until a later ``offset`` confirms it, only one poll runs at a time, and a
webhook excludes polling. Webhooks are remembered, not called.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from bot.local.bell import Bell
from bot.local.records import Json
from bot.local.refusal import Refusal

KINDS: Final = frozenset(("message", "edited_message", "callback_query"))
_WEBHOOK_ACTIVE: Final = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
_SECOND_POLL: Final = "terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """Mutable; belongs to one local Telegram."""

    def __init__(self) -> None:
        self.waiting: list[tuple[int, dict[str, Json]]] = []
        self.allowed: tuple[str, ...] = ()
        self.webhook = ""
        self._last = 0
        self._polls = 0
        self._bell = Bell()

    def add(self, kind: str, payload: dict[str, Json]) -> int | None:
        """Queue one update; none where the bot asked not to hear of its kind."""
        if self.allowed and kind not in self.allowed:
            return None
        self._last += 1
        self.waiting.append((self._last, {"update_id": self._last, kind: payload}))
        self._bell.ring()
        return self._last

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what lies before `offset`, then wait at most so long for something to hand out."""
        if self.webhook:
            raise Refusal(409, f"Conflict: {_WEBHOOK_ACTIVE} first")
        self._polls += 1
        mine = self._polls
        self._bell.ring()
        self._confirm(offset)
        end = time.monotonic() + seconds
        while not self.waiting and (left := end - time.monotonic()) > 0:
            await self._bell.heard(left)
            if self._polls != mine:
                raise Refusal(409, f"Conflict: {_SECOND_POLL}")
        return [update for _, update in self.waiting[:limit]]

    def forget(self) -> None:
        """Drop everything that waits."""
        self.waiting.clear()

    def allow(self, kinds: Sequence[str]) -> None:
        """From now on only these kinds; all where there are none."""
        self.allowed = tuple(kinds)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset:
            self.waiting = [entry for entry in self.waiting if entry[0] >= offset]
