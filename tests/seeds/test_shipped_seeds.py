"""The seeds that ship: read without a warning, every fact in its sentence, and the same as the gold facts."""

from __future__ import annotations

import calendar
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from storage.corpus.facts_file import read_facts
from storage.corpus.folder import Reading, read_folder
from storage.corpus.language import load_language
from storage.corpus.reader import text_hash
from storage.corpus.text import fold
from storage.corpus.words import words
from storage.fuzzydate import Bound, Edge
from storage.records import (
    RECEIPT_ONLY,
    ArticleKind,
    Event,
    Extent,
    Figure,
    Frame,
    Kind,
    Localized,
    Modality,
    Qualifier,
    Sense,
    Unit,
)

ROOT = Path(__file__).parents[2]
SEEDS, GOLD = ROOT / "seeds", ROOT / "tests" / "gold" / "abstracts"
STEMS = sorted(path.stem for path in SEEDS.glob("*.txt"))
READING: Reading = read_folder(SEEDS, SEEDS / "story.yaml")
EVENTS = {event.id: event for event in READING.events}
FIGURES = {figure.id: figure for figure in READING.figures}
ARTICLES = {article.id: article for article in READING.articles}
TITLED = [pytest.param(event, id=event.id) for event in READING.events if event.title]


def gold(stem: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLD / f"{stem}.json").read_text(encoding="utf-8"))
    return found


# ------------------------------------------------------------------ the folder


def test_five_abstracts_are_read_without_a_warning() -> None:
    assert READING.warnings == ()
    assert [article.id for article in READING.articles] == STEMS
    assert len(STEMS) == 5
    for article in READING.articles:
        assert article.kind is ArticleKind.ABSTRACT
        assert article.note
        assert "ليس نص الناشر" in article.note


@pytest.mark.parametrize("stem", STEMS)
def test_each_facts_file_is_signed_complete_and_of_this_very_text(stem: str) -> None:
    facts = read_facts(SEEDS / f"{stem}.facts.yaml", ARTICLES[stem], READING.story)
    assert facts.complete
    assert not facts.stale
    assert facts.reviewed_by
    assert facts.text_sha256 == text_hash(ARTICLES[stem].text)


@pytest.mark.parametrize("fact", [*READING.events, *READING.figures], ids=lambda fact: fact.id)
def test_every_fact_quotes_whole_sentences_of_its_text(fact: Event | Figure) -> None:
    citation = fact.citation
    article = ARTICLES[citation.article]
    assert article.text[citation.start : citation.end] == citation.sentence
    assert citation.start in {sentence.start for sentence in article.sentences}
    assert citation.end in {sentence.end for sentence in article.sentences}


@pytest.mark.parametrize("fact", [*READING.events, *READING.figures], ids=lambda fact: fact.id)
def test_every_date_shows_its_words_in_the_sentence(fact: Event | Figure) -> None:
    date = fact.date if isinstance(fact, Event) else fact.as_of
    if date is not None:
        assert date.surface
        assert date.surface in fact.citation.sentence


# ------------------------------------------------------------------ the gold facts


def gold_event(fact: dict[str, Any]) -> tuple[object, ...]:
    return (
        *(fact[k] for k in ("kind", "modality", "date", "edge", "actor", "place", "to_place", "attributed_to")),
        *(fact["agency"], fact["anonymous"], fact.get("counterpart"), fact["bound"], fact["sentence"]),
    )


def our_event(event: Event, heads: set[str]) -> tuple[object, ...]:
    date, said = event.date, event.attribution
    head = next(head for head in heads if event.citation.sentence.startswith(head))
    return (
        *(event.kind.value, event.modality.value, date and date.edtf, date and date.edge, event.actor, event.place),
        *(event.to_place, said.speaker, said.agency, said.anonymous, event.counterpart, date and date.bound, head),
    )


@pytest.mark.parametrize("stem", STEMS)
def test_the_events_are_those_of_the_gold(stem: str) -> None:
    events = gold(stem)["events"]
    heads = {event["sentence"] for event in events}
    ours = [our_event(event, heads) for event in READING.events if event.citation.article == stem]
    assert Counter(ours) == Counter(map(gold_event, events))


def gold_figure(fact: dict[str, Any]) -> tuple[object, ...]:
    keys = ("force", "place", "unit", "qualifier", "value", "low", "high", "modality", "as_of", "attributed_to")
    return (*(fact[k] for k in keys), fact["agency"], fact["anonymous"], fact.get("casualty"), fact.get("sense"))


def our_figure(figure: Figure) -> tuple[object, ...]:
    said = figure.attribution
    return (
        *(figure.force, figure.place, figure.unit, figure.qualifier, figure.value, figure.low, figure.high),
        *(figure.modality, figure.as_of and figure.as_of.edtf, said.speaker, said.agency, said.anonymous),
        *(figure.casualty, figure.sense),
    )


@pytest.mark.parametrize("stem", STEMS)
def test_the_figures_are_those_of_the_gold(stem: str) -> None:
    ours = [our_figure(figure) for figure in READING.figures if figure.citation.article == stem]
    assert Counter(ours) == Counter(map(gold_figure, gold(stem)["figures"]))


def test_extents_are_those_of_the_gold_and_of_one_second_mention() -> None:
    """The gold leaves the convoys of Ain al-Asad without an extent where they are mentioned a second time."""
    ours = Counter((e.kind.value, e.place, e.extent.value) for e in READING.events if e.extent)
    theirs = Counter(
        (e["kind"], e["place"], e["extent"]) for stem in STEMS for e in gold(stem)["events"] if e.get("extent")
    )
    assert ours - theirs == Counter([(Kind.WITHDRAWAL.value, "ain_al_asad", Extent.FIRST.value)])
    assert theirs - ours == Counter()


@pytest.mark.parametrize("stem", STEMS)
def test_publisher_and_publication_are_those_of_the_gold(stem: str) -> None:
    article, expected = ARTICLES[stem], gold(stem)
    assert article.publisher == expected["publisher"]
    assert (article.published.edtf, article.published.basis) == tuple(expected["published"].values())


# ------------------------------------------------------------------ frames and titles


def test_just_those_facts_that_say_what_the_process_is_have_a_frame() -> None:
    frames = {event.id: event.frame for event in READING.events if event.frame}
    assert frames == {
        "000_6748234b1321dbc0#repositioning-now": Frame.REPOSITIONING,
        "001_fc20ba294e71ff0b#asad-is-a-withdrawal": Frame.WITHDRAWAL,
        "001_fc20ba294e71ff0b#asad-is-no-redeployment": Frame.WITHDRAWAL,
        "001_fc20ba294e71ff0b#sudani-new-arrangement": Frame.ARRANGEMENT,
        "003_3273220290b56d40#will-not-withdraw": Frame.TRANSITION,
        "004_16a49567d1a4bb31#cut-under-way": Frame.CUT,
    }
    kinds = {id: (EVENTS[id].kind, EVENTS[id].modality) for id in frames}
    assert kinds["001_fc20ba294e71ff0b#asad-is-no-redeployment"] == (Kind.REDEPLOYMENT, Modality.DENIED)
    assert kinds["003_3273220290b56d40#will-not-withdraw"] == (Kind.WITHDRAWAL, Modality.DENIED)
    assert kinds["004_16a49567d1a4bb31#cut-under-way"] == (Kind.REDUCTION, Modality.ONGOING)


@pytest.mark.parametrize("event", [event for event in READING.events if event.kind in RECEIPT_ONLY], ids=lambda e: e.id)
def test_what_no_template_can_say_has_a_title(event: Event) -> None:
    assert event.title


@pytest.mark.parametrize("event", TITLED)
def test_a_title_holds_no_date_and_no_digit(event: Event) -> None:
    assert event.title
    for title in (event.title.ar, event.title.en):
        assert not re.search(r"\d", title)
        assert not set(title.split()) & {*calendar.month_name[1:], *calendar.month_abbr[1:]}
        folded = [word.key for word in words(title)]
        pairs = [" ".join(pair) for pair in pairwise(folded)]
        months, seasons = load_language().months, load_language().seasons
        assert not ({*folded, *pairs} & {*months, *seasons})


@pytest.mark.parametrize("event", TITLED)
def test_a_title_keeps_to_its_language(event: Event) -> None:
    assert event.title
    assert not re.search(r"[A-Za-z]", event.title.ar)
    assert not re.search(r"[\u0600-\u06ff]", event.title.en)
    assert not event.title.ar.endswith(".")
    assert not event.title.en.endswith(".")
    assert event.title.en[:1].isupper()


# ------------------------------------------------------------------ the story


def every_name(*names: Localized) -> list[str]:
    return [text for name in names for text in (name.ar, name.en)]


def test_every_speaker_has_a_name_in_english() -> None:
    known = {fold(name) for role in READING.story.roles.values() for name in (role.name.ar, *role.aliases)}
    speakers = {fact.attribution.speaker for fact in (*READING.events, *READING.figures)} - {None}
    assert {speaker for speaker in speakers if fold(str(speaker)) not in known} == set()


def test_every_agency_and_publisher_is_an_outlet() -> None:
    outlets = READING.story.outlets.values()
    names = {fold(name): outlet for outlet in outlets for name in (outlet.name.ar, *outlet.aliases)}
    for fact in (*READING.events, *READING.figures):
        if fact.attribution.agency:
            assert names[fold(fact.attribution.agency)].agency
    for article in READING.articles:
        assert (article.outlet is None) == (article.publisher is None)


@pytest.mark.parametrize("word", ["العاصمة", "الإقليم", "التنظيم", "شمال العراق", "الحرير", "العمليات المشتركة", "بلد"])
def test_a_word_that_means_something_only_in_context_is_no_alias(word: str) -> None:
    story = READING.story
    entries = (*story.places.values(), *story.actors.values(), *story.people.values())
    assert fold(word) not in {fold(alias) for e in entries for alias in (e.name.ar, *e.aliases)}


def test_names_are_given_in_both_languages() -> None:
    story = READING.story
    nouns = (story.places, story.actors, story.people, story.outlets, story.roles, story.episodes)
    for entry in (entry for noun in nouns for entry in noun.values()):
        assert re.search(r"[\u0600-\u06ff]", entry.name.ar), entry.id
        assert re.search(r"[A-Za-z]", entry.name.en), entry.id
    assert all(re.search(r"[\u0600-\u06ff]", label.ar) for label in story.kinds.values())
    assert set(story.kinds) == set(Kind)


def test_states_have_the_name_of_a_government() -> None:
    governments = {id: actor.government.ar for id, actor in READING.story.actors.items() if actor.government}
    assert governments == {
        "us": "واشنطن",
        "iraq": "بغداد",
        "iran": "طهران",
        "israel": "إسرائيل",
        "germany": "برلين",
        "syria": "دمشق",
    }
    assert [id for id, actor in READING.story.actors.items() if actor.coalition_member] == ["us"]


def episodes_of(event: Event) -> list[str]:
    assert event.date
    first, last = event.date.window
    return [e.id for e in READING.story.episodes.values() if e.start <= first and (e.end is None or last <= e.end)]


def test_the_episodes_part_the_two_withdrawals() -> None:
    assert episodes_of(EVENTS["002_8fa2e5b605f9a74f#us-left"]) == ["occupation"]
    assert episodes_of(EVENTS["002_8fa2e5b605f9a74f#us-returned"]) == ["war_on_isis"]
    assert episodes_of(EVENTS["001_fc20ba294e71ff0b#first-convoys-leave-asad"]) == ["ending"]


# ------------------------------------------------------------------ the README


def readme() -> str:
    return (SEEDS / "README.md").read_text(encoding="utf-8")


def test_the_example_of_the_readme_is_a_good_facts_file(tmp_path: Path) -> None:
    stem = "002_8fa2e5b605f9a74f"
    block = re.search(r"```yaml\n(.*?)```", readme(), re.DOTALL)
    assert block
    path = tmp_path / f"{stem}.facts.yaml"
    path.write_text(block[1].replace('"…"', f'"{ARTICLES[stem].sha256}"'), encoding="utf-8")
    facts = read_facts(path, ARTICLES[stem], READING.story)
    assert facts.events == (EVENTS[f"{stem}#rest-out"],)
    assert facts.figures == (FIGURES[f"{stem}#hundreds-leaving"],)


@pytest.mark.parametrize("values", [Kind, Modality, Extent, Frame, Unit, Qualifier, Sense, Edge, Bound])
def test_the_readme_names_every_value_that_a_field_may_have(values: Any) -> None:
    named = set(re.findall(r"`([a-z_]+)`", readme()))
    assert {value.value for value in values} <= named
