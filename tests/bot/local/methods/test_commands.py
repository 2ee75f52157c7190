"""The command menu: its limits, and who sees which."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.local.api import LocalBotApi
from tests.bot.local.conftest import GROUP, READER, Refused, Result


def commands(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": "وصف"} for name in names]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({}, 'parameter "commands" is missing'),
        ({"commands": ["start"]}, "can't parse BotCommand: expected an Object"),
        ({"commands": [{"command": "start"}]}, "can't parse BotCommand: Can't find field \"description\""),
        (
            {"commands": [{"command": 1, "description": "x"}]},
            'can\'t parse BotCommand: Field "command" must be of type String',
        ),
        ({"commands": commands("")}, "command must be non-empty"),
        ({"commands": commands("a" * 33)}, "command length must not exceed 32"),
        ({"commands": [{"command": "a", "description": " "}]}, "command description must be non-empty"),
        (
            {"commands": [{"command": "a", "description": "ق" * 257}]},
            "command description length must not exceed 256",
        ),
        ({"commands": commands("Start")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands("bad command")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands("قواعد")}, "BOT_COMMAND_INVALID"),
        ({"commands": commands(*(f"c{n}" for n in range(101)))}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "arabic"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "all"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"commands": [], "scope": [1]}, "can't parse BotCommandScope: BotCommandScope must be an Object"),
        ({"commands": [], "scope": {"type": "chat"}}, "can't parse BotCommandScope: Can't find field \"chat_id\""),
        (
            {"commands": [], "scope": {"type": "chat_member", "chat_id": READER}},
            "can't parse BotCommandScope: Can't find field \"user_id\"",
        ),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 999}}, "chat not found"),
    ],
)
async def test_a_bad_menu_is_refused(refused: Refused, params: dict[str, Any], reason: str) -> None:
    assert await refused("setMyCommands", **params) == f"Bad Request: {reason}"


async def test_a_menu_is_kept_by_scope_and_language(result: Result) -> None:
    await result("setMyCommands", commands=commands("/start", "timeline"))
    await result("setMyCommands", commands=commands("help"), language_code="en")
    assert await result("getMyCommands") == commands("start", "timeline")
    assert await result("getMyCommands", language_code="en") == commands("help")
    assert await result("getMyCommands", language_code="ar") == []
    await result("deleteMyCommands", language_code="en")
    assert await result("getMyCommands", language_code="en") == []


async def test_the_narrowest_menu_is_seen(result: Result, api: LocalBotApi) -> None:
    arabic = api.world.chats.user(READER)
    english = replace(arabic, language_code="en")
    private, group = api.world.chats.chat(READER), api.world.chats.chat(GROUP)
    leader = replace(group, admins=(READER,))
    menus: dict[str, dict[str, Any]] = {
        "everybody": {},
        "english": {"language_code": "en"},
        "private": {"scope": {"type": "all_private_chats"}},
        "groups": {"scope": {"type": "all_group_chats"}},
        "leaders": {"scope": {"type": "all_chat_administrators"}},
        "one": {"scope": {"type": "chat", "chat_id": READER}},
        "member": {"scope": {"type": "chat_member", "chat_id": GROUP, "user_id": READER}},
    }
    seen = []
    for name, where in menus.items():
        await result("setMyCommands", commands=commands(name), **where)
        pairs = ((private, arabic), (private, english), (group, arabic), (leader, arabic))
        seen.append([api.world.menu(chat, user)[0]["command"] for chat, user in pairs])
    assert seen == [
        ["everybody", "everybody", "everybody", "everybody"],
        ["everybody", "english", "everybody", "everybody"],
        ["private", "private", "everybody", "everybody"],
        ["private", "private", "groups", "groups"],
        ["private", "private", "groups", "leaders"],
        ["one", "one", "groups", "leaders"],
        ["one", "one", "member", "member"],
    ]


def test_without_commands_there_is_no_menu(api: LocalBotApi) -> None:
    assert api.world.menu(api.world.chats.chat(READER), api.world.chats.user(READER)) == ()
