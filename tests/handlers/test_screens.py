"""Every screen of the shipped seeds, read in both languages: no raw identifier, no word of the other language."""

from __future__ import annotations

import re

import pytest

from handlers.i18n import flat
from handlers.registry import ANSWERS, BUTTONS, COMMANDS
from handlers.views.message import Inline, Isolate, Message, Quote, render
from storage.database.session import Database
from storage.records import DisagreementType, Extent, Kind, Modality, Phase, PlaceState, Qualifier, Sense, Unit
from tests.handlers.direct import Direct

QUESTIONS = [
    ("timeline", ""), ("timeline", "2024"), ("timeline", "سوريا"), ("next", ""), ("bases", ""), ("bases", "عين الأسد"),
    ("troops", ""), ("troops", "سوريا"), ("troops", "أربيل"), ("disputes", ""), ("disputes", "بغداد"),
    ("sources", ""), ("article", "1"), ("article", "4"), ("language", ""), ("settings", ""), ("settings", "عمّان"),
    ("search", ""), ("search", "الانسحاب"), ("search", "زرافة"), ("help", ""), ("start", ""),
    ("digest", ""), ("subscribe", ""), ("unsubscribe", ""), ("mydata", ""),
    ("?", "متى يغادرون عين الأسد؟"), ("?", "كم عدد القوات الأميركية في سوريا؟"), ("?", ""),
]  # fmt: skip
RAW = re.compile(
    r"(?<![\w/])(?:"
    + "|".join(
        sorted(
            value
            for kind in (Kind, Modality, Extent, Unit, Qualifier, Sense, Phase, PlaceState, DisagreementType)
            for member in kind
            if "_" in (value := member.value)
        )
    )
    + r")(?!\w)"
)
COMMAND = re.compile(r"/[a-z]+(?:_[a-z0-9_]+)?|\bK-1\b")
OWN_NAMES = {"English", "العربية"}


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


def ours(message: Message) -> list[str]:
    """The words of ours, block by block: without quotations, and without what stands isolated as somebody's own."""
    texts = [flat(_unquoted(block.parts)) for block in message.blocks if not isinstance(block, Quote)]
    labels = [button.label for row in message.buttons for button in row]
    return [COMMAND.sub("", text) for text in (*texts, *labels)]


def _unquoted(parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
    kept: list[Inline] = []
    for part in parts:
        if isinstance(part, Isolate):
            continue
        inner = getattr(part, "parts", None)
        kept.append(flat(_unquoted(inner)) if inner else part)
    return tuple(kept)


@pytest.mark.parametrize(("name", "words"), QUESTIONS)
async def test_an_arabic_screen_holds_no_english_and_no_raw_value(direct: Direct, name: str, words: str) -> None:
    message = await direct.ask(ANSWERS[name], words)
    foreign = [
        text for text in ours(message) if re.search(r"[A-Za-z]{2,}", text) and text.lstrip("✅🌐 ") not in OWN_NAMES
    ]
    assert foreign == []


@pytest.mark.parametrize(("name", "words"), QUESTIONS)
async def test_an_english_screen_holds_no_arabic_and_no_raw_value(direct: Direct, name: str, words: str) -> None:
    message = await direct.ask(ANSWERS[name], words, "en")
    texts = ours(message)
    foreign = [text for text in texts if re.search(r"[\u0621-\u064a]", text) and text.lstrip("✅🌐 ") not in OWN_NAMES]
    assert foreign == []
    assert [text for text in texts if RAW.search(text)] == []


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("name", "words"), QUESTIONS)
async def test_every_screen_can_be_sent(direct: Direct, name: str, words: str, language: str) -> None:
    parts = render(await direct.ask(ANSWERS[name], words, language), rtl=language == "ar")
    assert parts
    assert all(len(part.plain.encode("utf-16-le")) // 2 <= 4096 for part in parts)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("name", "words"), QUESTIONS)
async def test_every_button_of_every_screen_answers(direct: Direct, name: str, words: str, language: str) -> None:
    message = await direct.ask(ANSWERS[name], words, language)
    for row in message.buttons:
        for button in row:
            verb, _, rest = (button.data or "").partition(":")
            answered = await direct.ask(BUTTONS[verb], rest, language)
            assert render(answered)


def test_every_command_has_a_screen_here() -> None:
    asked = {name for name, _ in QUESTIONS}
    assert {c.name for c in COMMANDS if c.audience == "everyone" and c.in_menu} <= asked
