"""LocalRequest: lets python-telegram-bot, unmodified, talk to a `LocalBotApi` in the same process."""

from __future__ import annotations

import json
import re
from typing import IO, Final
from urllib.parse import unquote

from telegram.request import BaseRequest, RequestData

from bot.local.api import LocalBotApi
from bot.local.records import Upload

_METHOD: Final = re.compile(r"/bot([^/]*)/(\w+)\Z")
_FILE: Final = re.compile(r"/file/bot([^/]*)/(.+)\Z")


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
        answer = await self._api.call(called[1], called[2], params, files)
        return answer.status, json.dumps(answer.payload, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _uploads(data: RequestData) -> dict[str, Upload]:
    return {part: Upload(name, _content(content), mime) for part, (name, content, mime) in data.multipart_data.items()}


def _content(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()
