"""The bot's own place in a chat: removed, blocked, muted, let in again, moved; a topic closed and opened."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.registry import UPDATES
from storage.database import subscriptions
from storage.subscription import SubscriptionState
from tests.handlers.conftest import Stage
from tests.handlers.telegrams import CHANNEL, FORUM, GROUP, PERSON, TOPIC, Role, place_of_bot, service

PAUSED, ACTIVE = SubscriptionState.PAUSED, SubscriptionState.ACTIVE
NEW_ID = -1001000000009


async def state(stage: Stage, chat: int, thread: int | None = None) -> tuple[SubscriptionState, str | None]:
    kept = await stage.subscription(chat, thread)
    assert kept is not None
    return kept.state, kept.pause_reason


def test_telegram_is_asked_to_tell_of_it() -> None:
    assert "my_chat_member" in UPDATES


# ------------------------------------------------------------------ out, and in again


@pytest.mark.parametrize(
    ("chat", "status", "more", "reason"),
    [
        (PERSON, "kicked", {}, "blocked"),
        (GROUP, "kicked", {}, "kicked"),
        (GROUP, "left", {}, "kicked"),
        (GROUP, "restricted", {"is_member": False}, "kicked"),
        (GROUP, "restricted", {"can_send_messages": False}, "no_rights"),
        (CHANNEL, "left", {}, "kicked"),
        (CHANNEL, "member", {}, "no_rights"),
        (CHANNEL, "administrator", {"can_post_messages": False}, "no_rights"),
    ],
)
async def test_where_the_bot_cannot_write_everything_is_paused_and_kept(
    stage: Stage, chat: int, status: str, more: dict[str, Any], reason: str
) -> None:
    before = await stage.subscribe(chat, seen=1)
    assert await stage.hear(place_of_bot(stage.bot, chat, status, **more)) == []
    assert await state(stage, chat) == (PAUSED, reason)
    after = await stage.subscription(chat)
    assert after
    assert (after.schedule, after.seen, after.next_due_at) == (before.schedule, 1, None)


@pytest.mark.parametrize(
    ("chat", "status", "more"),
    [
        (PERSON, "member", {}),
        (GROUP, "member", {}),
        (GROUP, "administrator", {}),
        (GROUP, "restricted", {"can_send_messages": True}),
        (CHANNEL, "administrator", {"can_post_messages": True}),
    ],
)
async def test_when_an_admin_lets_it_in_again_it_goes_on(
    stage: Stage, chat: int, status: str, more: dict[str, Any]
) -> None:
    kept = await stage.subscribe(chat)
    stage.telegram.role = Role.ADMINISTRATOR
    for reason in ("blocked", "kicked", "no_rights", "never_started"):
        await stage.app.services.write(subscriptions.pause, kept.id, reason, stage.now)
        await stage.hear(place_of_bot(stage.bot, chat, status, **more))
        assert await state(stage, chat) == (ACTIVE, None)
    after = await stage.subscription(chat)
    assert after
    assert after.next_due_at == kept.next_due_at


@pytest.mark.parametrize("role", [Role.MEMBER, Role.BROKEN, Role.LEFT])
async def test_when_somebody_else_lets_it_in_its_admins_decide(stage: Stage, role: Role) -> None:
    kept = await stage.subscribe(GROUP)
    await stage.app.services.write(subscriptions.pause, kept.id, "kicked", stage.now)
    stage.telegram.role = role
    await stage.hear(place_of_bot(stage.bot, GROUP, "member"))
    assert await state(stage, GROUP) == (PAUSED, "kicked")


async def test_what_is_paused_for_another_reason_stays_so(stage: Stage) -> None:
    kept = await stage.subscribe(FORUM, TOPIC)
    await stage.app.services.write(subscriptions.pause, kept.id, "topic_closed", stage.now)
    stage.telegram.role = Role.CREATOR
    await stage.hear(place_of_bot(stage.bot, FORUM, "administrator"))
    assert await state(stage, FORUM, TOPIC) == (PAUSED, "topic_closed")


async def test_every_topic_of_a_forum_is_paused_with_it(stage: Stage) -> None:
    await stage.subscribe(FORUM)
    await stage.subscribe(FORUM, TOPIC)
    await stage.subscribe(GROUP)
    await stage.hear(place_of_bot(stage.bot, FORUM, "kicked"))
    assert await state(stage, FORUM) == await state(stage, FORUM, TOPIC) == (PAUSED, "kicked")
    assert await state(stage, GROUP) == (ACTIVE, None)


# ------------------------------------------------------------------ a new id


async def test_an_upgraded_group_keeps_its_subscription_however_often_it_is_told(stage: Stage) -> None:
    before = await stage.subscribe(GROUP, seen=1)
    both = (
        service(stage.bot, GROUP, migrate_to_chat_id=NEW_ID),
        service(stage.bot, NEW_ID, migrate_from_chat_id=GROUP),
    )
    for update in (*both, *both):
        assert await stage.hear(update) == []
        assert await stage.subscription(GROUP) is None
        moved = await stage.subscription(NEW_ID)
        assert moved
        assert (moved.id, moved.schedule, moved.seen, moved.next_due_at) == (
            before.id,
            before.schedule,
            before.seen,
            before.next_due_at,
        )


@pytest.mark.parametrize(("reason", "wanted"), [("upgraded", ACTIVE), ("kicked", ACTIVE), ("blocked", PAUSED)])
async def test_a_group_that_seemed_gone_while_it_moved_goes_on(
    stage: Stage, reason: str, wanted: SubscriptionState
) -> None:
    kept = await stage.subscribe(GROUP)
    await stage.app.services.write(subscriptions.pause, kept.id, reason, stage.now)
    await stage.hear(service(stage.bot, NEW_ID, migrate_from_chat_id=GROUP))
    assert (await state(stage, NEW_ID))[0] is wanted


# ------------------------------------------------------------------ topics


async def test_a_closed_topic_is_silent_until_it_is_opened(stage: Stage) -> None:
    await stage.subscribe(FORUM, TOPIC)
    await stage.subscribe(FORUM)
    for _ in range(2):
        await stage.hear(service(stage.bot, FORUM, forum_topic_closed={}))
        assert await state(stage, FORUM, TOPIC) == (PAUSED, "topic_closed")
        assert await state(stage, FORUM) == (ACTIVE, None)
    await stage.hear(service(stage.bot, FORUM, forum_topic_reopened={}))
    assert await state(stage, FORUM, TOPIC) == (ACTIVE, None)


async def test_the_general_topic_is_the_chat_itself(stage: Stage) -> None:
    await stage.subscribe(FORUM)
    await stage.subscribe(FORUM, TOPIC)
    await stage.hear(service(stage.bot, FORUM, general_forum_topic_hidden={}))
    assert await state(stage, FORUM) == (PAUSED, "topic_closed")
    assert await state(stage, FORUM, TOPIC) == (ACTIVE, None)
    await stage.hear(service(stage.bot, FORUM, general_forum_topic_unhidden={}))
    assert await state(stage, FORUM) == (ACTIVE, None)


async def test_opening_a_topic_wakes_nothing_that_sleeps_for_another_reason(stage: Stage) -> None:
    kept = await stage.subscribe(FORUM, TOPIC)
    await stage.app.services.write(subscriptions.pause, kept.id, "no_rights", stage.now)
    await stage.hear(service(stage.bot, FORUM, forum_topic_reopened={}))
    assert await state(stage, FORUM, TOPIC) == (PAUSED, "no_rights")


async def test_what_concerns_no_subscription_is_passed_over(stage: Stage) -> None:
    before = await stage.rows()
    for update in (
        place_of_bot(stage.bot, GROUP, "kicked"),
        place_of_bot(stage.bot, GROUP, "member"),
        service(stage.bot, FORUM, forum_topic_closed={}),
        service(stage.bot, GROUP, migrate_to_chat_id=NEW_ID),
        service(stage.bot, GROUP, new_chat_title="اسم"),
    ):
        assert await stage.hear(update) == []
    assert await stage.rows() == before
