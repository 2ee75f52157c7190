"""/search on the shipped seeds."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from handlers.commands import search
from handlers.views.message import Bold, Message, Quote, render
from storage.database.session import Database
from tests.handlers.direct import Direct, pressed
from tests.handlers.handmade import labels, shown


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


def bold(message: Message) -> set[str]:
    quotes = [block for block in message.blocks if isinstance(block, Quote)]
    return {str(part.parts[0]) for quote in quotes for part in quote.parts if isinstance(part, Bold)}


async def test_what_matches_is_bold_whatever_its_spelling(direct: Direct) -> None:
    message = await direct.ask(search.search, "الانسحاب")
    assert {"انسحاب", "للانسحاب", "الانسحاب"} <= bold(message)
    assert shown(message).startswith("8 نتائج: الانسحاب")


@pytest.mark.parametrize("words", ["قاعدة عين الأسد", "قاعده عين الاسد", "القَاعِدة  عين الأسد"])
async def test_spelling_does_not_matter(direct: Direct, words: str) -> None:
    assert "عين الأسد" in shown(await direct.ask(search.search, words))


async def test_each_hit_names_its_outlet_date_and_article(direct: Direct) -> None:
    text = shown(await direct.ask(search.search, "أرتال"))
    assert "— العربي الجديد (ملخص) · 1 تشرين الأول 2025 · /a_" in text
    assert text.endswith("تصل المصادر إلى 1 تشرين الأول 2025")


async def test_more_is_a_press_away_and_back_again(direct: Direct) -> None:
    first = await direct.ask(search.search, "القوات")
    assert labels(first) == ["التالي ⬅️"]
    second = await direct.ask(search.pressed, pressed(first, "التالي"))
    assert "➡️ السابق" in labels(second)
    assert await direct.ask(search.pressed, pressed(second, "➡️")) == first
    assert not set(shown(first).split("\n\n")[1:-1]) & set(shown(second).split("\n\n")[1:-1])


async def test_english_words_find_arabic_articles(direct: Direct) -> None:
    text = shown(await direct.ask(search.search, "Erbil", "en"))
    assert "sentences found: أربيل" in text
    assert "في أربيل" in text


async def test_nothing_found_says_what_was_looked_for_and_what_there_is(direct: Direct) -> None:
    message = await direct.ask(search.search, "زرافة <b>")
    text = shown(message)
    assert text.startswith("لم أجد في المقالات: زرافة <b>")
    assert "5 مقالات" in text
    assert labels(message) == []


async def test_nothing_to_look_for_says_how_to_ask(direct: Direct) -> None:
    assert "/search" in shown(await direct.ask(search.search, "  "))


async def test_a_very_long_text_is_looked_for_by_its_beginning(direct: Direct) -> None:
    message = await direct.ask(search.search, "أرتال " * 100_000)
    assert "أرتال" in bold(message)
    assert len(shown(message).splitlines()[0]) < 120


@limits(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(words=st.text(max_size=120))
async def test_any_words_give_a_message_that_can_be_sent(direct: Direct, words: str) -> None:
    assert render(await direct.ask(search.search, words))
