"""Journal: what happened, numbered, for the chat page to follow live."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from bot.local.bell import Bell
from bot.local.records import Json

_KEPT: Final = 1000


@dataclass(frozen=True, slots=True)
class Event:
    """`kind` is message, deleted, action, answer or profile; `chat` is 0 where no chat is meant."""

    number: int
    kind: str
    chat: int
    body: dict[str, Json]


class Journal:
    """Keeps the last thousand events; a follower who fell behind further starts from what is left."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=_KEPT)
        self._bell = Bell()
        self.last = 0
        self._closed = False

    def close(self) -> None:
        """Let all followers go."""
        self._closed = True
        self._bell.ring()

    def write(self, kind: str, chat: int, body: dict[str, Json]) -> None:
        self.last += 1
        self._events.append(Event(self.last, kind, chat, body))
        self._bell.ring()

    async def follow(self, after: int, patience: float) -> AsyncIterator[Event | None]:
        """Events after that number, until closed; none each time nothing came for `patience` seconds."""
        while not self._closed:
            news = [event for event in self._events if event.number > after]
            for event in news:
                after = event.number
                yield event
            if not news and not await self._bell.heard(patience):
                yield None
