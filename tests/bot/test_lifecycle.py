"""Running on: the chat page and Telegram, as processes, ended by SIGTERM."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.local.api import LocalBotApi
from bot.local.server import create_app, serving
from tests.conftest import ROOT, TOKEN

PATIENCE = 30


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Callable[..., Awaitable[Process]]:
    """Start ``mujaz …`` in a folder of its own, on a database that holds the shipped seeds."""
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = plain | {"DATABASE_URL": database_url, "PYTHONPATH": str(ROOT), "CI": "1"}

    async def run(*words: str, **more: str) -> Process:
        command = (sys.executable, "-m", "bot", *words)
        return await asyncio.create_subprocess_exec(
            *command, cwd=tmp_path, env=environment | more, stdout=PIPE, stderr=PIPE
        )

    return run


@asynccontextmanager
async def ended_by(number: signal.Signals, process: Process) -> AsyncIterator[None]:
    """Let it run, then send the signal: it has to end cleanly, with nothing to complain of."""
    try:
        yield
        process.send_signal(number)
        _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert process.returncode == 0, err.decode()
        assert "Traceback" not in err.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def line_of(stream: asyncio.StreamReader | None) -> str:
    assert stream is not None
    return (await asyncio.wait_for(stream.readline(), PATIENCE)).decode()


async def until(true: Callable[[], bool]) -> None:
    for _ in range(PATIENCE * 50):
        if true():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it never came true")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_chat_page_is_served_until_the_signal(
    number: signal.Signals, start: Callable[..., Awaitable[Process]]
) -> None:
    process = await start("chat")
    async with ended_by(number, process):
        address = re.search(r"http://127\.0\.0\.1:\d+/\S+/", await line_of(process.stdout))
        assert address
        async with httpx.AsyncClient() as client:
            page = await client.get(address[0])
            assert page.status_code == 200
            assert "<html" in page.text
            foreign = await client.get(address[0], headers={"Origin": "http://elsewhere.example"})
            assert foreign.status_code == 403


async def test_a_port_that_is_taken_is_one_line(start: Callable[..., Awaitable[Process]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = await start("chat", "--port", port)
        _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert err.decode().splitlines()[-1].startswith(f"port {port} is taken")
    assert "Traceback" not in err.decode()


async def test_the_chosen_port_is_used(start: Callable[..., Awaitable[Process]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = await start("chat", "--port", str(port))
    async with ended_by(signal.SIGTERM, process):
        assert f":{port}/" in await line_of(process.stdout)


async def test_run_answers_over_http_until_the_signal(start: Callable[..., Awaitable[Process]]) -> None:
    api = LocalBotApi(TOKEN)
    async with serving(create_app(api)) as address:
        process = await start("run", TELEGRAM_API_URL=address, TELEGRAM_BOT_TOKEN=TOKEN, DEFAULT_LANGUAGE="en")
        async with ended_by(signal.SIGTERM, process):
            assert "answers on Telegram" in await line_of(process.stderr)
            api.user_sends(5, 5, "/help")
            await until(lambda: any(message.sender.is_bot for message in api.messages(5)))
    methods = {call.method for call in api.calls}
    assert {"setMyCommands", "setMyName", "setMyDescription", "setMyShortDescription"} <= methods
    assert [call for call in api.calls if call.refused] == []


async def test_run_waits_for_a_telegram_that_cannot_be_reached(start: Callable[..., Awaitable[Process]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}"
    process = await start("run", TELEGRAM_API_URL=nobody, TELEGRAM_BOT_TOKEN=TOKEN)
    async with ended_by(signal.SIGTERM, process):
        line = await line_of(process.stderr)
        assert "cannot be reached" in line
        assert TOKEN not in line


async def test_a_token_that_telegram_does_not_know_is_one_line(start: Callable[..., Awaitable[Process]]) -> None:
    async with serving(create_app(LocalBotApi(TOKEN))) as address:
        process = await start("run", TELEGRAM_API_URL=address, TELEGRAM_BOT_TOKEN="2:canary")
        _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 1
    assert "@BotFather" in err.decode()
    assert "canary" not in err.decode()
    assert "Traceback" not in err.decode()
