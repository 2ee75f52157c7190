"""The one adapter between Telegram and the answers: Update → `Ask` → `Answer` → `Message` → Bot API.

Which answer is asked for is `handlers.registry`; what an error says is `handlers.views.errors`. Nothing outside
this module sends, edits or answers a button.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass

import telegram
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters, Update
from telegram.constants import CallbackQueryLimit, ChatType, ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers import rights
from handlers.command import Answer, Ask
from handlers.context import Desk
from handlers.i18n import Translator
from handlers.views.errors import explained, unexpected
from handlers.views.message import Button, Document, Message, Rendered, Venue, caption, render
from storage.database.queries import edition
from storage.errors import StorageError, UnknownName

_log = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# Letters and digits that are not mistaken for each other when read aloud.
_CODE_LETTERS = "23456789ACDEFGHJKMNPQRSTUVWXYZ"
_ALERT_LENGTH = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
# How Telegram words it that an old message can no longer be edited; a new one is sent in its place.
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


@dataclass(slots=True)
class Sheet:
    """The message that an answer is being written on: sent once, edited from then on.

    `message` is the id to edit, None before the first sending; `query` the button's press that still
    waits for its answer, None where there is none (any more); `quoting` the message that is replied to.
    """

    bot: Bot
    chat: int
    rtl: bool = True
    thread: int | None = None
    message: int | None = None
    query: str | None = None
    quoting: int | None = None

    async def show(self, message: Message) -> None:
        """Put `message` in place of what was shown before; the parts that do not fit follow it.

        An alert is shown over the message and leaves it as it is, where a button still waits for one. What
        stands apart is sent anew, and leaves it as it is too.
        """
        if message.alert is not None and self.query is not None:
            await self.acknowledge(message.alert)
            return
        if message.apart:
            self.message = None
        parts = render(message, rtl=self.rtl if message.rtl is None else message.rtl)
        for number, part in enumerate(parts):
            await self._write(part, editing=number == 0)
        if message.venue:
            await self._venue(message.venue)
        if message.document:
            await self._document(message.document)
        await self.acknowledge()

    async def glimpse(self, message: Message) -> None:
        """`show` for what is soon replaced: where Telegram refuses it, the work goes on unseen."""
        with suppress(TelegramError):
            await self.show(message)

    async def acknowledge(self, alert: str | None = None) -> None:
        """Answer the press of a button, once. One that Telegram has forgotten is nobody's loss."""
        query, self.query = self.query, None
        if query is None:
            return
        text = alert if alert is None or len(alert) <= _ALERT_LENGTH else alert[: _ALERT_LENGTH - 1] + "…"
        with suppress(BadRequest):
            await self.bot.answer_callback_query(query, text=text, show_alert=alert is not None)

    async def _write(self, part: Rendered, *, editing: bool) -> None:
        try:
            await self._edit_or_send(part.html, part, ParseMode.HTML, editing=editing)
        except BadRequest as error:
            if "parse entities" not in error.message.lower():
                raise
            _log.exception("markup refused by Telegram; sent as plain text")
            await self._edit_or_send(part.plain, part, None, editing=editing)

    async def _edit_or_send(self, text: str, part: Rendered, mode: ParseMode | None, *, editing: bool) -> None:
        if not (editing and self.message is not None and await self._edited(text, part, mode)):
            await self._send(text, part, mode)

    async def _edited(self, text: str, part: Rendered, mode: ParseMode | None) -> bool:
        """Whether the message now shows `text`."""
        try:
            await self.bot.edit_message_text(
                text,
                chat_id=self.chat,
                message_id=self.message,
                parse_mode=mode,
                reply_markup=_keyboard(part.buttons),
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            reason = error.message.lower()
            if "message is not modified" in reason:
                return True
            if any(gone in reason for gone in _GONE):
                return False
            raise
        return True

    async def _send(self, text: str, part: Rendered, mode: ParseMode | None) -> None:
        quoting, self.quoting = self.quoting, None
        sent = await self.bot.send_message(
            self.chat,
            text,
            parse_mode=mode,
            reply_markup=_keyboard(part.buttons),
            link_preview_options=_NO_PREVIEW,
            message_thread_id=self.thread,
            reply_parameters=_quote(quoting),
        )
        self.message = sent.message_id

    async def _venue(self, venue: Venue) -> None:
        await self.bot.send_venue(
            self.chat,
            latitude=venue.lat,
            longitude=venue.lon,
            title=venue.title,
            address=venue.address,
            message_thread_id=self.thread,
        )

    async def _document(self, document: Document) -> None:
        await self.bot.send_document(
            self.chat,
            document.content,
            caption=caption(document) or None,
            filename=document.name,
            message_thread_id=self.thread,
        )


def _quote(message: int | None) -> ReplyParameters | None:
    return None if message is None else ReplyParameters(message, allow_sending_without_reply=True)


def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, url=b.url, callback_data=b.data) for b in row] for row in rows]
    )


# ------------------------------------------------------------------ one answer


async def reply(update: Update, bot: Bot, desk: Desk, answer: Answer, words: str) -> None:
    """Make the answer for whoever sent `update`, and show it; whatever goes wrong becomes one kind line.

    A reader who has blocked the bot and a network that is down are only logged: no line would arrive.
    """
    sheet = sheet_for(update, bot)
    try:
        await sheet.show(await _answered(update, desk, answer, words, sheet))
    except Forbidden as error:
        _log.info("the reader cannot be written to: %s", error.message)
    except Exception as error:  # the last guard: a message that cannot be rendered, or that Telegram refuses
        line = unexpected(record(error, update), Translator(desk.defaults(sheet.chat)))
        if isinstance(error, BadRequest) or not isinstance(error, TelegramError):
            with suppress(TelegramError):
                await sheet.show(line)


async def _answered(update: Update, desk: Desk, answer: Answer, words: str, sheet: Sheet) -> Message:
    t = Translator(desk.defaults(sheet.chat))
    try:
        t = Translator(await desk.settings(sheet.chat))
        sheet.rtl = t.rtl
        return await answer(_ask(update, desk, words, sheet), desk.services, t)
    except StorageError as error:
        return explained(error, await _with_names(error, desk, t)) or unexpected(record(error, update), t)
    except TelegramError:
        raise
    except Exception as error:  # whatever broke, the reader gets a line and the log gets it all
        return unexpected(record(error, update), t)


async def _with_names(error: StorageError, desk: Desk, t: Translator) -> Translator:
    """`t` with the story's names, where the error speaks of them."""
    if not isinstance(error, UnknownName):
        return t
    return t.with_story((await desk.services.read(edition.current)).story)


def record(error: BaseException, update: object) -> str:
    """Log everything about `error`, with the update that led to it, under a fresh code; the code."""
    code = "E-" + "".join(secrets.choice(_CODE_LETTERS) for _ in range(4))
    what = update.to_json() if isinstance(update, Update) else repr(update)
    _log.error("%s: an answer could not be made", code, exc_info=error, extra={"code": code, "update": what})
    return code


def sheet_for(update: Update, bot: Bot) -> Sheet:
    """Where the answer to `update` goes: the message under the pressed button, else a new one."""
    query, message, chat = update.callback_query, update.effective_message, update.effective_chat
    if chat is None:
        raise ValueError("an update without a chat is never routed")
    sheet = Sheet(bot, chat.id)
    if isinstance(message, telegram.Message) and message.is_topic_message:
        sheet.thread = message.message_thread_id
    if query is not None:
        sheet.query, sheet.message = query.id, message.message_id if message else None
    elif message is not None and chat.type != ChatType.PRIVATE:
        sheet.quoting = message.message_id
    return sheet


def _ask(update: Update, desk: Desk, words: str, sheet: Sheet) -> Ask:
    chat, user = update.effective_chat, update.effective_user
    masked = _in_the_name_of(update)
    return Ask(
        user=masked or (user.id if user else sheet.chat),
        chat=sheet.chat,
        private=chat is not None and chat.type == ChatType.PRIVATE,
        admin=masked is None and user is not None and user.id in desk.admins,
        words=words,
        now=desk.clock(),
        progress=sheet.glimpse,
        thread=sheet.thread,
        channel=chat is not None and chat.type == ChatType.CHANNEL,
        rights=rights.asked_for(update, sheet.bot),
    )


def _in_the_name_of(update: Update) -> int | None:
    """The chat in whose name somebody wrote: a group's anonymous admin, a channel. Telegram puts the name of a
    stand-in, the same for everybody, where the writer's would be."""
    message = update.effective_message
    if update.callback_query is not None or not isinstance(message, telegram.Message):
        return None
    return message.sender_chat.id if message.sender_chat else None
