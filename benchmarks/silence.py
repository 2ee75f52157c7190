"""A Bot API that takes everything and says little, in process: what is measured is the bot."""

from __future__ import annotations

import json

from telegram.request import BaseRequest, RequestData

_ME = {"id": 1, "is_bot": True, "first_name": "Mujaz", "username": "MujazBot"}
_SENT = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "ok"}
RESULTS = {"getMe": _ME, "sendMessage": _SENT, "editMessageText": _SENT}


class SilentRequest(BaseRequest):
    """Answers every method at once."""

    @property
    def read_timeout(self) -> float | None:
        return None

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
        name = url.rpartition("/")[2]
        # The parameters are made ready for the wire, as for a request that leaves the machine.
        _ = request_data.json_payload if request_data else None
        return 200, json.dumps({"ok": True, "result": RESULTS.get(name, True)}).encode()
