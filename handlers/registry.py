"""The table of commands, and how updates reach them. Menus, /help and the README derive from the table.

Which command a text names is read in `handlers.routes`; how an answer is made and sent is `handlers.replies`;
what Telegram shows of the bot by itself is `handlers.profile`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from rapidfuzz import process
from telegram import Bot, Message, Update
from telegram.constants import ChatType
from telegram.error import NetworkError
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from handlers import membership, profile, replies
from handlers.command import Answer, Ask, Audience, Command
from handlers.commands import (
    articles,
    broadcast,
    corpus,
    deadlines,
    digest,
    disputes,
    figures,
    help,
    milestones,
    mydata,
    places,
    question,
    review,
    search,
    settings,
    start,
    status,
    subscribe,
    subscribers,
    timeline,
    unsubscribe,
)
from handlers.context import BotApplication, Context, Desk, utc_now
from handlers.i18n import Translator
from handlers.routes import LOOKUP, QUESTION, Call, Said, read
from handlers.services import Services
from handlers.views import corpus as corpus_view
from handlers.views import errors as error_view
from handlers.views import help as help_view
from handlers.views.message import Message as Shown
from storage.chat import ChatSettings, Language

_log = logging.getLogger(__name__)
UPDATES = ("message", "channel_post", "callback_query", *membership.UPDATES)
"""The kinds of update that are asked for. An edited message is not answered a second time."""
_SOUNDS_LIKE = 70

# ------------------------------------------------------------------ the table

COMMANDS: tuple[Command, ...] = (
    *timeline.COMMANDS,
    *deadlines.COMMANDS,
    *places.COMMANDS,
    *figures.COMMANDS,
    *disputes.COMMANDS,
    *search.COMMANDS,
    *articles.COMMANDS,
    *digest.COMMANDS,
    *subscribe.COMMANDS,
    *unsubscribe.COMMANDS,
    *settings.COMMANDS,
    *mydata.COMMANDS,
    Command("help", help.about(lambda: COMMANDS)),
    *start.COMMANDS,
    *milestones.COMMANDS,
    *corpus.COMMANDS,
    *review.COMMANDS,
    *status.COMMANDS,
    *subscribers.COMMANDS,
    *broadcast.COMMANDS,
)
"""Every command, in the order of the menu."""


def _guarded(command: Command, answer: Answer) -> Answer:
    """`answer`, for admins only where the command is theirs: whoever is not known to be one is refused."""
    if command.audience is Audience.EVERYONE:
        return answer

    async def admins_only(ask: Ask, services: Services, t: Translator) -> Shown:
        return await answer(ask, services, t) if ask.admin else corpus_view.refused(t)

    return admins_only


_BY_NAME: Mapping[str, Answer] = {
    name: _guarded(command, command.answer) for command in COMMANDS for name in (command.name, *command.aliases)
}
_QUESTION = question.asked(_BY_NAME)
ANSWERS: Mapping[str, Answer] = {
    **_BY_NAME,
    "p": places.opened,
    "a": articles.article,
    QUESTION: review.typed(subscribe.typed(_QUESTION)),
    LOOKUP: _QUESTION,
}
"""What a `Call` can name: commands, the letters of links, the plain question, and the text that is looked up only."""


async def _go(ask: Ask, services: Services, t: Translator) -> Shown:
    """``g:COMMAND``: a button in place of typing the command."""
    return await _BY_NAME.get(ask.words, _gone)(replace(ask, words=""), services, t)


async def _gone(ask: Ask, services: Services, t: Translator) -> Shown:
    """A button that means nothing any more."""
    return error_view.gone(t)


BUTTONS: Mapping[str, Answer] = {
    "g": _go,
    **{verb: _guarded(command, answer) for command in COMMANDS for verb, answer in command.buttons.items()},
}
"""The answer for each verb of a button's data (``verb:rest``)."""


# ------------------------------------------------------------------ updates


def register(
    application: BotApplication,
    services: Services,
    *,
    admins: Iterable[int] = (),
    defaults: Callable[[int], ChatSettings] = ChatSettings,
    clock: Callable[[], datetime] = utc_now,
    language: Language | None = None,
) -> None:
    """Let `application` answer messages and buttons. `defaults` are the settings of a chat that chose none;
    `language`, where given, is spoken in this process whatever a chat has chosen."""
    desk = Desk(services, frozenset(admins), defaults, clock, language)

    async def message(update: Update, context: Context) -> None:
        await _on_message(update, context.bot, desk)

    async def button(update: Update, context: Context) -> None:
        await _on_button(update, context.bot, desk)

    async def error(update: object, context: Context) -> None:
        _on_error(update, context.error)

    # Commands, captions and plain text come in by one door: a thousand commands cost what one does.
    said = (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST) & ~filters.StatusUpdate.ALL
    application.add_handler(MessageHandler(said, message))
    application.add_handler(CallbackQueryHandler(button))
    membership.listen(application, desk)
    application.add_error_handler(error)


async def introduce(bot: Bot, admins: Iterable[int]) -> None:
    """Tell Telegram the bot's name, texts and menus."""
    await profile.publish(bot, admins, COMMANDS)


async def _on_message(update: Update, bot: Bot, desk: Desk) -> None:
    message = update.message or update.channel_post
    if message is None:
        return
    private = message.chat.type == ChatType.PRIVATE
    text = message.text or message.caption
    if text:
        said = Said(text, private, message.forward_origin is not None, _answers_bot(message, bot))
        call = read(said, bot.bot.username or "")
        if call:
            await _called(call, update, bot, desk)
    elif private and message.media_group_id is None:
        await replies.reply(update, bot, desk, _text_only, "")


def _answers_bot(message: Message, bot: Bot) -> bool:
    """Whether `message` replies to one of the bot's own."""
    answered = message.reply_to_message
    return answered is not None and answered.from_user is not None and answered.from_user.id == bot.id


async def _called(call: Call, update: Update, bot: Bot, desk: Desk) -> None:
    """Answer a call; one that names nothing is answered only where it is meant for this bot alone."""
    answer = ANSWERS.get(call.name)
    if answer is not None:
        await replies.reply(update, bot, desk, answer, call.words)
    elif call.aimed:
        await replies.reply(update, bot, desk, _unknown, call.name)


async def _unknown(ask: Ask, services: Services, t: Translator) -> Shown:
    names = [command.name for command in COMMANDS if command.in_menu and command.audience is Audience.EVERYONE]
    nearest = process.extractOne(ask.words, names, score_cutoff=_SOUNDS_LIKE)
    return help_view.unknown(ask.words, nearest[0] if nearest else None, t)


async def _text_only(ask: Ask, services: Services, t: Translator) -> Shown:
    return error_view.text_only(t)


async def _on_button(update: Update, bot: Bot, desk: Desk) -> None:
    query = update.callback_query
    if query is None:
        return
    if update.effective_chat is None:  # a button of an inline message, of which this bot has none
        await query.answer()
        return
    verb, _, rest = (query.data or "").partition(":")
    await replies.reply(update, bot, desk, BUTTONS.get(verb, _gone), rest)


def _on_error(update: object, error: Exception | None) -> None:
    """What slipped past `replies`: the log gets it all; there is nobody left to tell."""
    if isinstance(error, NetworkError):
        _log.warning("Telegram cannot be reached: %s", error.message)
    elif error is not None:
        replies.record(error, update)
