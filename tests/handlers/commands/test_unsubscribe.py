"""/unsubscribe and the button under every digest: one tap, and one that takes it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.i18n import Translator
from handlers.views.message import Message, Paragraph, render
from handlers.views.unsubscribe import under_digest
from storage.chat import ChatSettings, Language
from storage.database import subscriptions
from storage.subscription import Section, Subscription, SubscriptionState
from tests.handlers.conftest import Stage
from tests.handlers.telegrams import FORUM, GROUP, PERSON, TOPIC, Role, message_json, presses, says


def undo(stage: Stage, chat: int = PERSON) -> str:
    """The data of the newest undo button."""
    buttons = [b.data or "" for m in reversed(stage.telegram.api.messages(chat)) for b in m.buttons]
    return next(data for data in buttons if data.startswith("x:undo:"))


async def test_one_tap_ends_it_and_one_takes_it_back_as_it_was(stage: Stage) -> None:
    some = {"sections": frozenset({Section.NUMBERS}), "places": frozenset({"iraq"}), "sign_of_life": True}
    before = await stage.subscribe(PERSON, owner=PERSON, seen=1, **some)
    (said,) = await stage.hear(says(stage.bot, "/unsubscribe", PERSON))
    assert said == "ألغيت اشتراكك، ولن يصلك الموجز بعد الآن."
    assert await stage.subscription(PERSON) is None
    (said, *_) = await stage.hear(presses(stage.bot, undo(stage), PERSON))
    assert said.startswith("✅ عاد الاشتراك كما كان.\n\nاشتراكك\n")
    assert await stage.subscription(PERSON) == before


async def test_what_it_had_seen_and_when_it_was_last_sent_comes_back_too(stage: Stage) -> None:
    made = await stage.subscribe(PERSON)
    had = replace(made, planned=stage.now.date(), last_sent_at=stage.now - timedelta(hours=4), seen=1)

    def as_if_sent(conn: object) -> Subscription:
        subscriptions.remove(conn, made.id, stage.now)  # type: ignore[arg-type]
        return subscriptions.put(conn, had, stage.now)  # type: ignore[arg-type]

    before = await stage.app.services.write(as_if_sent)
    await stage.hear(says(stage.bot, "/unsubscribe", PERSON))
    await stage.hear(presses(stage.bot, undo(stage), PERSON))
    after = await stage.subscription(PERSON)
    assert after == before
    assert after
    assert (after.planned, after.last_sent_at, after.seen) == (had.planned, had.last_sent_at, 1)


async def test_a_digest_stays_as_it_is_when_the_button_under_it_is_pressed(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    sent = await stage.bot.send_message(PERSON, "الموجز")
    digest = message_json("الموجز", PERSON, stage.bot.id, message_id=sent.message_id)
    button = under_digest(Translator(ChatSettings(PERSON)))
    (said,) = await stage.hear(presses(stage.bot, button.data or "", PERSON, message=digest))
    assert said.startswith("ألغيت اشتراكك")
    assert [m.text for m in stage.telegram.api.messages(PERSON) if m.id == sent.message_id] == ["الموجز"]
    (alert,) = await stage.hear(presses(stage.bot, button.data or "", PERSON, message=digest))
    assert alert == "لست مشتركاً في الموجز."


@pytest.mark.parametrize("language", Language)
def test_the_button_can_stand_under_any_message(language: Language) -> None:
    button = under_digest(Translator(ChatSettings(PERSON, language)))
    (part,) = render(Message((Paragraph(("x",)),), ((button,),)))
    assert part.buttons == ((button,),)


async def test_under_a_digest_in_a_topic_it_ends_that_topics_and_no_other(stage: Stage) -> None:
    stage.telegram.role = Role.ADMINISTRATOR
    await stage.subscribe(FORUM)
    await stage.subscribe(FORUM, TOPIC)
    (said,) = await stage.hear(presses(stage.bot, "x:digest", FORUM))
    assert said.startswith("ألغيت اشتراك هذا الموضوع")
    assert stage.telegram.api.messages(FORUM)[-1].topic == TOPIC
    assert await stage.subscription(FORUM, TOPIC) is None
    assert await stage.subscription(FORUM)


async def test_any_admin_takes_back_what_another_did(stage: Stage) -> None:
    stage.telegram.role = Role.CREATOR
    before = await stage.subscribe(GROUP)
    await stage.hear(says(stage.bot, "/unsubscribe", GROUP, 2001))
    await stage.hear(presses(stage.bot, undo(stage, GROUP), GROUP, 2002))
    assert await stage.subscription(GROUP) == before


async def test_it_is_taken_back_once_and_within_a_week(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    await stage.hear(says(stage.bot, "/unsubscribe", PERSON))
    data = undo(stage)
    stage.now += timedelta(days=7)
    (alert,) = await stage.hear(presses(stage.bot, data, PERSON))
    assert "انتهت مدة هذا الزر" in alert
    assert await stage.subscription(PERSON) is None
    stage.now -= timedelta(days=1)
    await stage.hear(presses(stage.bot, data, PERSON))
    assert await stage.subscription(PERSON)
    (alert,) = await stage.hear(presses(stage.bot, data, PERSON))
    assert "انتهت مدة هذا الزر" in alert


async def test_a_newer_subscription_stands(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    await stage.hear(says(stage.bot, "/unsubscribe", PERSON))
    data = undo(stage)
    await stage.hear(says(stage.bot, "/subscribe 17", PERSON))
    newer = await stage.subscription(PERSON)
    (alert,) = await stage.hear(presses(stage.bot, data, PERSON))
    assert "هناك اشتراك جديد بعد ذاك" in alert
    assert await stage.subscription(PERSON) == newer


async def test_where_there_is_none_it_says_so(stage: Stage) -> None:
    assert await stage.hear(says(stage.bot, "/unsubscribe", PERSON)) == ["لست مشتركاً في الموجز."]
    (alert,) = await stage.hear(presses(stage.bot, "x:stop", PERSON))
    assert alert == "لست مشتركاً في الموجز."


async def test_a_paused_one_ends_too_and_comes_back_active(stage: Stage) -> None:
    made = await stage.subscribe(PERSON)
    await stage.app.services.write(subscriptions.pause, made.id, "blocked", stage.now)
    await stage.hear(says(stage.bot, "/unsubscribe", PERSON))
    await stage.hear(presses(stage.bot, undo(stage), PERSON))
    after = await stage.subscription(PERSON)
    assert after
    assert after.state is SubscriptionState.ACTIVE


@pytest.mark.parametrize("data", ["x:", "x:undo", "x:undo:", "x:undo:abc", "x:stop:1", "x:digest:1", "x:again"])
async def test_what_no_button_holds_ends_nothing(stage: Stage, data: str) -> None:
    await stage.subscribe(PERSON)
    before = await stage.rows()
    (alert,) = await stage.hear(presses(stage.bot, data, PERSON))
    assert "انتهت مدة هذا الزر" in alert
    assert await stage.rows() == before
