"""One local Telegram per test, its clock in the test's hands, and a bot on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.local.api import LocalBotApi

TOKEN = "42:local-token"
READER = 1001
GROUP = -77
FORUM = -1_000_000_000_055


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def api(clock: Clock) -> LocalBotApi:
    """A bot that READER has started, in private, in a group and in a forum's topic 5."""
    made = LocalBotApi(TOKEN, clock=clock)
    made.user_sends(READER, READER, "/start")
    made.user_sends(READER, GROUP, "/start")
    made.user_sends(READER, FORUM, "/start", topic=5)
    return made


Refused = Callable[..., Awaitable[str]]
Result = Callable[..., Awaitable[Any]]


@pytest.fixture
def result(api: LocalBotApi) -> Result:
    """Call a method that must succeed; gives its result."""

    async def call(method: str, **params: Any) -> Any:
        files = params.pop("files", None)
        answer = await api.call(TOKEN, method, params, files)
        assert answer.payload["ok"] is True, answer.payload
        return answer.payload["result"]

    return call


@pytest.fixture
def refused(api: LocalBotApi) -> Refused:
    """Call a method that must be refused; gives the description."""

    async def call(method: str, **params: Any) -> str:
        files = params.pop("files", None)
        answer = await api.call(TOKEN, method, params, files)
        assert answer.payload["ok"] is False, answer.payload
        assert answer.payload["error_code"] == answer.status
        return str(answer.payload["description"])

    return call
