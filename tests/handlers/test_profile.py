"""What Telegram shows of the bot before anybody writes to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, BotCommandScopeChat
from telegram.constants import BotCommandLimit, BotDescriptionLimit, BotNameLimit

from bot.local.api import LocalBotApi
from bot.local.request import LocalRequest
from handlers import registry
from handlers.command import Audience
from handlers.i18n import Translator
from storage.chat import ChatSettings, Language

ADMIN, STRANGER = 7, 8
MENU = [
    *("timeline", "next", "bases", "troops", "disputes", "search", "sources", "article"),
    *("digest", "subscribe", "unsubscribe", "language", "settings", "mydata", "help"),
]


@pytest.fixture
def api() -> LocalBotApi:
    made = LocalBotApi("1:test", bot_name="somebody")
    made.user_sends(ADMIN, ADMIN, "/start")
    return made


@pytest.fixture
async def bot(api: LocalBotApi) -> AsyncIterator[Bot]:
    request = LocalRequest(api)
    async with Bot("1:test", request=request, get_updates_request=request) as made:
        api.calls.clear()
        yield made


async def test_names_texts_and_menus_are_set_in_both_languages(bot: Bot) -> None:
    await registry.introduce(bot, {ADMIN})
    assert (await bot.get_my_name()).name == "موجز"
    assert (await bot.get_my_name("en")).name == "Mujaz"
    assert "جملته" in (await bot.get_my_short_description()).short_description
    assert "cited facts" in (await bot.get_my_short_description("en")).short_description
    assert "side by side" in (await bot.get_my_description("en")).description
    arabic, english = await bot.get_my_commands(), await bot.get_my_commands(language_code="en")
    assert [c.command for c in arabic] == [c.command for c in english] == MENU
    assert arabic[0].description.startswith("الخط الزمني")
    assert english[0].description.startswith("The timeline")


async def test_an_admin_has_the_admin_commands_in_the_menu_and_nobody_else(bot: Bot) -> None:
    await registry.introduce(bot, {ADMIN})
    for language in (None, "en"):
        scope = BotCommandScopeChat(ADMIN)
        menu = [command.command for command in await bot.get_my_commands(scope, language)]
        assert menu == [*MENU, "reload", "undo", "review", "status", "subscribers", "broadcast"]


async def test_what_is_as_it_should_be_is_not_set_again(api: LocalBotApi, bot: Bot) -> None:
    await registry.introduce(bot, {ADMIN})
    api.calls.clear()
    await registry.introduce(bot, {ADMIN})
    assert [call.method for call in api.calls if call.method.startswith("set")] == []


async def test_an_admin_whom_the_bot_never_met_stops_nothing(
    api: LocalBotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    await registry.introduce(bot, {STRANGER, ADMIN})
    assert any(call.refused for call in api.calls)
    assert "did not take a part" in caplog.text
    assert await bot.get_my_commands(BotCommandScopeChat(ADMIN), "en")


@pytest.mark.parametrize("language", Language)
def test_texts_keep_telegrams_limits(language: Language) -> None:
    t = Translator(ChatSettings(1, language))
    assert len(t("profile.name")) <= BotNameLimit.MAX_NAME_LENGTH
    assert len(t("profile.short")) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
    assert len(t("profile.description")) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    for command in registry.profile.menu(registry.COMMANDS, tuple(Audience), t):
        assert BotCommandLimit.MIN_COMMAND <= len(command.command) <= BotCommandLimit.MAX_COMMAND
        assert BotCommandLimit.MIN_DESCRIPTION <= len(command.description) <= BotCommandLimit.MAX_DESCRIPTION
