"""What every test may use, and what none may do: reach another machine, or read this machine's settings."""

from __future__ import annotations

import gc
import ipaddress
import os
import re
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from bot.app import App
    from bot.asking import Conversation
    from bot.local.api import LocalBotApi
    from bot.seeding import Seeds
    from bot.settings import Settings
    from storage.database.session import Database
    from storage.records import Corpus
    from tests.postgres import Server

# The floors are imported by the fixtures that need them, so that a test of one room loads only that room.
ROOT = Path(__file__).resolve().parent.parent
SETTINGS = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
TOKEN = "1:test"
ADMIN = 7
TODAY = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

# A busy machine makes no property false: how long an example takes is asked of `tests.costs`, where it matters.
hypothesis.settings.register_profile(
    "patient",
    hypothesis.settings(),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("patient")


# ------------------------------------------------------------------ ten thousand tests

# What is made until all tests are collected stays until the end: to look for garbage among it, again and again,
# would take a quarter of the collection, and go on to take its part of the run.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: some tests only wait, for a clock, a disk or another process."""
    return (os.cpu_count() or 1) + 1


# ------------------------------------------------------------------ no network, no settings of this machine


def is_local(address: object) -> bool:
    """Whether a socket's address is on this machine."""
    if not isinstance(address, tuple):
        return True  # a path: a socket of this machine's file system
    host = str(address[0])
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("localhost", "")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """A connection to anywhere else fails the test, even where the code under test swallows the refusal."""
    tried: list[object] = []

    def guarded(name: str) -> Callable[..., object]:
        plain = getattr(socket.socket, name)

        def connect(self: socket.socket, address: object) -> object:
            if is_local(address):
                return plain(self, address)
            tried.append(address)
            raise ConnectionRefusedError(f"a test may not reach {address!r}")

        return connect

    def resolve(host: object, *args: object, **kwargs: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or is_local((name,)):
            return plain_resolve(host, *args, **kwargs)
        tried.append(host)
        raise socket.gaierror(f"a test may not look up {host!r}")

    plain_resolve: Callable[..., object] = socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", guarded("connect"))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded("connect_ex"))
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    yield tried
    assert not tried, f"the test reached for the network: {tried}"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see the defaults, whatever the environment of this machine holds."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


# ------------------------------------------------------------------ the shipped story


def _seeds() -> Seeds:
    from bot.seeding import Seeds

    return Seeds(ROOT / "seeds", ROOT / "seeds" / "story.yaml")


@pytest.fixture(scope="session")
def shipped() -> Corpus:
    """The seeds that ship, read and merged."""
    return _seeds().read({})


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that holds the shipped seeds. Copy it, do not open it."""
    from storage.database.session import open_database

    file = tmp_path_factory.mktemp("shipped") / "mujaz.db"
    database = open_database(f"sqlite:///{file}")
    database.migrate()
    _seeds().load(database, TODAY)
    database.close()
    return file


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with tables and nothing in them. Copy it, do not open it."""
    from storage.database.session import open_database

    file = tmp_path_factory.mktemp("migrated") / "mujaz.db"
    database = open_database(f"sqlite:///{file}")
    database.migrate()
    database.close()
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """A SQLite database of this test's own, with tables and nothing in them."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'empty.db')}"


@pytest.fixture
def empty_database(sqlite_url: str) -> Iterator[Database]:
    """A database with tables and nothing in them."""
    from storage.database.session import open_database

    database = open_database(sqlite_url)
    yield database
    database.close()


@pytest.fixture
def database_url(tmp_path: Path, shipped_file: Path) -> str:
    """A database of this test's own that holds the shipped seeds."""
    return f"sqlite:///{shutil.copy(shipped_file, tmp_path / 'mujaz.db')}"


@pytest.fixture
def shipped_database(database_url: str) -> Iterator[Database]:
    from storage.database.session import open_database

    database = open_database(database_url)
    yield database
    database.close()


# ------------------------------------------------------------------ both databases


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of this test process; its tests are skipped where the machine has no binaries for it."""
    from tests import postgres

    found = postgres.binaries()
    if found is None:
        pytest.skip("no PostgreSQL server here: neither initdb nor postgres was found")
    with postgres.server(found) as running:
        yield running


@pytest.fixture(scope="session")
def migrated_template(postgres: Server) -> str:
    """A PostgreSQL database with tables and nothing in them. Copy it, do not open it."""
    from storage.database.session import open_database

    name = postgres.database()
    database = open_database(postgres.url(name))
    database.migrate()
    database.close()
    return name


@pytest.fixture
def postgresql_url(postgres: Server, migrated_template: str) -> Iterator[str]:
    """A PostgreSQL database of this test's own, with tables and nothing in them."""
    name = postgres.database(migrated_template)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest) -> str:
    """A database of this test's own, with tables and nothing in them, on SQLite and on PostgreSQL in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def any_database(any_url: str) -> Iterator[Database]:
    """A database with tables and nothing in them, on SQLite and on PostgreSQL in turn."""
    from storage.database.session import open_database

    database = open_database(any_url)
    yield database
    database.close()


# ------------------------------------------------------------------ the running application


@pytest.fixture
def settings(database_url: str) -> Settings:
    from bot.settings import Settings

    return Settings(_env_file=None, telegram_bot_token=TOKEN, database_url=database_url, admin_ids=frozenset({ADMIN}))


@dataclass
class Running:
    """The whole application on a local Telegram, at noon of 21 November 2026 unless `now` is set."""

    app: App
    api: LocalBotApi
    now: datetime

    def talk(self, user: int = 1001, chat: int | None = None) -> Conversation:
        """A conversation of that user, in private unless `chat` names another."""
        from bot.asking import Conversation

        return Conversation(self.app, self.api, user, user if chat is None else chat)


@pytest.fixture
async def running(settings: Settings) -> AsyncIterator[Running]:
    from bot.app import build
    from bot.local.api import LocalBotApi
    from bot.local.request import LocalRequest

    def clock() -> datetime:
        return whole.now

    api = LocalBotApi(TOKEN, clock=clock)
    app = build(settings, request=LocalRequest(api), clock=clock)
    whole = Running(app, api, TODAY)
    async with app:
        yield whole
