"""The line between the bot and the local server, broken on command: really reset, closed or left hanging.

What is not sent at all (no connection, no place in the pool) happens at the bot's end and cannot be shown by a
server that has received it: in the process `request` raises it, over HTTP one stops serving.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.local.faults import Break

_TRANSPORT: Final = "mujaz.transport"
_AT_ONCE: Final = struct.pack("ii", 1, 0)
"""SO_LINGER without patience: the connection is reset instead of closed."""


class Line(H11Protocol):
    """uvicorn's protocol, which lets the application reach the connection beneath it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in its parent
        super().connection_made(transport)
        plain: ASGIApp = self.app

        async def wired(scope: Scope, receive: Receive, send: Send) -> None:
            await plain({**scope, "extensions": {_TRANSPORT: transport}}, receive, send)

        self.app = wired


class Broken(Response):
    """No answer, or half of one. `ValueError` for a break that a server cannot show."""

    def __init__(self, how: Break) -> None:
        super().__init__(media_type="application/json")
        if how not in (Break.READ_TIMEOUT, Break.RESET, Break.CLOSED, Break.CUT):
            raise ValueError(f"{how.value} happens at the bot's end: use LocalRequest")
        self._how = how

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport: asyncio.Transport = scope["extensions"][_TRANSPORT]
        if self._how is Break.CUT:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})
            await send({"type": "http.response.body", "body": b'{"ok":true', "more_body": True})
        if self._how is Break.RESET:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            transport.abort()
        elif self._how is not Break.READ_TIMEOUT:
            transport.close()
        await _gone(Request(scope, receive))


async def _gone(request: Request) -> None:
    """Wait until the bot has hung up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
