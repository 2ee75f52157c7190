"""The command menu, by scope and language.

Source: https://core.telegram.org/bots/api#setmycommands; TDLib's ``set_commands`` for the words of refusal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.local.cleaning import cleaned
from bot.local.entities import Formatted
from bot.local.methods.method import Method
from bot.local.parameters import Params
from bot.local.records import Json
from bot.local.refusal import BadRequest
from bot.local.world import World

_COMMANDS: Final = 100
_COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
_COMMAND_LIMIT: Final = 32
_DESCRIPTION_LIMIT: Final = 256
_LANGUAGE: Final = re.compile(r"(?:[a-z]{2})?")
_WIDE: Final = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_IN_A_CHAT: Final = ("chat", "chat_administrators", "chat_member")


def set_my_commands(world: World, p: Params) -> Json:
    if "commands" not in p.values:
        raise BadRequest('parameter "commands" is missing')
    commands = tuple(map(_command, p.array("commands")))
    key = _key(world, p)
    if len(commands) > _COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    if not all(_COMMAND.fullmatch(command["command"]) for command in commands):
        raise BadRequest("BOT_COMMAND_INVALID")
    world.commands[key] = commands
    world.journal.write("profile", 0, {})
    return True


def get_my_commands(world: World, p: Params) -> Json:
    """Exactly what was set for this scope and language, without falling back."""
    return [dict(command) for command in world.commands.get(_key(world, p), ())]


def delete_my_commands(world: World, p: Params) -> Json:
    world.commands.pop(_key(world, p), None)
    world.journal.write("profile", 0, {})
    return True


def checked_language(p: Params) -> str:
    """The ``language_code`` of a call: two small letters or nothing."""
    if not _LANGUAGE.fullmatch(p.text("language_code")):
        raise BadRequest("invalid language code specified")
    return p.text("language_code")


def _command(value: Json) -> dict[str, str]:
    if not isinstance(value, dict):
        raise BadRequest("can't parse BotCommand: expected an Object")
    texts = {}
    for name in ("command", "description"):
        text = value.get(name)
        if text is None:
            raise BadRequest(f"can't parse BotCommand: Can't find field \"{name}\"")
        if not isinstance(text, str):
            raise BadRequest(f'can\'t parse BotCommand: Field "{name}" must be of type String')
        texts[name] = cleaned(Formatted(text)).text.strip()
    texts["command"] = texts["command"].removeprefix("/")
    for name, label, limit in (
        ("command", "command", _COMMAND_LIMIT),
        ("description", "command description", _DESCRIPTION_LIMIT),
    ):
        if not texts[name]:
            raise BadRequest(f"{label} must be non-empty")
        if len(texts[name]) > limit:
            raise BadRequest(f"{label} length must not exceed {limit}")
    return texts


def _key(world: World, p: Params) -> tuple[str, int, int, str]:
    language = checked_language(p)
    scope = p.structure("scope") or {"type": "default"}
    if not isinstance(scope, dict):
        raise _unreadable("BotCommandScope must be an Object")
    kind = scope.get("type")
    if kind in _WIDE:
        return str(kind), 0, 0, language
    if kind not in _IN_A_CHAT:
        raise _unreadable("Unsupported type specified")
    if "chat_id" not in scope:
        raise _unreadable('Can\'t find field "chat_id"')
    user_id = scope.get("user_id")
    if kind == "chat_member" and not isinstance(user_id, int):
        raise _unreadable('Can\'t find field "user_id"')
    chat = world.chats.chat(scope["chat_id"])
    return str(kind), chat.id, user_id if kind == "chat_member" and isinstance(user_id, int) else 0, language


def _unreadable(reason: str) -> BadRequest:
    return BadRequest(f"can't parse BotCommandScope: {reason}")


_WHERE: Final = frozenset(("scope", "language_code"))
METHODS: Final[Mapping[str, Method]] = {
    "setMyCommands": Method(set_my_commands, _WHERE | {"commands"}),
    "getMyCommands": Method(get_my_commands, _WHERE),
    "deleteMyCommands": Method(delete_my_commands, _WHERE),
}
