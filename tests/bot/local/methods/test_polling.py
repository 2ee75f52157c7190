"""Getting updates: they wait until confirmed, one poll at a time, never beside a webhook."""

from __future__ import annotations

import asyncio

import pytest

from bot.local.api import LocalBotApi
from tests.bot.local.conftest import READER, TOKEN, Refused, Result


async def test_updates_stay_until_they_are_confirmed(result: Result) -> None:
    first = await result("getUpdates")
    assert [update["message"]["text"] for update in first] == ["/start"] * 3
    assert await result("getUpdates", limit=1) == first[:1]
    assert await result("getUpdates", offset=first[0]["update_id"] + 1) == first[1:]
    assert await result("getUpdates", offset=-1) == first[-1:]
    assert await result("getUpdates", offset=first[-1]["update_id"] + 1) == []


async def test_a_poll_waits_for_what_is_to_come(api: LocalBotApi, result: Result) -> None:
    await result("getUpdates", offset=99)
    waiting = asyncio.create_task(api.call(TOKEN, "getUpdates", {"timeout": 30}))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    api.user_sends(READER, READER, "سؤال")
    updates = (await asyncio.wait_for(waiting, 20)).payload["result"]
    assert isinstance(updates, list)
    assert len(updates) == 1


async def test_a_poll_can_be_woken_from_another_thread(api: LocalBotApi, result: Result) -> None:
    await result("getUpdates", offset=99)
    waiting = asyncio.create_task(api.call(TOKEN, "getUpdates", {"timeout": 30}))
    await asyncio.sleep(0.01)
    await asyncio.to_thread(api.user_sends, READER, READER, "سؤال")
    assert (await asyncio.wait_for(waiting, 20)).payload["result"]


async def test_a_second_poll_ends_the_first(api: LocalBotApi, result: Result) -> None:
    await result("getUpdates", offset=99)
    first = asyncio.create_task(api.call(TOKEN, "getUpdates", {"timeout": 30}))
    await asyncio.sleep(0.01)
    await result("getUpdates")
    answer = await asyncio.wait_for(first, 20)
    assert answer.status == 409
    assert str(answer.payload["description"]).startswith("Conflict: terminated by other getUpdates request")


async def test_only_the_kinds_asked_for_come(api: LocalBotApi, result: Result) -> None:
    await result("getUpdates", offset=99, allowed_updates=["callback_query"])
    assert api.user_sends(READER, READER, "سؤال") is None
    await result("getUpdates", allowed_updates=[])
    assert api.user_sends(READER, READER, "سؤال") is not None


async def test_a_webhook_excludes_polling(result: Result, refused: Refused) -> None:
    await result("setWebhook", url="https://e.org/hook", secret_token="s-3", allowed_updates=["message"])
    assert (await result("getWebhookInfo"))["url"] == "https://e.org/hook"
    assert (await refused("getUpdates")).startswith("Conflict: can't use getUpdates method while webhook is active")
    await result("deleteWebhook", drop_pending_updates=True)
    assert await result("getUpdates") == []
    info = await result("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("", 0)


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("setWebhook", {"url": "http://e.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ("setWebhook", {"url": "https://e.org", "secret_token": "ق"}, "secret token contains unallowed characters"),
        ("getUpdates", {"limit": 0}, "limit must be between 1 and 100"),
        ("getUpdates", {"allowed_updates": [1]}, "expected allowed_updates as an Array of String"),
    ],
)
async def test_bad_polling_is_refused(refused: Refused, method: str, params: dict[str, object], reason: str) -> None:
    assert await refused(method, **params) == f"Bad Request: {reason}"
