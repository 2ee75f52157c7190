"""Updates as Telegram makes them, of whoever writes or presses, in every sort of chat; and what it says of them.

The local Bot API knows people, groups and their admins. Here are the others: who writes in the name of a chat, who
was thrown out, and a Telegram that does not answer who somebody is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import Any

from telegram import Bot, Update
from telegram.request import RequestData

from bot.local.api import LocalBotApi
from bot.local.records import Chat
from bot.local.request import LocalRequest

PERSON, MASK, CHANNEL_BOT, TELEGRAM = 1001, 1087968824, 136817688, 777000
"""A reader; and the stand-ins that Telegram names as senders: of anonymous admins, of channels, of itself."""
GROUP, FORUM, CHANNEL, LINKED = -5, -1001000000006, -1001000000007, -1001000000008
TOPIC = 42
CHATS = {
    GROUP: Chat(GROUP, "group", "مجموعة"),
    FORUM: Chat(FORUM, "supergroup", "منتدى", topics=(TOPIC,)),
    CHANNEL: Chat(CHANNEL, "channel", "قناة"),
}
_ids = count(1_000_000)


class Role(StrEnum):
    """What Telegram answers when it is asked who `PERSON` is in a chat."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    RESTRICTED = "restricted"
    LEFT = "left"
    KICKED = "kicked"
    NOBODY = "member not found"
    BOT_IS_OUT = "bot was kicked from the chat"
    BROKEN = "Internal Server Error"
    FLOODED = "Too Many Requests"


ADMINS = frozenset({Role.CREATOR, Role.ADMINISTRATOR})
_CODES = {Role.NOBODY: 400, Role.BOT_IS_OUT: 403, Role.BROKEN: 500, Role.FLOODED: 429}
_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories"),
)
_LIMITS = (
    *("can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages", "can_send_polls"),
    *("can_send_other_messages", "can_add_web_page_previews", "can_manage_topics", "can_send_audios"),
    *("can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes", "can_send_voice_notes"),
    *("can_edit_tag", "can_react_to_messages"),
)


def member(status: str, user: int = PERSON, **more: Any) -> dict[str, Any]:
    """A ChatMember."""
    described: dict[str, Any] = {"status": status, "user": person(user)}
    if status == "administrator":
        described |= dict.fromkeys(_RIGHTS, True)
    elif status == "creator":
        described |= {"is_anonymous": False}
    elif status == "restricted":
        described |= {**dict.fromkeys(_LIMITS, True), "is_member": True, "until_date": 0}
    elif status == "kicked":
        described |= {"until_date": 0}
    return {**described, **more}


def person(user: int) -> dict[str, Any]:
    return {"id": user, "is_bot": user in (MASK, CHANNEL_BOT), "first_name": f"شخص {user}"}


@dataclass
class Telegram(LocalRequest):
    """A local Telegram where everybody has the same role; `asked` are the (chat, user) that it was asked about."""

    api: LocalBotApi
    role: Role = Role.MEMBER
    asked: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(self.api)

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        if not url.endswith("/getChatMember"):
            return await super().do_request(url, method, request_data, *args, **kwargs)
        parameters = request_data.parameters if request_data else {}
        user = int(parameters["user_id"])
        self.asked.append((int(parameters["chat_id"]), user))
        code = _CODES.get(self.role)
        if code is None:
            return 200, json.dumps({"ok": True, "result": member(self.role, user)}).encode()
        refusal = {"ok": False, "error_code": code, "description": self.role.value}
        # A flood is waited out in full, and here there are hundreds: no more than a moment each.
        return code, json.dumps(refusal | ({"parameters": {"retry_after": 0.001}} if code == 429 else {})).encode()


# ------------------------------------------------------------------ updates


def chat_json(chat: int) -> dict[str, Any]:
    if chat > 0:
        return {"id": chat, "type": "private", "first_name": "قارئ"}
    known = CHATS.get(chat)
    kind = known.kind if known else "channel" if chat < -1_000_000_000_000 else "group"
    return {"id": chat, "type": kind, "title": "محادثة", **({"is_forum": True} if chat == FORUM else {})}


def message_json(text: str, chat: int, user: int | None = PERSON, **more: Any) -> dict[str, Any]:
    """A message of that user; `sender_chat` names the chat in whose name it is."""
    if "sender_chat" in more:
        more["sender_chat"] = chat_json(more["sender_chat"])
    topic = {"message_thread_id": TOPIC, "is_topic_message": True} if chat == FORUM else {}
    sender = {} if user is None else {"from": person(user)}
    return {"message_id": next(_ids), "date": 1, "chat": chat_json(chat), "text": text, **sender, **topic, **more}


def says(bot: Bot, text: str, chat: int, user: int | None = PERSON, **more: Any) -> Update:
    """Somebody writes."""
    kind = "channel_post" if chat == CHANNEL else "message"
    return _update(bot, {kind: message_json(text, chat, user, **more)})


def answers(bot: Bot, text: str, chat: int, user: int | None = PERSON, **more: Any) -> Update:
    """Somebody replies to a message of the bot's."""
    mine = message_json("?", chat, bot.id)
    return says(bot, text, chat, user, reply_to_message=mine, **more)


def presses(bot: Bot, data: str, chat: int, user: int = PERSON, message: dict[str, Any] | None = None) -> Update:
    """Somebody presses a button with this data, whether there is one or not."""
    under = message_json("زر", chat, bot.id) if message is None else message
    query = {"id": str(next(_ids)), "from": person(user), "chat_instance": "1", "data": data, "message": under}
    return _update(bot, {"callback_query": query})


def place_of_bot(bot: Bot, chat: int, status: str, user: int = PERSON, **more: Any) -> Update:
    """The bot's own place in a chat has changed."""
    new = member(status, bot.id, **more)
    change = {"chat": chat_json(chat), "from": person(user), "date": 1, "old_chat_member": member("left", bot.id)}
    return _update(bot, {"my_chat_member": {**change, "new_chat_member": new}})


def service(bot: Bot, chat: int, **what: Any) -> Update:
    """A service message, such as ``migrate_to_chat_id``."""
    plain = message_json("", chat)
    del plain["text"]
    return _update(bot, {"message": {**plain, **what}})


def _update(bot: Bot, content: dict[str, Any]) -> Update:
    return Update.de_json({"update_id": next(_ids), **content}, bot)
