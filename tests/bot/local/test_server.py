"""The local server: the Bot API over HTTP, python-telegram-bot on it, and what keeps strangers out."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from bot.local.api import LocalBotApi
from bot.local.records import NEWSROOM, READER
from bot.local.server import create_app, serving
from tests.bot.local.conftest import TOKEN
from tests.bot.local.test_request import answer_press, answer_start, drain

PAGE = "f00d"


@pytest.fixture
async def address(api: LocalBotApi) -> AsyncIterator[str]:
    async with serving(create_app(api, page_token=PAGE)) as served:
        yield served


@pytest.fixture
async def web(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, trust_env=False, verify=False) as client:
        yield client


# ------------------------------------------------------------------ the Bot API over HTTP


async def test_an_application_runs_over_http(api: LocalBotApi, address: str) -> None:
    application = (
        Application.builder().token(TOKEN).base_url(f"{address}/bot").base_file_url(f"{address}/file/bot").build()
    )
    application.add_handlers([CommandHandler("start", answer_start), CallbackQueryHandler(answer_press)])
    async with application:
        await drain(application, api)
        message, button = api.button(READER.id, "زر")
        api.user_presses(READER.id, READER.id, message.id, button.data or "")
        await drain(application, api)
        assert api.messages(READER.id)[-1].text == "غيّرتها"
        sent = await application.bot.send_document(READER.id, "نص".encode(), filename="ملف.txt", caption="قائمة")
        assert sent.document is not None
        assert (sent.document.file_name, sent.caption) == ("ملف.txt", "قائمة")
        file = await sent.document.get_file()
        assert bytes(await file.download_as_bytearray()) == "نص".encode()
    assert [call.method for call in api.calls if call.refused] == []


@pytest.mark.parametrize("kind", ["json", "form", "query"])
async def test_parameters_come_in_any_form(web: httpx.AsyncClient, kind: str) -> None:
    method = f"/bot{TOKEN}/sendMessage"
    params = {"chat_id": str(READER.id), "text": "سؤال & جواب"}
    if kind == "json":
        answer = await web.post(method, json={**params, "chat_id": READER.id})
    else:
        answer = await (web.post(method, data=params) if kind == "form" else web.get(method, params=params))
    assert answer.json()["result"]["text"] == "سؤال & جواب"


async def test_refusals_keep_their_code(web: httpx.AsyncClient) -> None:
    answer = await web.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": 5, "text": "x"})
    assert answer.status_code == 400
    assert answer.json() == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    assert (await web.post("/bot42:other/getMe")).status_code == 401
    assert (await web.get("/file/bot42:other/documents/x")).status_code == 404


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"{", "application/json", "can't parse JSON body"),
        (b"[]", "application/json", "can't parse JSON body"),
        (b"\xff", "application/json", "strings must be encoded in UTF-8"),
        (b"text=\xff", "application/x-www-form-urlencoded", "strings must be encoded in UTF-8"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    web: httpx.AsyncClient, content: bytes, kind: str, reason: str
) -> None:
    answer = await web.post(f"/bot{TOKEN}/sendMessage", content=content, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["description"]) == (400, f"Bad Request: {reason}")


async def test_a_body_has_a_limit(web: httpx.AsyncClient) -> None:
    answer = await web.post(f"/bot{TOKEN}/sendDocument", content=bytes((64 << 20) + 1))
    assert (answer.status_code, answer.json()["error_code"]) == (413, 413)


async def test_a_port_that_is_taken_says_so(api: LocalBotApi, address: str) -> None:
    with pytest.raises(OSError, match="in use"):
        async with serving(create_app(api), port=int(address.rpartition(":")[2])):
            pass


# ------------------------------------------------------------------ who may see the page


async def test_the_page_needs_its_token(web: httpx.AsyncClient) -> None:
    assert (await web.get(f"/{PAGE}/")).status_code == 200
    for path in ("/", "/beef/", "/beef/page.js", "/beef/state?user=1001&chat=1001", f"/{PAGE}/other.js"):
        assert (await web.get(path)).status_code == 404
    assert (await web.post("/beef/send", json={})).status_code == 404


async def test_each_page_has_a_token_of_its_own(api: LocalBotApi) -> None:
    pages = {create_app(api).state.page for _ in range(5)}
    assert len(pages) == 5
    assert all(len(page) >= 32 for page in pages)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", ""])
async def test_a_foreign_host_is_turned_away(web: httpx.AsyncClient, host: str) -> None:
    for path in (f"/{PAGE}/", f"/bot{TOKEN}/getMe"):
        assert (await web.get(path, headers={"Host": host})).status_code == 403


async def test_localhost_is_a_name_of_its_own(web: httpx.AsyncClient) -> None:
    host = f"localhost:{web.base_url.port}"
    assert (await web.get(f"/{PAGE}/", headers={"Host": host})).status_code == 200
    assert (await web.get(f"/{PAGE}/", headers={"Host": host, "Origin": f"http://{host}"})).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
async def test_a_foreign_origin_is_turned_away(web: httpx.AsyncClient, api: LocalBotApi, origin: str) -> None:
    before = len(api.messages(READER.id))
    body = {"user": READER.id, "chat": READER.id, "text": "/reload"}
    assert (await web.post(f"/{PAGE}/send", json=body, headers={"Origin": origin})).status_code == 403
    assert (await web.get(f"/bot{TOKEN}/getMe", headers={"Origin": origin})).status_code == 403
    assert len(api.messages(READER.id)) == before


async def test_answers_allow_nothing_from_elsewhere(web: httpx.AsyncClient) -> None:
    for path in (f"/{PAGE}/", f"/{PAGE}/page.js", "/beef/", f"/bot{TOKEN}/getMe"):
        headers = (await web.get(path)).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("", []),
        ("style.css", []),
        ("page.js", []),
        ("words.js", []),
        ("composer.js", []),
        ("text.js", ["https://"]),  # a bare link is completed
        ("message.js", ["https://"]),  # a map to go to
        ("pattern.svg", ["http://"]),  # the name of a namespace
    ],
)
async def test_the_page_loads_nothing_from_elsewhere(web: httpx.AsyncClient, name: str, addresses: list[str]) -> None:
    source = (await web.get(f"/{PAGE}/{name}")).raise_for_status().text
    assert [word for word in ("https://", "http://", "//cdn", "@import", "innerHTML") if word in source] == addresses


# ------------------------------------------------------------------ what the page's people may do


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("send", {"user": 1001, "chat": 1001, "text": "/start"}, 200),
        ("send", {"user": 1001, "chat": NEWSROOM.id, "text": "/start"}, 200),
        ("send", {"user": 1001, "chat": 1002, "text": "/start"}, 400),
        ("send", {"user": 7, "chat": 7, "text": "/start"}, 400),
        ("send", {"user": [1001], "chat": 1001, "text": "/start"}, 400),
        ("send", {"user": 1001, "text": "/start"}, 400),
        ("send", ["x"], 400),
        ("press", {"user": 1001, "chat": 1001, "message": 1, "data": "x"}, 400),
        ("language", {"user": 1001, "language": "en"}, 200),
        ("language", {"user": 1001, "language": "xx"}, 400),
    ],
)
async def test_people_act_only_as_themselves(web: httpx.AsyncClient, path: str, body: object, status: int) -> None:
    assert (await web.post(f"/{PAGE}/{path}", json=body)).status_code == status


async def test_a_form_from_elsewhere_is_no_json(web: httpx.AsyncClient) -> None:
    answer = await web.post(f"/{PAGE}/send", content=b'{"user": 1001}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


async def test_the_state_holds_what_the_page_shows(web: httpx.AsyncClient, api: LocalBotApi) -> None:
    await api.call(TOKEN, "setMyCommands", {"commands": [{"command": "start", "description": "ابدأ"}]})
    await api.call(TOKEN, "setMyDescription", {"description": "خلاصة"})
    state = (await web.get(f"/{PAGE}/state", params={"user": 1001, "chat": 1001})).json()
    assert state["bot"]["description"] == "خلاصة"
    assert [person["first_name"] for person in state["people"]] == ["قارئ", "مشرف"]
    assert state["menu"] == [{"command": "start", "description": "ابدأ"}]
    assert [message["text"] for message in state["messages"]] == ["/start"]
    assert {chat["id"] for chat in state["chats"]} >= {1001, NEWSROOM.id}
    assert (await web.get(f"/{PAGE}/state", params={"user": 1001, "chat": 1002})).status_code == 400


async def test_files_come_down_harmless(web: httpx.AsyncClient, api: LocalBotApi) -> None:
    upload = {"document": ("صفحة.html", b"<script>alert(1)</script>", "text/html")}
    sent = await web.post(f"/bot{TOKEN}/sendDocument", data={"chat_id": "1001"}, files=upload)
    answer = await web.get(f"/{PAGE}/files/{sent.json()['result']['document']['file_id']}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert (await web.get(f"/{PAGE}/files/gone")).status_code == 400


async def test_photos_are_shown(web: httpx.AsyncClient, api: LocalBotApi) -> None:
    api.user_sends(1001, 1001, "سؤال", caption=True)
    (size,) = (await web.get(f"/{PAGE}/state", params={"user": 1001, "chat": 1001})).json()["messages"][-1]["photo"]
    answer = await web.get(f"/{PAGE}/files/{size['file_id']}")
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


async def test_silence_is_kept_alive(web: httpx.AsyncClient, api: LocalBotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.local.chat_page._PATIENCE", 0.01)
    path = f"/{PAGE}/events?after={api.world.journal.last}"
    async with web.stream("GET", path) as stream:
        assert await anext(stream.aiter_lines()) == ": nothing new"


async def test_events_follow_live(web: httpx.AsyncClient, api: LocalBotApi) -> None:
    after = api.world.journal.last
    async with web.stream("GET", f"/{PAGE}/events", params={"after": after}) as stream:
        api.user_sends(1001, 1001, "سؤال")
        lines = stream.aiter_lines()
        assert await anext(lines) == f"id: {after + 1}"
        assert '"text": "سؤال"' in await anext(lines)
