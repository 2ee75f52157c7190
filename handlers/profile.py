"""What Telegram shows of the bot before anybody writes to it: its name, its texts, and the command menus.

All of it is declared in the catalogues and in the table of commands. What already is as it should be is
left alone: Telegram lets a bot change its name only a few times a day.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Iterable, Sequence

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import TelegramError

from handlers.command import Audience, Command
from handlers.i18n import Translator
from storage.chat import ChatSettings, Language

_log = logging.getLogger(__name__)
CODES = {Language.ARABIC: "", Language.ENGLISH: "en"}
"""The language code under which each language is set; "" is for everybody whose language has no texts."""


async def publish(bot: Bot, admins: Iterable[int], table: Sequence[Command]) -> None:
    """Tell Telegram the bot's name, texts and menus in both languages, an admin's menu in the admin's chat.

    What Telegram refuses is logged and left out: without any of it the bot still answers.
    """
    for language, code in CODES.items():
        t = Translator(ChatSettings(0, language))
        await _kept(_name(bot, t, code))
        await _kept(_short(bot, t, code))
        await _kept(_description(bot, t, code))
        everyone, whole = (menu(table, audience, t) for audience in ((Audience.EVERYONE,), tuple(Audience)))
        await _kept(_menu(bot, everyone, BotCommandScopeDefault(), code))
        for admin in sorted(admins):
            await _kept(_menu(bot, whole, BotCommandScopeChat(admin), code))


def menu(table: Sequence[Command], audiences: Sequence[Audience], t: Translator) -> list[BotCommand]:
    """The commands of a menu, in the order of the table."""
    shown = (command for command in table if command.in_menu and command.audience in audiences)
    return [BotCommand(command.name, t(f"command.{command.name}")) for command in shown]


async def _kept(setting: Awaitable[None]) -> None:
    try:
        await setting
    except TelegramError as error:
        _log.warning("Telegram did not take a part of the bot's profile: %s", error.message)


async def _name(bot: Bot, t: Translator, code: str) -> None:
    if (await bot.get_my_name(code)).name != t("profile.name"):
        await bot.set_my_name(t("profile.name"), code)


async def _short(bot: Bot, t: Translator, code: str) -> None:
    if (await bot.get_my_short_description(code)).short_description != t("profile.short"):
        await bot.set_my_short_description(t("profile.short"), code)


async def _description(bot: Bot, t: Translator, code: str) -> None:
    if (await bot.get_my_description(code)).description != t("profile.description"):
        await bot.set_my_description(t("profile.description"), code)


async def _menu(bot: Bot, commands: list[BotCommand], scope: BotCommandScope, code: str) -> None:
    if list(await bot.get_my_commands(scope, code)) != commands:
        await bot.set_my_commands(commands, scope, code)
