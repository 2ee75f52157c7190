"""Problems are gathered, sorted, shortened, and lead to what was probably meant."""

from __future__ import annotations

import pytest

from storage.corpus.problems import Problems, nearest, printable, shortened
from storage.errors import SeedError


def test_without_problems_nothing_is_raised() -> None:
    Problems("x.txt").settle()


def test_all_problems_are_raised_at_once_by_line_and_each_once() -> None:
    problems = Problems("x.txt")
    for line in (7, 2, 7):
        problems.add(line, "place", "unknown_place", "bagdad", "baghdad")
    with pytest.raises(SeedError) as caught:
        problems.settle()
    assert [problem.line for problem in caught.value.problems] == [2, 7]
    assert str(caught.value.problems[0]) == "x.txt:2: place: unknown_place: bagdad (nearest: baghdad)"


def test_a_flood_of_problems_is_cut() -> None:
    problems = Problems("x.txt")
    for line in range(1000):
        problems.add(line, "", "bad")
    assert problems.full
    assert len(problems.found) == 200


def test_long_values_are_shortened_to_one_line() -> None:
    assert shortened("أ\n  ب") == "أ ب"
    assert len(shortened("كلمة " * 1000)) <= 60


def test_bytes_of_a_file_name_that_are_no_text_can_be_printed() -> None:
    assert printable("seeds/\udcff.txt") == "seeds/\\udcff.txt"
    assert Problems("seeds/\udcff.txt").path.isprintable()


@pytest.mark.parametrize(
    ("value", "hint"), [("bagdad", "baghdad"), ("هولر", "erbil"), ("Erbill", "erbil"), ("zzz", "")]
)
def test_the_nearest_is_found_by_any_name(value: str, hint: str) -> None:
    assert nearest(value, {"baghdad": "baghdad", "erbil": "erbil", "هولير": "erbil"}) == hint
