"""Processes to be killed, by the thousand: a process that has imported everything once, and forks.

A forked child costs milliseconds instead of the second that the imports take; it has opened nothing and runs
nothing when it starts, and dies of a signal as any other process does.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
Job = Mapping[str, object]
_LATE = ("sqlite3", "psycopg", "httpcore", "h11", "anyio.streams.tls", "anyio._backends._asyncio")
"""What is imported only when it is first used, and would be by each child."""


@dataclass(frozen=True, slots=True)
class End:
    """How a child ended: its exit status, or minus the signal that it died of; how many seconds it lived."""

    status: int
    seconds: float


class Child:
    """A running child. `end` waits for it; `kill` does not."""

    def __init__(self, pid: int, nursery: asyncio.subprocess.Process) -> None:
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
        assert self._nursery.stdout is not None
        status = int(await self._nursery.stdout.readline())
        return End(status, time.monotonic() - self._born)


class Nursery:
    """Starts children one at a time; each runs ``module.main(job)``."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._last: Child | None = None

    async def child(self, job: Job) -> Child:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job).encode() + b"\n")
        await self._process.stdin.drain()
        self._last = Child(int(await self._process.stdout.readline()), self._process)
        return self._last

    async def close(self) -> None:
        """End with whatever still runs."""
        if self._last is not None and self._last.running:
            self._last.kill(signal.SIGKILL)
            await self._last.end()
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


@contextlib.asynccontextmanager
async def nursery(module: str, log: Path) -> AsyncIterator[Nursery]:
    """A nursery for `module`; what the children write to their terminal goes to `log`."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.soak.nursery",
            module,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
        made = Nursery(process)
        try:
            yield made
        finally:
            await made.close()


def serve(module: str) -> None:
    """Fork a child for each job that comes in; say its pid, and how it ended."""
    main = importlib.import_module(module).main
    for name in _LATE:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.dup2(2, 1)  # the nursery's own line stays its own
            status = 1
            try:
                main(json.loads(line))
                status = 0
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stderr.flush()
                os._exit(status)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
