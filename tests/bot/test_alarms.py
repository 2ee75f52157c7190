"""What admins hear of the sending, through the real outbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, NetworkError

from bot.alarms import Alarms
from bot.delivery import Trouble
from bot.local.api import LocalBotApi
from bot.outcomes import Step
from handlers.i18n import Translator
from handlers.views.delivery import troubles
from handlers.views.message import plain
from storage.chat import ChatSettings, Language
from storage.database import bulletins, chats
from storage.database.session import Database
from tests.bot.post import Post
from tests.conftest import TOKEN

READER, BOSS, DEPUTY = 1001, 7, 8
EARLY = datetime(2026, 11, 21, 5, 59, tzinfo=UTC)
"""A minute before nine in Baghdad."""


@pytest.fixture
def post(empty_database: Database) -> Iterator[Post]:
    made = Post(empty_database, LocalBotApi(TOKEN))
    made.meet(READER, BOSS, DEPUTY)
    yield made
    made.services.close()


@pytest.fixture
def alarms(post: Post) -> Alarms:
    return Alarms(post.services, {BOSS, DEPUTY}, ChatSettings)


async def test_a_doubt_is_written_to_every_admin_in_their_language_once(post: Post, alarms: Alarms) -> None:
    await post.services.write(chats.save, ChatSettings(DEPUTY, language=Language.ENGLISH))
    await post.enqueue(await post.subscribe(READER))
    post.request.faults = {1: NetworkError("Bad Gateway"), 2: NetworkError("Bad Gateway")}
    for _ in range(2):
        await post.send(timedelta(seconds=6), report=alarms)
    for _ in range(3):
        await alarms.flush(post.now)
        await post.send(report=alarms)
    (arabic,), (english,) = post.received(BOSS), post.received(DEPUTY)
    assert "رسالة واحدة لا يُعرف إن كانت وصلت (\u2068server\u2069)" in arabic
    assert "1 message of which nobody knows whether it arrived (server)" in english


async def test_an_alarm_that_is_refused_raises_no_other(post: Post, alarms: Alarms) -> None:
    await post.enqueue(await post.subscribe(READER))
    post.request.faults = {n: BadRequest("Bad Request: something new") for n in range(1, 10)}
    await post.send(report=alarms)
    for _ in range(5):
        await alarms.flush(post.now)
        await post.send(timedelta(minutes=1), report=alarms)
    assert post.request.calls == 2 + 2 * 2


async def test_what_cannot_be_written_now_is_written_later(
    post: Post, alarms: Alarms, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post.enqueue(await post.subscribe(READER))
    post.request.faults[1] = BadRequest("Bad Request: message text is empty")
    await post.send(report=alarms)

    def fails(*args: Any) -> int:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(bulletins, "write", fails)
        with pytest.raises(RuntimeError):
            await alarms.flush(post.now)
    await alarms.flush(post.now)
    await post.send()
    assert len(post.received(BOSS)) == 1


async def test_without_admins_there_is_nobody_to_write_to(post: Post) -> None:
    alarms = Alarms(post.services, (), ChatSettings)
    await post.enqueue(await post.subscribe(READER))
    post.request.faults[1] = BadRequest("Bad Request: message text is empty")
    await post.send(report=alarms)
    await alarms.flush(post.now)
    await alarms.daily(post.now)
    assert len(await post.rows()) == 1


async def test_the_report_of_the_day_comes_once_each_morning(post: Post, alarms: Alarms) -> None:
    await post.enqueue(await post.subscribe(READER))
    await post.send()
    post.now = EARLY
    for minutes in range(0, 3 * 24 * 60, 30):
        now = EARLY + timedelta(minutes=minutes)
        await alarms.daily(now)
        if minutes == 60:
            alarms = Alarms(post.services, {BOSS, DEPUTY}, ChatSettings)  # a restart
    await post.send(timedelta(days=3))
    assert len(post.received(BOSS)) == len(post.received(DEPUTY)) == 3
    # Of the first morning and the next, in no order: they are three notices, each on its own way.
    assert ["أُرسلت: 1" in text for text in post.received(BOSS)].count(True) == 2


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("step", Step)
def test_every_end_that_is_reported_has_its_words(step: Step, language: Language) -> None:
    text = plain(troubles({(step.value, "server"): 2}, Translator(ChatSettings(7, language=language))))
    assert ("server" in text) is (step not in (Step.SENT, Step.MOVE))


def test_the_worst_comes_first() -> None:
    said = plain(troubles({("plain", "x"): 1, ("unknown", "y"): 1}, Translator(ChatSettings(7))))
    assert said.index("y") < said.index("x")


async def test_troubles_of_the_same_kind_are_counted(post: Post, alarms: Alarms) -> None:
    to = await post.subscribe(READER)
    await post.enqueue(to, "أولاً", "ثانياً")
    post.request.faults = {n: BadRequest("Bad Request: message text is empty") for n in (1, 2)}
    seen: list[Trouble] = []

    def both(trouble: Trouble) -> None:
        seen.append(trouble)
        alarms(trouble)

    await post.send(report=both)
    await alarms.flush(post.now)
    await post.send()
    assert len(seen) == 2
    assert "رسالتان" in post.received(BOSS)[0]
