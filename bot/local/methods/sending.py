"""Where a message goes: what all methods that send one have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.local.keyboards import read_keyboard
from bot.local.parameters import Params
from bot.local.records import Json, Message
from bot.local.refusal import BadRequest
from bot.local.world import World

_REPLY_FIELDS: Final = frozenset(("message_id", "chat_id", "allow_sending_without_reply"))


def send(world: World, p: Params, content: Message) -> Json:
    """Complete a message that has only its content, and post it."""
    keyboard = read_keyboard(p.structure("reply_markup"))
    chat = world.chats.chat(p.values.get("chat_id"))
    topic = p.integer("message_thread_id") or 0
    if topic and topic not in chat.topics:
        raise BadRequest("message thread not found")
    reply_to = _answered(world, p, chat.id)
    message = replace(content, chat=chat.id, keyboard=keyboard, topic=topic, reply_to=reply_to)
    return world.post(replace(message, id=world.chats.next_message(chat)))


def blank(world: World) -> Message:
    """A message of the bot, now, without content or place."""
    return Message(0, 0, world.bot, world.now())


def _answered(world: World, p: Params, chat_id: int) -> int:
    reply = p.structure("reply_parameters")
    if not reply:
        return 0
    if not isinstance(reply, dict):
        raise BadRequest("object expected as reply parameters")
    if unknown := sorted(reply.keys() - _REPLY_FIELDS):
        raise BadRequest(f'the local Bot API does not know the field "{unknown[0]}" of reply parameters')
    message_id = reply.get("message_id")
    if not isinstance(message_id, int):
        raise BadRequest('can\'t find field "message_id"')
    if world.chats.message(chat_id, message_id):
        return message_id
    if reply.get("allow_sending_without_reply") is True:
        return 0
    raise BadRequest("message to be replied not found")
