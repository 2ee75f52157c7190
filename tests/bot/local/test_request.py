"""python-telegram-bot, unmodified, in the same process."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, InvalidToken
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from bot.local.api import LocalBotApi
from bot.local.request import LocalRequest
from tests.bot.local.conftest import READER, TOKEN


async def answer_start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("زر", callback_data="t:1")]])
    await update.effective_message.reply_html("<b>هلا</b>", reply_markup=keyboard)


async def answer_press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("تم")
    await update.callback_query.edit_message_text("غيّرتها")


@pytest.fixture
async def bot(api: LocalBotApi) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, request=LocalRequest(api), get_updates_request=LocalRequest(api)) as made:
        yield made


async def test_an_application_polls_answers_and_edits(api: LocalBotApi) -> None:
    builder = Application.builder().token(TOKEN).request(LocalRequest(api)).get_updates_request(LocalRequest(api))
    application = builder.build()
    application.add_handlers([CommandHandler("start", answer_start), CallbackQueryHandler(answer_press)])
    async with application:
        await drain(application, api)
        message, button = api.button(READER, "زر")
        assert message.text == "هلا"
        api.user_presses(READER, READER, message.id, button.data or "")
        await drain(application, api)
        assert api.messages(READER)[-1].text == "غيّرتها"
    assert [call.method for call in api.calls if call.refused] == []


async def drain(application: Application, api: LocalBotApi) -> None:  # type: ignore[type-arg]  # any application
    for update in await application.bot.get_updates(offset=api.world.updates.waiting[0][0]):
        await application.process_update(update)
    await application.bot.get_updates(offset=update.update_id + 1)


async def test_refusals_reach_the_bot_as_its_own_errors(bot: Bot, api: LocalBotApi) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(999, "x")
    with pytest.raises(InvalidToken):
        await Bot("42:other", request=LocalRequest(api), get_updates_request=LocalRequest(api)).initialize()


async def test_files_go_up_and_come_down(bot: Bot, api: LocalBotApi) -> None:
    message = await bot.send_document(READER, io.BytesIO("نص".encode()), filename="a.txt", caption="ملف")
    assert message.document is not None
    assert (message.document.file_name, message.caption) == ("a.txt", "ملف")
    file = await message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == "نص".encode()


async def test_addresses_that_are_none_are_not_found(api: LocalBotApi) -> None:
    request = LocalRequest(api)
    assert await request.do_request("https://e.org/other", "GET") == (404, b"")
    assert await request.do_request(f"https://e.org/file/bot{TOKEN}/documents/gone", "GET") == (404, b"")
