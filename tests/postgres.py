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
# Whoever started the server holds the other end of stdin; when that process ends, in whatever way, so does the server.
_WATCHED = 'exec 3<&0; "$@" </dev/null 3<&- & server=$!; { cat <&3 >/dev/null; kill -INT "$server"; } & wait "$server"'


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

    def url(self, name: str) -> str:
        """As in ``DATABASE_URL``."""
        return f"postgresql+psycopg://mujaz:{self.password}@127.0.0.1:{self.port}/{name}"

    def database(self, template: str = "template1") -> str:
        """A new database, a copy of `template`; its name."""
        name = f"t{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def connect(self, name: str = "postgres") -> psycopg.Connection:
        """A bare connection, in autocommit."""
        url = self.url(name).replace("+psycopg", "")
        return psycopg.connect(url, autocommit=True, connect_timeout=5)

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
    folder = Path(tempfile.mkdtemp(prefix="mujaz-postgres-"))
    try:
        os.chown(folder, *_who())
        password = secrets.token_urlsafe(16)
        _prepare(found, folder, password)
        process, running = _started(found, folder, password)
        try:
            yield running
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


def _started(found: Binaries, folder: Path, password: str) -> tuple[subprocess.Popen[bytes], Server]:
    for _ in range(_TRIES):
        running = Server(_free_port(), password)
        process = _start(found, folder, running.port)
        if _answers(process, running):
            return process, running
        _stop(process)
    raise RuntimeError((folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:])


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
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            ["/bin/sh", "-c", _WATCHED, "watched", found.postgres, "-D", str(folder / "data"), *options],
            env=_environment(folder),
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
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
