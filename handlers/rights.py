"""Who may change what a chat has chosen: its owner in private, elsewhere its admins, asked of Telegram at that moment.

Nothing is remembered: an admin of a minute ago may be none now. Whoever cannot be shown to be one is refused.
Who is an admin of the *bot* is decided in `handlers.registry`, and gives no right over anybody's chat.
See https://core.telegram.org/bots/api#getchatmember and #message (sender_chat).
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

import telegram
from telegram import Bot, Chat, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from handlers.command import Answer, Ask, Standing
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views.message import Message
from storage.errors import NotAllowed

NOUN = "chat"
MEMBER, UNKNOWN = "chat_admins", "not_asked"
"""The reasons of a refusal: not an admin of this chat; Telegram could not be asked."""
_log = logging.getLogger(__name__)
_ADMINS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})


# ------------------------------------------------------------------ before anything is changed


async def demand(ask: Ask) -> None:
    """`NotAllowed` unless the asker may change what this chat has chosen."""
    standing = await standing_of(ask)
    if standing is not Standing.ADMIN:
        reason = MEMBER if standing is Standing.MEMBER else UNKNOWN
        raise NotAllowed(NOUN, str(ask.chat), reason)


async def standing_of(ask: Ask) -> Standing:
    """What the asker is in the chat. In private everybody is at home, and only there."""
    if ask.private:
        return Standing.ADMIN if ask.user == ask.chat else Standing.UNKNOWN
    return await ask.rights()


def for_admins_of_the_chat(answer: Answer) -> Answer:
    """`answer`, given only to those who may change what the chat has chosen."""

    async def guarded(ask: Ask, services: Services, t: Translator) -> Message:
        await demand(ask)
        return await answer(ask, services, t)

    return guarded


# ------------------------------------------------------------------ what Telegram says


def asked_for(update: Update, bot: Bot) -> Callable[[], Awaitable[Standing]]:
    """How to ask for whoever sent `update`."""

    async def ask() -> Standing:
        chat = update.effective_chat
        if chat is None:
            return Standing.UNKNOWN
        query, message = update.callback_query, update.effective_message
        under = query.message if query else None
        if under is not None and chat.is_forum and not under.is_accessible:
            return Standing.UNKNOWN  # Telegram shows the bot nothing of so old a message, nor in which topic it stands
        pressed = query or update.my_chat_member
        if pressed is not None:
            return await _by_name(chat, pressed.from_user.id, bot)
        if not isinstance(message, telegram.Message):
            return Standing.UNKNOWN
        if message.sender_chat is not None:
            return _as_chat(chat, message)
        return await _by_name(chat, message.from_user.id, bot) if message.from_user else Standing.UNKNOWN

    return ask


def _as_chat(chat: Chat, message: telegram.Message) -> Standing:
    """Who writes in the name of a chat: in its own only admins can (anonymous ones, and whoever posts in a
    channel); a channel that is linked to the group, or somebody's own, says nothing of who wrote."""
    own = message.sender_chat is not None and message.sender_chat.id == chat.id and chat.type != ChatType.PRIVATE
    return Standing.ADMIN if own and not message.is_automatic_forward else Standing.MEMBER


async def _by_name(chat: Chat, user: int, bot: Bot) -> Standing:
    if chat.type == ChatType.PRIVATE:
        return Standing.ADMIN if user == chat.id else Standing.UNKNOWN
    try:
        member = await bot.get_chat_member(chat.id, user)
    except TelegramError as error:
        _log.info("Telegram does not say who is admin of a chat: %s", error.message)
        return Standing.UNKNOWN
    return Standing.ADMIN if member.status in _ADMINS and member.user.id == user else Standing.MEMBER
