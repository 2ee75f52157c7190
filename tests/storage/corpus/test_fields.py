"""Fields are read by their type; every other value is a problem with line and path, and reading goes on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest

from storage.corpus.fields import Fields, is_plain
from storage.corpus.problems import Problems
from storage.corpus.yaml_reader import load
from storage.records import Localized


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


def fields(text: str) -> Fields:
    problems = Problems("x.yaml")
    return Fields(load(text, problems), "", problems)


def codes(of: Fields) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.field, problem.code) for problem in of.problems.found]


SURPRISES = [
    "no",
    "Yes",
    "on",
    "OFF",
    "y",
    "true",
    "1_000",
    "012",
    "0x1F",
    "0o17",
    "1:30",
    "1e3",
    ".inf",
    ".NaN",
    "-.inf",
]


@pytest.mark.parametrize("word", SURPRISES)
def test_scalars_that_yaml_would_change_are_refused_as_words(word: str) -> None:
    top = fields(f"a: {word}")
    assert top.text("a") == ""
    assert codes(top) == [(1, "a", "surprising_scalar")]
    assert top.problems.found[0].hint == f'"{word}"'
    assert not is_plain(word)


@pytest.mark.parametrize("word", SURPRISES)
def test_the_same_in_quotes_are_words(word: str) -> None:
    top = fields(f'a: "{word}"')
    assert top.text("a") == word
    assert not codes(top)


@pytest.mark.parametrize(
    "word", ["نص", "2025", "2025-09-19", "../2026", "0", "000_6f", "no comment", "K1", "-5", "3.5"]
)
def test_plain_words_are_read_as_written(word: str) -> None:
    top = fields(f"a: {word}")
    assert top.text("a") == word
    assert not codes(top)


@pytest.mark.parametrize("empty", ["", "~", "null", "NULL"])
def test_null_is_absence(empty: str) -> None:
    top = fields(f"a: {empty}")
    assert top.text_or_none("a") is None
    assert not top.has("a")
    assert not codes(top)
    assert top.text("a") == ""
    assert codes(top) == [(1, "a", "missing")]


@pytest.mark.parametrize(("text", "code"), [('a: " "', "blank"), ("a: [x]", "not_words"), ("a: {b: c}", "not_words")])
def test_what_is_no_words_is_named_once(text: str, code: str) -> None:
    top = fields(text)
    assert top.text("a") == ""
    assert codes(top) == [(1, "a", code)]


@pytest.mark.parametrize(("text", "value"), [("2500", 2500), ("0", 0), ("-3", -3)])
def test_whole_numbers_are_plain_digits(text: str, value: int) -> None:
    assert fields(f"a: {text}").whole("a") == value


@pytest.mark.parametrize("text", ['"2500"', "1_000", "2,500", "3.5", "٢٥٠٠", "012", "1e3", "[1]", "9" * 40])
def test_other_numbers_are_refused(text: str) -> None:
    top = fields(f"a: {text}")
    assert top.whole("a") is None
    assert codes(top) == [(1, "a", "not_a_number")]


def test_arabic_digits_lead_to_plain_ones() -> None:
    top = fields("a: ٢٥٠٠")
    top.whole("a")
    assert top.problems.found[0].hint == "2500"


def test_decimals_must_be_there() -> None:
    top = fields("a: 33.20\nb: x")
    assert top.decimal("a") == 33.2
    assert top.decimal("b") == top.decimal("c") == 0
    assert codes(top) == [(2, "b", "not_a_number"), (1, "c", "missing")]


@pytest.mark.parametrize("text", ["yes", '"true"', "True", "1", "[true]"])
def test_only_true_and_false_are_flags(text: str) -> None:
    top = fields(f"a: true\nb: {text}")
    assert top.flag("a") is True
    assert top.flag("b") is False
    assert top.flag("c", default=True) is True
    assert codes(top) == [(2, "b", "not_true_or_false")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025-02-30", "no_such_date"),
        ("2025-13-01", "no_such_date"),
        ("19/9/2025", "not_a_date"),
        ("2025", "not_a_date"),
    ],
)
def test_days_must_be_in_the_calendar(text: str, code: str) -> None:
    top = fields(f'a: "2025-09-19"\nb: "{text}"')
    assert top.day("a") == date(2025, 9, 19)
    top.day("b")
    assert codes(top) == [(2, "b", code)]


def test_a_choice_is_one_of_its_values_and_a_slip_leads_to_the_nearest() -> None:
    top = fields("a: green\nb: gren\nc: null")
    assert top.choice("a", Colour) is Colour.GREEN
    assert top.choice_or_none("b", Colour) is None
    assert top.choice_or_none("c", Colour) is None
    top.choice("c", Colour)
    assert codes(top) == [(2, "b", "unknown_value"), (3, "c", "missing")]
    assert top.problems.found[0].hint == "green"


def test_unknown_fields_are_named_and_notes_are_free() -> None:
    top = fields("title: x\ntitel: y\nnote: z")
    top.text("title")
    top.close()
    assert codes(top) == [(2, "titel", "unknown_field")]
    assert top.problems.found[0].hint == "title"


def test_paths_lead_to_the_place() -> None:
    top = fields("rows:\n  - {name: {ar: أ, en: b}}\n  - {name: {ar: أ, eng: b}}\n  - x\n")
    first, second = top.rows("rows")
    assert first.names("name") == Localized("أ", "b")
    second.names("name")
    assert codes(top) == [
        (4, "rows.2", "not_a_mapping"),
        (3, "rows.1.name.en", "missing"),
        (3, "rows.1.name.eng", "unknown_field"),
    ]


def test_lists_mappings_and_ids_have_their_form() -> None:
    top = fields("a: [x, no, z]\nb: {c: d}\ne: x\nf: Not An Id\ng: x")
    assert top.texts("a") == ("x", "z")
    assert top.pairs("b") == {"c": "d"}
    assert top.texts("e") == ()
    assert top.slug("f") == "Not An Id"
    assert top.fields("g") is None
    assert top.texts("absent") == ()
    assert top.pairs("absent") == {}
    assert top.fields_or_none("absent") is None
    assert codes(top) == [
        (1, "a", "surprising_scalar"),
        (3, "e", "not_a_list"),
        (4, "f", "bad_id"),
        (5, "g", "not_a_mapping"),
    ]
