"""Inline keyboards are refused as Telegram refuses them."""

from __future__ import annotations

import pytest

from bot.local.keyboards import read_keyboard
from bot.local.records import Button, Json
from bot.local.refusal import BadRequest


def rows(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}


KEY: Json = {"text": "x", "callback_data": "x"}
CANT_PARSE = "can't parse inline keyboard button: "
REFUSALS: list[tuple[Json, str]] = [
    ("[]", "object expected as reply markup"),
    ({"keyboard": []}, 'the local Bot API knows inline keyboards only, not "keyboard"'),
    ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
    ({"inline_keyboard": ["bad"]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
    (rows("bad"), CANT_PARSE + "InlineKeyboardButton must be an Object"),
    (rows({"callback_data": "x"}), CANT_PARSE + 'Can\'t find field "text"'),
    (rows({"text": 1, "callback_data": "x"}), CANT_PARSE + 'Field "text" must be of type String'),
    (rows({"text": "زر"}), CANT_PARSE + "Text buttons are unallowed in the inline keyboard"),
    (rows({"text": "زر", "callback_data": ""}), CANT_PARSE + "Text buttons are unallowed in the inline keyboard"),
    (
        rows({"text": "زر", "callback_data": "x", "url": "https://e.org"}),
        CANT_PARSE + "exactly one of the optional fields must be used",
    ),
    (rows({"text": "زر", "pay": True}), CANT_PARSE + 'the local Bot API does not know the field "pay"'),
    (rows({"text": "x", "callback_data": "x", "style": "gold"}), CANT_PARSE + "invalid button style specified"),
    (rows({"text": " ", "callback_data": "x"}), "inline keyboard button text must be non-empty"),
    (rows({"text": "زر", "callback_data": "x" * 65}), "BUTTON_DATA_INVALID"),
    (rows({"text": "زر", "callback_data": "ق" * 33}), "BUTTON_DATA_INVALID"),
    (rows({"text": "x", "url": "not-a-url"}), "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"),
    (
        rows({"text": "x", "url": "ftp://example.com"}),
        "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ),
    (rows(*[KEY] * 9), "reply markup is too long"),
    ({"inline_keyboard": [[KEY]] * 101}, "reply markup is too long"),
]


@pytest.mark.parametrize(("markup", "reason"), REFUSALS)
def test_a_bad_keyboard_is_refused(markup: Json, reason: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        read_keyboard(markup)
    assert refusal.value.description == f"Bad Request: {reason}"


def test_a_good_keyboard_is_kept() -> None:
    markup = rows({"text": "زر", "callback_data": "ق" * 32}, {"text": "رابط", "url": "e.org", "style": "primary"})
    assert read_keyboard(markup) == ((Button("زر", data="ق" * 32), Button("رابط", url="http://e.org/")),)


def test_nothing_and_empty_rows_are_no_keyboard() -> None:
    assert read_keyboard(None) == read_keyboard({}) == read_keyboard({"inline_keyboard": [[]]}) == ()
