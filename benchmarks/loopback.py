"""A Bot API over HTTP in a process of its own that takes everything and says little: what is measured is the bot.

``python -m benchmarks.loopback SECONDS`` says its port, answers after so long, and ends when its stdin does.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.invention import ROOT
from benchmarks.silence import RESULTS

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@contextmanager
def loopback(distance: float = 0.0) -> Iterator[str]:
    """The address of one that ends with the block; its answers take `distance` seconds."""
    command = [sys.executable, "-m", "benchmarks.loopback", str(distance)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        if process.stdout is None:
            raise RuntimeError("it says its port on stdout")
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.communicate()


class _Answering(asyncio.Protocol):
    """One connection. Just enough HTTP for the client that the bot has."""

    def __init__(self, distance: float) -> None:
        self._distance = distance
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while (asked := self._request()) is not None:
            self._later(_answer(asked))

    def _later(self, answer: bytes) -> None:
        if self._distance:
            asyncio.get_running_loop().call_later(self._distance, self._transport.write, answer)
        else:
            self._transport.write(answer)

    def _request(self) -> bytes | None:
        """The first line of a request that has come whole."""
        head, end, rest = self._heard.partition(_END)
        length = sum(int(line[len(_LENGTH) :]) for line in head.lower().split(b"\r\n") if line.startswith(_LENGTH))
        if not end or len(rest) < length:
            return None
        self._heard = rest[length:]
        return head.partition(b"\r\n")[0]


def _answer(asked: bytes) -> bytes:
    name = asked.split()[1].rpartition(b"/")[2].decode()
    body = json.dumps({"ok": True, "result": RESULTS.get(name, True)}).encode()
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)


async def _serve(distance: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Answering(distance), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
