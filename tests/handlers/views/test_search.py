"""Hits on a screen: nothing of the sentence is lost, what matches is bold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.i18n import flat
from handlers.views.message import Bold, Quote
from handlers.views.search import page, usage
from storage.answers import Hit, SearchPage
from tests.handlers.handmade import edition, shown, source, translator


def found(*hits: Hit, total: int | None = None, words: str = "القوات", **more: object) -> SearchPage:
    return SearchPage(edition(), words, hits, len(hits) if total is None else total, None, **more)  # type: ignore[arg-type]


SENTENCES = st.text("كتب القوات abc ", min_size=1, max_size=40)


@given(SENTENCES, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_no_letter_is_lost_or_doubled_whatever_the_spans(sentence: str, spans: list[tuple[int, int]]) -> None:
    matches = tuple((min(a, b), min(max(a, b), len(sentence))) for a, b in spans if min(a, b) < len(sentence))
    message = page(found(Hit(source(), sentence, matches)), translator())
    (quote,) = (block for block in message.blocks if isinstance(block, Quote))
    assert flat(quote.parts) == sentence
    for part in quote.parts:
        if isinstance(part, Bold):
            assert part.parts[0]


def test_matched_words_are_bold_and_the_rest_is_not() -> None:
    message = page(found(Hit(source(), "غادرت القوات بغداد", ((6, 12),))), translator())
    (quote,) = (block for block in message.blocks if isinstance(block, Quote))
    assert quote.parts == ("غادرت ", Bold(("القوات",)), " بغداد")


def test_many_hits_are_said_to_be_many() -> None:
    assert "1,000 نتيجة أو أكثر" in shown(page(found(Hit(source(), "نص", ()), total=1000), translator()))
    assert shown(page(found(Hit(source(), "نص", ()), total=1), translator())).startswith("نتيجة واحدة: القوات")


def test_nothing_found_offers_words_like_it() -> None:
    text = shown(page(found(nearest=("أرتال", "رتل")), translator()))
    assert "كلمات قريبة: أرتال ورتل" in text


def test_long_words_are_shortened_in_the_heading() -> None:
    text = shown(page(found(words="كلمة " * 100), translator()))
    assert len(text.splitlines()[0]) < 120
    assert "…" in text


def test_usage_names_the_command() -> None:
    assert "/search" in shown(usage(translator("en")))
