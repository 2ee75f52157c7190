"""What Telegram makes tappable by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.detection import found_entities
from bot.local.entities import utf16_length, utf16_slice


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", [("bot_command", "/start")]),
        ("انظر /m_k3x، ثم /bases@MujazBot.", [("bot_command", "/m_k3x"), ("bot_command", "/bases@MujazBot")]),
        ("\u2068/m_k3x\u2069", [("bot_command", "/m_k3x")]),
        ("a/b 1/2 //x /x/ </x>", []),
        ("/قواعد", []),
        (f"/{'a' * 65}", []),
        ("/a@ab", []),
        ("🇮🇶 @MujazBot", [("mention", "@MujazBot")]),
        ("x@mujaz @abc", []),
        ("اكتب إلى desk@example.org.", [("email", "desk@example.org")]),
        ("#العراق #2025 $USD", [("hashtag", "#العراق"), ("cashtag", "$USD")]),
        ("https://e.org/a?b=(1).", [("url", "https://e.org/a?b=(1")]),
        ("زوروا example.com. أو aljazeera.net/x", [("url", "example.com"), ("url", "aljazeera.net/x")]),
        ("v1.2.3 file.txt http://localhost", []),
    ],
)
def test_entities_are_found_in_plain_text(text: str, found: list[tuple[str, str]]) -> None:
    entities = found_entities(text)
    assert [(e.type, utf16_slice(text, e.offset, e.length)) for e in entities] == found


@given(st.text("/@#$ab. \nق🇮:9_-"))
def test_found_entities_lie_in_the_text_without_overlapping(text: str) -> None:
    end = 0
    for entity in found_entities(text):
        assert entity.offset >= end
        end = entity.end
    assert end <= utf16_length(text)


@pytest.mark.parametrize("unit", ["a.", "/a@", "@", "#a", "a@b.", "http://", "$A", "a-"])
def test_hostile_text_is_read_in_linear_time(unit: str) -> None:
    assert len(found_entities(unit * 100_000)) < 200_001
