"""Plain questions in both languages, each to the command that answers it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.arguments import gazetteer_of
from handlers.questions import Intent, Phrase, phrasebook, understand
from handlers.registry import ANSWERS
from storage.corpus.words import words
from storage.errors import SeedError
from tests.handlers.handmade import story

ROWS = Path(__file__).with_name("questions.txt")


def rows() -> list[tuple[str, str, str]]:
    lines = [line for line in ROWS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    found = [tuple(part.strip() for part in line.split("|")) for line in lines]
    return [(question, command, query) for question, command, query in found]


def intent(question: str) -> Intent:
    return understand(question, story(), gazetteer_of(story()))


@pytest.mark.parametrize(("question", "command", "query"), rows())
def test_a_question_goes_to_its_answer(question: str, command: str, query: str) -> None:
    found = intent(question)
    assert (found.command, found.query) == (command, query)


def test_there_are_rows_enough_and_none_twice() -> None:
    questions = [question for question, _, _ in rows()]
    assert len(questions) >= 200
    assert len(set(questions)) == len(questions)


@cache
def decided_by() -> frozenset[tuple[int, Phrase]]:
    """The rule that answers each question of the rows, with each phrase of it that stands there."""
    found = set()
    for question, _, _ in rows():
        said = tuple(words(question))
        for number, rule in enumerate(phrasebook().rules):
            found |= {(number, phrase) for phrase in rule.phrases if rule.stands(phrase, said)}
    return frozenset(found)


@pytest.mark.parametrize("number", range(len(phrasebook().rules)))
def test_every_phrase_stands_in_a_question_of_the_rows(number: int) -> None:
    rule = phrasebook().rules[number]
    assert [phrase for phrase in rule.phrases if (number, phrase) not in decided_by()] == []


def test_every_rule_names_an_answer_that_there_is() -> None:
    assert {rule.answer for rule in phrasebook().rules} <= ANSWERS.keys()
    assert {command for _, command, _ in rows()} <= ANSWERS.keys()


def test_spelling_does_not_matter() -> None:
    assert intent("كم عدد القوات الامريكيه فى سوريا") == intent("كم عدد القوّات الأميركيّة في سوريا؟")
    assert intent("WHEN DO THEY LEAVE AIN AL ASAD") == intent("When do they leave Ain al-Asad?")


def test_a_search_falls_back_on_the_names_in_it() -> None:
    assert intent("مزارع الزيتون قرب عين الأسد").otherwise == Intent("bases", "قاعدة عين الأسد")
    assert intent("زرافة").otherwise is None


def test_the_home_of_the_forces_is_never_the_place_they_are_in() -> None:
    assert intent("هل خرجت أميركا من سوريا؟") == Intent("bases", "سوريا")
    assert intent("did America leave Syria") == Intent("bases", "سوريا")


def test_the_smallest_place_is_meant() -> None:
    assert intent("متى يغادرون قاعدة عين الأسد في الأنبار غربي العراق؟").query == "قاعدة عين الأسد"


def test_punctuation_alone_asks_for_nothing() -> None:
    assert intent("؟!…") == Intent("search", "")


@given(st.text(max_size=400))
def test_any_text_is_understood_as_something(text: str) -> None:
    assert intent(text).command in ANSWERS


def test_a_long_text_is_read_by_its_beginning() -> None:
    assert intent("متى يغادرون عين الأسد؟ " + "كلام " * 200_000).query == "قاعدة عين الأسد"


BAD = {
    "rules: [{answer: help, phrases: []}]\nsmall: [a]\nbounds: [b]": "missing",
    "rules: [{answer: help, phrases: [x, x]}]\nsmall: [a]\nbounds: [b]": "duplicate_cue",
    "rules: [{answer: help, phrases: [x], needs: [colour]}]\nsmall: [a]\nbounds: [b]": "unknown_value",
    "rules: [{answer: help, phrases: [x], colour: red}]\nsmall: [a]\nbounds: [b]": "unknown_field",
    "rules: [{answer: Help me, phrases: [x]}]\nsmall: [a]\nbounds: [b]": "bad_id",
    "rules: [{answer: help, phrases: [x], alone: maybe}]\nsmall: [a]\nbounds: [b]": "not_true_or_false",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_phrasebook_is_refused_by_line_and_field(text: str, tmp_path: Path) -> None:
    path = tmp_path / "questions.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(SeedError) as refused:
        phrasebook(path)
    assert BAD[text] in {problem.code for problem in refused.value.problems}
    assert all(problem.line for problem in refused.value.problems)
