"""The words of the review queue: every rule of extraction has a name for people, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from handlers.views import review as view
from handlers.views.message import plain, render
from handlers.views.review import Desk
from storage.corpus.correcting import Part, parts
from storage.corpus.decisions import Verdict
from storage.records import Event, Figure
from storage.review import Proposal
from tests import corpora, desk
from tests.conftest import ROOT
from tests.handlers.handmade import translator

LANGUAGES = ("ar", "en")
ROOMS = frozenset({"trigger", "actor", "place", "date", "modality", "number", "figure", "speech", "statement"})
RULE = re.compile(r'"([a-z]+)\.([a-z_]+)"')
ARTICLE = corpora.article("a1", "يغادر الجميع عين الأسد.\nوفي العراق نحو 2500 جندي.", "2025-10-01", "<b>عنوان</b> & ‮")
LEAVE = desk.event(ARTICLE, "يغادر الجميع عين الأسد.", "x1")
COUNT = desk.figure(ARTICLE, "وفي العراق نحو 2500 جندي.", "x2")


def rules() -> Iterator[tuple[str, str]]:
    """The rules that extraction may name."""
    for path in sorted((ROOT / "storage/corpus/extraction").glob("*.py")):
        found = RULE.findall(path.read_text("utf-8"))
        yield from ((room, rule) for room, rule in found if room in ROOMS and rule != "yaml")


def proposed(fact: Event | Figure) -> Proposal:
    from storage.answers import Edition, Source
    from tests.desk import LOADED

    edition = Edition(1, LOADED, corpora.story(), 1, 1, None, None)
    source = Source("a1", "k3x", 1, ARTICLE.title, None, None, ARTICLE.published, ARTICLE.kind, None)
    return Proposal(edition, fact, source, ARTICLE, "")


def shown(fact: Event | Figure, **more: object) -> Desk:
    return Desk(proposed(fact), fact, 1, 2, "abcdefghijkl", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_extraction_has_words(language: str) -> None:
    t = translator(language)
    nameless = []
    for room, rule in sorted(set(rules())):
        try:
            t(f"reason.{room}.{rule}")
        except KeyError:
            nameless.append(f"{room}.{rule}")
    assert nameless == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_that_has_none_is_shown_by_its_own_name(language: str) -> None:
    fact = replace(LEAVE, reasons=("date.stated", "modality.negated.lam", "new.rule"))
    text = plain(view.desk(shown(fact), translator(language).with_story(corpora.story())))
    assert "new.rule" in text
    assert "date.stated" not in text
    assert "negated" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", [LEAVE, COUNT], ids=["event", "figure"])
def test_every_screen_can_be_sent_and_every_button_fits(fact: Event | Figure, language: str) -> None:
    t = translator(language).with_story(corpora.story())
    lying = shown(fact, changed=frozenset({Part.PLACE}), last=Verdict.APPROVED)
    screens = [view.desk(lying, t), view.choose_part(lying, t)]
    screens += [view.choose_value(lying, part, t) for part in parts(fact)]
    screens += [view.done(t, "abcdefghijkl", verdict, published=3) for verdict in Verdict]
    for screen in screens:
        (part,) = render(screen, rtl=language == "ar")
        assert part.buttons
        assert "<b>عنوان" not in part.html
        assert "\u202e" not in part.html


def test_a_sentence_without_an_end_still_fits_one_message() -> None:
    text = "كلمة " * 3000
    article = corpora.article("a2", text.strip(), "2025-10-01")
    long = desk.event(article, text.strip(), "x1")
    lying = replace(shown(LEAVE), fact=long, proposal=replace(proposed(long), before=text))
    assert len(render(view.desk(lying, translator("ar").with_story(corpora.story())), rtl=True)) == 1


def test_who_says_it_and_who_carried_it_are_told() -> None:
    t = translator("ar").with_story(corpora.story())
    fact = replace(LEAVE, attribution=replace(LEAVE.attribution, speaker="مسؤول", agency="رويترز", anonymous=True))
    assert "▪️ القائل: مسؤول (دون تسمية) · نقلاً عن رويترز" in plain(view.desk(shown(fact), t))
