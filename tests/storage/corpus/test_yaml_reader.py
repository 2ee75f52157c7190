"""YAML: plain mappings, lists and scalars are read with their lines; everything clever is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.problems import Problems
from storage.corpus.yaml_reader import Listing, Scalar, Table, load


def refusals(text: str) -> list[tuple[int, str]]:
    problems = Problems("x.yaml")
    load(text, problems)
    return [(problem.line, problem.code) for problem in problems.found]


def test_nodes_know_their_lines() -> None:
    problems = Problems("x.yaml")
    table = load(
        '# تعليق\na: نص\nb:\n  - "1"\n  - {c: >-\n      طويل\n      جدا}\n'.replace("{c: >-", "c: >-").replace(
            "جدا}", "جدا"
        ),
        problems,
    )
    assert not problems.found
    assert table.lines == {"a": 2, "b": 3}
    assert table.values["a"] == Scalar(2, "نص", True)
    listing = table.values["b"]
    assert isinstance(listing, Listing)
    assert listing.items[0] == Scalar(4, "1", False)
    inner = listing.items[1]
    assert isinstance(inner, Table)
    assert inner.values["c"] == Scalar(5, "طويل جدا", False)


def test_lines_are_counted_from_where_the_text_stands_in_its_file() -> None:
    assert load("\na: 1", Problems(""), first_line=10).lines == {"a": 11}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x", [(1, "yaml_anchor"), (2, "yaml_alias")]),
        ("a: &x [1]\n", [(1, "yaml_anchor")]),
        ("a: 1\nb: !!python/object/apply:os.system [ls]", [(2, "yaml_tag")]),
        ("a: !!str 1", [(1, "yaml_tag")]),
        ("a: ! 1", [(1, "yaml_tag")]),
        ("a: 1\nb: 2\na: 3", [(3, "duplicate_key")]),
        ("%YAML 1.1\n---\na: 1", [(1, "yaml_directive")]),
        ("a: 1\n---\nb: 2", [(2, "yaml_many_documents")]),
        ("? [a]\n: 1", [(1, "yaml_key")]),
        ("- a", [(1, "not_a_mapping")]),
        ("نص", [(1, "not_a_mapping")]),
        ("", [(1, "not_a_mapping")]),
        ("a: [1, 2\nb: 3", [(2, "yaml_syntax")]),
        ("a: 1\n\tb: 2", [(2, "yaml_syntax")]),
        ('a: "open', [(1, "yaml_syntax")]),
    ],
)
def test_what_is_clever_or_broken_is_refused_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert refusals(text) == expected


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(50))
    assert {code for _, code in refusals(bomb)} == {"yaml_anchor", "yaml_alias"}


@pytest.mark.parametrize("text", ["a: " + "[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_deep_nesting_is_refused(text: str) -> None:
    assert {code for _, code in refusals(text)} <= {"yaml_too_deep", "yaml_syntax"}
    assert refusals(text)


def test_problems_after_the_first_are_named_too() -> None:
    assert refusals("a: !!str 1\nb: 2\nb: 3\nc: &x 4") == [
        (1, "yaml_tag"),
        (3, "duplicate_key"),
        (4, "yaml_anchor"),
    ]


@given(st.text(alphabet=st.sampled_from("ab:-[]{}&*!?|>%\"'#\n ,ا0")) | st.text())
def test_any_text_gives_a_mapping_or_a_problem(text: str) -> None:
    problems = Problems("x.yaml")
    table = load(text, problems)
    assert problems.found or table.values or text.strip().startswith(("{", "#", "---"))


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(alphabet="ابجabc ", max_size=20)))
def test_quoted_words_come_back_as_they_were(words: dict[str, str]) -> None:
    text = "".join(f'{key}: "{value}"\n' for key, value in words.items())
    table = load(text or "{}", Problems(""))
    assert {key: node.text for key, node in table.values.items() if isinstance(node, Scalar)} == words
