"""Whatever an article says: extraction does not fail, quotes exactly, names only what the story has, and says the
same when asked again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks import hostile
from storage.corpus.extraction.extractor import Extraction, Extractor
from storage.corpus.extraction.passages import LONGEST
from storage.corpus.story import read_story
from storage.corpus.text import sentences, tidy
from storage.fuzzydate import FuzzyDate
from storage.records import Article, ArticleKind, Event, Figure, Origin, Publication, PublishedBasis, Story

ROOT = Path(__file__).resolve().parents[4]
ID = re.compile(r"any#x[0-9a-f]{8}(-\d+)?")
SIGNS = ["،", "؛", ".", ":", "«", "»", '"', "(", ")", "-", "/", "\n", "؟", "!", "ـ", "\u200f", "%", "$", "[", "]"]


@cache
def story() -> Story:
    return read_story(ROOT / "seeds" / "story.yaml")


@cache
def extractor() -> Extractor:
    return Extractor(story())


@cache
def vocabulary() -> list[str]:
    """The words of the practice articles, with their signs."""
    texts = (file.read_text("utf-8") for file in sorted((ROOT / "tests" / "gold" / "practice").glob("*.txt")))
    return sorted({word for text in texts for word in text.split()})


def article(text: str, published: date | None = date(2025, 10, 1)) -> Article:
    text = tidy(text)
    when = Publication(published and published.isoformat(), PublishedBasis.STATED, published, published)
    return Article(
        "any", None, None, None, when, "ar", ArticleKind.ARTICLE, None, None, text, sentences(text), "", "any.txt"
    )


def facts(found: Extraction) -> Iterator[Event | Figure]:
    yield from found.events
    yield from found.figures


def hold(text: str, published: date | None = date(2025, 10, 1)) -> None:
    """What holds of every text."""
    read = article(text, published)
    found = extractor().read(read)
    spans = {(sentence.start, sentence.end) for sentence in read.sentences}
    for fact in facts(found):
        at = fact.citation
        assert (at.start, at.end) in spans
        assert read.text[at.start : at.end] == at.sentence
        assert fact.origin is Origin.EXTRACTED
        assert 0 <= fact.confidence <= 1
        assert fact.reasons
        assert ID.fullmatch(fact.id), fact.id
        assert fact.place in {None, *story().places}
        when = fact.date if isinstance(fact, Event) else fact.as_of
        assert when is None or _is_said(when, read.text)
    for event in found.events:
        assert {event.actor, event.counterpart} <= {None, *story().actors}
        assert event.to_place in {None, *story().places}
    for figure in found.figures:
        assert figure.force in {None, *story().actors}
    ids = [fact.id for fact in facts(found)]
    assert len(set(ids)) == len(ids)
    assert extractor().read(read) == found


def _is_said(when: FuzzyDate, text: str) -> bool:
    return when.surface in text


@settings(max_examples=150)
@given(st.data(), st.dates(date(1995, 1, 1), date(2090, 1, 1)) | st.none())
def test_words_of_the_story_in_any_order(data: st.DataObject, published: date | None) -> None:
    words = st.sampled_from(vocabulary()) | st.sampled_from(SIGNS)
    hold(" ".join(data.draw(st.lists(words, max_size=60))), published)


@settings(max_examples=150)
@given(st.text(max_size=300))
@example("\u0640")
@example("و" * 300)
@example("قال «" * 50)
@example("في " * (LONGEST + 1))
def test_any_characters(text: str) -> None:
    hold(text)


@settings(max_examples=60)
@given(st.data())
def test_sentences_of_the_story_cut_anywhere(data: st.DataObject) -> None:
    words = vocabulary()
    start = data.draw(st.integers(0, len(words) - 1))
    text = " ".join(words[start : start + 40])
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=4)))
    glue = data.draw(st.sampled_from(["", " ", "\n", "،", "«"]))
    hold(glue.join(text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)))


def test_hostile_texts() -> None:
    for text in hostile.texts(3_000).values():
        hold(text)


def test_the_rest_of_an_endless_sentence_is_not_read() -> None:
    words = ["كلمة"] * LONGEST
    left = "انسحبت القوات الأميركية من قاعدة عين الأسد في 17 يناير 2026"
    assert list(facts(extractor().read(article(f"{left}."))))
    assert not list(facts(extractor().read(article(f"{' '.join(words)} {left}."))))
