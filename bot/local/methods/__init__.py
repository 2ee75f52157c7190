"""The methods of the Bot API that the local one knows, one module per noun. Any other is "method not found"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.local.methods import callbacks, commands, media, messages, people, polling, profile
from bot.local.methods.method import Method

METHODS: Final[Mapping[str, Method]] = {
    name.lower(): method
    for nouns in (
        callbacks.METHODS,
        commands.METHODS,
        media.METHODS,
        messages.METHODS,
        people.METHODS,
        polling.METHODS,
        profile.METHODS,
    )
    for name, method in nouns.items()
}
"""By name in small letters: Telegram does not mind how a method's name is written."""
