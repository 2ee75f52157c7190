"""Method: a method's handler and the names of its parameters."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot.local.parameters import Params
from bot.local.records import Json
from bot.local.world import World

Handler: TypeAlias = "Callable[[World, Params], Json | Awaitable[Json]]"

SENDING: Final = frozenset(
    ("chat_id", "message_thread_id", "disable_notification", "protect_content", "reply_parameters", "reply_markup")
)
"""What every method that sends something takes."""


@dataclass(frozen=True, slots=True)
class Method:
    handler: Handler
    known: frozenset[str] = frozenset()
