"""What a reply needs besides the update: the services, who is admin, each chat's settings, and the clock.

Wired once by `handlers.registry.register`. How it is used is in `handlers.replies`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from telegram.ext import Application, ContextTypes

from handlers.services import Services
from storage.chat import ChatSettings, Language
from storage.database import chats

BotApplication = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE
"""PTB's own stores stay empty: what a chat has chosen lives in the database."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that is the same for all replies."""

    services: Services
    admins: frozenset[int] = frozenset()
    defaults: Callable[[int], ChatSettings] = ChatSettings
    clock: Callable[[], datetime] = utc_now
    language: Language | None = None

    async def settings(self, chat: int) -> ChatSettings:
        """What the chat has chosen, or the defaults; in the language of this run where it has one."""
        chosen = await self.services.read(chats.settings, chat) or self.defaults(chat)
        return replace(chosen, language=self.language) if self.language else chosen
