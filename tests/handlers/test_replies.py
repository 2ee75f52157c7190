"""Messages as they are sent, edited and answered: PTB unmodified against the strict local Bot API."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, TimedOut

from bot.local.api import LocalBotApi
from bot.local.records import Call
from bot.local.records import Message as Kept
from bot.local.request import LocalRequest
from handlers import replies
from handlers.command import Answer, Ask
from handlers.context import Desk
from handlers.i18n import Translator
from handlers.replies import Sheet
from handlers.services import Services
from handlers.views.message import Button, Document, Message, Paragraph, Quote, Venue
from storage.database.session import Database
from storage.errors import NotFound
from tests.handlers.direct import Direct

TOKEN, READER, GROUP, FORUM = "1:canary-token", 1001, -5, -6


@pytest.fixture
def api() -> LocalBotApi:
    made = LocalBotApi(TOKEN)
    made.user_sends(READER, READER, "/start")
    made.user_sends(READER, GROUP, "/start")
    made.user_sends(READER, FORUM, "/start", topic=5)
    return made


@pytest.fixture
async def bot(api: LocalBotApi) -> AsyncIterator[Bot]:
    request = LocalRequest(api)
    async with Bot(TOKEN, request=request, get_updates_request=request) as made:
        api.calls.clear()
        yield made


@pytest.fixture
def desk(empty_database: Database) -> Desk:
    return Desk(Direct(empty_database))  # type: ignore[arg-type]  # it loads nothing


def text(words: str, *labels: str, **more: Any) -> Message:
    row = tuple(Button(label, data=f"x:{label}") for label in labels)
    return Message((Paragraph((words,)),), (row,) if row else (), **more)


def said(message: Message | None = None, error: Exception | None = None) -> Answer:
    async def answer(ask: Ask, services: Services, t: Translator) -> Message:
        if error is not None:
            raise error
        return message or text(f"{ask.user} {ask.chat} {ask.private} {ask.admin} {ask.words}")

    return answer


async def newest(bot: Bot) -> Update:
    updates = await bot.get_updates(timeout=0)
    return updates[-1]


def methods(api: LocalBotApi) -> list[str]:
    return [call.method for call in api.calls if call.method not in ("getMe", "getUpdates")]


def answered(api: LocalBotApi) -> Call:
    (call,) = [call for call in api.calls if call.method == "answerCallbackQuery"]
    return call


def from_bot(api: LocalBotApi, chat: int) -> list[Kept]:
    return [message for message in api.messages(chat) if message.sender.is_bot]


# ------------------------------------------------------------------ a sheet


async def test_what_is_shown_is_sent_once_and_edited_from_then_on(api: LocalBotApi, bot: Bot) -> None:
    sheet = Sheet(bot, READER)
    await sheet.show(text("واحد", "زر"))
    await sheet.show(text("اثنان"))
    (message,) = from_bot(api, READER)
    assert message.text == "اثنان"
    assert message.buttons == ()
    assert methods(api) == ["sendMessage", "editMessageText"]


async def test_showing_the_same_again_is_no_error(api: LocalBotApi, bot: Bot) -> None:
    sheet = Sheet(bot, READER)
    await sheet.show(text("واحد"))
    await sheet.show(text("واحد"))
    assert "not modified" in api.calls[-1].refused
    assert len(from_bot(api, READER)) == 1


@pytest.mark.parametrize("gone", [4711, 1])
async def test_a_message_that_cannot_be_edited_is_sent_anew(api: LocalBotApi, bot: Bot, gone: int) -> None:
    # 4711 never was; 1 is the reader's own.
    await Sheet(bot, READER, message=gone).show(text("جديد"))
    assert [message.text for message in from_bot(api, READER)] == ["جديد"]


async def test_long_text_goes_out_in_parts_with_the_buttons_under_the_last(api: LocalBotApi, bot: Bot) -> None:
    long = Message(tuple(Paragraph(("كلام " * 300,)) for _ in range(7)), ((Button("زر", data="x:1"),),))
    sheet = Sheet(bot, READER)
    await sheet.show(text("قصير"))
    await sheet.show(long)
    parts = from_bot(api, READER)
    assert len(parts) > 2
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert methods(api).count("editMessageText") == 1


async def test_hostile_text_arrives_as_it_is(api: LocalBotApi, bot: Bot) -> None:
    hostile = "<b>&lt; \u202eabc</i> 👩‍👩‍👧‍👦 /m_k3x <a href='x'>"
    await Sheet(bot, READER).show(Message((Paragraph((hostile,)), Quote((hostile,), expandable=True))))
    (message,) = from_bot(api, READER)
    assert message.text.count("<b>&lt; abc</i> 👩‍👩‍👧‍👦 /m_k3x <a href='x'>") == 2


async def test_refused_markup_is_sent_plain_and_logged(
    api: LocalBotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = replies.Rendered("<b>نص", "نص")
    monkeypatch.setattr(replies, "render", lambda message, rtl: (broken,))
    await Sheet(bot, READER).show(text("نص"))
    assert [message.text for message in from_bot(api, READER)] == ["نص"]
    assert "markup refused" in caplog.text


async def test_a_venue_and_a_document_follow_the_text(api: LocalBotApi, bot: Bot) -> None:
    message = text("نص", venue=Venue("أربيل", "العراق", 36.19, 44.01), document=Document("a.ics", b"BEGIN", "ملف"))
    await Sheet(bot, FORUM, thread=5).show(message)
    assert methods(api) == ["sendMessage", "sendVenue", "sendDocument"]
    assert {call.params["message_thread_id"] for call in api.calls} == {5}


async def test_link_previews_are_off(api: LocalBotApi, bot: Bot) -> None:
    sheet = Sheet(bot, READER)
    await sheet.show(text("https://example.org"))
    await sheet.show(text("https://example.com"))
    assert all(call.params["link_preview_options"] == {"is_disabled": True} for call in api.calls)


@pytest.mark.parametrize(("chosen", "first"), [(None, "\u200f"), (False, "A")])
async def test_the_direction_is_that_of_the_chat_unless_the_message_says_otherwise(
    api: LocalBotApi, bot: Bot, chosen: bool | None, first: str
) -> None:
    await Sheet(bot, READER, rtl=True).show(text("AB", rtl=chosen))
    assert from_bot(api, READER)[0].text[0] == first


async def test_a_glimpse_that_telegram_refuses_stops_nobody(bot: Bot) -> None:
    await Sheet(bot, 4711).glimpse(text("نص"))
    with pytest.raises(BadRequest):
        await Sheet(bot, 4711).show(text("نص"))


# ------------------------------------------------------------------ a reply


async def test_the_ask_says_who_where_and_what(api: LocalBotApi, bot: Bot, desk: Desk) -> None:
    api.user_sends(READER, READER, "سؤال")
    await replies.reply(await newest(bot), bot, desk, said(), "words")
    api.user_sends(READER, GROUP, "/x")
    admin = Desk(desk.services, admins=frozenset({READER}))
    await replies.reply(await newest(bot), bot, admin, said(), "")
    assert from_bot(api, READER)[-1].text.strip("\u200f") == f"{READER} {READER} True False words"
    assert from_bot(api, GROUP)[-1].text.strip("\u200f") == f"{READER} {GROUP} False True"


async def test_in_a_group_the_question_is_quoted_and_the_topic_kept(api: LocalBotApi, bot: Bot, desk: Desk) -> None:
    api.user_sends(READER, FORUM, "/x", topic=5)
    update = await newest(bot)
    await replies.reply(update, bot, desk, said(text("جواب")), "")
    sent = from_bot(api, FORUM)[-1]
    assert (sent.topic, sent.reply_to) == (5, update.effective_message and update.effective_message.message_id)


async def test_a_button_edits_its_message_and_is_answered(api: LocalBotApi, bot: Bot, desk: Desk) -> None:
    await Sheet(bot, READER).show(text("قبل", "زر"))
    message, button = api.button(READER, "زر")
    api.user_presses(READER, READER, message.id, button.data or "")
    await replies.reply(await newest(bot), bot, desk, said(text("بعد")), "")
    assert [each.text for each in from_bot(api, READER)] == ["بعد"]
    assert answered(api).params["show_alert"] is False


async def test_an_alert_leaves_the_message_as_it_is(api: LocalBotApi, bot: Bot, desk: Desk) -> None:
    await Sheet(bot, READER).show(text("قبل", "زر"))
    message, button = api.button(READER, "زر")
    api.user_presses(READER, READER, message.id, button.data or "")
    await replies.reply(await newest(bot), bot, desk, said(text("نص", alert="تنبيه" * 100)), "")
    assert [each.text for each in from_bot(api, READER)] == ["قبل"]
    call = answered(api)
    assert call.params["show_alert"] is True
    assert len(str(call.params["text"])) == 200


async def test_an_error_under_a_button_is_an_alert(api: LocalBotApi, bot: Bot, desk: Desk) -> None:
    await Sheet(bot, READER).show(text("قبل", "زر"))
    message, button = api.button(READER, "زر")
    api.user_presses(READER, READER, message.id, button.data or "")
    await replies.reply(await newest(bot), bot, desk, said(error=NotFound("view", "x")), "")
    assert answered(api).params["show_alert"] is True
    assert "انتهت مدة هذا الزر" in str(answered(api).params["text"])


async def test_progress_answers_the_button_and_the_answer_takes_its_place(
    api: LocalBotApi, bot: Bot, desk: Desk
) -> None:
    async def slow(ask: Ask, services: Services, t: Translator) -> Message:
        await ask.progress(text("أعمل…"))
        assert methods(api)[-1] == "answerCallbackQuery"
        return text("انتهى")

    await Sheet(bot, READER).show(text("قبل", "زر"))
    message, button = api.button(READER, "زر")
    api.user_presses(READER, READER, message.id, button.data or "")
    await replies.reply(await newest(bot), bot, desk, slow, "")
    assert [each.text for each in from_bot(api, READER)] == ["انتهى"]
    assert methods(api) == ["sendMessage", "editMessageText", "answerCallbackQuery", "editMessageText"]


# ------------------------------------------------------------------ what goes wrong


async def test_a_fault_gives_one_kind_line_and_the_log_the_whole_story(
    api: LocalBotApi, bot: Bot, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    api.user_sends(READER, READER, "سؤال نادر")
    await replies.reply(await newest(bot), bot, desk, said(error=ZeroDivisionError("deep down")), "")
    line = from_bot(api, READER)[-1].text
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    code = getattr(record, "code", "")
    assert code in line
    assert "deep down" not in line
    assert "ZeroDivisionError: deep down" in caplog.text
    assert json.loads(getattr(record, "update", ""))["message"]["text"] == "سؤال نادر"


async def test_no_log_at_any_level_holds_the_token(
    api: LocalBotApi, bot: Bot, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.user_sends(READER, READER, "سؤال")
    await replies.reply(await newest(bot), bot, desk, said(error=ZeroDivisionError(repr(desk))), "")
    ours = [record for record in caplog.records if record.name.startswith("handlers")]
    assert ours
    assert all("canary-token" not in str(vars(record)) for record in ours)


async def test_each_fault_has_a_code_of_its_own(bot: Bot, desk: Desk, api: LocalBotApi) -> None:
    codes = {replies.record(ValueError(), None) for _ in range(20)}
    assert len(codes) == 20
    assert all(len(code) == 6 and code.startswith("E-") for code in codes)


async def test_a_message_that_cannot_be_rendered_becomes_a_line_too(
    api: LocalBotApi, bot: Bot, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    api.user_sends(READER, READER, "سؤال")
    await replies.reply(await newest(bot), bot, desk, said(text("نص", "زر" * 100)), "")
    assert "E-" in from_bot(api, READER)[-1].text
    assert "callback_data_too_long" in caplog.text


async def test_a_reader_who_has_gone_is_no_error(
    api: LocalBotApi, bot: Bot, desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.user_sends(READER, READER, "سؤال")
    update = await newest(bot)

    async def refused(*args: object, **kwargs: object) -> None:
        raise replies.Forbidden("bot was blocked by the user")

    monkeypatch.setattr(Bot, "send_message", refused)
    await replies.reply(update, bot, desk, said(), "")
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_network_that_is_down_is_logged_and_not_tried_again(
    api: LocalBotApi, bot: Bot, desk: Desk, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.user_sends(READER, READER, "سؤال")
    update, tries = await newest(bot), []

    async def down(*args: object, **kwargs: object) -> None:
        tries.append(args)
        raise TimedOut

    monkeypatch.setattr(Bot, "send_message", down)
    await replies.reply(update, bot, desk, said(), "")
    assert len(tries) == 1
    assert "TimedOut" in caplog.text
