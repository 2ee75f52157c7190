"""The local Telegram fails on command, in the process as over HTTP, and its truth log knows what arrived."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import httpx
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.local.api import LocalBotApi
from bot.local.faults import KINDS, UNSENT, Break, Fault, flood, migrated, slow
from bot.local.records import Chat
from bot.local.request import LocalRequest
from bot.local.server import create_app, serving
from tests.bot.local.conftest import FORUM, GROUP, READER, TOKEN, Clock

PATIENCE = 0.3
NEW_GROUP = -1_000_000_000_099
ERRORS: Mapping[int, type[TelegramError]] = {
    400: BadRequest,
    401: InvalidToken,
    403: Forbidden,
    404: InvalidToken,
    409: Conflict,
}
FAILING = [fault for fault in KINDS.values() if fault.name != "slow"]
# What a server sees of the line; the rest happens at the bot's end.
SHOWN = [f for f in FAILING if f.broken in (None, Break.READ_TIMEOUT, Break.RESET, Break.CLOSED, Break.CUT)]
PROXIES = ["internal", "bad_gateway", "unavailable", "gateway_timeout", "not_telegram"]
OPEN = [*PROXIES, "timeout", "reset", "closed", "cut"]
# PTB warns of what `retry_after` will one day be whenever such an error is made.
pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after")


@pytest.fixture
async def near(api: LocalBotApi) -> AsyncIterator[Bot]:
    """A bot in the same process."""
    request = LocalRequest(api)
    async with Bot(TOKEN, request=request, get_updates_request=request) as made:
        yield made


@pytest.fixture
async def far(api: LocalBotApi) -> AsyncIterator[Bot]:
    """A bot over HTTP, without much patience."""
    async with serving(create_app(api)) as address:
        request = HTTPXRequest(read_timeout=PATIENCE, httpx_kwargs={"verify": False})
        async with Bot(TOKEN, base_url=f"{address}/bot", request=request, get_updates_request=request) as made:
            yield made


async def failure(bot: Bot, chat: int = READER) -> TelegramError:
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(chat, "خبر")
    return raised.value


def expected(fault: Fault) -> type[TelegramError]:
    if fault.broken:
        return TimedOut if fault.broken.endswith("timeout") else NetworkError
    assert fault.answer is not None
    if fault.name == "flood":
        return RetryAfter
    return ERRORS.get(fault.answer.status, NetworkError if fault.answer.status > 200 else TelegramError)


# ------------------------------------------------------------------ kinds


def test_there_are_enough_kinds_to_fill_the_matrix() -> None:
    assert len(KINDS) >= 40
    assert {fault.broken for fault in KINDS.values() if fault.broken} == set(Break)


@pytest.mark.parametrize("fault", FAILING, ids=lambda fault: fault.name)
async def test_a_fault_reaches_the_bot_as_its_own_error(near: Bot, api: LocalBotApi, fault: Fault) -> None:
    api.faults.arm(fault)
    error = await failure(near)
    assert type(error) is expected(fault)
    assert api.truth.of(READER) == ()
    await near.send_message(READER, "خبر")  # and only once
    assert [each.text for each in api.truth.of(READER)] == ["خبر"]


async def test_over_http_they_are_the_same_errors(near: Bot, far: Bot, api: LocalBotApi) -> None:
    different = []
    for fault in SHOWN:
        api.faults.arm(fault, times=2)
        inside, outside = await failure(near), await failure(far)
        if (type(inside), type(inside.__cause__)) != (type(outside), type(outside.__cause__)):
            different.append((fault.name, inside, outside))
        if fault.broken is None and inside.message != outside.message:
            different.append((fault.name, inside.message, outside.message))
    assert different == []
    assert api.truth.of(READER) == ()


async def test_a_message_may_arrive_though_the_call_fails(near: Bot, far: Bot, api: LocalBotApi) -> None:
    for count, name in enumerate(OPEN, 1):
        api.faults.arm(KINDS[name].after(), times=2)
        await failure(near)
        await failure(far)
        assert len(api.truth.of(READER)) == 2 * count, name


@pytest.mark.parametrize("how", sorted(UNSENT))
def test_what_was_not_sent_cannot_arrive(how: Break) -> None:
    with pytest.raises(ValueError, match="not sent"):
        KINDS[how].after()


@pytest.mark.parametrize(
    ("how", "cause"),
    [
        ("unreachable", httpx.ConnectError),
        ("connect_timeout", httpx.ConnectTimeout),
        ("pool_timeout", httpx.PoolTimeout),
        ("write_error", httpx.WriteError),
        ("write_timeout", httpx.WriteTimeout),
        ("timeout", httpx.ReadTimeout),
        ("reset", httpx.ReadError),
        ("closed", httpx.RemoteProtocolError),
    ],
)
async def test_the_cause_of_a_broken_line_is_told(near: Bot, api: LocalBotApi, how: str, cause: type) -> None:
    api.faults.arm(KINDS[how])
    assert type((await failure(near)).__cause__) is cause


async def test_a_server_that_is_gone_cannot_be_reached(api: LocalBotApi) -> None:
    async with serving(create_app(api)) as address:
        port = int(address.rpartition(":")[2])
    async with HTTPXRequest() as request:
        with pytest.raises(NetworkError) as raised:
            await request.post(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe")
    assert type(raised.value.__cause__) is httpx.ConnectError


async def test_a_flood_says_how_long(near: Bot, far: Bot, api: LocalBotApi) -> None:
    api.faults.arm(flood(17), times=2)
    for bot in (near, far):
        error = await failure(bot)
        assert isinstance(error, RetryAfter)
        assert error._retry_after.total_seconds() == 17


async def test_a_migrated_group_says_where_it_went(near: Bot, far: Bot, api: LocalBotApi) -> None:
    api.add(Chat(NEW_GROUP, "supergroup", "غرفة", members=(READER,)))
    api.faults.arm(migrated(NEW_GROUP), chats={GROUP}, times=None)
    for bot in (near, far):
        error = await failure(bot, GROUP)
        assert isinstance(error, ChatMigrated)
        await bot.send_message(error.new_chat_id, "خبر")
    assert (len(api.truth.of(GROUP)), len(api.truth.of(NEW_GROUP))) == (0, 2)


async def test_a_slow_answer_is_an_answer_and_a_slower_one_is_none(far: Bot, api: LocalBotApi) -> None:
    api.faults.arm(slow(PATIENCE / 3))
    await far.send_message(READER, "خبر")
    api.faults.arm(slow(PATIENCE * 2))
    assert type(await failure(far)) is TimedOut


# ------------------------------------------------------------------ which calls


async def test_a_fault_meets_the_methods_and_chats_that_it_was_armed_for(near: Bot, api: LocalBotApi) -> None:
    api.faults.arm(KINDS["blocked"], methods={"sendMessage"}, chats={GROUP}, times=None)
    await near.send_message(READER, "خبر")
    await near.send_chat_action(GROUP, "typing")
    assert isinstance(await failure(near, GROUP), Forbidden)
    assert [(each.method, each.chat) for each in api.faults.struck] == [("sendMessage", GROUP)]
    assert [call.refused for call in api.calls if call.method == "sendMessage"] == ["", "blocked"]


async def test_the_chat_is_known_over_http_too(far: Bot, api: LocalBotApi) -> None:
    api.faults.arm(KINDS["blocked"], chats={GROUP})
    await far.send_message(READER, "خبر")
    assert isinstance(await failure(far, GROUP), Forbidden)


async def test_polling_fails_only_when_it_is_named(near: Bot, api: LocalBotApi) -> None:
    api.faults.arm(KINDS["conflict"], times=None)
    assert await near.get_updates(timeout=0)
    api.faults.arm(KINDS["conflict"], methods={"getUpdates"})
    with pytest.raises(Conflict):
        await near.get_updates(timeout=0)


async def test_some_calls_may_pass_first_and_the_faults_are_counted(near: Bot, api: LocalBotApi) -> None:
    api.faults.arm(KINDS["internal"], skip=2, times=2)
    outcomes = []
    for _ in range(6):
        try:
            await near.send_message(READER, "خبر")
            outcomes.append("sent")
        except NetworkError:
            outcomes.append("failed")
    assert outcomes == ["sent", "sent", "failed", "failed", "sent", "sent"]


async def test_chance_is_the_same_with_the_same_seed() -> None:
    def outcome(seed: int) -> list[bool]:
        api = LocalBotApi(TOKEN)
        api.faults = type(api.faults)(seed)
        api.faults.arm(KINDS["reset"], chance=0.3, times=None)
        return [api.faults.strike("sendMessage", number) is not None for number in range(1000)]

    assert outcome(1) == outcome(1)
    assert outcome(1) != outcome(2)
    assert 240 < sum(outcome(1)) < 360


async def test_the_first_that_was_armed_comes_first_and_disarming_ends_it(api: LocalBotApi) -> None:
    api.faults.arm(KINDS["blocked"], times=None)
    api.faults.arm(KINDS["internal"], times=None)

    def next_one() -> str:
        met = api.faults.strike("sendMessage", READER)
        return met.name if met else ""

    assert next_one() == "blocked"
    api.faults.disarm("blocked")
    assert next_one() == "internal"
    api.faults.disarm()
    assert next_one() == ""


# ------------------------------------------------------------------ the truth


async def test_the_truth_is_what_the_bot_sent_and_when(near: Bot, api: LocalBotApi, clock: Clock) -> None:
    first = clock.now.timestamp()
    sent = await near.send_message(READER, "الأول")
    clock.advance(seconds=5)
    await near.send_message(FORUM, "الثاني", message_thread_id=5)
    await near.edit_message_text("غيره", READER, sent.message_id)
    await near.delete_message(READER, sent.message_id)
    seen = [(each.at - first, each.chat, each.topic, each.text) for each in api.truth.received]
    assert seen == [(0, READER, 0, "الأول"), (5, FORUM, 5, "الثاني")]


async def test_a_document_is_received_with_its_caption(near: Bot, api: LocalBotApi, tmp_path: Path) -> None:
    await near.send_document(READER, b"x", caption="قائمة", filename="a.txt")
    assert [each.text for each in api.truth.of(READER)] == ["قائمة"]


async def test_the_truth_counts_what_came_within_a_span(near: Bot, api: LocalBotApi, clock: Clock) -> None:
    for chat, wait in ((READER, 0.4), (GROUP, 0.4), (READER, 0.2), (READER, 0)):
        await near.send_message(chat, "خبر")
        clock.advance(seconds=wait)
    assert (api.truth.most_within(0.4), api.truth.most_within(1.0), api.truth.most_within(1.1)) == (2, 3, 4)
    assert api.truth.most_within_a_chat(1.0) == {READER: 2, GROUP: 1}
