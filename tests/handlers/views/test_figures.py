"""Figures on a screen, beyond what the shipped seeds hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.views.figures import CARDS_AT_ONCE, LATEST, sentences, table
from storage.answers import Count, Figures, SeriesCard
from storage.fuzzydate import FuzzyDate
from storage.records import Casualty, Modality, Qualifier, Sense, Series, Unit
from tests.handlers.handmade import count, edition, labels, shown, translator


def card(
    *counts: Count, place: str | None = "iraq", unit: Unit = Unit.PERSONNEL, casualty: Casualty | None = None
) -> SeriesCard:
    """A series of these, newest first."""
    figure = counts[0].figure
    series = Series("s", figure.force, place, unit, figure.sense, casualty, tuple(c.figure.id for c in counts))
    return SeriesCard(series, counts)


def answer(*cards: SeriesCard, others: tuple[SeriesCard, ...] = (), place: str | None = None) -> Figures:
    return Figures(edition(), place, None, cards, others)


def changed(each: Count, **fields: object) -> Count:
    return replace(each, figure=replace(each.figure, **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sense", "words"),
    [
        (Sense.STRENGTH, "العدد الموجود"),
        (Sense.LEAVING, "المغادرون"),
        (Sense.ARRIVING, "القادمون"),
        (Sense.TARGET, "العدد المستهدف"),
    ],
)
def test_each_sense_has_its_own_words(sense: Sense, words: str) -> None:
    assert f"العراق، {words}: نحو 5 جنود" in shown(table(answer(card(count(5, sense=sense))), translator()))


@pytest.mark.parametrize(
    ("modality", "word"),
    [
        (Modality.PLANNED, " · مقرر"),
        (Modality.CONDITIONAL, " · مشروط"),
        (Modality.DENIED, " · منفي"),
        (Modality.HAPPENED, ""),
    ],
)
def test_what_is_not_so_yet_says_so(modality: Modality, word: str) -> None:
    text = shown(table(answer(card(changed(count(50), modality=modality))), translator()))
    assert f"نحو 50 جندياً{word} · ورد في 19 أيلول 2025 · إرم نيوز [1]" in text


def test_a_number_told_again_is_no_change() -> None:
    planned = changed(count(500), id="planned", modality=Modality.PLANNED)
    again = (changed(count(500), id=name) for name in ("back", "second", "first"))
    newest_first = (count(300), next(again), planned, *again)
    text = shown(table(answer(card(*newest_first)), translator()))
    _, told_twice, *changes = text.split("العدد الموجود:")[1].splitlines()[:5]
    assert told_twice.count("500") == 1
    assert "[1]؛ وكذلك ورد في 19 أيلول 2025 · إرم نيوز [2]" in told_twice
    assert [line.split(" · ")[0].strip() for line in changes] == [
        "⬅️ نحو 500 جندي",
        "⬅️ نحو 500 جندي",
        "⬅️ نحو 300 جندي",
    ]


def test_a_series_reads_from_the_oldest_to_the_newest_and_keeps_the_latest() -> None:
    counts = tuple(count(number) for number in range(20, 0, -1))
    text = shown(table(answer(card(*counts)), translator("en")))
    lines = [line for line in text.splitlines() if "troops" in line and "about" in line]
    assert len(lines) == LATEST
    assert "about 15 troops" in lines[0]
    assert "➡️" not in lines[0]
    assert all("➡️" in line for line in lines[1:])
    assert "about 20 troops" in lines[-1]


def test_numbers_run_through_both_sections_and_lead_to_the_same_sentences() -> None:
    dead = changed(count(3), unit=Unit.CASUALTIES, casualty=Casualty.KILLED, qualifier=Qualifier.EXACT, sense=None)
    figures = answer(
        card(count(900), count(800)),
        others=(card(dead, place=None, unit=Unit.CASUALTIES, casualty=Casualty.KILLED),),
    )
    screen, proof = shown(table(figures, translator())), shown(sentences(figures, translator()))
    assert "القوات الأميركية: 3 قتلى · ورد في 19 أيلول 2025 · إرم نيوز [3]" in screen
    assert "[3] 3 قتلى · القوات الأميركية · من دون تحديد مكان" in proof
    for number, words in ((1, "نحو 800 جندي"), (2, "نحو 900 جندي"), (3, "3 قتلى")):
        assert f"[{number}] {words}" in proof
        assert f"[{number}]" in screen.split(words)[1].splitlines()[0]


def test_the_date_of_a_figure_goes_before_that_of_its_article() -> None:
    text = shown(table(answer(card(changed(count(5), as_of=FuzzyDate("2024-01")))), translator()))
    assert "كانون الثاني 2024" in text
    assert "أيلول 2025 ·" not in text


def test_more_than_a_screen_is_counted_and_asks_for_a_name() -> None:
    cards = tuple(card(count(number)) for number in range(1, CARDS_AT_ONCE + 4))
    text = shown(table(answer(*cards), translator()))
    assert text.count("▪️") == CARDS_AT_ONCE
    assert "وهناك 3 سلاسل أعداد أخرى: اذكر مكاناً أو جهة." in text


def test_without_force_place_or_sense_it_says_that_they_are_not_said() -> None:
    bare = changed(count(7), force=None, sense=None)
    text = shown(table(answer(card(bare, place=None)), translator("en")))
    assert "Forces not named" in text
    assert "Place not stated, number" in text


def test_the_buttons_are_there_where_there_is_something_behind_them() -> None:
    figures = answer(card(count(5)))
    assert labels(table(figures, translator(), "f:s:x")) == ["🧾 من قال ذلك؟"]
    assert labels(sentences(figures, translator("en"), "f:n:x")) == ["↩️ The numbers"]
    assert labels(table(figures, translator())) == []
    assert labels(table(answer(), translator(), "f:s:x")) == []
