"""The local server: a `LocalBotApi` over HTTP, and the chat page. Only ever on 127.0.0.1.

A bot reaches it with ``TELEGRAM_API_URL=http://127.0.0.1:PORT/bot``, a person at ``/<random token>/``.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.local.api import LocalBotApi
from bot.local.chat_page import ChatPage
from bot.local.faults import Unanswered
from bot.local.forms import read_form
from bot.local.guard import Guard
from bot.local.line import Broken, Line
from bot.local.records import ADMIN, NEWSROOM, READER, Answer
from bot.local.refusal import Refusal

_LAST_WORDS_SECONDS: Final = 2


def create_app(api: LocalBotApi, *, page_token: str = "") -> Starlette:
    """The Bot API at ``/bot<token>/<method>`` and, behind `page_token` (made up if none), the chat page.

    Introduces the page's people and group to the local Telegram. ``app.state.page`` is the page's path.
    """
    people = (READER, ADMIN)
    api.add(*people, NEWSROOM)
    page = ChatPage(api, page_token or secrets.token_hex(16), people)

    async def call(request: Request) -> Response:
        try:
            answer = await _call(api, request)
        except Unanswered as unanswered:
            return Broken(unanswered.how)
        except ClientDisconnect:  # in the middle of what it was saying: there is nobody left to answer
            return Response(status_code=400)
        return Response(answer.content, answer.status, media_type="application/json")

    async def download(request: Request) -> Response:
        file = api.file(request.path_params["token"], request.path_params["path"])
        return Response(file.content, media_type="application/octet-stream") if file else Response(status_code=404)

    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download),
            *page.routes(),
        ],
        middleware=[Middleware(Guard)],
    )
    app.state.page = f"/{page.token}/"
    app.state.api = api
    return app


async def _call(api: LocalBotApi, request: Request) -> Answer:
    try:
        params, files = await read_form(request)
    except Refusal as refusal:
        return Answer(refusal.code, {"ok": False, "error_code": refusal.code, "description": refusal.description})
    return await api.call(request.path_params["token"], request.path_params["method"], params, files)


@contextlib.asynccontextmanager
async def serving(app: Starlette, port: int = 0) -> AsyncIterator[str]:
    """Serve within the running event loop, on 127.0.0.1 and that port (a free one for 0); gives ``http://…:port``.

    Raises `OSError` where the port is taken. Signals stay with the caller.
    """
    with socket.create_server(("127.0.0.1", port)) as listening:
        server = _Server(
            uvicorn.Config(
                app,
                http=Line,
                log_config=None,
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=_LAST_WORDS_SECONDS,
            )
        )
        running = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            app.state.api.world.journal.close()
            server.should_exit = True
            await running


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield
