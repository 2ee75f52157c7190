"""What the bot says of itself, by language."""

from __future__ import annotations

import pytest

from tests.bot.local.conftest import Refused, Result


@pytest.mark.parametrize(
    ("noun", "field", "limit", "reason"),
    [
        ("Name", "name", 64, "BOT_TITLE_INVALID"),
        ("ShortDescription", "short_description", 120, "BOT_SHARETEXT_INVALID"),
        ("Description", "description", 512, "BOT_DESC_INVALID"),
    ],
)
async def test_a_text_is_kept_by_language_and_has_a_limit(
    result: Result, refused: Refused, noun: str, field: str, limit: int, reason: str
) -> None:
    await result(f"setMy{noun}", **{field: "ق" * limit})
    assert await refused(f"setMy{noun}", **{field: "ق" * (limit + 1)}) == f"Bad Request: {reason}"
    await result(f"setMy{noun}", **{field: "x"}, language_code="en")
    assert await result(f"getMy{noun}", language_code="en") == {field: "x"}
    assert await result(f"getMy{noun}", language_code="ku") == {field: "ق" * limit}
    await result(f"setMy{noun}", **{field: ""}, language_code="en")
    assert await result(f"getMy{noun}", language_code="en") == {field: "ق" * limit}


async def test_a_bot_needs_a_name(result: Result, refused: Refused) -> None:
    assert await refused("setMyName") == "Bad Request: BOT_TITLE_INVALID"
    await result("setMyName", name="موجز")
    assert (await result("getMe"))["first_name"] == "موجز"
    assert await refused("setMyName", name="x", language_code="x") == "Bad Request: invalid language code specified"
