"""/sources and /article on the shipped seeds."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from handlers.commands import articles
from handlers.views import articles as view
from storage.database.session import Database
from storage.errors import NotFound
from tests.handlers.direct import Direct, pressed
from tests.handlers.handmade import labels, shown


@pytest.fixture
def direct(shipped_database: Database) -> Direct:
    return Direct(shipped_database)


async def test_the_sources_are_numbered_oldest_first(direct: Direct) -> None:
    text = shown(await direct.ask(articles.sources))
    assert text.startswith("5 مقالات")
    assert re.findall(r"^(\d)\. ", text, re.MULTILINE) == list("12345")
    assert "المونيتور (ملخص) · 27 أيلول 2024 (تقديراً) · /a_" in text


async def test_abstracts_are_marked_and_the_age_of_the_newest_is_told(direct: Direct) -> None:
    text = shown(await direct.ask(articles.sources, "", "en"))
    assert "All of them are abstracts in the project’s words" in text
    assert "The newest is of 1 October 2025, about 14 months ago." in text
    same_day = await direct.ask(articles.sources, "", "en", now=dt.datetime(2025, 10, 1, 9, tzinfo=dt.UTC))
    assert "The newest is of 1 October 2025, today." in shown(same_day)


async def test_every_article_opens_by_number_code_and_id(direct: Direct) -> None:
    codes = re.findall(r"/a_(\w+)", shown(await direct.ask(articles.sources)))
    assert len(codes) == 5
    for number, code in enumerate(codes, 1):
        by_code = await direct.ask(articles.article, code)
        assert by_code == await direct.ask(articles.article, str(number))
        assert by_code == await direct.ask(articles.article, f"/a_{code}")
    assert "نيوزاليست" in shown(await direct.ask(articles.article, "004_16a49567d1a4bb31"))
    assert shown(await direct.ask(articles.article, "٢")) == shown(await direct.ask(articles.article, "2"))


async def test_an_article_shows_its_text_quoted_and_its_facts(direct: Direct) -> None:
    message = await direct.ask(articles.article, "2", "en")
    quotes = [block for block in message.blocks if isinstance(block, view.Quote)]
    assert len(quotes) == 4
    text = shown(message)
    assert "An abstract in the project’s words" in text
    facts = text.split("Its facts")[1]
    assert "Coalition forces to vacate Ain al-Asad air base · by September 2025 · /m_" in facts
    assert "about 2,500 troops · US forces · Iraq" in facts
    assert text.endswith("Sources reach up to 1 October 2025")
    assert labels(message) == ["↩️ The sources"]


async def test_without_a_number_it_says_how_to_ask(direct: Direct) -> None:
    assert "/article 1" in shown(await direct.ask(articles.article))


@pytest.mark.parametrize("reference", ["0", "6", "99999999999999999999", "zzz", "'; drop table articles --"])
async def test_an_article_that_there_is_not_is_not_found(direct: Direct, reference: str) -> None:
    with pytest.raises(NotFound):
        await direct.ask(articles.article, reference)


async def test_many_sources_stand_on_pages(direct: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "AT_ONCE", 2)
    first = await direct.ask(articles.sources)
    second = await direct.ask(articles.pressed, pressed(first, "التالي"))
    assert re.findall(r"^(\d)\. ", shown(second), re.MULTILINE) == ["3", "4"]
    last = await direct.ask(articles.pressed, pressed(second, "التالي"))
    assert re.findall(r"^(\d)\. ", shown(last), re.MULTILINE) == ["5"]
    assert labels(last) == ["➡️ السابق"]
