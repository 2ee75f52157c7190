from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database.drafting import digest, draft
from storage.records import Corpus, Kind, PlaceState
from tests import corpora

SMALL = corpora.small()


def test_the_same_corpus_is_the_same_draft() -> None:
    assert draft(SMALL) == draft(replace(SMALL))


CHANGES = {
    "story": lambda c: replace(c, story=replace(c.story, metonyms={})),
    "text": lambda c: replace(c, articles=(replace(c.articles[0], text="س" + c.articles[0].text[1:]), *c.articles[1:])),
    "sentences": lambda c: replace(c, articles=(replace(c.articles[0], sentences=()), *c.articles[1:])),
    "title": lambda c: replace(c, articles=(replace(c.articles[0], title=None), *c.articles[1:])),
    "fewer articles": lambda c: replace(c, articles=c.articles[:-1]),
    "event": lambda c: replace(c, events=(replace(c.events[0], kind=Kind.OTHER), *c.events[1:])),
    "published": lambda c: replace(c, events=(replace(c.events[0], published=False), *c.events[1:])),
    "figure": lambda c: replace(c, figures=(replace(c.figures[0], value=1), *c.figures[1:])),
    "milestone": lambda c: replace(c, milestones=(replace(c.milestones[0], sources=9), *c.milestones[1:])),
    "place": lambda c: replace(c, places=(replace(c.places[0], state=PlaceState.VACATED), *c.places[1:])),
    "disagreement": lambda c: replace(c, disagreements=c.disagreements[1:]),
    "series": lambda c: replace(c, series=()),
    "alias": lambda c: replace(c, aliases={"abc": "def"}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_has_another_fingerprint(change: object) -> None:
    assert callable(change)
    changed: Corpus = change(SMALL)
    assert draft(changed).fingerprint != draft(SMALL).fingerprint


def test_warnings_are_no_part_of_what_is_loaded() -> None:
    assert draft(replace(SMALL, warnings=("set aside",))).fingerprint == draft(SMALL).fingerprint


TEXTS = st.lists(st.text(max_size=3), max_size=4)


@given(one=TEXTS, other=TEXTS)
def test_no_two_lists_of_texts_have_one_digest(one: list[str], other: list[str]) -> None:
    """Borders count: ("ab", "c") is not ("a", "bc")."""
    assert (digest(one) == digest(other)) == (one == other)
