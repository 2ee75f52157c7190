"""The words of numbers: read folded and complete, and a file with anything odd in it refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.corpus.extraction import number_file
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.language import load_language
from storage.corpus.text import fold
from storage.errors import SeedError
from storage.records import Casualty, Qualifier, Unit
from tests.storage.corpus.extraction.test_numbers import marks

SHIPPED = Path(number_file.__file__).with_name("data") / "numbers.yaml"


def loaded_with(tmp_path: Path, old: str, new: str) -> list[str]:
    """The problems of the shipped file with `old` replaced."""
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "numbers.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        load_number_words(path)
    return [f"{problem.field}: {problem.code}" for problem in refused.value.problems]


def test_words_are_read_folded_with_their_article_and_their_suffixes() -> None:
    words = load_number_words()
    assert all(word == fold(word) for word in (*words.nouns, *words.duals, *words.numerals.cardinals))
    assert {words.noun(fold(form)) for form in ("جندي", "الجنود", "جنودها", "جنديا")} == {words.noun("جنود")}
    assert words.numerals.cardinals[fold("الثلاثة")] == 3


def test_a_noun_tells_its_unit() -> None:
    words = load_number_words()
    prisoner, wounded, base = (words.noun(fold(noun)) for noun in ("سجين", "جرحى", "قواعد"))
    assert prisoner is not None
    assert prisoner.unit is Unit.DETAINEES
    assert wounded is not None
    assert wounded.casualty is Casualty.WOUNDED
    assert base is not None
    assert base.site


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("halves:", "halfs:", "halfs: unknown_field"),
        ('halves: ["نصف"]', "halves: []", "halves: missing"),
        ('halves: ["نصف"]', 'halves: ["نصف مليون"]', "halves: not_one_word"),
        ("- {unit: attacks,", "- {unit: raids,", "nouns.4.unit: unknown_value"),
        ('["هجوم",', '["جندي", "هجوم",', "nouns.4.words: duplicate_cue"),
        ('"نشر ينشر"', '"نشر"', "arriving.verbs: not_past_and_present"),
        ("{value: 1000,", "{value: ألف,", "scales.0.value: not_a_number"),
        ("  20: [", "  twenty: [", "cardinals.twenty: unknown_field"),
    ],
)
def test_a_file_with_something_odd_is_refused(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert problem in loaded_with(tmp_path, old, new)


# ------------------------------------------------------------------ what arabic.yaml says of numbers holds


@pytest.mark.parametrize("example", load_language().number_examples, ids=lambda example: str(example.value))
def test_the_examples_of_the_language_are_read(example: object) -> None:
    examples = [one for one in load_language().number_examples if one == example]
    for words in examples[0].words:
        counted = "قاعدة" if words.startswith("قاعد") else "جندي"
        text = words if examples[0].value in (1, 2) else f"{words} {counted}"
        found = marks(f"مقتل {text}" if examples[0].value == 1 else text)
        assert [mark.value for mark in found if mark.unit] == [examples[0].value], words


@pytest.mark.parametrize("trap", load_language().number_traps)
def test_the_traps_of_the_language_count_nothing(trap: str) -> None:
    assert [mark for mark in marks(trap) if mark.unit not in (None, Unit.PERCENT)] == []


VAGUE = {Qualifier.HUNDREDS, Qualifier.DOZENS, Qualifier.THOUSANDS}


@pytest.mark.parametrize(
    ("qualifier", "cue"),
    [
        (qualifier, cue)
        for qualifier, both in load_language().qualifiers.items()
        for cue in both.cues
        if qualifier not in VAGUE and "<n>" not in cue and not cue.endswith("بين")
    ],
)
def test_the_hedges_of_the_language_bound_a_number(qualifier: Qualifier, cue: str) -> None:
    before = marks(f"{cue}500 جندي" if cue.endswith(" ب") else f"{cue} 500 جندي")
    behind = marks(f"500 جندي {cue}")
    assert qualifier in {mark.qualifier for mark in (*before, *behind)}
