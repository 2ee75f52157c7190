"""Remembered paragraphs: made once for one answer and one voice, and never shown to another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.i18n import Translator
from handlers.views import remembering
from handlers.views.message import Block, Paragraph
from handlers.views.remembering import remembered
from storage.chat import ChatSettings, Digits, Language, Months
from tests import corpora

TODAY = date(2026, 11, 21)
STORY = corpora.story()
SETTINGS = st.builds(
    ChatSettings,
    chat=st.integers(1, 3),
    language=st.sampled_from(Language),
    digits=st.sampled_from(Digits),
    months=st.sampled_from(Months),
    zone=st.sampled_from(["UTC", "Asia/Baghdad"]),
)


class Counted:
    """A view that tells what it was given, and how often it was asked."""

    def __init__(self) -> None:
        self.made = 0
        self.show = remembered(self._show)

    def _show(self, answer: list[str], t: Translator, today: date, offset: int = 0) -> tuple[Block, ...]:
        self.made += 1
        return (Paragraph((" ".join(answer), t.date(today), str(offset))),)


@pytest.fixture
def view() -> Counted:
    return Counted()


def voice(**choices: object) -> Translator:
    return Translator(replace(ChatSettings(1), **choices), STORY)  # type: ignore[arg-type]


def test_one_answer_is_put_into_words_once_for_all_chats_of_one_voice(view: Counted) -> None:
    answer = ["a"]
    first = view.show(answer, voice(chat=1), TODAY)
    assert view.show(answer, voice(chat=2), TODAY) is first
    assert view.made == 1


def test_an_equal_answer_that_is_another_object_is_put_into_words_again(view: Counted) -> None:
    first, second = view.show(["a"], voice(), TODAY), view.show(["a"], voice(), TODAY)
    assert (first, view.made) == (second, 2)


def test_an_answer_that_is_gone_lends_its_memory_to_nobody(view: Counted) -> None:
    for number in range(50):
        (block,) = view.show([str(number)], voice(), TODAY)
        assert block.parts[0] == str(number)


@pytest.mark.parametrize(
    "other",
    [{"language": Language.ENGLISH}, {"digits": Digits.ARABIC}, {"months": Months.WESTERN}, {"zone": "UTC"}],
)
def test_every_choice_of_a_reader_is_a_voice_of_its_own(other: dict[str, object], view: Counted) -> None:
    answer = ["a"]
    view.show(answer, voice(), TODAY)
    view.show(answer, voice(**other), TODAY)
    assert view.made == 2


def test_another_story_day_or_place_in_the_list_is_asked_again(view: Counted) -> None:
    answer = ["a"]
    view.show(answer, voice(), TODAY)
    view.show(answer, Translator(ChatSettings(1), replace(STORY)), TODAY)
    view.show(answer, voice(), date(2026, 11, 22))
    view.show(answer, voice(), TODAY, 6)
    view.show(answer, voice(), TODAY, offset=6)
    assert view.made == 5


def test_only_so_many_are_kept(view: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "MOST", 2)
    answers = {name: [name] for name in "abc"}
    for name in "abcab":
        view.show(answers[name], voice(), TODAY)
    assert view.made == 5


@given(st.lists(st.tuples(SETTINGS, st.dates(), st.integers(0, 9)), min_size=1, max_size=20))
def test_what_is_remembered_is_what_would_be_made(asked: list[tuple[ChatSettings, date, int]]) -> None:
    view, answer = Counted(), ["a"]
    for settings, today, offset in asked:
        t = Translator(settings, STORY)
        assert view.show(answer, t, today, offset) == view._show(answer, t, today, offset)
