"""Text messages: every way to go wrong is refused in Telegram's words, and what is kept can be seen."""

from __future__ import annotations

from typing import Any

import pytest

from bot.local.api import LocalBotApi
from bot.local.records import Button
from tests.bot.local.conftest import FORUM, GROUP, READER, TOKEN, Clock, Refused, Result

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
KEYBOARD = {"inline_keyboard": [[{"text": "زر", "callback_data": "t:1"}]]}


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": "", "text": "x"}, "chat_id is empty"),
        ({"chat_id": 0}, "message text is empty"),
        ({"chat_id": 0, "text": "x"}, "chat not found"),
        ({"chat_id": "@nobody_here", "text": "x"}, "chat not found"),
        ({"chat_id": -1, "text": "x"}, "chat not found"),
        ({"chat_id": READER}, "message text is empty"),
        ({"chat_id": READER, "text": "  "}, "text must be non-empty"),
        ({"chat_id": READER, "text": "x" * 4097}, "message is too long"),
        (
            {"chat_id": READER, "text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"chat_id": READER, "text": "x", "colour": "red"}, 'unknown parameter "colour"'),
        ({"chat_id": READER, "text": 5}, 'field "text" must be of type String'),
        (
            {"chat_id": READER, "text": "x", "disable_notification": "maybe"},
            'field "disable_notification" must be of type Boolean',
        ),
        (
            {"chat_id": READER, "text": "x", "message_thread_id": "x"},
            'field "message_thread_id" must be of type Number',
        ),
        ({"chat_id": READER, "text": "x", "message_thread_id": 9}, "message thread not found"),
        ({"chat_id": READER, "text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ({"chat_id": READER, "text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ({"chat_id": READER, "text": "x", "reply_parameters": {"chat_id": 9}}, 'can\'t find field "message_id"'),
        ({"chat_id": READER, "text": "x", "reply_parameters": [1]}, "object expected as reply parameters"),
        (
            {"chat_id": READER, "text": "x", "reply_parameters": {"quote": "x"}},
            'the local Bot API does not know the field "quote" of reply parameters',
        ),
        (
            {"chat_id": READER, "text": "x", "link_preview_options": {"is_disabled": "yes"}},
            'field "is_disabled" must be of type Boolean',
        ),
        (
            {"chat_id": READER, "text": "x", "link_preview_options": {"big": True}},
            'unknown field "big" of link preview options',
        ),
        ({"chat_id": READER, "text": "x", "entities": {}}, 'field "entities" must be of type Array'),
    ],
)
async def test_a_bad_message_is_refused(refused: Refused, params: dict[str, Any], reason: str) -> None:
    assert await refused("sendMessage", **params) == f"Bad Request: {reason}"


async def test_a_message_is_sent(result: Result, api: LocalBotApi) -> None:
    sent = await result(
        "sendMessage", chat_id=READER, text="<b>هلا</b> /start", parse_mode="HTML", reply_markup=KEYBOARD
    )
    assert sent["text"] == "هلا /start"
    assert sent["from"]["id"] == 42
    assert sent["entities"] == [
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "bot_command", "offset": 4, "length": 6},
    ]
    assert sent["reply_markup"] == KEYBOARD
    kept = api.messages(READER)[-1]
    assert (kept.id, kept.text, kept.buttons) == (sent["message_id"], "هلا /start", (Button("زر", "t:1"),))


async def test_code_people_and_links_keep_what_belongs_to_them(result: Result) -> None:
    text = '<pre><code class="language-py">x</code></pre><a href="tg://user?id=1001">y</a><a href="https://e.org">z</a>'
    preview = {"is_disabled": True, "url": "https://e.org"}
    sent = await result("sendMessage", chat_id=READER, text=text, parse_mode="HTML", link_preview_options=preview)
    code, person, link = sent["entities"]
    assert (code["type"], code["language"]) == ("pre", "py")
    assert (person["type"], person["user"]["id"]) == ("text_mention", READER)
    assert (link["type"], link["url"]) == ("text_link", "https://e.org/")


async def test_link_preview_options_are_an_object(refused: Refused) -> None:
    reason = await refused("sendMessage", chat_id=READER, text="x", link_preview_options=[1])
    assert reason == "Bad Request: object expected as link preview options"


async def test_a_message_goes_to_a_topic_and_answers(result: Result, api: LocalBotApi) -> None:
    asked = api.messages(FORUM)[-1]
    sent = await result(
        "sendMessage", chat_id=FORUM, text="x", message_thread_id=5, reply_parameters={"message_id": asked.id}
    )
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (5, True)
    assert sent["reply_to_message"]["message_id"] == asked.id


async def test_a_reply_to_nothing_may_go_without(result: Result) -> None:
    reply = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await result("sendMessage", chat_id=READER, text="x", reply_parameters=reply)


async def test_an_edit_replaces_text_and_buttons(result: Result, api: LocalBotApi) -> None:
    sent = await result("sendMessage", chat_id=READER, text="قبل", reply_markup=KEYBOARD)
    where = {"chat_id": READER, "message_id": sent["message_id"]}
    edited = await result("editMessageText", **where, text="بعد")
    assert (edited["text"], edited["edit_date"]) == ("بعد", edited["date"])
    assert "reply_markup" not in edited
    await result("editMessageReplyMarkup", **where, reply_markup=KEYBOARD)
    assert api.messages(READER)[-1].buttons == (Button("زر", "t:1"),)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": "x"}, "message identifier is not specified"),
        ({"text": "x", "message_id": -3}, "message identifier is not specified"),
        ({"text": "x", "message_id": 999}, "message to edit not found"),
        ({"text": "x", "message_id": 1}, "message can't be edited"),
        ({"text": "x", "inline_message_id": "x"}, "MESSAGE_ID_INVALID"),
        ({"text": "x" * 4097, "message_id": 1}, "MESSAGE_TOO_LONG"),
        ({"message_id": 1}, "message text is empty"),
        ({"text": "x", "message_id": 1, "chat_id": 999}, "chat not found"),
    ],
)
async def test_a_bad_edit_is_refused(refused: Refused, params: dict[str, Any], reason: str) -> None:
    assert await refused("editMessageText", **{"chat_id": READER, **params}) == f"Bad Request: {reason}"


async def test_an_edit_that_changes_nothing_is_refused(result: Result, refused: Refused) -> None:
    sent = await result("sendMessage", chat_id=READER, text="<b>x</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    where = {"chat_id": READER, "message_id": sent["message_id"]}
    same = {"text": "<strong>x</strong> ", "parse_mode": "HTML", "reply_markup": KEYBOARD}
    assert await refused("editMessageText", **where, **same) == NOT_MODIFIED
    assert await refused("editMessageReplyMarkup", **where, reply_markup=KEYBOARD) == NOT_MODIFIED
    await result("editMessageText", **where, text="x", reply_markup=KEYBOARD)


async def test_the_text_of_a_venue_cannot_be_edited(result: Result, refused: Refused) -> None:
    sent = await result("sendVenue", chat_id=READER, latitude=33.8, longitude=42.4, title="قاعدة", address="الأنبار")
    reason = await refused("editMessageText", chat_id=READER, message_id=sent["message_id"], text="x")
    assert reason == "Bad Request: there is no text in the message to edit"


async def test_messages_are_deleted_within_two_days(
    result: Result, refused: Refused, api: LocalBotApi, clock: Clock
) -> None:
    sent = await result("sendMessage", chat_id=READER, text="x")
    assert await result("deleteMessage", chat_id=READER, message_id=sent["message_id"]) is True
    again = await refused("deleteMessage", chat_id=READER, message_id=sent["message_id"])
    assert again == "Bad Request: message to delete not found"
    others = api.messages(GROUP)[-1].id
    assert await refused("deleteMessage", chat_id=GROUP, message_id=others) == "Bad Request: message can't be deleted"
    clock.advance(hours=49)
    late = await refused("deleteMessage", chat_id=READER, message_id=1)
    assert late == "Bad Request: message can't be deleted for everyone"


async def test_a_chat_action_has_a_known_name(result: Result, refused: Refused) -> None:
    assert await result("sendChatAction", chat_id=READER, action="typing") is True
    reason = await refused("sendChatAction", chat_id=READER, action="dancing")
    assert reason == "Bad Request: wrong parameter action in request"


@pytest.mark.parametrize(
    ("token", "code", "description"),
    [("42:other", 401, "Unauthorized"), ("", 404, "Not Found"), ("letters", 404, "Not Found")],
)
async def test_a_wrong_token_is_refused(api: LocalBotApi, token: str, code: int, description: str) -> None:
    answer = await api.call(token, "getMe", {})
    assert answer.payload == {"ok": False, "error_code": code, "description": description}
    assert answer.status == code


async def test_an_unknown_method_is_refused_and_names_are_written_as_you_like(api: LocalBotApi) -> None:
    assert (await api.call(TOKEN, "sendDice", {})).payload["description"] == "Not Found: method not found"
    assert (await api.call(TOKEN, "GETME", {})).status == 200


async def test_parameters_may_come_as_text(result: Result) -> None:
    sent = await result(
        "sendMessage",
        chat_id=str(READER),
        text="12",
        disable_notification="true",
        reply_markup='{"inline_keyboard": [[{"text": "x", "url": "e.org"}]]}',
        reply_parameters='{"message_id": 1}',
        entities="",
    )
    assert sent["text"] == "12"
    assert sent["reply_to_message"]["message_id"] == 1
    assert sent["reply_markup"]["inline_keyboard"][0][0]["url"] == "http://e.org/"
