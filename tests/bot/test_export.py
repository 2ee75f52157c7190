"""The export: the shape that other programs rely on, its values those of the corpus."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import export
from storage.records import Corpus
from tests import corpora

TODAY = date(2026, 11, 21)
SHAPE = {
    "articles": "id code title publisher published language kind text",
    "events": "id article kind extent actor counterpart place to_place modality attributed_to agency anonymous date "
    "sentence start end origin confidence published milestone",
    "figures": "id article force place unit value low high qualifier sense modality attributed_to agency anonymous "
    "as_of series sentence start end origin confidence published",
    "milestones": "id kind phase extent actor place to_place date overdue disputed title events",
    "places": "id state since disputed events",
    "disagreements": "id type place claims title",
}
DATE = "edtf edge bound earliest latest surface basis"


def exported(corpus: Corpus, as_of: date = TODAY) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(export.as_json(corpus, as_of))
    return whole


@pytest.fixture
def corpus() -> Corpus:
    return corpora.small()


def test_every_list_has_the_keys_that_the_design_names(corpus: Corpus) -> None:
    whole = exported(corpus)
    assert list(whole) == ["as_of", *SHAPE]
    for name, keys in SHAPE.items():
        assert whole[name], name
        for entry in whole[name]:
            assert list(entry) == keys.split()


def test_every_date_has_its_seven_keys(corpus: Corpus) -> None:
    whole = exported(corpus)
    dates = [event["date"] for event in whole["events"]] + [place["since"] for place in whole["places"]]
    dates += [milestone["date"] for milestone in whole["milestones"]]
    assert any(dates)
    for when in filter(None, dates):
        assert list(when) == DATE.split()
    assert list(whole["articles"][0]["published"]) == ["edtf", "basis", "earliest", "latest", "reasons"]


def test_every_sentence_is_the_text_that_it_cites(corpus: Corpus) -> None:
    whole = exported(corpus)
    texts = {article["id"]: article["text"] for article in whole["articles"]}
    for fact in whole["events"] + whole["figures"]:
        assert fact["sentence"] == texts[fact["article"]][fact["start"] : fact["end"]]


def test_facts_and_what_they_belong_to_name_each_other(corpus: Corpus) -> None:
    whole = exported(corpus)
    for milestone in whole["milestones"]:
        for event in milestone["events"]:
            assert next(e for e in whole["events"] if e["id"] == event)["milestone"] == milestone["id"]
    claims = {event["id"] for event in whole["events"]} | {figure["id"] for figure in whole["figures"]}
    for disagreement in whole["disagreements"]:
        assert set(disagreement["claims"]) <= claims


def test_a_promise_is_overdue_only_once_its_day_is_over(corpus: Corpus) -> None:
    def overdue(day: date) -> set[str]:
        return {milestone["id"] for milestone in exported(corpus, day)["milestones"] if milestone["overdue"]}

    assert overdue(date(2025, 9, 30)) == set()
    assert overdue(date(2025, 10, 1)) == {"asad|promised"}


def test_titles_are_in_both_languages_and_bare(corpus: Corpus) -> None:
    whole = exported(corpus)
    for entry in whole["milestones"] + whole["disagreements"]:
        assert set(entry["title"]) == {"ar", "en"}
        assert entry["title"]["ar"].isascii() is False
        assert not set("\u2068\u2069") & set("".join(entry["title"].values()))


def test_unpublished_facts_are_in_it_and_say_so(corpus: Corpus) -> None:
    first, *rest = corpus.events
    hidden = replace(corpus, events=(replace(first, published=False), *rest))
    assert [event["published"] for event in exported(hidden)["events"]].count(False) == 1


def test_the_same_corpus_gives_the_same_bytes(corpus: Corpus) -> None:
    assert export.as_json(corpus, TODAY) == export.as_json(corpora.small(), TODAY)


# ------------------------------------------------------------------ CSV


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_csv_has_one_fact_a_row_and_the_mark_of_utf_8(corpus: Corpus) -> None:
    text = export.as_csv(corpus)
    assert text.startswith("\ufeff")
    table = rows(text)
    assert [row["id"] for row in table] == [fact.id for fact in (*corpus.events, *corpus.figures)]
    assert {row["fact"] for row in table} == {"event", "figure"}


def test_a_csv_row_says_what_the_fact_says(corpus: Corpus) -> None:
    by_id = {row["id"]: row for row in rows(export.as_csv(corpus))}
    for event in corpus.events:
        row = by_id[event.id]
        assert (row["kind"], row["force"], row["modality"]) == (event.kind, event.actor or "", event.modality)
        assert row["date"] == (event.date.edtf if event.date else "")
        assert row["sentence"] == event.citation.sentence
    for figure in corpus.figures:
        assert by_id[figure.id]["value"] == str(figure.value)
        assert by_id[figure.id]["unit"] == figure.unit


@given(st.text(min_size=1).map(lambda text: text.replace("\x00", "")).filter(bool))
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    corpus = corpora.small()
    titled = replace(corpus, articles=tuple(replace(a, title=f"={text}", publisher=text) for a in corpus.articles))
    for row in csv.reader(io.StringIO(export.as_csv(titled).removeprefix("\ufeff"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
