"""The sender on a real database and a local Telegram: each message once, at most twice, none lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from itertools import chain, repeat
from typing import Any

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.delivery import LEASE, Sender
from bot.local.api import LocalBotApi
from bot.outcomes import Step
from bot.windows import Rate, Rates
from handlers.i18n import Translator
from storage.chat import ChatSettings
from storage.database import chats, deliveries, outbox, recovering, subscriptions
from storage.database.session import Database
from storage.database.signs import Sign
from storage.schedule import Schedule
from storage.subscription import SubscriptionState
from tests.bot.post import NOON, Post, on_both, opened
from tests.bot.traffic import decided, windows_over
from tests.conftest import TOKEN

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")
READER, GROUP = 1001, -1002
REPEAT = Translator(ChatSettings(READER))("delivery.repeat")
BLOCKED = Forbidden("Forbidden: bot was blocked by the user")


def unreachable() -> TelegramError:
    error = NetworkError("httpx.ConnectError: ")
    error.__cause__ = httpx.ConnectError("")
    return error


@pytest.fixture
def api() -> LocalBotApi:
    return LocalBotApi(TOKEN)


database = pytest.fixture(opened)


@pytest.fixture
def post(database: Database, api: LocalBotApi) -> Iterator[Post]:
    made = Post(database, api)
    made.meet(READER)
    yield made
    made.services.close()


# ------------------------------------------------------------------ as it should be


@on_both
async def test_a_digest_is_sent_once_and_its_subscription_has_seen_it(post: Post) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to, "موجز اليوم", upto=7)
    assert (await post.subscription(to)).seen == 0
    assert await post.send() == 1
    assert await post.send(timedelta(hours=1)) == 0
    assert post.received(READER) == ["موجز اليوم"]
    (row,) = await post.rows()
    assert (row.state, row.attempts) == ("sent", 1)
    assert row.message == post.api.messages(READER)[-1].id
    assert (await post.subscription(to)).seen == 7
    assert post.troubles == []


@on_both
async def test_the_parts_arrive_in_order(post: Post) -> None:
    await post.enqueue(await post.subscribe(READER), "أولاً", "ثانياً", "ثالثاً")
    assert await post.send() == 3
    assert post.received(READER) == ["أولاً", "ثانياً", "ثالثاً"]


@on_both
async def test_everyone_gets_theirs(post: Post) -> None:
    readers = range(2001, 2201)
    post.meet(*readers)
    for reader in readers:
        await post.enqueue(await post.subscribe(reader), f"موجز {reader}")
    assert await post.send() == 200
    assert [post.received(reader) for reader in readers] == [[f"موجز {reader}"] for reader in readers]
    assert set(await post.states()) == {"sent"}


async def test_a_digest_goes_into_the_topic_where_it_was_subscribed(post: Post) -> None:
    post.api.user_sends(5, GROUP, "/start", topic=3)
    await post.enqueue(await post.subscribe(GROUP, thread=3), "موجز")
    await post.send()
    assert post.api.messages(GROUP)[-1].topic == 3


async def test_it_says_that_it_is_sending_before_it_calls(post: Post) -> None:
    seen: list[tuple[str, int]] = []

    async def look() -> None:
        (row,) = await post.rows()
        seen.append((row.state, row.attempts))

    await post.enqueue(await post.subscribe(READER))
    post.request.faults[1] = look
    await post.send()
    assert seen == [("sending", 1)]


async def test_no_transaction_is_open_during_a_call(post: Post) -> None:
    """Another write gets through while Telegram takes its time."""

    async def write() -> None:
        await asyncio.wait_for(post.services.write(chats.save, ChatSettings(9)), 30)

    await post.enqueue(await post.subscribe(READER))
    post.request.faults[1] = write
    assert await post.send() == 1


async def test_the_rate_is_kept(database: Database, api: LocalBotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    rate = Rate(5, 0.2)
    post, left = Post(database, api, rates=Rates(overall=rate)), decided(monkeypatch)
    try:
        for reader in range(2001, 2016):
            post.meet(reader)
            await post.enqueue(await post.subscribe(reader))
        assert await asyncio.wait_for(post.send(), 30) == 15
        assert len(left) == 15
        assert windows_over((at for at, _ in left), rate) == 0
    finally:
        post.services.close()


def test_a_bot_without_a_limiter_is_refused(post: Post) -> None:
    bot: ExtBot[Any] = ExtBot(TOKEN)
    with pytest.raises(ValueError, match="rate limiter"):
        Sender(post.services, bot, post.gate, post.clock, Sign("x"))


# ------------------------------------------------------------------ certainly unsent


@on_both
async def test_what_did_not_get_through_is_sent_later_once(post: Post) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to)
    post.request.faults[1] = unreachable()
    assert await post.send() == 0
    assert await post.states() == ["waiting"]
    assert await post.send(timedelta(seconds=0.9)) == 0
    assert await post.send(timedelta(seconds=0.2)) == 1
    assert post.received(READER) == ["موجز"]
    assert (await post.rows())[0].attempts == 2


async def test_a_429_is_waited_out_by_everything(post: Post) -> None:
    post.meet(2002)
    await post.enqueue(await post.subscribe(READER))
    post.request.faults[1] = RetryAfter(30)
    await post.send()
    assert post.gate.halted > 29
    (row,) = await post.rows()
    assert row.not_before == post.now + timedelta(seconds=30)
    assert post.request.calls == 1, "nothing is tried twice"


async def test_a_halt_between_the_token_and_the_call_gives_the_message_back(post: Post) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to)
    sending = deliveries.sending

    def halted(*args: Any) -> Any:
        post.gate._turnstile.halt(post.gate._clock() + 30.0)
        return sending(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliveries, "sending", halted)
        assert await post.send() == 0
    assert post.request.calls == 0
    (row,) = await post.rows()
    assert (row.state, row.repeat) == ("waiting", False)
    assert row.not_before > post.now + timedelta(seconds=29)


@pytest.mark.parametrize("failure", [unreachable, lambda: InvalidToken()])
async def test_when_nothing_gets_through_the_others_are_not_tried_in_vain(
    post: Post, failure: Callable[[], TelegramError]
) -> None:
    post.request.faults[1] = failure()
    await post.enqueue(await post.subscribe(READER))
    await post.send()
    assert post.gate.halted > 0.5


# ------------------------------------------------------------------ ambiguous


@on_both
async def test_what_may_have_arrived_is_sent_once_more_and_says_so(post: Post) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to)
    post.request.faults[1], post.request.late = TimedOut(), {1}
    assert await post.send() == 0
    assert (await post.subscription(to)).seen == 0
    assert await post.send(timedelta(seconds=6)) == 1
    assert post.received(READER) == ["موجز", f"{REPEAT}\n\nموجز"]
    assert post.troubles == []


@on_both
async def test_a_second_doubt_is_the_last_and_is_reported(post: Post) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to)
    post.request.faults = {1: NetworkError("Bad Gateway"), 2: NetworkError("Bad Gateway")}
    await post.send()
    await post.send(timedelta(seconds=6))
    assert await post.send(timedelta(days=1)) == 0
    assert await post.states() == ["unknown"]
    assert [(trouble.step, trouble.reason) for trouble in post.troubles] == [(Step.UNKNOWN, "server")]


@on_both
async def test_with_assume_sent_a_doubt_is_taken_for_sent(post: Post) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to)
    post.request.faults[1] = TimedOut()
    await post.send(assume_sent=True)
    assert await post.send(timedelta(days=1), assume_sent=True) == 0
    assert await post.states() == ["unknown"]
    assert (await post.subscription(to)).seen == 7
    assert len(post.troubles) == 1


async def test_a_call_that_takes_for_ever_ends_and_is_in_doubt(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.LONGEST_CALL", 0.05)
    await post.enqueue(await post.subscribe(READER))
    post.request.faults[1] = lambda: asyncio.sleep(30)
    await asyncio.wait_for(post.send(), 20)
    (row,) = await post.rows()
    assert (row.state, row.repeat, row.reason) == ("waiting", True, "timeout")


@on_both
async def test_what_a_crash_left_behind_is_sent_once_more_after_its_lease(post: Post) -> None:
    await post.enqueue(await post.subscribe(READER))
    await crashed_while_sending(post)
    assert await post.send(LEASE - timedelta(seconds=1)) == 0
    assert await post.send(timedelta(seconds=2)) == 1
    assert post.received(READER) == [f"{REPEAT}\n\nموجز"]


@on_both
async def test_what_two_crashes_left_behind_is_unknown_and_reported(post: Post) -> None:
    await post.enqueue(await post.subscribe(READER))
    await crashed_while_sending(post)
    post.now += LEASE
    await post.services.write(recovering.recover, post.now)
    await crashed_while_sending(post)
    assert await post.send(LEASE) == 0
    assert await post.states() == ["unknown"]
    assert [trouble.reason for trouble in post.troubles] == ["left_behind"]


@on_both
async def test_what_a_crash_left_claimed_but_not_sending_is_sent_without_a_doubt(post: Post) -> None:
    await post.enqueue(await post.subscribe(READER))
    await post.services.write(deliveries.claim, "dead", post.now, LEASE, 10)
    assert await post.send(LEASE) == 1
    assert post.received(READER) == ["موجز"]


async def crashed_while_sending(post: Post) -> None:
    (claimed,) = await post.services.write(deliveries.claim, "dead", post.now, LEASE, 10)
    assert await post.services.write(deliveries.sending, claimed, post.now, LEASE)


# ------------------------------------------------------------------ refused


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (BLOCKED, "blocked"),
        (Forbidden("Forbidden: user is deactivated"), "deactivated"),
        (BadRequest("Bad Request: chat not found"), "chat_not_found"),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), "no_rights"),
    ],
)
async def test_a_refused_reader_is_paused_and_loses_nothing(post: Post, error: TelegramError, reason: str) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to, "أولاً", "ثانياً")
    post.request.faults[1] = error
    assert await post.send() == 0
    assert await post.states() == ["failed", "folded"]
    paused = await post.subscription(to)
    assert (paused.state, paused.pause_reason, paused.seen) == (SubscriptionState.PAUSED, reason, 0)
    assert await post.send(timedelta(days=1)) == 0


@on_both
async def test_a_closed_topic_pauses_only_what_goes_there(post: Post) -> None:
    post.api.user_sends(5, GROUP, "/start", topic=3)
    here, elsewhere = await post.subscribe(GROUP, thread=3), await post.subscribe(GROUP)
    await post.enqueue(here)
    post.request.faults[1] = BadRequest("Bad Request: TOPIC_CLOSED")
    await post.send()
    assert (await post.subscription(here)).pause_reason == "topic_closed"
    assert (await post.subscription(elsewhere)).state is SubscriptionState.ACTIVE


async def test_a_topic_without_a_subscription_is_only_noted(post: Post) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to)
    post.request.faults[1] = BadRequest("Bad Request: TOPIC_CLOSED")

    async def gone() -> None:
        await post.services.write(subscriptions.erase, READER)
        raise BadRequest("Bad Request: TOPIC_CLOSED")

    post.request.faults[1] = gone
    await post.send()
    assert await post.rows() == []


@on_both
async def test_an_upgraded_group_gets_its_digest_under_its_new_id(post: Post) -> None:
    post.meet(-77, -1001234)
    to = await post.subscribe(-77)
    await post.enqueue(to)
    post.request.faults[1] = ChatMigrated(-1001234)
    assert await post.send() == 1
    assert (post.received(-77), post.received(-1001234)) == ([], ["موجز"])
    assert (await post.subscription(to)).chat == -1001234


async def test_a_group_that_moves_to_where_it_is_is_given_up(post: Post) -> None:
    await post.enqueue(await post.subscribe(GROUP))
    post.request.faults[1] = ChatMigrated(GROUP)
    await post.send()
    assert await post.states() == ["failed"]
    assert post.troubles[0].step is Step.FAILED


@on_both
async def test_refused_markup_is_sent_as_plain_text_and_reported(post: Post) -> None:
    await post.enqueue(await post.subscribe(READER), "موجز <b>")
    post.request.faults[1] = BadRequest("Bad Request: can't parse entities: unexpected end tag at byte 5")
    assert await post.send() == 1
    assert post.received(READER) == ["موجز <b>"]
    assert [(trouble.step, trouble.reason) for trouble in post.troubles] == [(Step.PLAIN, "bad_markup")]
    assert post.api.calls[-1].params.get("parse_mode") is None


async def test_what_is_refused_even_as_plain_text_is_given_up_and_told_again_later(post: Post) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to)
    post.request.faults = {1: BadRequest("Bad Request: something new"), 2: BadRequest("Bad Request: something new")}
    await post.send()
    assert await post.states() == ["failed"]
    assert [trouble.step for trouble in post.troubles] == [Step.PLAIN, Step.FAILED]
    assert (await post.subscription(to)).seen == 0


async def test_a_text_that_is_gone_is_given_up(post: Post) -> None:
    await post.enqueue(await post.subscribe(READER), "أولاً", "ثانياً")

    def cut(conn: Any) -> None:
        conn.exec_driver_sql("UPDATE contents SET parts = '[]'")

    await post.services.write(cut)
    assert await post.send() == 0
    assert await post.states() == ["failed", "failed"]
    assert {trouble.reason for trouble in post.troubles} == {"no_text"}


# ------------------------------------------------------------------ quiet hours, changes of mind


@on_both
async def test_what_is_late_waits_for_the_end_of_the_quiet_hours(post: Post) -> None:
    night = Schedule(zone="UTC", quiet_from=time(9), quiet_to=time(11))
    to = await post.subscribe(READER, night)
    await post.enqueue(to)
    assert await post.send(timedelta(hours=1)) == 0
    assert post.request.calls == 0
    (row,) = await post.rows()
    assert row.not_before == NOON + timedelta(hours=2)
    assert await post.send(timedelta(hours=1)) == 1


@on_both
async def test_whoever_unsubscribes_gets_nothing_more(post: Post) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to)
    sending = deliveries.sending

    def too_late(conn: Any, *args: Any) -> Any:
        subscriptions.remove(conn, to.id, post.now)
        return sending(conn, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliveries, "sending", too_late)
        assert await post.send() == 0
    assert post.request.calls == 0


# ------------------------------------------------------------------ several senders


@on_both
async def test_two_senders_share_the_work_and_nobody_gets_anything_twice(
    post: Post, database: Database, api: LocalBotApi
) -> None:
    other = Post(database, api, owner="two")
    try:
        readers = range(2001, 2101)
        post.meet(*readers)
        for reader in readers:
            await post.enqueue(await post.subscribe(reader))
        first, second = await asyncio.gather(post.send(room=8), other.send(room=8))
        assert first + second == 100
        assert min(first, second) > 0
        assert [len(post.received(reader)) for reader in readers] == [1] * 100
    finally:
        other.services.close()


@on_both
async def test_a_sender_that_slept_past_its_lease_does_not_call(post: Post, database: Database) -> None:
    """Stopped between the token and the call; meanwhile another process has sent the message."""
    other = Post(database, post.api, owner="two")
    try:
        await post.enqueue(await post.subscribe(READER))
        sending = deliveries.sending

        def slept(conn: Any, *args: Any) -> Any:
            said = sending(conn, *args)
            post.now += LEASE
            recovering.recover(conn, post.now)
            assert deliveries.claim(conn, "two", post.now, LEASE, 1)
            return said

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(deliveries, "sending", slept)
            assert await post.send() == 0
        assert post.request.calls == 0
        other.now = post.now + LEASE
        assert await other.send() == 1
        assert post.received(READER) == [f"{REPEAT}\n\nموجز"]
    finally:
        other.services.close()


async def test_a_sender_that_slept_does_not_call_even_if_its_clock_was_put_back(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.enqueue(await post.subscribe(READER))
    times = chain([0.0, LEASE.total_seconds()], repeat(0.0))
    monkeypatch.setattr("bot.delivery.monotonic", lambda: next(times))
    assert await post.send() == 1
    assert [row.attempts for row in await post.rows()] == [2]
    assert post.received(READER) == ["موجز"], "certainly unsent the first time, and so not marked as a repeat"


# ------------------------------------------------------------------ notices


@on_both
async def test_a_notice_goes_to_everyone_and_a_reader_who_blocked_is_paused(post: Post) -> None:
    post.meet(2002)
    to = await post.subscribe(READER)
    await post.subscribe(2002)

    def announce(conn: Any) -> None:
        from bot.parcels import packed
        from handlers.views.message import Message, Paragraph
        from storage.database import contents

        parts = packed(Message((Paragraph(("إشعار",)),)), Translator(ChatSettings(7)))
        outbox.broadcast(conn, outbox.notice(conn, 7, contents.keep(conn, parts, (), post.now), post.now), post.now)

    await post.services.write(announce)
    post.request.faults[1] = BLOCKED
    assert await post.send() == 1
    assert (await post.subscription(to)).pause_reason == "blocked"
    assert post.received(2002) == ["إشعار"]


async def test_many_texts_are_remembered_but_not_all(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.texts.MOST", 3)
    readers = range(2001, 2011)
    post.meet(*readers)
    for reader in readers:
        await post.enqueue(await post.subscribe(reader), f"موجز {reader % 5}")
    sender = post.sender()
    assert await sender.run_once(post.now) == 10
    assert [post.received(reader) for reader in readers] == [[f"موجز {reader % 5}"] for reader in readers]
    assert len(sender._texts) <= 3


async def test_trouble_is_logged_unless_somebody_else_listens(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    await post.enqueue(await post.subscribe(READER))
    post.request.faults = {1: NetworkError("Bad Gateway"), 2: NetworkError("Bad Gateway")}
    for _ in range(2):
        post.now += timedelta(seconds=6)
        await Sender(post.services, post.bot, post.gate, post.clock, Sign("one")).run_once(post.now)
    assert f"to {READER}: unknown" in caplog.text


async def test_a_text_that_cannot_be_read_for_a_moment_is_sent_after_the_lease(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: Any) -> Any:
        raise RuntimeError("the disk is away")

    await post.enqueue(await post.subscribe(READER))
    with monkeypatch.context() as patch:
        patch.setattr("bot.texts.contents.get", fails)
        assert await post.send() == 0
    assert await post.send(LEASE) == 1
