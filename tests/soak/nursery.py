"""Processes to be killed, by the thousand: a process that has imported everything once, and forks.

A forked child costs milliseconds instead of the second that the imports take; it has opened nothing and runs
nothing when it starts, and dies of a signal as any other process does. For each module there is one house, which
has imported it, as long as this process runs; a nursery is a fork of it at the other end of a socket, and forks the
children.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import importlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
Job = Mapping[str, object]
_LATE = ("sqlite3", "psycopg", "httpcore", "h11", "sniffio", "anyio.streams.tls", "anyio._backends._asyncio")
"""What is imported only when it is first used, and would be by each child. What is missing is not looked for again:
httpcore does so at every call, on all of the path."""


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended: its exit status, or minus the signal that it died of; how many seconds it lived."""

    status: int
    seconds: float


class Child:
    """A running child. `end` waits for it; `kill` does not."""

    def __init__(self, pid: int, nursery: asyncio.StreamReader) -> None:
        self.pid = pid
        self._nursery = nursery
        self._born = time.monotonic()
        self._ended = asyncio.create_task(self._watch())

    @property
    def running(self) -> bool:
        return not self._ended.done()

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """The pid is its own until it was waited for, which only its nursery does, after `_watch` has heard."""
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def end(self) -> End:
        return await asyncio.shield(self._ended)

    async def _watch(self) -> End:
        status = int(await self._nursery.readline())
        return End(status, time.monotonic() - self._born)


class Nursery:
    """Starts children one at a time; each runs ``module.main(job)``."""

    def __init__(self, heard: asyncio.StreamReader, said: asyncio.StreamWriter) -> None:
        self._heard, self._said = heard, said
        self._last: Child | None = None

    async def child(self, job: Job) -> Child:
        await self._say(job)
        self._last = Child(int(await self._heard.readline()), self._heard)
        return self._last

    async def close(self) -> None:
        """End with whatever still runs."""
        if self._last is not None and self._last.running:
            self._last.kill(signal.SIGKILL)
            await self._last.end()
        self._said.close()
        await self._said.wait_closed()

    async def _say(self, what: object) -> None:
        self._said.write(json.dumps(what).encode() + b"\n")
        await self._said.drain()


@contextlib.asynccontextmanager
async def nursery(module: str, log: Path) -> AsyncIterator[Nursery]:
    """A nursery for `module`; what the children write to their terminal goes to `log`."""
    door = await asyncio.to_thread(_house, module)
    heard, said = await asyncio.open_unix_connection(door)
    made = Nursery(heard, said)
    await made._say(str(log))
    try:
        yield made
    finally:
        await made.close()


@cache
def _house(module: str) -> str:
    """Where to knock for nurseries of `module`. The house ends when this process does: its standard input ends."""
    folder = tempfile.mkdtemp(prefix="mujaz-nursery-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    door = f"{folder}/door"
    command = (sys.executable, "-m", "tests.soak.nursery", module, door)
    house = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(house.wait)
    assert house.stdin is not None
    assert house.stdout is not None
    atexit.register(house.stdin.close)
    if not house.stdout.readline():
        raise RuntimeError(f"no house for {module}")
    return door


# ------------------------------------------------------------------ in the other processes


def keep_house(module: str, door: str) -> None:
    """Fork a nursery for everyone who knocks, until nobody is left who could."""
    main = _imported(module)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(door)
        listening.listen()
        print("open", flush=True)
        while sys.stdin not in select.select([listening, sys.stdin], [], [])[0]:
            line, _ = listening.accept()
            if os.fork() == 0:
                listening.close()
                with line.makefile("rw", encoding="utf-8") as words:
                    _forked(lambda: serve(main, words))
            line.close()
            _bury(os.WNOHANG)
    _bury()


def _bury(options: int = 0) -> None:
    """Wait for the nurseries that have ended, or for all."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


def serve(main: Callable[[Any], None], words: Any) -> None:
    """Fork a child for each job that comes in through `words`, a file; say its pid, and how it ended."""
    log = os.open(json.loads(words.readline()), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    null = os.open(os.devnull, os.O_RDONLY)
    for number, ours in enumerate((null, log, log)):
        os.dup2(ours, number)
    while line := words.readline():
        pid = os.fork()
        if pid == 0:
            _forked(lambda line=line: main(json.loads(line)))
        print(pid, file=words, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), file=words, flush=True)


def _forked(work: Callable[[], None]) -> None:
    """Do `work`, and end as a process does that was never anybody's copy."""
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)


def _imported(module: str) -> Callable[[Any], None]:
    main: Callable[[Any], None] = importlib.import_module(module).main
    for name in _LATE:
        try:
            importlib.import_module(name)
        except ImportError:
            sys.modules[name] = None  # type: ignore[assignment]  # what Python means by "missing"
    return main


if __name__ == "__main__":
    keep_house(*sys.argv[1:])
