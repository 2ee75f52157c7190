"""The chat page's own addresses: what it shows, and what its people do. All lie under the page's random token.

The page itself is in ``page/``. It speaks only JSON, and only for the people it was given.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.local.api import LocalBotApi
from bot.local.methods.profile import DESCRIPTION, NAME, SHORT_DESCRIPTION
from bot.local.records import Chat, Json, User
from bot.local.wire import chat_json, message_json, user_json

_PAGE: Final = Path(__file__).parent / "page"
_ASSETS: Final = frozenset(
    {"index.html", "style.css", "pattern.svg", "page.js", "composer.js", "message.js", "text.js", "words.js"}
)
_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_LANGUAGES: Final = frozenset({"ar", "en"})
_PATIENCE: Final = 15.0
_TEXT: Final = 20_000

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


class ChatPage:
    """Serves one page for some people of one local Telegram."""

    def __init__(self, api: LocalBotApi, token: str, people: tuple[User, ...]) -> None:
        self.api = api
        self.world = api.world
        self.token = token
        self.people = tuple(user.id for user in people)

    def routes(self) -> list[BaseRoute]:
        posts = {"send": self.send, "press": self.press, "language": self.language}
        gets = {"state": self.state, "events": self.events, "files/{file}": self.file, "{asset}": self.asset}
        return [
            *(Route(f"/{{page}}/{path}", self._behind_token(post), methods=["POST"]) for path, post in posts.items()),
            Route("/{page}/", self._behind_token(self.asset)),
            *(Route(f"/{{page}}/{path}", self._behind_token(get)) for path, get in gets.items()),
        ]

    def _behind_token(self, endpoint: Endpoint) -> Endpoint:
        async def answer(request: Request) -> Response:
            if not secrets.compare_digest(request.path_params["page"].encode(), self.token.encode()):
                raise HTTPException(404)
            try:
                return await endpoint(request)
            except (LookupError, ValueError) as error:
                raise HTTPException(400) from error

        return answer

    # -------------------------------------------------------------- what it shows

    async def asset(self, request: Request) -> Response:
        name = request.path_params.get("asset", "index.html")
        if name not in _ASSETS:
            raise HTTPException(404)
        return FileResponse(_PAGE / name)

    async def state(self, request: Request) -> Response:
        """Everything that one person sees in one chat."""
        user = self._person(request.query_params["user"])
        chats = [chat for chat in self.world.chats.chats.values() if user.id in chat.members]
        chat = self._chat(user, request.query_params["chat"])
        return JSONResponse(
            {
                "bot": self._bot(user.language_code),
                "people": [user_json(self.world.chats.users[person]) for person in self.people],
                "chats": [chat_json(each) for each in chats],
                "menu": [dict(command) for command in self.world.menu(chat, user)],
                "messages": [message_json(message, self.world.chats) for message in self.api.messages(chat.id)],
                "event": self.world.journal.last,
            }
        )

    async def events(self, request: Request) -> Response:
        """Server-sent events, from the last one that the page has seen."""
        after = int(request.headers.get("last-event-id") or request.query_params["after"])
        return StreamingResponse(self._stream(after), media_type="text/event-stream")

    async def file(self, request: Request) -> Response:
        stored = self.world.chats.files[request.path_params["file"]]
        if stored.upload.mime in _PICTURES:
            return Response(stored.upload.content, media_type=stored.upload.mime)
        name = stored.upload.name.encode("ascii", "ignore").decode().replace('"', "") or "file"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(stored.upload.content, media_type="application/octet-stream", headers=disposition)

    async def _stream(self, after: int) -> AsyncIterator[str]:
        async for event in self.world.journal.follow(after, _PATIENCE):
            if event is None:
                yield ": nothing new\n\n"
            else:
                data = json.dumps({"kind": event.kind, "chat": event.chat, "body": event.body}, ensure_ascii=False)
                yield f"id: {event.number}\ndata: {data}\n\n"

    def _bot(self, language: str) -> Json:
        said = {field.name: field.said(self.world, language) for field in (NAME, SHORT_DESCRIPTION, DESCRIPTION)}
        return {"id": self.api.bot.id, "username": self.api.bot.username, **said}

    # -------------------------------------------------------------- what its people do

    async def send(self, request: Request) -> Response:
        body = await _body(request)
        user = self._person(body["user"])
        text = str(body["text"])[:_TEXT]
        self.api.user_sends(user.id, self._chat(user, body["chat"]).id, text)
        return JSONResponse({})

    async def press(self, request: Request) -> Response:
        body = await _body(request)
        user = self._person(body["user"])
        chat = self._chat(user, body["chat"])
        self.api.user_presses(user.id, chat.id, _number(body["message"]), str(body["data"]))
        return JSONResponse({})

    async def language(self, request: Request) -> Response:
        """A person sets the language of their Telegram client."""
        body = await _body(request)
        user = self._person(body["user"])
        if body["language"] not in _LANGUAGES:
            raise ValueError("language")
        self.world.chats.users[user.id] = replace(user, language_code=str(body["language"]))
        return JSONResponse({})

    def _person(self, user_id: Json) -> User:
        if _number(user_id) not in self.people:
            raise LookupError("user")
        return self.world.chats.users[_number(user_id)]

    def _chat(self, user: User, chat_id: Json) -> Chat:
        chat = self.world.chats.chats[_number(chat_id)]
        if user.id not in chat.members:
            raise LookupError("chat")
        return chat


async def _body(request: Request) -> dict[str, Json]:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise HTTPException(415)
    body: Json = await request.json()
    if not isinstance(body, dict):
        raise HTTPException(400)
    return body


def _number(value: Json) -> int:
    if isinstance(value, str | int):
        return int(value)
    raise ValueError(value)
