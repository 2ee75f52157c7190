"""What Telegram says of the bot's own place in a chat: removed, blocked, promoted, moved; and of a topic: closed.

Whoever cannot be written to is paused, not forgotten, and goes on when they can be again. Nothing is answered.
What a failed sending means is `bot.outcomes`, whose names for the reasons these are.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import telegram
from sqlalchemy import Connection
from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from handlers import rights
from handlers.command import Standing
from handlers.context import BotApplication, Context, Desk
from storage.database import subscriptions
from storage.subscription import Subscription

BLOCKED, KICKED, NO_RIGHTS, TOPIC_CLOSED, UPGRADED = "blocked", "kicked", "no_rights", "topic_closed", "upgraded"
BACK = frozenset({BLOCKED, KICKED, NO_RIGHTS, "never_started", "chat_not_found"})
"""Reasons that are over once the bot may write again."""
MOVED = frozenset({UPGRADED, KICKED, "chat_gone", "chat_not_found"})
"""Reasons that are over once a group has its new id: it may have seemed gone in between."""
UPDATES = ("my_chat_member",)
"""The kinds of update that are asked for here, besides messages."""
_OUT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


def listen(application: BotApplication, desk: Desk) -> None:
    """Let `application` take note of all this."""

    async def membership(update: Update, context: Context) -> None:
        await on_membership(update, desk, rights.asked_for(update, context.bot))

    async def service(update: Update, context: Context) -> None:
        await on_service(update, desk)

    of_chats = filters.StatusUpdate.MIGRATE
    of_topics = filters.StatusUpdate.FORUM_TOPIC_CLOSED | filters.StatusUpdate.FORUM_TOPIC_REOPENED
    of_general = filters.StatusUpdate.GENERAL_FORUM_TOPIC_HIDDEN | filters.StatusUpdate.GENERAL_FORUM_TOPIC_UNHIDDEN
    application.add_handler(ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(MessageHandler(of_chats | of_topics | of_general, service))


# ------------------------------------------------------------------ what has happened


async def on_membership(update: Update, desk: Desk, standing: Callable[[], Awaitable[Standing]]) -> None:
    """The bot was removed, blocked, muted: pause. It may write again: go on, where whoever let it back in may
    decide over the chat; otherwise its admins can take the subscription up again by hand."""
    change = update.my_chat_member
    if change is None:
        return
    now = desk.clock()
    why = cannot_write(change)
    if why is not None:
        await desk.services.write(_pause_chat, change.chat.id, why, now)
    elif await standing() is Standing.ADMIN:
        await desk.services.write(_go_on, change.chat.id, BACK, now)


async def on_service(update: Update, desk: Desk) -> None:
    """A group has a new id; a topic was closed, or opened again."""
    message = update.message
    if message is None:
        return
    now, chat = desk.clock(), message.chat.id
    if message.migrate_to_chat_id is not None:
        await desk.services.write(_migrate, chat, message.migrate_to_chat_id, now)
    elif message.migrate_from_chat_id is not None:
        await desk.services.write(_migrate, message.migrate_from_chat_id, chat, now)
    elif (topic := topic_of(message)) is not None:
        await desk.services.write(_topic, chat, topic.thread, topic.closed, now)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that was closed or opened; `thread` None is the general one."""

    thread: int | None
    closed: bool


def topic_of(message: telegram.Message) -> Topic | None:
    """Which topic a service message closes or opens; None for any other message."""
    if message.general_forum_topic_hidden or message.general_forum_topic_unhidden:
        return Topic(None, closed=message.general_forum_topic_hidden is not None)
    if message.forum_topic_closed or message.forum_topic_reopened:
        thread = message.message_thread_id if message.is_topic_message else None
        return Topic(thread, closed=message.forum_topic_closed is not None)
    return None


def cannot_write(change: ChatMemberUpdated) -> str | None:
    """Why the bot cannot write in the chat from now on; None where it can."""
    member, kind = change.new_chat_member, change.chat.type
    if member.status in _OUT or (isinstance(member, ChatMemberRestricted) and not member.is_member):
        return BLOCKED if kind == ChatType.PRIVATE else KICKED
    return None if _may_write(member, kind) else NO_RIGHTS


def _may_write(member: ChatMember, kind: str) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return bool(member.can_send_messages)
    if kind != ChatType.CHANNEL:
        return True
    # In a channel only admins write, and not all of them.
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)


# ------------------------------------------------------------------ in the database


def _pause_chat(conn: Connection, chat: int, why: str, now: datetime) -> int:
    return subscriptions.pause_chat(conn, chat, why, now)


def _go_on(conn: Connection, chat: int, reasons: frozenset[str], now: datetime) -> int:
    """Resume what was paused in a chat for one of these reasons; how many."""
    return _resume(conn, [each for each in subscriptions.of_chat(conn, chat) if each.pause_reason in reasons], now)


def _migrate(conn: Connection, old: int, new: int, now: datetime) -> int:
    """Telegram says it in both chats; the second time there is nothing left to move."""
    subscriptions.migrate_chat(conn, old, new, now)
    return _go_on(conn, new, MOVED, now)


def _topic(conn: Connection, chat: int, thread: int | None, closed: bool, now: datetime) -> int:
    kept = subscriptions.get(conn, chat, thread)
    if kept is None:
        return 0
    if closed:
        return int(subscriptions.pause(conn, kept.id, TOPIC_CLOSED, now))
    return _resume(conn, [kept] if kept.pause_reason == TOPIC_CLOSED else [], now)


def _resume(conn: Connection, paused: list[Subscription], now: datetime) -> int:
    for each in paused:
        subscriptions.resume(conn, each.id, now)
    return len(paused)
