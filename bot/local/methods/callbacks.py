"""Answers to pressed buttons. Source: https://core.telegram.org/bots/api#answercallbackquery.

Telegram does not say how long a query waits for its answer; here it is a minute. A second answer to the
same query would reach nobody, so it is refused like a late one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.local.methods.method import Method
from bot.local.parameters import Params
from bot.local.records import Json
from bot.local.refusal import BadRequest
from bot.local.world import World

_WAITS: Final = timedelta(minutes=1)
_TEXT_LIMIT: Final = 200


def answer_callback_query(world: World, p: Params) -> Json:
    if len(p.text("text")) > _TEXT_LIMIT:
        raise BadRequest("MESSAGE_TOO_LONG")
    if p.text("url") and not p.text("url").startswith(f"https://t.me/{world.bot.username}?start="):
        raise BadRequest("URL_INVALID")
    query = world.queries.pop(p.text("callback_query_id"), None)
    if query is None or world.clock() - query.asked > _WAITS:
        raise BadRequest("query is too old and response timeout expired or query ID is invalid")
    answer: dict[str, Json] = {"text": p.text("text"), "alert": p.flag("show_alert"), "url": p.text("url")}
    pressed: dict[str, Json] = {"user": query.user.id, "message_id": query.message.id, "data": query.data}
    world.journal.write("answer", query.message.chat, {**pressed, **answer})
    return True


METHODS: Final[Mapping[str, Method]] = {
    "answerCallbackQuery": Method(
        answer_callback_query, frozenset(("callback_query_id", "text", "show_alert", "url", "cache_time"))
    ),
}
