"""`ask`: what a terminal shows of a message, and which button a label means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import NoSuchButton, Shown, as_text, plain
from bot.local.entities import Entity, utf16_length
from bot.local.records import Button, Document, Message, StoredFile, Upload, User, Venue
from tests.conftest import Running

BOT = User(1, "Mujaz", "MujazBot", is_bot=True)


def message(text: str, *entities: Entity, **more: object) -> Message:
    return replace(Message(1, 5, BOT, 0, text, entities), **more)  # type: ignore[arg-type]


def text_of(one: Message) -> str:
    return as_text(Shown((one,)))


def test_quotes_are_marked_line_by_line() -> None:
    text = "قال\nسطر أول\nسطر ثان\nبعد"
    quote = Entity("blockquote", 4, len("سطر أول\nسطر ثان"))
    assert text_of(message(text, quote)) == "قال\n> سطر أول\n> سطر ثان\nبعد"


def test_links_show_their_address_also_after_emoji() -> None:
    text = "😀 المصدر هنا"
    offset = utf16_length("😀 ")
    link = Entity("text_link", offset, len("المصدر"), "https://example.org/a")
    assert text_of(message(text, link)) == "😀 المصدر (https://example.org/a) هنا"


def test_buttons_stand_in_their_rows_as_labels() -> None:
    keyboard = ((Button("الأقدم", "t:1"), Button("الأحدث", "t:2")), (Button("الموقع", url="https://e.org"),))
    assert text_of(message("نص", keyboard=keyboard)) == "نص\n[الأقدم] [الأحدث]\n[الموقع](https://e.org)"


def test_isolates_are_left_out() -> None:
    assert plain("\u2068Erbil\u2069 \u2068أربيل\u2069") == "Erbil أربيل"


def test_maps_files_and_alerts_are_named() -> None:
    venue = message("", attachment=Venue(33.8, 42.4, "عين الأسد", "الأنبار"))
    assert text_of(venue) == "[map 33.8, 42.4] عين الأسد — الأنبار"
    file = StoredFile("f", Upload("facts.json", b"{}"))
    assert text_of(message("شرح", attachment=Document(file))) == "[file facts.json, 2 bytes]\nشرح"
    assert as_text(Shown((), "انتهت الصلاحية")) == "(انتهت الصلاحية)"


def test_silence_is_said() -> None:
    assert as_text(Shown(())) == "(no reply)"


@given(st.text(), st.integers(0, 30), st.integers(1, 30))
def test_no_letter_is_lost_whatever_is_marked(text: str, offset: int, length: int) -> None:
    marked = (Entity("blockquote", offset, length), Entity("text_link", offset, length, "x:y"))
    shown = text_of(message(text, *marked))
    left = iter(shown)
    assert all(letter in left for letter in plain(text))


# ------------------------------------------------------------------ with the whole application


async def test_a_question_is_answered_by_new_messages(running: Running) -> None:
    talk = running.talk()
    shown = await talk.say("/help")
    assert shown.messages
    assert all(one.sender.is_bot for one in shown.messages)
    assert {call.method for call in talk.calls} == {"sendMessage"}


async def test_a_press_shows_the_message_that_it_changed(running: Running) -> None:
    talk = running.talk()
    first = await talk.say("/timeline")
    label = next(button.text for one in first.messages for button in one.buttons if button.data)
    second = await talk.press(label)
    assert {one.id for one in second.messages} <= {one.id for one in first.messages}
    assert second.messages != first.messages


async def test_talk_in_a_group_that_is_not_for_the_bot_gets_no_reply(running: Running) -> None:
    shown = await running.talk(chat=-42).say("صباح الخير جميعاً")
    assert shown == Shown(())


async def test_an_unknown_label_names_those_that_there_are(running: Running) -> None:
    talk = running.talk()
    shown = await talk.say("/timeline")
    with pytest.raises(NoSuchButton) as error:
        await talk.press("no such thing")
    assert set(error.value.labels) == {plain(b.text) for one in shown.messages for b in one.buttons if b.data}


async def test_a_label_may_be_a_beginning_or_a_part_whatever_its_case(running: Running) -> None:
    talk = running.talk()
    await talk.say("/language")
    shown = await talk.press("ENGL")
    assert shown.messages
