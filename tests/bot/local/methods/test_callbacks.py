"""A pressed button waits a minute for one answer."""

from __future__ import annotations

import pytest

from bot.local.api import LocalBotApi
from tests.bot.local.conftest import READER, Clock, Refused, Result

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
async def query(api: LocalBotApi, result: Result) -> str:
    markup = {"inline_keyboard": [[{"text": "زر", "callback_data": "t:1"}]]}
    sent = await result("sendMessage", chat_id=READER, text="x", reply_markup=markup)
    api.user_presses(READER, READER, sent["message_id"], "t:1")
    update = (await result("getUpdates", offset=-1))[0]["callback_query"]
    assert (update["data"], update["from"]["id"], update["message"]["text"]) == ("t:1", READER, "x")
    return str(update["id"])


async def test_a_query_is_answered_once(query: str, result: Result, refused: Refused) -> None:
    assert await result("answerCallbackQuery", callback_query_id=query, text="تم", show_alert=True) is True
    assert await refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_a_late_answer_is_refused(query: str, refused: Refused, clock: Clock) -> None:
    clock.advance(seconds=61)
    assert await refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_an_unknown_query_is_refused(refused: Refused) -> None:
    assert await refused("answerCallbackQuery") == TOO_OLD
    assert await refused("answerCallbackQuery", callback_query_id="5") == TOO_OLD


async def test_an_answer_is_short_and_links_only_to_the_bot(query: str, result: Result, refused: Refused) -> None:
    where = {"callback_query_id": query}
    assert await refused("answerCallbackQuery", **where, text="ق" * 201) == "Bad Request: MESSAGE_TOO_LONG"
    assert await refused("answerCallbackQuery", **where, url="https://e.org") == "Bad Request: URL_INVALID"
    assert await result("answerCallbackQuery", **where, text="ق" * 200, url="https://t.me/MujazBot?start=m_k3x")
