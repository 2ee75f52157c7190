"""The bot itself, chats and their members.

Source: https://core.telegram.org/bots/api#getme, #getchat, #getchatmember, #getchatadministrators.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.local.methods.method import Method
from bot.local.parameters import Params
from bot.local.records import Chat, Json
from bot.local.refusal import BadRequest
from bot.local.wire import chat_json, user_json
from bot.local.world import World

_RIGHTS: Final = frozenset(
    {"can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"}
    | {"can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"}
    | {"can_edit_stories", "can_delete_stories", "can_pin_messages"}
)
_GIFTS: Final = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_me(world: World, _: Params) -> Json:
    abilities = ("can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business")
    return {**user_json(world.bot), "can_join_groups": True, **dict.fromkeys((*abilities, "has_main_web_app"), False)}


def get_chat(world: World, p: Params) -> Json:
    chat = world.chats.chat(p.values.get("chat_id"))
    gifts: dict[str, Json] = dict.fromkeys(_GIFTS, False)
    return {**chat_json(chat), "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(world: World, p: Params) -> Json:
    chat = world.chats.chat(p.values.get("chat_id"))
    user_id = p.integer("user_id")
    if not user_id or user_id < 0:
        raise BadRequest("invalid user_id specified")
    if user_id != world.bot.id and user_id not in world.chats.users:
        raise BadRequest("member not found")
    return _member(world, chat, user_id)


def get_chat_administrators(world: World, p: Params) -> Json:
    chat = world.chats.chat(p.values.get("chat_id"))
    if chat.kind == "private":
        raise BadRequest("there are no administrators in the private chat")
    return [_member(world, chat, user_id) for user_id in chat.admins]


def leave(_: World, __: Params) -> Json:
    """logOut and close: nothing to leave here."""
    return True


def _member(world: World, chat: Chat, user_id: int) -> dict[str, Json]:
    user = world.bot if user_id == world.bot.id else world.chats.user(user_id)
    described: dict[str, Json] = {"user": user_json(user)}
    if user_id in chat.admins:
        return {**described, "status": "administrator", **dict.fromkeys(_RIGHTS, False)}
    present = user_id in chat.members or user_id == world.bot.id
    return {**described, "status": "member" if present else "left"}


METHODS: Final[Mapping[str, Method]] = {
    "getMe": Method(get_me),
    "getChat": Method(get_chat, frozenset(("chat_id",))),
    "getChatMember": Method(get_chat_member, frozenset(("chat_id", "user_id"))),
    "getChatAdministrators": Method(get_chat_administrators, frozenset(("chat_id",))),
    "logOut": Method(leave),
    "close": Method(leave),
}
