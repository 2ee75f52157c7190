"""A bot's text: read, cleaned, measured, refused, in Telegram's order and words."""

from __future__ import annotations

import pytest

from bot.local.entities import MOST, Entity
from bot.local.formatting import caption_text, message_text, plain_text
from bot.local.refusal import BadRequest

LONG = "message is too long"


def refusal_of(text: str, mode: str = "", entities: tuple[object, ...] = ()) -> str:
    with pytest.raises(BadRequest) as refusal:
        message_text(text, mode, list(entities), LONG)  # type: ignore[arg-type]  # bad shapes on purpose
    return refusal.value.description.removeprefix("Bad Request: ")


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        ("", "HTML", "message text is empty"),
        ("   \n", "", "text must be non-empty"),
        ("<b> </b>", "HTML", "text must be non-empty"),
        ("\u200b\u200f", "", "text must be non-empty"),
        ("x" * 4097, "", LONG),
        ("🇮" * 2049, "", LONG),
        ("ق" * 16385, "", "text is too long"),
        ("x", "INVALID", "unsupported parse_mode"),
        ("*x*", "MarkdownV2", "the local Bot API reads HTML and entities only, no Markdown"),
        ("\ud800", "", "strings must be encoded in UTF-8"),
    ],
)
def test_a_bad_text_is_refused(text: str, mode: str, reason: str) -> None:
    assert refusal_of(text, mode) == reason


def test_length_is_counted_after_parsing_and_trimming() -> None:
    body = "ق" * 4096
    assert message_text(f"  <b>{body}</b>\n", "html", [], LONG).text == body
    assert caption_text(f"<i>{'ق' * 1024}</i>", "HTML", []).text == "ق" * 1024
    with pytest.raises(BadRequest, match="message caption is too long"):
        caption_text("ق" * 1025, "HTML", [])


def test_a_caption_may_be_empty() -> None:
    assert caption_text("", "", []).text == ""


def test_without_a_mode_tags_are_just_text() -> None:
    assert message_text("<b>x", "", [], LONG).text == "<b>x"


def test_only_the_first_hundred_entities_are_kept() -> None:
    kept = message_text("<b>x</b> " * 150, "HTML", [], LONG).entities
    assert len(kept) == MOST


def test_given_entities_are_taken() -> None:
    given = [{"type": "bold", "offset": 0, "length": 2}, {"type": "hashtag", "offset": 0, "length": 1}]
    link = {"type": "text_link", "offset": 3, "length": 1, "url": "e.org"}
    kept = message_text("ab c", "", [*given, link], LONG).entities  # type: ignore[list-item]
    assert kept == (Entity("bold", 0, 2), Entity("text_link", 3, 1, "http://e.org/"))


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ("bold", "can't parse MessageEntity: expected an Object"),
        ({"type": "bold", "length": 1}, "can't parse MessageEntity: Can't find field \"offset\""),
        ({"type": "bold", "offset": 0}, "can't parse MessageEntity: Can't find field \"length\""),
        ({"type": "big", "offset": 0, "length": 1}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "text_link", "offset": 0, "length": 1}, "can't parse MessageEntity: Can't find field \"url\""),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": "not-a-url"},
            "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "bold", "offset": 0, "length": -1}, "receive an entity with incorrect length -1"),
        (
            {"type": "bold", "offset": 100, "length": 1},
            "entity begins after the end of the text at UTF-16 offset 100",
        ),
        (
            {"type": "bold", "offset": 0, "length": 100},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
        ),
    ],
)
def test_a_bad_entity_is_refused(entity: object, reason: str) -> None:
    assert refusal_of("hello", entities=(entity,)) == reason


def test_what_a_person_types_is_cleaned_and_searched_for_commands() -> None:
    typed = plain_text("  /start <b>x</b> ")
    assert (typed.text, typed.entities) == ("/start <b>x</b>", (Entity("bot_command", 0, 6),))
