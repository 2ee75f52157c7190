"""Truth: what every chat has really received, and when; whatever the bot was told about it.

Only what arrived stands here: a message that was refused or lost on the way does not, one whose answer was lost
does. A message stays though it is edited or deleted later: it has been seen.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Received:
    """A message of the bot's, as it came into the chat. `at` in Unix seconds; `topic` is 0 for none."""

    at: float
    chat: int
    topic: int
    message: int
    text: str


class Truth:
    """Mutable; belongs to one local Telegram."""

    def __init__(self) -> None:
        self.received: list[Received] = []

    def of(self, chat: int) -> tuple[Received, ...]:
        """What came into one chat, in its order."""
        return tuple(each for each in self.received if each.chat == chat)

    def by_chat(self) -> Mapping[int, list[Received]]:
        """What came into every chat that got anything."""
        chats: dict[int, list[Received]] = {}
        for each in self.received:
            chats.setdefault(each.chat, []).append(each)
        return chats

    def most_within(self, seconds: float) -> int:
        """The most messages in any span of so many seconds (its end not in it), over all chats."""
        return most_within((each.at for each in self.received), seconds)

    def most_within_a_chat(self, seconds: float) -> Mapping[int, int]:
        """The same for each chat by itself."""
        return Counter(
            {chat: most_within((each.at for each in received), seconds) for chat, received in self.by_chat().items()}
        )


def most_within(moments: Iterable[float], seconds: float) -> int:
    """The most of these rising moments in any span of so many seconds, its end not in it."""
    window: deque[float] = deque()
    most = 0
    for moment in moments:
        window.append(moment)
        while moment - window[0] >= seconds:
            window.popleft()
        most = max(most, len(window))
    return most
