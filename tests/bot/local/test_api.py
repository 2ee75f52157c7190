"""People's side of the local Telegram: writing, editing, pressing, in every kind of chat."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, Update

from bot.local.api import LocalBotApi
from bot.local.entities import utf16_length
from tests.bot.local.conftest import FORUM, GROUP, READER, TOKEN, Result

BOT = Bot(TOKEN)


async def heard(result: Result) -> list[Update]:
    """All waiting updates, read as python-telegram-bot reads them; they are confirmed."""
    updates = [Update.de_json(update, BOT) for update in await result("getUpdates")]
    await result("getUpdates", offset=-1)
    await result("getUpdates", offset=updates[-1].update_id + 1 if updates else 0)
    return updates


async def test_a_message_arrives_with_its_entities(api: LocalBotApi, result: Result) -> None:
    await heard(result)
    number = api.user_sends(READER, READER, "🇮🇶 /timeline 2025")
    (update,) = await heard(result)
    message = update.message
    assert update.update_id == number
    assert message is not None
    assert message.text == "🇮🇶 /timeline 2025"
    assert message.parse_entities() == {message.entities[0]: "/timeline"}
    assert (message.chat.type, message.from_user.id if message.from_user else 0) == ("private", READER)


async def test_captions_forwards_replies_and_topics(api: LocalBotApi, result: Result) -> None:
    await heard(result)
    api.user_sends(READER, READER, "/search عين الأسد", caption=True)
    api.user_sends(READER, READER, "متى يغادرون؟", forwarded=True, reply_to=1)
    api.user_sends(READER, FORUM, "/bases", topic=5)
    photo, forward, topic = (update.message for update in await heard(result))
    assert photo is not None
    assert forward is not None
    assert topic is not None
    assert (photo.caption, photo.text, len(photo.photo)) == ("/search عين الأسد", None, 1)
    assert photo.parse_caption_entities() == {photo.caption_entities[0]: "/search"}
    assert forward.forward_origin is not None
    assert forward.reply_to_message is not None
    assert (topic.chat.type, topic.chat.is_forum, topic.message_thread_id) == ("supergroup", True, 5)


async def test_an_edit_arrives_as_an_edit(api: LocalBotApi, result: Result) -> None:
    await heard(result)
    message = api.messages(READER)[0]
    api.user_edits(READER, READER, message.id, "/timeline")
    (update,) = await heard(result)
    assert update.edited_message is not None
    assert (update.edited_message.text, update.edited_message.message_id) == ("/timeline", message.id)
    assert update.edited_message.edit_date is not None
    with pytest.raises(LookupError):
        api.user_edits(READER + 1, READER, message.id, "x")
    with pytest.raises(LookupError):
        api.user_edits(READER, READER, 999, "x")


@pytest.mark.parametrize(
    ("text", "arrives"),
    [
        ("/timeline", True),
        ("/timeline@MujazBot 2025", True),
        ("/timeline@mujazbot", True),
        ("/timeline@OtherBot", False),
        ("كم عدد القوات؟", False),
    ],
)
async def test_in_a_group_a_bot_hears_what_is_meant_for_it(api: LocalBotApi, text: str, arrives: bool) -> None:
    assert (api.user_sends(READER, GROUP, text) is not None) is arrives
    assert api.messages(GROUP)[-1].text == text


async def test_in_a_group_a_bot_hears_answers_to_itself(api: LocalBotApi, result: Result) -> None:
    sent = await result("sendMessage", chat_id=GROUP, text="x")
    assert api.user_sends(READER, GROUP, "كم عدد القوات؟", reply_to=sent["message_id"]) is not None


def test_without_privacy_a_bot_hears_everything() -> None:
    api = LocalBotApi(TOKEN, privacy=False)
    assert api.user_sends(READER, GROUP, "كم عدد القوات؟") is not None


async def test_a_long_text_goes_out_in_pieces(api: LocalBotApi) -> None:
    text = "🇮" * 5000
    api.user_sends(READER, READER, text)
    parts = api.messages(READER)[1:]
    assert "".join(part.text for part in parts) == text
    assert all(utf16_length(part.text) <= 4096 for part in parts)


def test_an_invisible_text_is_not_sent(api: LocalBotApi) -> None:
    assert api.user_sends(READER, READER, " \n\u202e") is None
    assert len(api.messages(READER)) == 1


async def test_buttons_are_found_and_pressed(api: LocalBotApi, result: Result) -> None:
    keyboard = [[{"text": "أقدم", "callback_data": "t:1"}, {"text": "أقدم منها", "callback_data": "t:2"}]]
    sent = await result("sendMessage", chat_id=READER, text="x", reply_markup={"inline_keyboard": keyboard})
    message, button = api.button(READER, "أقدم")
    assert (message.id, button.data) == (sent["message_id"], "t:1")
    assert api.button(READER, "منها")[1].data == "t:2"
    with pytest.raises(LookupError):
        api.button(READER, "أحدث")
    with pytest.raises(LookupError):
        api.user_presses(READER, READER, message.id, "t:3")
    with pytest.raises(LookupError):
        api.user_presses(READER, READER, 999, "t:1")
    await heard(result)
    api.user_presses(READER, READER, message.id, "t:1")
    (update,) = await heard(result)
    assert update.callback_query is not None
    assert update.callback_query.data == "t:1"


async def test_calls_are_recorded_refused_ones_too(api: LocalBotApi, result: Result) -> None:
    await result("sendMessage", chat_id=str(READER), text="x")
    await api.call(TOKEN, "sendMessage", {"chat_id": READER})
    await result("getUpdates")
    sent, empty = api.calls
    assert (sent.method, sent.params, sent.refused) == ("sendMessage", {"chat_id": READER, "text": "x"}, "")
    assert empty.refused == "Bad Request: message text is empty"


@pytest.mark.parametrize("token", ["", "token", "42:", "42:a b"])
def test_a_token_has_its_form(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        LocalBotApi(token)


async def test_messages_count_as_in_telegram(api: LocalBotApi, result: Result) -> None:
    ids = [await result("sendMessage", chat_id=chat, text="x") for chat in (READER, GROUP, FORUM)]
    assert [message["message_id"] for message in ids] == [3, 4, 2]


def test_hostile_text_is_taken_in_reasonable_time(api: LocalBotApi) -> None:
    hostile: Any = "👨‍👩‍👧\u202e/a@<b>&amp;" * 60_000
    assert api.user_sends(READER, READER, hostile) is not None
