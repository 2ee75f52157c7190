"""The house keeps its own rules: floors, pure rooms, sizes, names, and modules that do nothing when imported."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("storage", "handlers", "bot")
PURE = (
    "storage/records",
    "storage/answers.py",
    "storage/chat.py",
    "storage/errors.py",
    "storage/fuzzydate.py",
    "storage/codes.py",
    "storage/corpus",
    "handlers/views",
    "handlers/i18n.py",
    "handlers/arguments.py",
    "handlers/questions.py",
    "bot/export.py",
    "bot/ical.py",
)
OUTSIDE = {"sqlalchemy", "alembic", "telegram", "psycopg", "starlette", "uvicorn", "httpx"}
VAGUE = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?|misc|common|stuff)(?:_|$)", re.IGNORECASE)


def modules(*roots: str) -> list[Path]:
    found = []
    for root in roots or FLOORS:
        path = ROOT / root
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return [path.relative_to(ROOT) for path in found if "__pycache__" not in path.parts]


def imports(source: str, package: tuple[str, ...] = ()) -> Iterator[tuple[int, str]]:
    """Every module that `source` names in an import, at any depth: in a function or under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join((*base, *(node.module.split(".") if node.module else ())))
            yield from ((node.lineno, f"{name}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            names = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
            yield from ((node.lineno, name) for name in names if isinstance(name, str))


@cache
def imports_of(path: Path) -> tuple[tuple[int, str], ...]:
    return tuple(imports((ROOT / path).read_text(encoding="utf-8"), path.parent.parts))


def upward(path: Path) -> list[str]:
    above = FLOORS[FLOORS.index(path.parts[0]) + 1 :]
    return [f"{path}:{line} imports {name}" for line, name in imports_of(path) if name.split(".")[0] in above]


def test_imports_are_found_wherever_they_stand() -> None:
    source = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from bot.app import App
def late():
    import bot.cli
    from ..up import thing
    importlib.import_module("bot.logs")
"""
    names = {name for _, name in imports(source, ("handlers", "views"))}
    assert {"bot.app.App", "bot.cli", "handlers.up.thing", "bot.logs"} <= names


def test_imports_point_down() -> None:
    assert [line for path in modules() for line in upward(path)] == []


def test_the_source_never_imports_its_tests() -> None:
    guilty = [
        f"{path}:{line} imports {name}"
        for path in modules()
        for line, name in imports_of(path)
        if name.split(".")[0] in {"tests", "benchmarks"}
    ]
    assert guilty == []


def test_the_pure_rooms_know_neither_the_database_nor_telegram() -> None:
    guilty = [
        f"{path}:{line} imports {name}"
        for path in modules(*PURE)
        for line, name in imports_of(path)
        if name.split(".")[0] in OUTSIDE or name.startswith("storage.database")
    ]
    assert guilty == []


def test_the_import_contracts_are_kept() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {}
    for path in modules(*FLOORS, "tests", "benchmarks"):
        lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
        if lines > (650 if path.parts[0] == "tests" else 300):
            long[str(path)] = lines
    assert long == {}


def test_no_name_is_vague() -> None:
    guilty = []
    for path in modules(*FLOORS, "benchmarks"):
        guilty += [str(path)] if any(VAGUE.search(part.removesuffix(".py")) for part in path.parts) else []
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and re.search(r"(Utils?|Helpers?|Manager)$", node.name):
                guilty.append(f"{path}:{node.lineno} {node.name}")
    assert guilty == []


def test_every_module_says_what_lives_in_it() -> None:
    silent = []
    for path in modules(*FLOORS, "benchmarks"):
        source = (ROOT / path).read_text(encoding="utf-8")
        if source.strip() and not ast.get_docstring(ast.parse(source)):
            silent.append(str(path))
    assert silent == []


_WATCHED_IMPORT = """
import builtins, importlib, json, os, socket, sqlite3, subprocess, sys, threading

names = json.loads(sys.argv[1])
# Parts from elsewhere may read what they like while they are imported; ours may not, and they come after.
for part in json.loads(sys.argv[2]):
    importlib.import_module(part)

def refuse(what):
    def refused(*args, **kwargs):
        raise AssertionError(f"{what} at import: {args!r}"[:200])
    return refused

class Guarded(type(os.environ)):
    def __getitem__(self, key):
        caller = sys._getframe(1)
        while caller.f_globals.get("__name__") in ("os", "_collections_abc"):
            caller = caller.f_back
        if caller.f_globals.get("__name__", "").split(".")[0] in ("bot", "handlers", "storage"):
            raise AssertionError(f"the environment read at import: {key}")
        return super().__getitem__(key)

os.environ.__class__ = Guarded
socket.socket.connect = refuse("a connection")
socket.socket.bind = refuse("a listening socket")
sqlite3.connect = refuse("a database")
subprocess.Popen.__init__ = refuse("a process")
threading.Thread.start = refuse("a thread")
plain_open = builtins.open
def guarded_open(file, *args, **kwargs):
    caller = sys._getframe(1).f_globals.get("__name__", "")
    if caller.split(".")[0] in ("bot", "handlers", "storage", "pathlib"):
        raise AssertionError(f"a file opened at import: {file}")
    return plain_open(file, *args, **kwargs)
builtins.open = guarded_open
import io
io.open = guarded_open

before = set(os.listdir("."))
for name in names:
    importlib.import_module(name)
assert set(os.listdir(".")) == before, "a file was made at import"
"""


def test_nothing_happens_at_import(tmp_path: Path) -> None:
    names, parts = [], set()
    for path in modules():
        # What runs only inside Alembic, and what runs the program, are no modules to import.
        if path.name == "__main__.py" or "migrations" in path.parts:
            continue
        names.append(".".join(path.with_suffix("").parts).removesuffix(".__init__"))
        parts |= {name.split(".")[0] for _, name in imports_of(path)}
    ours = {*FLOORS, "__future__"}
    outside = [*sorted(parts - ours), "telegram.ext", "sqlalchemy.dialects.sqlite", "rich.progress"]
    command = [sys.executable, "-c", _WATCHED_IMPORT, json.dumps(names), json.dumps(outside)]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    "line",
    ["import os\nSEEN = os.environ['HOME']", "open('/etc/hosts')", "import sqlite3\nsqlite3.connect(':memory:')"],
)
def test_the_watch_over_imports_sees_what_it_should(line: str, tmp_path: Path) -> None:
    package = tmp_path / "bot"
    package.mkdir()
    (package / "__init__.py").write_text(line, encoding="utf-8")
    command = [sys.executable, "-c", _WATCHED_IMPORT, '["bot"]', "[]"]
    environment = {"PATH": os.environ["PATH"], "HOME": "/", "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "AssertionError" in done.stderr


REGISTRY = re.compile("py" r"pi\.org|python" r"hosted|index-url|extra-index|find-links", re.IGNORECASE)


def test_no_package_registry_is_named() -> None:
    files = ["Makefile", ".ci/run", "pyproject.toml", "requirements.lock", ".ci/requirements-dev.lock"]
    assert [name for name in files if REGISTRY.search((ROOT / name).read_text(encoding="utf-8"))] == []


def test_the_locks_pin_every_part_by_hash() -> None:
    for name in ("requirements.lock", ".ci/requirements-dev.lock"):
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
        assert len(entries) > 30
        assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_two_locks_agree() -> None:
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))

    runtime, dev = pins("requirements.lock"), pins(".ci/requirements-dev.lock")
    assert {part: dev[part] for part in runtime.keys() & dev.keys()} == {
        part: runtime[part] for part in runtime.keys() & dev.keys()
    }
