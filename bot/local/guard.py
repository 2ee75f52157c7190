"""Guard: what stands before every page of the local server.

Other web pages in the same browser can reach 127.0.0.1 too. So the Host must be this server's own (against
names that are pointed at it), the Origin, where one is sent, must be this server's own (against foreign
pages), and what is answered may neither be framed nor load anything from elsewhere.
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


class Guard:
    """ASGI middleware; 403 for a foreign Host or Origin."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        app = self.app if _is_ours(scope) else PlainTextResponse("Forbidden", 403)
        await app(scope, receive, send_guarded)


def _is_ours(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    port = scope["server"][1]
    host = headers.get("host", "")
    origin = headers.get("origin")
    return host in {f"127.0.0.1:{port}", f"localhost:{port}"} and origin in {None, f"http://{host}"}
