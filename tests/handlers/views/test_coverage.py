"""How far the sources reach, and what there is where nothing was found."""

from __future__ import annotations

from dataclasses import replace

from handlers.views.coverage import coverage, extent
from handlers.views.message import Message
from tests.handlers.handmade import edition, shown, translator


def test_the_line_names_the_newest_day() -> None:
    assert shown(Message((coverage(edition(), translator()),))) == "تصل المصادر إلى 1 تشرين الأول 2025"
    assert shown(Message((coverage(edition(), translator("en")),))) == "Sources reach up to 1 October 2025"


def test_without_a_date_it_claims_none() -> None:
    nowhen = replace(edition(), newest=None, oldest=None)
    for language in ("ar", "en"):
        assert not any(c.isdigit() for c in shown(Message((coverage(nowhen, translator(language)),))))


def test_what_there_is_counts_the_articles_and_spans_their_dates() -> None:
    arabic = shown(Message((extent(edition(), translator()),)))
    assert "5 مقالات" in arabic
    assert arabic.index("1 أيلول 2024") < arabic.index("1 تشرين الأول 2025")
    one = replace(edition(), articles=1, oldest=None)
    assert "1 article," in shown(Message((extent(one, translator("en")),)))
