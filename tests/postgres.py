"""A PostgreSQL server of the tests' own, from the system's binaries: private, on a free port, in a folder of its own.

It runs as an ordinary user, as the server refuses to run as root, and ends with the process that started it,
however that one ends. Usable outside pytest too: ``with server(binaries()) as running: running.database()``.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

_SYSTEM = Path("/usr/lib/postgresql")
"""Where Debian and Ubuntu keep the binaries of each version, off the path."""
_NOBODY = 65534
_PATIENCE = 30.0
"""Seconds that a start may take on a busy machine."""
_TRIES = 3
"""Somebody else may take the free port first."""
_MEMORY = Path("/dev/shm")
_ENOUGH = 1 << 30
"""Free bytes that a folder in memory must have."""
# Whoever started the server holds the other end of its stdin; when that process ends, in whatever way, the server
# does too, and its folder goes.
_WATCHED = (
    'exec 3<&0; "$@" </dev/null 3<&- & server=$!; '
    '{ cat <&3 >/dev/null; kill -QUIT "$server"; } & wait "$server"; rm -rf "$PWD"'
)


@dataclass(frozen=True, slots=True)
class Binaries:
    initdb: str
    postgres: str


@dataclass
class Server:
    """A running server."""

    port: int
    password: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _behind: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def url(self, name: str) -> str:
        """As in ``DATABASE_URL``."""
        return f"postgresql+psycopg://mujaz:{self.password}@127.0.0.1:{self.port}/{name}"

    def database(self, template: str = "template1") -> str:
        """A new database, a copy of `template`; its name."""
        name = f"t{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        """Let go of a database. It is gone a little later: nobody needs to wait for it."""
        self._behind.submit(self._run, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        """A bare connection, in autocommit."""
        url = self.url(name).replace("+psycopg", "")
        return psycopg.connect(url, autocommit=True, connect_timeout=5)

    def close(self) -> None:
        self._behind.shutdown(wait=False, cancel_futures=True)

    def _run(self, statement: str, *names: str) -> None:
        with self.connect() as conn:
            conn.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def binaries() -> Binaries | None:
    """The server's binaries: those on the path, else the newest of the system's; None where there are none."""
    folders = [None, *sorted(_SYSTEM.glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)]
    for folder in folders:
        initdb, postgres = (shutil.which(name, path=folder and str(folder)) for name in ("initdb", "postgres"))
        if initdb and postgres:
            return Binaries(initdb, postgres)
    return None


@contextmanager
def server(found: Binaries) -> Iterator[Server]:
    """A server that ends with the block."""
    for _ in range(_TRIES):
        with _trial(found) as running:
            if running is not None:
                yield running
                return
    raise RuntimeError("no PostgreSQL server could be started: somebody else took its port each time")


@contextmanager
def _trial(found: Binaries) -> Iterator[Server | None]:
    """A server, or None where it did not start."""
    folder = Path(tempfile.mkdtemp(prefix="mujaz-postgres-", dir=_in_memory()))
    running = Server(_free_port(), secrets.token_urlsafe(16))
    try:
        os.chown(folder, *_who())
        _prepare(found, folder, running.password)
        process = _start(found, folder, running.port)
        try:
            yield running if _answers(process, running) else None
        finally:
            running.close()
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> Path | None:
    """A folder where nothing waits for a disk; None where there is none, for the usual one."""
    try:
        return _MEMORY if shutil.disk_usage(_MEMORY).free > _ENOUGH else None
    except OSError:
        return None


def _who() -> tuple[int, int]:
    """The user and group that the server runs as."""
    return (os.getuid(), os.getgid()) if os.getuid() else (_NOBODY, _NOBODY)


def _as_whom() -> Mapping[str, object]:
    user, group = _who()
    return {} if os.getuid() else {"user": user, "group": group, "extra_groups": []}


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C", "TZ": "UTC"}


def _prepare(found: Binaries, folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password, encoding="utf-8")
    os.chown(secret, *_who())
    command = [found.initdb, "-D", str(folder / "data"), "--username=mujaz", f"--pwfile={secret}"]
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        [*command, *options], env=_environment(folder), cwd=folder, capture_output=True, text=True, **_as_whom()
    )
    if done.returncode:
        raise RuntimeError(f"initdb: {done.stderr[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _start(found: Binaries, folder: Path, port: int) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "max_connections": 200,
        "shared_buffers": "64MB",
        "autovacuum": "off",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return subprocess.Popen(
        ["/bin/sh", "-c", _WATCHED, "watched", found.postgres, "-D", str(folder / "data"), *options],
        env=_environment(folder),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **_as_whom(),
    )


def _answers(process: subprocess.Popen[bytes], running: Server) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            running.connect().close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Let go of the server, and wait until it has gone."""
    if process.stdin is not None:
        process.stdin.close()
    process.wait()
