"""What the bot says of itself: name, short text and description, by language.

Source: https://core.telegram.org/bots/api#setmyname and the methods after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.local.methods.commands import checked_language
from bot.local.methods.method import Method
from bot.local.parameters import Params
from bot.local.records import Json
from bot.local.refusal import BadRequest
from bot.local.world import World


@dataclass(frozen=True, slots=True)
class _Field:
    """One text of the profile: its parameter, its limit in characters and how Telegram refuses it."""

    name: str
    limit: int
    refusal: str

    def set(self, world: World, p: Params) -> Json:
        language, text = checked_language(p), p.text(self.name)
        if len(text) > self.limit or (self.name == "name" and not text and not language):
            raise BadRequest(self.refusal)
        world.profile[self.name, language] = text
        if self.name == "name" and not language:
            world.bot = replace(world.bot, first_name=text)
        world.journal.write("profile", 0, {})
        return True

    def get(self, world: World, p: Params) -> Json:
        return {self.name: self.said(world, checked_language(p))}

    def said(self, world: World, language: str) -> str:
        """The text in that language, or else the one for everybody."""
        return world.profile.get((self.name, language)) or world.profile.get((self.name, ""), "")


NAME: Final = _Field("name", 64, "BOT_TITLE_INVALID")
SHORT_DESCRIPTION: Final = _Field("short_description", 120, "BOT_SHARETEXT_INVALID")
DESCRIPTION: Final = _Field("description", 512, "BOT_DESC_INVALID")

_LANGUAGE: Final = frozenset(("language_code",))
METHODS: Final[Mapping[str, Method]] = {
    "setMyName": Method(NAME.set, _LANGUAGE | {"name"}),
    "getMyName": Method(NAME.get, _LANGUAGE),
    "setMyShortDescription": Method(SHORT_DESCRIPTION.set, _LANGUAGE | {"short_description"}),
    "getMyShortDescription": Method(SHORT_DESCRIPTION.get, _LANGUAGE),
    "setMyDescription": Method(DESCRIPTION.set, _LANGUAGE | {"description"}),
    "getMyDescription": Method(DESCRIPTION.get, _LANGUAGE),
}
