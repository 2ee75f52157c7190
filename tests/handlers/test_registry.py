"""The table of commands, and the whole bot hearing what people write and press."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from telegram import Update

from handlers import registry
from handlers.command import Ask, Audience
from handlers.registry import ANSWERS, BUTTONS, COMMANDS
from tests.conftest import ADMIN, Running

READER, OTHER, GROUP = 1001, 1002, -5


# ------------------------------------------------------------------ the table


def test_every_name_and_verb_is_declared_once() -> None:
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    verbs = [verb for command in COMMANDS for verb in command.buttons]
    assert len(names) == len(set(names))
    assert len(verbs) == len(set(verbs))
    assert all(re.fullmatch(r"[a-z_]{1,32}", name) for name in names)
    assert all(re.fullmatch(r"[a-z]", verb) for verb in verbs)
    assert "g" not in verbs


def test_the_menu_stands_in_the_order_in_which_people_need_it() -> None:
    shown = [command.name for command in COMMANDS if command.in_menu]
    assert shown == [
        *("timeline", "next", "bases", "troops", "disputes", "search", "sources", "article", "digest"),
        *("subscribe", "unsubscribe", "language", "settings", "mydata", "help"),
        *("reload", "undo", "review", "status", "subscribers", "broadcast"),
    ]
    admins = [c.name for c in COMMANDS if c.audience is Audience.ADMIN]
    assert admins == ["reload", "undo", "review", "status", "subscribers", "broadcast"]


async def test_admin_answers_and_their_buttons_refuse_whoever_is_not_known_to_be_one(running: Running) -> None:
    ask = Ask(READER, READER, private=True, admin=False, words="yes:x", now=running.now)
    t = registry.Translator(registry.ChatSettings(READER))
    answers = [ANSWERS[c.name] for c in COMMANDS if c.audience is Audience.ADMIN]
    answers += [BUTTONS[verb] for c in COMMANDS if c.audience is Audience.ADMIN for verb in c.buttons]
    assert len(answers) == 9
    for answer in answers:
        message = await answer(ask, running.app.services, t)
        assert message.alert == t("corpus.refused")


# ------------------------------------------------------------------ messages


async def send(running: Running, text: str, user: int = READER, chat: int = READER, **how: object) -> list[str]:
    """What the bot wrote in answer to `text`."""
    before = {message.id for message in running.api.messages(chat)}
    running.api.user_sends(user, chat, text, **how)  # type: ignore[arg-type]
    await heard(running)
    after = running.api.messages(chat)
    return [bare(m.text) for m in after if m.id not in before and m.sender.is_bot]


async def heard(running: Running) -> None:
    bot = running.app.application.bot
    updates = await bot.get_updates(timeout=0)
    for update in updates:
        await running.app.application.process_update(update)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)


def bare(text: str) -> str:
    return re.sub("[\u2066-\u2069\u200e\u200f]", "", text)


@pytest.mark.parametrize("command", [c.name for c in COMMANDS if c.in_menu and c.audience is Audience.EVERYONE])
@pytest.mark.parametrize("language", ["ar", "en"])
async def test_every_command_of_the_menu_answers(running: Running, command: str, language: str) -> None:
    await send(running, f"/language {language}")
    answers = await send(running, f"/{command}")
    assert answers
    assert "E-" not in answers[0]


async def test_links_open_what_they_name(running: Running) -> None:
    (timeline,) = await send(running, "/timeline")
    code = re.search(r"/m_(\w+)", timeline)
    assert code
    for text in (f"/m_{code[1]}", f"/m_{code[1]}@MujazBot", f"/start m_{code[1]}"):
        assert "> " in (await send(running, text))[0] or "راجعه محرر" in (await send(running, text))[0]
    assert "قاعدة عين الأسد" in (await send(running, "/start p_ain_al_asad"))[0]
    assert "نيوزاليست" in (await send(running, "/start a_bjs"))[0]
    assert "لا حدث بالرمز zzz" in (await send(running, "/m_zzz"))[0]


async def test_a_group_hears_commands_mentions_and_answers_to_the_bot(running: Running) -> None:
    running.api.privacy = False
    assert await send(running, "/next", chat=GROUP)
    assert await send(running, "/m_zzz@MujazBot", chat=GROUP)
    assert await send(running, "متى يغادرون عين الأسد؟", chat=GROUP) == []
    assert await send(running, "/next@OtherBot", chat=GROUP) == []
    assert await send(running, "@MujazBot متى يغادرون عين الأسد؟", chat=GROUP)
    mine = next(m for m in running.api.messages(GROUP) if m.sender.is_bot)
    assert await send(running, "متى يغادرون عين الأسد؟", chat=GROUP, reply_to=mine.id)
    assert await send(running, "متى يغادرون عين الأسد؟", chat=GROUP, reply_to=1) == []


async def test_an_unknown_command_is_answered_where_it_was_meant_for_the_bot(running: Running) -> None:
    assert await send(running, "/timlien 2025") == ["لا أعرف الأمر /timlien.\nهل تقصد /timeline؟\nكل الأوامر: /help"]
    assert await send(running, "/xyzzy") == ["لا أعرف الأمر /xyzzy.\nكل الأوامر: /help"]
    running.api.privacy = False
    assert await send(running, "/xyzzy", chat=GROUP) == []
    assert await send(running, "/xyzzy@MujazBot", chat=GROUP)


async def test_no_admin_command_is_suggested_to_a_stranger(running: Running) -> None:
    assert "/reload" not in (await send(running, "/relaod"))[0]


async def test_a_caption_is_read_like_a_text(running: Running) -> None:
    assert "قاعدة عين الأسد" in (await send(running, "/bases عين الأسد", caption=True))[0]
    assert "قاعدة عين الأسد" in (await send(running, "متى يغادرون عين الأسد؟", caption=True))[0]


async def test_a_forwarded_text_is_looked_up_and_not_obeyed(running: Running) -> None:
    answers = await send(running, "/reload", user=ADMIN, chat=ADMIN, forwarded=True)
    assert len(answers) == 1
    assert "لم أجد" in answers[0]
    assert "الحوار" in (await send(running, "الحوار الاستراتيجي", forwarded=True))[0]


async def test_an_edited_message_is_not_answered_again(running: Running) -> None:
    await send(running, "/next")
    mine = next(m for m in running.api.messages(READER) if not m.sender.is_bot)
    running.api.user_edits(READER, READER, mine.id, "/bases")
    before = len(running.api.messages(READER))
    await heard(running)
    assert len(running.api.messages(READER)) == before


async def test_a_picture_without_words_gets_a_hint_in_private_only(running: Running) -> None:
    bot = running.app.application.bot
    await send(running, "/next")
    for chat, answered in ((READER, True), (GROUP, False)):
        kind = "private" if chat == READER else "group"
        message = {
            "message_id": 99,
            "date": 0,
            "chat": {"id": chat, "type": kind, "first_name": "a", "title": "b"},
            "from": {"id": READER, "is_bot": False, "first_name": "a"},
            "photo": [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}],
        }
        before = len(running.api.messages(chat))
        await running.app.application.process_update(Update.de_json({"update_id": 1, "message": message}, bot))
        assert (len(running.api.messages(chat)) > before) is answered
    assert "أقرأ الكلام المكتوب فقط" in running.api.messages(READER)[-1].text


# ------------------------------------------------------------------ buttons


async def press(running: Running, label: str, user: int = READER, chat: int = READER) -> list[str]:
    """Press the newest such button; the alerts that came of it."""
    message, button = running.api.button(chat, label)
    calls = len(running.api.calls)
    running.api.user_presses(user, chat, message.id, button.data or "")
    await heard(running)
    answers = [call for call in running.api.calls[calls:] if call.method == "answerCallbackQuery"]
    assert len(answers) == 1
    return [str(call.params["text"]) for call in answers if call.params.get("text")]


async def test_the_first_buttons_run_their_commands(running: Running) -> None:
    for label, words in (("المواعيد", "تصل المصادر"), ("القواعد", "قاعدة عين الأسد"), ("أعداد", "القوات بالأرقام")):
        await send(running, "/start")
        assert await press(running, label) == []
        assert words in bare(running.api.messages(READER)[-1].text)


async def test_two_buttons_pressed_at_once_are_both_answered(running: Running) -> None:
    await send(running, "/troops")
    message, button = running.api.button(READER, "من قال")
    for _ in range(2):
        running.api.user_presses(READER, READER, message.id, button.data or "")
    await heard(running)
    answers = [call for call in running.api.calls if call.method == "answerCallbackQuery"]
    assert [call.refused for call in answers] == ["", ""]


async def test_a_button_of_somebody_else_is_refused_in_a_group(running: Running) -> None:
    await send(running, "/troops سوريا", chat=GROUP)
    assert "لمن طلبه" in (await press(running, "من قال", user=OTHER, chat=GROUP))[0]
    assert await press(running, "من قال", chat=GROUP) == []


async def test_a_button_is_told_that_it_has_expired(running: Running) -> None:
    await send(running, "/troops سوريا")
    running.now = running.now.replace(month=12)
    assert "انتهت مدة هذا الزر" in (await press(running, "من قال"))[0]


@pytest.mark.parametrize(
    "data", ["zz:1", "", "g:nothing", "f:s:nothing", "w:x:y", "s:1", "c:colour:red", "h:xx", "r:yes:x"]
)
async def test_a_button_that_nobody_knows_gets_an_alert(running: Running, data: str) -> None:
    await send(running, "/start")
    message = running.api.messages(READER)[-1]
    stale = replace(message, keyboard=((replace(message.keyboard[0][0], text="قديم", data=data or "?"),),))
    running.api.world.chats.keep(stale)
    alerts = await press(running, "قديم")
    assert len(alerts) == 1
    assert "E-" not in alerts[0]
