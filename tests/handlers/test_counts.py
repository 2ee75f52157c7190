"""Figures in words: hedges kept, nouns in the form their number asks for."""

from __future__ import annotations

import pytest

from handlers.counts import counted, hedged
from handlers.numbers import Style
from storage.chat import Digits, Language
from storage.records import Casualty, Citation, Figure, Modality, Qualifier, Unit

AR, EN = Style(), Style(Language.ENGLISH)
ABOUT, EXACT, BETWEEN = Qualifier.ABOUT, Qualifier.EXACT, Qualifier.BETWEEN


def figure(
    qualifier: Qualifier, *numbers: int, unit: Unit = Unit.PERSONNEL, casualty: Casualty | None = None
) -> Figure:
    value = low = high = None
    if qualifier in (EXACT, ABOUT):
        (value,) = numbers
    elif qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
        (low,) = numbers
    elif qualifier in (Qualifier.AT_MOST, Qualifier.LESS_THAN):
        (high,) = numbers
    elif qualifier is BETWEEN:
        low, high = numbers
    return Figure(
        "a#f", "us", unit, qualifier, Modality.HAPPENED, Citation("a", 0, 3, "نحو"),
        value=value, low=low, high=high, casualty=casualty,
    )  # fmt: skip


HEDGED = [
    (figure(EXACT, 2500), "2,500", "2,500"),
    (figure(ABOUT, 2500), "نحو 2,500", "about 2,500"),
    (figure(Qualifier.AT_LEAST, 900), "ما لا يقل عن 900", "at least 900"),
    (figure(Qualifier.MORE_THAN, 900), "أكثر من 900", "more than 900"),
    (figure(Qualifier.AT_MOST, 2000), "ما لا يزيد على 2,000", "at most 2,000"),
    (figure(Qualifier.LESS_THAN, 2000), "أقل من 2,000", "fewer than 2,000"),
    (figure(BETWEEN, 4000, 5000), "بين 4,000 و5,000", "between 4,000 and 5,000"),
    (figure(Qualifier.DOZENS), "العشرات", "dozens"),
    (figure(Qualifier.HUNDREDS), "المئات", "hundreds"),
    (figure(Qualifier.THOUSANDS), "الآلاف", "thousands"),
    (figure(Qualifier.LESS_THAN, 20, unit=Unit.PERCENT), "أقل من 20%", "less than 20%"),
]


@pytest.mark.parametrize(("given", "arabic", "english"), HEDGED, ids=[english for *_, english in HEDGED])
def test_a_number_keeps_the_hedge_of_its_source(given: Figure, arabic: str, english: str) -> None:
    assert (hedged(AR, given), hedged(EN, given)) == (arabic, english)


COUNTED = [
    (figure(EXACT, 0), "لا جنود", "0 troops"),
    (figure(EXACT, 1), "جندي واحد", "1 soldier"),
    (figure(EXACT, 2), "جنديان", "2 troops"),
    (figure(ABOUT, 2), "نحو جنديين", "about 2 troops"),
    (figure(EXACT, 3), "3 جنود", "3 troops"),
    (figure(EXACT, 11), "11 جندياً", "11 troops"),
    (figure(EXACT, 100), "100 جندي", "100 troops"),
    (figure(EXACT, 103), "103 جنود", "103 troops"),
    (figure(EXACT, 2500), "2,500 جندي", "2,500 troops"),
    (figure(ABOUT, 2500), "نحو 2,500 جندي", "about 2,500 troops"),
    (figure(BETWEEN, 4000, 5000), "بين 4,000 و5,000 جندي", "between 4,000 and 5,000 troops"),
    (figure(BETWEEN, 3, 5), "بين 3 و5 جنود", "between 3 and 5 troops"),
    (figure(Qualifier.HUNDREDS), "مئات الجنود", "hundreds of troops"),
    (figure(ABOUT, 9000, unit=Unit.DETAINEES), "نحو 9,000 محتجز", "about 9,000 detainees"),
    (figure(EXACT, 3, unit=Unit.CASUALTIES, casualty=Casualty.KILLED), "3 قتلى", "3 killed"),
    (figure(EXACT, 34, unit=Unit.CASUALTIES, casualty=Casualty.WOUNDED), "34 جريحاً", "34 wounded"),
    (figure(Qualifier.DOZENS, unit=Unit.CASUALTIES), "عشرات الضحايا", "dozens of casualties"),
    (figure(Qualifier.MORE_THAN, 170, unit=Unit.ATTACKS), "أكثر من 170 هجوماً", "more than 170 attacks"),
    (figure(ABOUT, 20, unit=Unit.PERCENT), "نحو 20%", "about 20%"),
    (figure(EXACT, 6, unit=Unit.OTHER), "6", "6"),
]


@pytest.mark.parametrize(("given", "arabic", "english"), COUNTED, ids=[english for *_, english in COUNTED])
def test_a_counted_noun_takes_the_form_of_its_number(given: Figure, arabic: str, english: str) -> None:
    assert (counted(AR, given), counted(EN, given)) == (arabic, english)


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("qualifier", Qualifier)
def test_every_unit_and_hedge_can_be_said_in_one_kind_of_digits(qualifier: Qualifier, unit: Unit) -> None:
    numbers = () if qualifier in (Qualifier.DOZENS, Qualifier.HUNDREDS, Qualifier.THOUSANDS) else (11,)
    given = figure(qualifier, *(numbers * (2 if qualifier is BETWEEN else 1)), unit=unit)
    for words in (counted(Style(digits=Digits.ARABIC), given), hedged(Style(digits=Digits.ARABIC), given)):
        assert words
        assert not set("0123456789{}") & set(words)
