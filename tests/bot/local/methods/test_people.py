"""The bot itself, chats and their members, as python-telegram-bot reads them."""

from __future__ import annotations

from dataclasses import replace

from telegram import Bot, Chat, ChatMemberAdministrator, ChatMemberLeft, ChatMemberMember

from bot.local.api import LocalBotApi
from bot.local.records import ADMIN, NEWSROOM
from bot.local.records import READER as PERSON
from bot.local.request import LocalRequest
from tests.bot.local.conftest import GROUP, READER, TOKEN, Refused, Result


async def test_the_bot_knows_itself_and_its_chats(api: LocalBotApi) -> None:
    async with Bot(TOKEN, request=LocalRequest(api), get_updates_request=LocalRequest(api)) as bot:
        assert (bot.id, bot.username, bot.first_name) == (42, "MujazBot", "Mujaz")
        assert bot.can_read_all_group_messages is False
        assert (await bot.get_chat(READER)).type == Chat.PRIVATE
        assert (await bot.get_chat(GROUP)).title == "Group 77"
        assert await bot.log_out()
        assert await bot.close()


async def test_members_are_told_apart(api: LocalBotApi) -> None:
    api.add(PERSON, ADMIN, NEWSROOM)
    api.user_sends(7, 7, "/start")
    async with Bot(TOKEN, request=LocalRequest(api), get_updates_request=LocalRequest(api)) as bot:
        assert isinstance(await bot.get_chat_member(NEWSROOM.id, ADMIN.id), ChatMemberAdministrator)
        assert isinstance(await bot.get_chat_member(NEWSROOM.id, PERSON.id), ChatMemberMember)
        assert isinstance(await bot.get_chat_member(NEWSROOM.id, 7), ChatMemberLeft)
        assert isinstance(await bot.get_chat_member(NEWSROOM.id, bot.id), ChatMemberMember)
        (leader,) = await bot.get_chat_administrators(NEWSROOM.id)
        assert leader.user.id == ADMIN.id


async def test_strangers_and_strange_chats_are_refused(refused: Refused) -> None:
    assert await refused("getChat") == "Bad Request: chat_id is empty"
    assert await refused("getChat", chat_id="@nobody") == "Bad Request: chat not found"
    assert await refused("getChatMember", chat_id=GROUP) == "Bad Request: invalid user_id specified"
    assert await refused("getChatMember", chat_id=GROUP, user_id=999) == "Bad Request: member not found"
    reason = await refused("getChatAdministrators", chat_id=READER)
    assert reason == "Bad Request: there are no administrators in the private chat"


async def test_a_group_is_found_by_its_name_but_a_person_is_not(
    api: LocalBotApi, result: Result, refused: Refused
) -> None:
    api.add(PERSON, replace(NEWSROOM, username="newsroom"))
    assert (await result("getChat", chat_id="@newsroom"))["id"] == NEWSROOM.id
    assert await refused("getChat", chat_id="@reader") == "Bad Request: chat not found"
