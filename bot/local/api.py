"""LocalBotApi: a Telegram in memory, as strict as the real one where a bot can go wrong.

The bot calls its methods (`call`, reached through `request` or over HTTP through `server`); people, in tests,
in ``mujaz ask`` and on the chat page, write and press (`user_sends`, `user_presses`). What a method does is
in `methods`; what is remembered is in `world`.
"""

from __future__ import annotations

import asyncio
import inspect
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.local.entities import utf16_length
from bot.local.faults import Faults
from bot.local.formatting import TEXT_LIMIT, plain_text
from bot.local.methods import METHODS
from bot.local.methods.method import Method
from bot.local.parameters import Params
from bot.local.records import Answer, Button, Call, Chat, Json, Message, Photo, Upload, User
from bot.local.refusal import Refusal
from bot.local.truth import Truth
from bot.local.wire import message_json, user_json
from bot.local.world import Query, World

_TOKEN: Final = re.compile(r"(\d+):[\w-]+")
_QUIET: Final = frozenset(("getupdates",))
_COMMAND: Final = re.compile(r"/\w+(?:@(\w+))?")
_DOT: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""The photo under which a caption comes in."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class LocalBotApi:
    """One bot's Telegram. Belongs to one event loop; people may act from any thread.

    `calls` records every call of a method but getUpdates, refused ones too. In groups the bot hears only
    commands and answers to itself, as Telegram's privacy mode has it, unless `privacy` is off. It fails as its
    `faults` command; what has really arrived is in its `truth`.
    """

    def __init__(
        self,
        token: str,
        bot_username: str = "MujazBot",
        clock: Callable[[], datetime] = utc_now,
        *,
        bot_name: str = "Mujaz",
        privacy: bool = True,
    ) -> None:
        well_formed = _TOKEN.fullmatch(token)
        if well_formed is None:
            raise ValueError("a bot token is digits, a colon, and letters")
        bot = User(int(well_formed[1]), bot_name, bot_username, is_bot=True)
        self.token = token
        self.privacy = privacy
        self.calls: list[Call] = []
        self.faults = Faults()
        self.world = World(bot, clock)
        self.world.profile["name", ""] = bot_name

    @property
    def bot(self) -> User:
        return self.world.bot

    @property
    def truth(self) -> Truth:
        return self.world.truth

    # -------------------------------------------------------------- the bot's side

    async def call(
        self, token: str, method: str, params: Mapping[str, Json], files: Mapping[str, Upload] | None = None
    ) -> Answer:
        """One method call, answered or refused in the Bot API's envelope; never raises what a bot did wrong.

        `Unanswered` where a fault was commanded that leaves the bot without an answer.
        """
        fault = self.faults.strike(method, params.get("chat_id"))
        if fault is None:
            return await self._answered(token, method, params, files or {})
        await asyncio.sleep(fault.before)
        if fault.delivered:
            answer = await self._answered(token, method, params, files or {})
            await asyncio.sleep(fault.later)
            return fault.ended(answer)
        self.calls.append(Call(method, params, fault.name))
        return fault.ended(Answer(200, {"ok": True}))

    async def _answered(
        self, token: str, method: str, params: Mapping[str, Json], files: Mapping[str, Upload]
    ) -> Answer:
        seen: Mapping[str, Json] = {**params, **{name: _described(file) for name, file in files.items()}}
        refused = ""
        try:
            known = self._admitted(token, method)
            checked = Params(known.known, params, files)
            seen = {**seen, **checked.values}
            outcome = known.handler(self.world, checked)
            result = await outcome if inspect.isawaitable(outcome) else outcome
            return Answer(200, {"ok": True, "result": result})
        except Refusal as refusal:
            refused = refusal.description
            return Answer(refusal.code, {"ok": False, "error_code": refusal.code, "description": refused})
        finally:
            if method.lower() not in _QUIET:
                self.calls.append(Call(method, seen, refused))

    def file(self, token: str, path: str) -> Upload | None:
        """The file behind a ``file_path`` of getFile."""
        file = self.world.chats.files.get(path.rpartition("/")[2])
        return file.upload if file and secrets.compare_digest(token.encode(), self.token.encode()) else None

    def _admitted(self, token: str, method: str) -> Method:
        if not _TOKEN.fullmatch(token):
            raise Refusal(404, "Not Found")
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            raise Refusal(401, "Unauthorized")
        known = METHODS.get(method.lower())
        if known is None:
            raise Refusal(404, "Not Found: method not found")
        return known

    # -------------------------------------------------------------- people's side

    def add(self, *who: User | Chat) -> None:
        """Introduce people and groups, as if they had met the bot; a user's private chat comes along."""
        for each in who:
            if isinstance(each, Chat):
                self.world.chats.chats[each.id] = each
            else:
                self.world.chats.users[each.id] = each
                self.world.chats.meet(each.id, each)

    def user_sends(
        self,
        user_id: int,
        chat_id: int,
        text: str,
        *,
        topic: int = 0,
        caption: bool = False,
        forwarded: bool = False,
        reply_to: int = 0,
    ) -> int | None:
        """A person writes; users and chats are made up on first sight (a negative id is a group).

        The text may come as a photo's `caption`, `forwarded`, in a forum's `topic`, as a reply. A text longer
        than a message goes out in several, as clients do it. The id of the (last) update; none where nothing
        reached the bot: an invisible text, or talk in a group that is not for it.
        """
        update = None
        user = self.world.chats.user(user_id)
        chat = self.world.chats.meet(chat_id, user, topic)
        for part in _parts(text):
            words = plain_text(part)
            if not words.text:
                continue
            message = Message(
                self.world.chats.next_message(chat),
                chat.id,
                user,
                self.world.now(),
                words.text,
                words.entities,
                attachment=Photo(self.world.chats.store(Upload("photo.png", _DOT, "image/png"))) if caption else None,
                topic=topic,
                reply_to=reply_to,
                forwarded=forwarded,
            )
            update = self._tell("message", message)
        return update

    def user_edits(self, user_id: int, chat_id: int, message_id: int, text: str) -> int | None:
        """A person edits a message of their own. `LookupError` where there is none."""
        message = self._message(chat_id, message_id)
        if message.sender.id != user_id:
            raise LookupError(message_id)
        words = plain_text(text)
        edited = replace(message, text=words.text, entities=words.entities, edited=self.world.now())
        return self._tell("edited_message", edited)

    def user_presses(self, user_id: int, chat_id: int, message_id: int, data: str) -> int | None:
        """A person presses a button that stands under a message. `LookupError` where none has this data."""
        message = self._message(chat_id, message_id)
        if data not in {button.data for button in message.buttons}:
            raise LookupError(data)
        user = self.world.chats.user(user_id)
        query = Query(secrets.token_hex(8), user, message, data, self.world.clock())
        self.world.queries[query.id] = query
        payload: dict[str, Json] = {
            "id": query.id,
            "from": user_json(user),
            "message": message_json(message, self.world.chats),
            "chat_instance": str(chat_id),
            "data": data,
        }
        return self.world.updates.add("callback_query", payload)

    def messages(self, chat_id: int) -> tuple[Message, ...]:
        """All messages of a chat as they now stand, oldest first; people's too."""
        return self.world.chats.messages(chat_id)

    def button(self, chat_id: int, label: str) -> tuple[Message, Button]:
        """The newest button whose label is, or holds, `label`, and its message. `LookupError`."""
        return self.world.chats.button(chat_id, label)

    def _message(self, chat_id: int, message_id: int) -> Message:
        message = self.world.chats.message(chat_id, message_id)
        if message is None:
            raise LookupError(message_id)
        return message

    def _tell(self, kind: str, message: Message) -> int | None:
        payload = self.world.post(message)
        return self.world.updates.add(kind, payload) if self._is_heard(message) else None

    def _is_heard(self, message: Message) -> bool:
        chat = self.world.chats.chats[message.chat]
        if chat.kind == "private" or not self.privacy or self.bot.id in chat.admins:
            return True
        answered = self.world.chats.message(message.chat, message.reply_to)
        if answered and answered.sender.id == self.bot.id:
            return True
        command = _COMMAND.match(message.text)
        return command is not None and (command[1] or self.bot.username).lower() == self.bot.username.lower()


def _described(file: Upload) -> Json:
    return {"file": file.name, "size": len(file.content)}


def _parts(text: str) -> list[str]:
    """A long text in pieces that fit into messages, without splitting a character."""
    parts, part, units = [], "", 0
    if utf16_length(text) <= TEXT_LIMIT:
        return [text]
    for start in range(0, len(text), TEXT_LIMIT // 2):
        piece = text[start : start + TEXT_LIMIT // 2]
        size = utf16_length(piece)
        if units + size > TEXT_LIMIT:
            parts.append(part)
            part, units = "", 0
        part, units = part + piece, units + size
    return [*parts, part]
