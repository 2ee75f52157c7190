"""LocalRequest: lets python-telegram-bot, unmodified, talk to a `LocalBotApi` in the same process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Final
from urllib.parse import unquote

import httpx
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.local.api import LocalBotApi
from bot.local.faults import Break, Unanswered
from bot.local.records import Upload

_METHOD: Final = re.compile(r"/bot([^/]*)/(\w+)\Z")
_FILE: Final = re.compile(r"/file/bot([^/]*)/(.+)\Z")
_BREAKS: Final[Mapping[Break, httpx.HTTPError]] = {
    Break.UNREACHABLE: httpx.ConnectError("All connection attempts failed"),
    Break.CONNECT_TIMEOUT: httpx.ConnectTimeout(""),
    Break.POOL_TIMEOUT: httpx.PoolTimeout(""),
    Break.WRITE_ERROR: httpx.WriteError(""),
    Break.WRITE_TIMEOUT: httpx.WriteTimeout(""),
    Break.READ_TIMEOUT: httpx.ReadTimeout(""),
    Break.RESET: httpx.ReadError(""),
    Break.CLOSED: httpx.RemoteProtocolError("Server disconnected without sending a response."),
    Break.CUT: httpx.RemoteProtocolError(
        "peer closed connection without sending complete message body (received 10 bytes, expected 100)"
    ),
}
_POOL: Final = (
    "Pool timeout: All connections in the connection pool are occupied. Request was *not* sent to Telegram. "
    "Consider adjusting the connection pool size or the pool timeout."
)


class LocalRequest(BaseRequest):
    """Give one to ``request`` and one to ``get_updates_request`` of an ApplicationBuilder."""

    def __init__(self, api: LocalBotApi) -> None:
        self._api = api

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        if found := _FILE.search(unquote(url)):
            file = self._api.file(found[1], found[2])
            return (200, file.content) if file else (404, b"")
        called = _METHOD.search(url)
        if called is None:
            return 404, b""
        params = request_data.parameters if request_data else {}
        files = _uploads(request_data) if request_data else {}
        try:
            answer = await self._api.call(called[1], called[2], params, files)
        except Unanswered as unanswered:
            cause = _BREAKS[unanswered.how]
            raise _as_raised(cause) from cause
        return answer.status, answer.content


def _as_raised(cause: httpx.HTTPError) -> TelegramError:
    """What PTB's HTTPXRequest makes of an error of httpx."""
    if isinstance(cause, httpx.PoolTimeout):
        return TimedOut(_POOL)
    if isinstance(cause, httpx.TimeoutException):
        return TimedOut()
    return NetworkError(f"httpx.{type(cause).__name__}: {cause}")


def _uploads(data: RequestData) -> dict[str, Upload]:
    return {part: Upload(name, _content(content), mime) for part, (name, content, mime) in data.multipart_data.items()}


def _content(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()
