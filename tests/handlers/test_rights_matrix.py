"""The rights matrix: role × sort of chat × command or button. Whoever may not change anything changes nothing.

What counts is not what is said but what the database holds afterwards; and so that the matrix itself can fail,
whoever may is seen to change it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from telegram import Update

from handlers.registry import BUTTONS, COMMANDS
from tests.conftest import ADMIN
from tests.handlers.conftest import Stage
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
    TOPIC,
    Role,
    answers,
    presses,
    says,
)

THREADS = {GROUP: None, FORUM: TOPIC, CHANNEL: None}
COMMANDS_THAT_CHANGE = (
    "/subscribe",
    "/subscribe daily 9:30",
    "/subscribe 9:30",
    "/subscribe الأحد 9:30",
    "/subscribe فور النشر",
    "/subscribe weekly",
    "/unsubscribe",
    "/language en",
    "/settings عمّان",
)
SHOWN_TO_ALL = frozenset({"/subscribe"})
"""Members may read."""
BUTTONS_THAT_CHANGE = (
    "b:at:daily::",
    "b:set:daily::0930",
    "b:set:at_once::",
    "b:set:weekly:4:0930",
    "b:yes:daily::0600",
    "b:no:daily::0600",
    "o:resume",
    "o:v:1",
    "o:s:numbers:0",
    "o:q",
    "o:q:2300:0600",
    "o:p:0:iraq:1",
    "o:f:0:us:1",
    "x:stop",
    "x:digest",
    "g:unsubscribe",
    "c:language:en",
    "c:digits:arabic",
    "c:zone:Asia/Amman",
    "l:language:en",
    "h:en",
)
BUTTONS_THAT_SHOW = ("b:often", "b:done", "o:home", "o:s", "o:p:0", "o:f:1", "g:subscribe", "g:settings")
REFUSALS = (
    *("لمشرفي هذه المحادثة", "تعذّر أن أسأل", "للمشرفين وحدهم", "محادثتنا الخاصة", "لمن طلبه", "انتهت مدة"),
    "من نسخة أقدم",
)


async def set_up(stage: Stage, chat: int) -> None:
    """A paused subscription, so that resuming it changes something too."""
    from storage.database import subscriptions

    kept = await stage.subscribe(chat, THREADS.get(chat))
    await stage.app.services.write(subscriptions.pause, kept.id, "no_rights", stage.now)


def refused(said: Sequence[str]) -> bool:
    return any(words in text for text in said for words in REFUSALS)


# ------------------------------------------------------------------ by name: members, admins, and who is neither


@pytest.mark.parametrize("role", [role for role in Role if role not in ADMINS])
@pytest.mark.parametrize("chat", [GROUP, FORUM])
async def test_no_command_of_whoever_is_no_admin_changes_anything(stage: Stage, chat: int, role: Role) -> None:
    await set_up(stage, chat)
    before = await stage.rows()
    stage.telegram.role = role
    for words in COMMANDS_THAT_CHANGE:
        said = await stage.hear(says(stage.bot, words, chat))
        assert await stage.rows() == before, (role, words)
        assert words in SHOWN_TO_ALL or refused(said), (role, words, said)


@pytest.mark.parametrize("role", [role for role in Role if role not in ADMINS])
@pytest.mark.parametrize("chat", [GROUP, FORUM, CHANNEL])
async def test_no_button_pressed_by_whoever_is_no_admin_changes_anything(stage: Stage, chat: int, role: Role) -> None:
    await set_up(stage, chat)
    before = await stage.rows()
    stage.telegram.role = role
    for data in (*BUTTONS_THAT_CHANGE, *BUTTONS_THAT_SHOW):
        said = await stage.hear(presses(stage.bot, data, chat))
        assert await stage.rows() == before, (role, data)
        assert data in ("g:subscribe", "g:settings") or refused(said), (role, data, said)


@pytest.mark.parametrize("role", sorted(ADMINS))
@pytest.mark.parametrize("chat", [GROUP, FORUM, CHANNEL])
async def test_everything_that_changes_something_changes_it_for_an_admin(stage: Stage, chat: int, role: Role) -> None:
    stage.telegram.role = role
    updates: list[tuple[str, Update]] = [(data, presses(stage.bot, data, chat)) for data in BUTTONS_THAT_CHANGE]
    if chat != CHANNEL:
        said_aloud = [words for words in COMMANDS_THAT_CHANGE if words not in SHOWN_TO_ALL]
        updates += [(words, says(stage.bot, words, chat)) for words in said_aloud]
    for what, update in updates:
        await set_up(stage, chat)
        before = await stage.rows()
        said = await stage.hear(update)
        assert not refused(said), (what, said)
        assert await stage.rows() != before, what


# ------------------------------------------------------------------ in the name of a chat


MASKED = {
    "an anonymous admin": (lambda chat: {"user": MASK, "sender_chat": chat}, True),
    "a linked channel": (lambda _: {"user": TELEGRAM, "sender_chat": LINKED, "is_automatic_forward": True}, False),
    "somebody's own channel": (lambda _: {"user": CHANNEL_BOT, "sender_chat": LINKED}, False),
    "a channel of an admin": (lambda _: {"user": PERSON, "sender_chat": LINKED}, False),
    "the mask alone": (lambda _: {"user": MASK}, False),
}


@pytest.mark.parametrize("who", MASKED)
@pytest.mark.parametrize("chat", [GROUP, FORUM])
async def test_only_the_group_itself_speaks_for_its_admins(stage: Stage, chat: int, who: str) -> None:
    mask: Callable[[int], dict[str, Any]] = MASKED[who][0]
    stage.telegram.role = Role.LEFT if who == "the mask alone" else Role.ADMINISTRATOR
    for words in COMMANDS_THAT_CHANGE:
        await set_up(stage, chat)
        before = await stage.rows()
        said = await stage.hear(says(stage.bot, words, chat, **mask(chat)))
        if words not in SHOWN_TO_ALL:
            assert (await stage.rows() != before) is MASKED[who][1], (who, words, said)
            assert refused(said) is not MASKED[who][1]


async def test_a_post_in_a_channel_is_its_admins_word(stage: Stage) -> None:
    for words in COMMANDS_THAT_CHANGE:
        await set_up(stage, CHANNEL)
        before = await stage.rows()
        await stage.hear(says(stage.bot, words, CHANNEL, None, sender_chat=CHANNEL))
        assert words in SHOWN_TO_ALL or await stage.rows() != before, words


async def test_a_forwarded_post_is_nobodys_word(stage: Stage) -> None:
    await set_up(stage, GROUP)
    before = await stage.rows()
    origin = {"type": "channel", "chat": {"id": LINKED, "type": "channel", "title": "x"}, "message_id": 1, "date": 1}
    for words in COMMANDS_THAT_CHANGE:
        update = says(stage.bot, words, GROUP, MASK, sender_chat=GROUP, forward_origin=origin)
        assert await stage.hear(update) == []
    assert await stage.rows() == before


# ------------------------------------------------------------------ an hour that is typed


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("chat", [GROUP, FORUM])
@pytest.mark.parametrize(("asked_by", "words"), [("b:at:daily::", "٩:٣٠"), ("o:q", "23:30 - 6")])
async def test_an_hour_that_was_asked_for_is_taken_from_admins_only(
    stage: Stage, chat: int, role: Role, asked_by: str, words: str
) -> None:
    await set_up(stage, chat)
    stage.telegram.role = Role.CREATOR
    await stage.hear(presses(stage.bot, asked_by, chat))
    before = await stage.rows()
    stage.telegram.role = role
    said = await stage.hear(answers(stage.bot, words, chat))
    assert (await stage.rows() != before) is (role in ADMINS)
    assert refused(said) is (role not in ADMINS)


# ------------------------------------------------------------------ the bot's admins


BOTS_OWN = ("/reload", "/undo", "/subscribers", "/broadcast نص", "/review", "/review 1", "/status")


@pytest.mark.parametrize("chat", [PERSON, GROUP, FORUM])
async def test_what_is_for_the_bots_admins_is_refused_to_everybody_else(stage: Stage, chat: int) -> None:
    stage.telegram.role = Role.CREATOR
    await stage.subscribe(PERSON)
    before = await stage.rows()
    masks: list[dict[str, Any]] = [{}] if chat == PERSON else [{}, {"user": ADMIN, "sender_chat": chat}]
    for words in BOTS_OWN:
        for mask in masks:
            assert refused(await stage.hear(says(stage.bot, words, chat, **mask))), words
    for data in ("r:yes:x", "r:no:x", "k:yes:x", "k:no:x", "q:ok:x", "q:no:x", "q:set:x:place:-", "g:review"):
        assert refused(await stage.hear(presses(stage.bot, data, chat)))
    assert await stage.rows() == before


async def test_a_bots_admin_has_no_right_over_a_chat(stage: Stage) -> None:
    await set_up(stage, GROUP)
    before = await stage.rows()
    for words in COMMANDS_THAT_CHANGE:
        await stage.hear(says(stage.bot, words, GROUP, ADMIN))
    for data in BUTTONS_THAT_CHANGE:
        await stage.hear(presses(stage.bot, data, GROUP, ADMIN))
    assert await stage.rows() == before


async def test_a_notice_is_sent_by_the_one_who_saw_it_and_in_time(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    await stage.hear(says(stage.bot, "/broadcast نص", ADMIN, ADMIN))
    button = next(b for m in reversed(stage.telegram.api.messages(ADMIN)) for b in m.buttons if b.data)
    data, before = button.data or "", await stage.rows()
    for user, chat in ((PERSON, ADMIN), (ADMIN, GROUP), (PERSON, PERSON), (PERSON, GROUP)):
        assert refused(await stage.hear(presses(stage.bot, data, chat, user)))
        assert await stage.rows() == before
    stage.now += timedelta(minutes=10)
    assert refused(await stage.hear(presses(stage.bot, data, ADMIN, ADMIN)))
    assert await stage.rows() == before
    stage.now -= timedelta(minutes=5)
    assert not refused(await stage.hear(presses(stage.bot, data, ADMIN, ADMIN)))
    sent = await stage.rows()
    assert len(sent["notices"]) == len(sent["deliveries"]) == 1
    assert refused(await stage.hear(presses(stage.bot, data, ADMIN, ADMIN)))
    assert await stage.rows() == sent


# ------------------------------------------------------------------ what belongs to one person


async def test_nobody_erases_what_is_stored_of_somebody_else(stage: Stage) -> None:
    await stage.subscribe(PERSON, owner=PERSON)
    await stage.hear(says(stage.bot, "/mydata", PERSON))
    await stage.hear(presses(stage.bot, "y:ask", PERSON))
    data = next(b.data or "" for m in reversed(stage.telegram.api.messages(PERSON)) for b in m.buttons)
    assert data.startswith("y:yes:")
    stage.telegram.role = Role.CREATOR
    before = await stage.rows()
    for user, chat in ((2002, 2002), (2002, PERSON), (2002, GROUP), (PERSON, GROUP), (ADMIN, ADMIN)):
        assert refused(await stage.hear(presses(stage.bot, data, chat, user))), (user, chat)
        assert refused(await stage.hear(presses(stage.bot, "y:ask", chat, user))) or chat > 0
    after = await stage.rows()
    # Who asked in a chat of their own has a question of their own.
    assert {**after, "saved": before["saved"]} == before
    stage.now += timedelta(minutes=10)
    assert refused(await stage.hear(presses(stage.bot, data, PERSON)))
    assert await stage.rows() == after


async def test_what_one_group_ended_no_other_takes_up(stage: Stage) -> None:
    stage.telegram.role = Role.CREATOR
    await stage.subscribe(GROUP)
    await stage.hear(says(stage.bot, "/unsubscribe", GROUP))
    data = next(b.data or "" for m in reversed(stage.telegram.api.messages(GROUP)) for b in m.buttons)
    assert data.startswith("x:undo:")
    before = await stage.rows()
    for chat in (FORUM, CHANNEL, PERSON):
        assert refused(await stage.hear(presses(stage.bot, data, chat)))
    stage.telegram.role = Role.MEMBER
    assert refused(await stage.hear(presses(stage.bot, data, GROUP)))
    assert await stage.rows() == before
    stage.telegram.role = Role.CREATOR
    assert not refused(await stage.hear(presses(stage.bot, data, GROUP, 2002)))
    assert await stage.subscription(GROUP)
    assert refused(await stage.hear(presses(stage.bot, data, GROUP)))


# ------------------------------------------------------------------ forged data


def forged(rng: random.Random) -> str:
    """Data that no button holds: pieces of real data put together anew, cut, repeated, with strange letters."""
    pieces = [piece for data in (*BUTTONS_THAT_CHANGE, *BUTTONS_THAT_SHOW) for piece in data.split(":")]
    pieces += ["", "*", "9999", "-1", "٣", "iraq", "undo", "yes", "\u202e", "x" * 40, "0" * 20, "' OR 1=1 --", ";"]
    data = ":".join([rng.choice([*BUTTONS, "zz"]), *rng.choices(pieces, k=rng.randint(0, 5))])
    return data.encode()[: rng.randint(1, 64)].decode(errors="ignore") or "b"


async def test_forged_data_changes_nothing_for_whoever_is_no_admin(stage: Stage) -> None:
    for chat in (GROUP, FORUM, CHANNEL):
        await set_up(stage, chat)
    rng = random.Random(7)
    for _ in range(300):
        data, chat = forged(rng), rng.choice((GROUP, FORUM, CHANNEL))
        stage.telegram.role = rng.choice([role for role in Role if role not in ADMINS])
        before = await stage.rows()
        said = await stage.hear(presses(stage.bot, data, chat))
        after = await stage.rows()
        # What is read may be kept for its own buttons; nothing else may change.
        assert {**after, "saved": []} == {**before, "saved": []}, data
        assert not any("E-" in text for text in said), (data, said)


async def test_forged_data_breaks_nothing_for_an_admin_and_touches_no_other_chat(stage: Stage) -> None:
    stage.telegram.role = Role.CREATOR
    await set_up(stage, FORUM)
    elsewhere = await stage.subscription(FORUM, TOPIC)
    rng = random.Random(8)
    for _ in range(300):
        data = forged(rng)
        said = await stage.hear(presses(stage.bot, data, GROUP))
        assert said or data.startswith("g:"), data
        assert not any("E-" in text for text in said), (data, said)
    rows = await stage.rows()
    assert await stage.subscription(FORUM, TOPIC) == elsewhere
    assert rows["notices"] == []
    assert {row[1] for row in rows["subscriptions"]} <= {GROUP, FORUM}


async def test_every_button_of_the_table_is_in_the_matrix() -> None:
    """A verb that is not known here is only one that changes nothing of a chat."""
    known = {data.partition(":")[0] for data in (*BUTTONS_THAT_CHANGE, *BUTTONS_THAT_SHOW)}
    only_for_the_asker = {"r", "k", "y", "q"}
    read_only = {"t", "p", "f", "w", "s", "a", "m"}
    assert set(BUTTONS) == known | only_for_the_asker | read_only
    assert {c.name for c in COMMANDS} >= {words.split()[0][1:] for words in COMMANDS_THAT_CHANGE}
