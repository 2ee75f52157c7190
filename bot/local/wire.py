"""How people, chats, messages and entities look as JSON: the objects of the Bot API, as far as they are used.

Source: https://core.telegram.org/bots/api#available-types.
"""

from __future__ import annotations

from bot.local.chats import Chats
from bot.local.entities import Entity
from bot.local.records import (
    Attachment,
    Button,
    Chat,
    Document,
    Json,
    Keyboard,
    Message,
    Photo,
    StoredFile,
    User,
    Venue,
)


def user_json(user: User) -> dict[str, Json]:
    optional = {"username": user.username, "language_code": user.language_code}
    return {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name, **_present(optional)}


def chat_json(chat: Chat) -> dict[str, Json]:
    if chat.kind == "private":
        return {"id": chat.id, "type": "private", "first_name": chat.title, **_present({"username": chat.username})}
    forum: dict[str, Json] = {"is_forum": True} if chat.topics else {}
    return {"id": chat.id, "type": chat.kind, "title": chat.title, **_present({"username": chat.username}), **forum}


def entity_json(entity: Entity, chats: Chats) -> dict[str, Json]:
    plain: dict[str, Json] = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.type == "text_link":
        return {**plain, "url": entity.argument}
    if entity.type == "text_mention":
        return {**plain, "user": user_json(chats.user(entity.user))}
    return {**plain, "language": entity.argument} if entity.argument else plain


def keyboard_json(keyboard: Keyboard) -> dict[str, Json]:
    return {"inline_keyboard": [[_button_json(button) for button in row] for row in keyboard]}


def message_json(message: Message, chats: Chats, *, deep: bool = True) -> dict[str, Json]:
    """A message as the Bot API shows it; a message that it answers is shown one level `deep`."""
    words = "caption" if message.attachment else "text"
    content: dict[str, Json] = {words: message.text} if message.text else {}
    if message.entities:
        content["caption_entities" if message.attachment else "entities"] = [
            entity_json(entity, chats) for entity in message.entities
        ]
    return {
        "message_id": message.id,
        "date": message.date,
        "chat": chat_json(chats.chats[message.chat]),
        "from": user_json(message.sender),
        **content,
        **(_attachment_json(message.attachment) if message.attachment else {}),
        **({"reply_markup": keyboard_json(message.keyboard)} if message.keyboard else {}),
        **_surroundings(message, chats, deep=deep),
    }


def _surroundings(message: Message, chats: Chats, *, deep: bool) -> dict[str, Json]:
    around: dict[str, Json] = {}
    if message.edited:
        around["edit_date"] = message.edited
    if message.topic:
        around |= {"message_thread_id": message.topic, "is_topic_message": True}
    if message.forwarded:
        origin: dict[str, Json] = {"type": "hidden_user", "sender_user_name": "…", "date": message.date}
        around["forward_origin"] = origin
    answered = chats.message(message.chat, message.reply_to) if deep else None
    if answered:
        around["reply_to_message"] = message_json(answered, chats, deep=False)
    return around


def _button_json(button: Button) -> dict[str, Json]:
    return {"text": button.text, **_present({"callback_data": button.data or "", "url": button.url or ""})}


def _attachment_json(attachment: Attachment) -> dict[str, Json]:
    match attachment:
        case Venue(latitude, longitude, title, address):
            location: dict[str, Json] = {"latitude": latitude, "longitude": longitude}
            return {"location": location, "venue": {"location": location, "title": title, "address": address}}
        case Photo(file):
            return {"photo": [{**_file_json(file), "width": file.width, "height": file.height}]}
        case Document(file):
            return {"document": {**_file_json(file), "file_name": file.upload.name, "mime_type": file.upload.mime}}


def _file_json(file: StoredFile) -> dict[str, Json]:
    return {"file_id": file.id, "file_unique_id": f"u-{file.id}", "file_size": len(file.upload.content)}


def file_json(file: StoredFile) -> dict[str, Json]:
    """What getFile answers."""
    return {**_file_json(file), "file_path": f"documents/{file.id}"}


def _present(fields: dict[str, str]) -> dict[str, Json]:
    return {name: value for name, value in fields.items() if value}
