"""Markup goes, with what its reader would not see; what is seen stays, and a text without markup is untouched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.corpus.markup import without_markup
from tests.costs import cost

PIECES = [
    "<p>",
    "</p>",
    "<div hidden>",
    "</div>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "نص ",
    "<",
    ">",
    "&amp;",
    "[b]",
    "<br/>",
]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<p>غادر الجنود.</p><p>ثم عادوا.</p>", "غادر الجنود. ثم عادوا."),
        ("غادر <b>الجنود</b> القاعدة.", "غادر الجنود القاعدة."),
        ("غادر<br>الجنود.", "غادر الجنود."),
        ("غادروا. <!-- وصل 900 جندي. --> ثم عادوا.", "غادروا. ثم عادوا."),
        ("<script>var n = '900 جندي';</script>غادروا.", "غادروا."),
        ("<style>p {color: red}</style>غادروا.", "غادروا."),
        ('<p style="display: none">وصل 900 جندي.</p><p>غادروا.</p>', "غادروا."),
        ("<div hidden><div>وصل 900 جندي.</div></div><p>غادروا.</p>", "غادروا."),
        ('<span aria-hidden="true">900</span><p>غادروا.</p>', "غادروا."),
        ("<p>العدد &quot;نحو 2500&quot;&nbsp;جندي.</p>", 'العدد "نحو 2500" جندي.'),
        ('[caption id="x"]صورة[/caption] غادروا.', "صورة غادروا."),
        ("<p>غادروا <script>من القاعدة.", "غادروا من القاعدة."),
        ("<p>غادروا <!-- من القاعدة.", "غادروا <!-- من القاعدة."),
    ],
)
def test_what_is_seen_stays(text: str, seen: str) -> None:
    assert " ".join(without_markup(text).split()) == seen


@pytest.mark.parametrize("text", ["غادر 5 < 6 من الجنود.", "سعر <البرميل> 64 دولاراً.", "R&amp;D بلا وسوم", "[1] حاشية"])
def test_a_text_without_markup_is_untouched(text: str) -> None:
    assert without_markup(text) == text


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=200)
def test_no_nesting_is_too_strange(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert without_markup(text).count("نص") <= text.count("نص")


@pytest.mark.parametrize("piece", ["<div hidden>", "<!--", "<p ", "<script>", "</p>", "[caption ", "<p>&lt;"])
def test_hostile_markup_costs_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        return cost(lambda: without_markup("<p>" + piece * times))

    assert seconds(20_000) < 10 * seconds(5_000) + 0.2
