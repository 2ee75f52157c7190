"""Who may change what a chat has chosen: in private its owner, elsewhere its admins, asked at that moment."""

from __future__ import annotations

import pytest
from telegram import Update

from handlers import rights
from handlers.command import Ask, Standing
from storage.errors import NotAllowed
from tests.handlers.conftest import Stage
from tests.handlers.direct import NOW
from tests.handlers.telegrams import (
    ADMINS,
    CHANNEL,
    CHANNEL_BOT,
    FORUM,
    GROUP,
    LINKED,
    MASK,
    PERSON,
    TELEGRAM,
    Role,
    message_json,
    place_of_bot,
    presses,
    says,
)


async def standing(stage: Stage, update: Update, role: Role = Role.MEMBER) -> Standing:
    stage.telegram.role = role
    stage.telegram.asked.clear()
    return await rights.asked_for(update, stage.bot)()


# ------------------------------------------------------------------ what Telegram says


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("chat", [GROUP, FORUM])
async def test_only_admins_are_admins_and_nobody_is_while_telegram_is_silent(
    stage: Stage, role: Role, chat: int
) -> None:
    unanswered = role in (Role.NOBODY, Role.BOT_IS_OUT, Role.BROKEN, Role.FLOODED)
    wanted = Standing.ADMIN if role in ADMINS else Standing.UNKNOWN if unanswered else Standing.MEMBER
    for update in (says(stage.bot, "/subscribe", chat), presses(stage.bot, "x:stop", chat)):
        assert await standing(stage, update, role) is wanted
        assert stage.telegram.asked == [(chat, PERSON)]


async def test_it_is_asked_anew_each_time(stage: Stage) -> None:
    asked = rights.asked_for(says(stage.bot, "/subscribe", GROUP), stage.bot)
    for role in (Role.ADMINISTRATOR, Role.MEMBER, Role.CREATOR):
        stage.telegram.role = role
        assert (await asked() is Standing.ADMIN) is (role in ADMINS)


@pytest.mark.parametrize("chat", [GROUP, FORUM])
async def test_an_anonymous_admin_writes_in_the_name_of_the_group(stage: Stage, chat: int) -> None:
    update = says(stage.bot, "/subscribe", chat, MASK, sender_chat=chat)
    assert await standing(stage, update) is Standing.ADMIN
    assert stage.telegram.asked == []


@pytest.mark.parametrize("user", [CHANNEL_BOT, TELEGRAM, MASK, PERSON])
async def test_whoever_writes_in_the_name_of_another_chat_is_nobody_here(stage: Stage, user: int) -> None:
    for more in ({}, {"is_automatic_forward": True}):
        update = says(stage.bot, "/subscribe", GROUP, user, sender_chat=LINKED, **more)
        assert await standing(stage, update, Role.ADMINISTRATOR) is Standing.MEMBER


async def test_the_mask_without_the_name_of_the_group_is_a_member_like_any(stage: Stage) -> None:
    assert await standing(stage, says(stage.bot, "/subscribe", GROUP, MASK), Role.LEFT) is Standing.MEMBER


async def test_whoever_posts_in_a_channel_is_its_admin_and_whoever_presses_is_asked_about(stage: Stage) -> None:
    post = says(stage.bot, "/subscribe", CHANNEL, None, sender_chat=CHANNEL)
    assert await standing(stage, post) is Standing.ADMIN
    assert await standing(stage, says(stage.bot, "/subscribe", CHANNEL, None)) is Standing.UNKNOWN
    assert await standing(stage, presses(stage.bot, "x:stop", CHANNEL)) is Standing.MEMBER
    assert await standing(stage, presses(stage.bot, "x:stop", CHANNEL), Role.CREATOR) is Standing.ADMIN


async def test_a_button_tells_nothing_of_who_wrote_the_message_under_which_it_stands(stage: Stage) -> None:
    under = message_json("زر", CHANNEL, None, sender_chat=CHANNEL)
    assert await standing(stage, presses(stage.bot, "x:stop", CHANNEL, message=under)) is Standing.MEMBER


async def test_in_private_everybody_is_at_home_and_nobody_else_is(stage: Stage) -> None:
    assert await standing(stage, says(stage.bot, "/subscribe", PERSON)) is Standing.ADMIN
    assert await standing(stage, presses(stage.bot, "x:stop", PERSON)) is Standing.ADMIN
    assert await standing(stage, presses(stage.bot, "x:stop", PERSON, user=2002), Role.CREATOR) is Standing.UNKNOWN
    assert await standing(stage, says(stage.bot, "/subscribe", PERSON, 2002), Role.CREATOR) is Standing.UNKNOWN
    assert stage.telegram.asked == []


async def test_a_topic_that_cannot_be_told_is_not_guessed(stage: Stage) -> None:
    """A message that the bot can no longer see does not say in which topic it stands."""
    for chat, wanted in ((FORUM, Standing.UNKNOWN), (GROUP, Standing.ADMIN)):
        gone = message_json("", chat, stage.bot.id)
        gone = {"chat": gone["chat"], "message_id": gone["message_id"], "date": 0}
        assert await standing(stage, presses(stage.bot, "x:digest", chat, message=gone), Role.CREATOR) is wanted


async def test_whoever_lets_the_bot_in_is_asked_about_too(stage: Stage) -> None:
    update = place_of_bot(stage.bot, GROUP, "member")
    assert await standing(stage, update) is Standing.MEMBER
    assert await standing(stage, update, Role.CREATOR) is Standing.ADMIN


# ------------------------------------------------------------------ before anything is changed


def ask(private: bool, user: int, chat: int, answer: Standing | None = None) -> Ask:
    async def asked() -> Standing:
        assert answer is not None
        return answer

    more = {} if answer is None else {"rights": asked}
    return Ask(user, chat, private, admin=True, words="", now=NOW, **more)  # type: ignore[arg-type]


async def test_whoever_is_no_admin_of_the_chat_is_refused_with_a_reason() -> None:
    await rights.demand(ask(private=True, user=5, chat=5))
    await rights.demand(ask(private=False, user=5, chat=GROUP, answer=Standing.ADMIN))
    for answer, reason in ((Standing.MEMBER, "chat_admins"), (Standing.UNKNOWN, "not_asked"), (None, "not_asked")):
        with pytest.raises(NotAllowed) as refused:
            await rights.demand(ask(private=False, user=5, chat=GROUP, answer=answer))
        assert refused.value.reason == reason


async def test_nobody_is_at_home_in_somebody_elses_chat() -> None:
    with pytest.raises(NotAllowed):
        await rights.demand(ask(private=True, user=5, chat=6, answer=Standing.ADMIN))
