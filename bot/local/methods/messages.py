"""Text messages: sending, editing, deleting, and "is typing".

Source: https://core.telegram.org/bots/api#sendmessage, #updating-messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.local.entities import Formatted
from bot.local.formatting import message_text
from bot.local.keyboards import read_keyboard
from bot.local.methods.method import SENDING, Method
from bot.local.methods.sending import blank, send
from bot.local.parameters import Params
from bot.local.records import Json, Message
from bot.local.refusal import BadRequest
from bot.local.world import World

_TEXT: Final = frozenset(("text", "parse_mode", "entities", "link_preview_options"))
_TARGET: Final = frozenset(("chat_id", "message_id", "inline_message_id", "reply_markup"))
_PREVIEW_FLAGS: Final = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
_DELETABLE_SECONDS: Final = 48 * 3600
_NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_ACTIONS: Final = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"}
    | {"choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)


def send_message(world: World, p: Params) -> Json:
    words = _words(p, "message is too long")
    return send(world, p, replace(blank(world), text=words.text, entities=words.entities))


def edit_message_text(world: World, p: Params) -> Json:
    words = _words(p, "MESSAGE_TOO_LONG")
    keyboard = read_keyboard(p.structure("reply_markup"))
    message = _own(world, p)
    if message.attachment:
        raise BadRequest("there is no text in the message to edit")
    return _edited(world, message, replace(message, text=words.text, entities=words.entities, keyboard=keyboard))


def edit_message_reply_markup(world: World, p: Params) -> Json:
    keyboard = read_keyboard(p.structure("reply_markup"))
    message = _own(world, p)
    return _edited(world, message, replace(message, keyboard=keyboard))


def delete_message(world: World, p: Params) -> Json:
    message = _named(world, p, "message to delete not found")
    private = world.chats.chats[message.chat].kind == "private"
    if message.sender.id != world.bot.id and not private:
        raise BadRequest("message can't be deleted")
    if world.now() - message.date > _DELETABLE_SECONDS:
        raise BadRequest("message can't be deleted for everyone")
    world.remove(message)
    return True


def send_chat_action(world: World, p: Params) -> Json:
    chat = world.chats.chat(p.values.get("chat_id"))
    if p.text("action").lower() not in _ACTIONS:
        raise BadRequest("wrong parameter action in request")
    world.journal.write("action", chat.id, {"action": p.text("action").lower()})
    return True


def _words(p: Params, too_long: str) -> Formatted:
    _check_preview(p.structure("link_preview_options"))
    return message_text(p.text("text"), p.text("parse_mode"), p.array("entities"), too_long)


def _check_preview(options: Json) -> None:
    if options is None:
        return
    if not isinstance(options, dict):
        raise BadRequest("object expected as link preview options")
    for name, value in options.items():
        if name in _PREVIEW_FLAGS and not isinstance(value, bool):
            raise BadRequest(f'field "{name}" must be of type Boolean')
        if name not in (*_PREVIEW_FLAGS, "url"):
            raise BadRequest(f'unknown field "{name}" of link preview options')


def _named(world: World, p: Params, missing: str) -> Message:
    """The message that the call is about."""
    if p.text("inline_message_id"):
        raise BadRequest("MESSAGE_ID_INVALID")
    message_id = p.integer("message_id")
    if not message_id or message_id < 0:
        raise BadRequest("message identifier is not specified")
    message = world.chats.message(world.chats.chat(p.values.get("chat_id")).id, message_id)
    if message is None:
        raise BadRequest(missing)
    return message


def _own(world: World, p: Params) -> Message:
    message = _named(world, p, "message to edit not found")
    if message.sender.id != world.bot.id:
        raise BadRequest("message can't be edited")
    return message


def _edited(world: World, before: Message, after: Message) -> Json:
    if before == after:
        raise BadRequest(_NOT_MODIFIED)
    return world.post(replace(after, edited=world.now()))


METHODS: Final[Mapping[str, Method]] = {
    "sendMessage": Method(send_message, SENDING | _TEXT),
    "editMessageText": Method(edit_message_text, _TARGET | _TEXT),
    "editMessageReplyMarkup": Method(edit_message_reply_markup, _TARGET),
    "deleteMessage": Method(delete_message, frozenset(("chat_id", "message_id"))),
    "sendChatAction": Method(send_chat_action, frozenset(("chat_id", "message_thread_id", "action"))),
}
