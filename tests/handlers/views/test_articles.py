"""Articles on a screen, beyond what the shipped seeds hold."""

from __future__ import annotations

from dataclasses import replace

from handlers.views.articles import FACTS, card, sources
from handlers.views.message import Link, Quote, render
from storage.answers import ArticleCard, Sources
from storage.records import ArticleKind, Kind
from tests.handlers.handmade import TODAY, claim, count, edition, event, shown, source, translator


def article(text: str = "جملة.", **more: object) -> ArticleCard:
    fields: dict[str, object] = {
        "edition": edition(),
        "source": source(),
        "note": None,
        "text": text,
        "claims": (),
        "counts": (),
    }
    return ArticleCard(**{**fields, **more})  # type: ignore[arg-type]


def test_some_abstracts_are_counted() -> None:
    whole = replace(source(2), kind=ArticleKind.ARTICLE)
    text = shown(sources(Sources(edition(), (source(1), whole)), translator(), TODAY))
    assert "أحدها ملخّص بصياغة المشروع" in text
    only = shown(sources(Sources(edition(), (whole,)), translator(), TODAY))
    assert "ملخّص" not in only


def test_without_a_dated_article_the_age_is_unknown() -> None:
    answer = Sources(replace(edition(), newest=None), (source(day=None),))
    text = shown(sources(answer, translator("en"), TODAY))
    assert "publication date unknown" in text
    assert "The newest" not in text


def test_an_article_without_title_or_facts_says_so() -> None:
    text = shown(card(article(source=replace(source(), title=None)), translator()))
    assert text.startswith("من دون عنوان")
    assert "لم تُستخرج منه وقائع بعد" in text


def test_the_address_is_a_link() -> None:
    where = replace(source(), url="https://example.org/a")
    message = card(article(source=where), translator())
    links = [part for block in message.blocks for part in block.parts if isinstance(part, Link)]
    assert [link.url for link in links] == ["https://example.org/a"]


def test_facts_without_a_headline_are_left_to_the_receipts() -> None:
    facts = (claim(event(Kind.STATEMENT)), claim(event()))
    text = shown(card(article(claims=facts, counts=(count(900),)), translator()))
    assert text.count("▪️") == 2
    assert "▪️ نحو 900 جندي · القوات الأميركية" in text


def test_many_facts_are_cut_and_counted() -> None:
    facts = tuple(claim(event()) for _ in range(FACTS + 2))
    assert "وواقعتان أخريان." in shown(card(article(claims=facts), translator()))


def test_a_long_text_splits_and_stays_a_quotation() -> None:
    text = "\n\n".join("كلمة " * 400 for _ in range(5))
    message = card(article(text), translator("en"))
    assert sum(isinstance(block, Quote) for block in message.blocks) == 5
    parts = render(message, rtl=False)
    assert len(parts) > 2
    assert all(part.html.count("<blockquote>") == part.html.count("</blockquote>") for part in parts)
