"""The program as an operator runs it, in this process."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main


@dataclass(frozen=True)
class Outcome:
    """What one run of the program left behind."""

    status: int
    out: str
    err: str


Mujaz = Callable[..., Outcome]


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to run in, without settings and without a database."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def mujaz(fresh: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Mujaz]:
    """Run ``mujaz …`` in a folder of its own; the logging of the test run is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def run(*words: str) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["mujaz", *words])
        with pytest.raises(SystemExit) as end:
            main()
        captured = capsys.readouterr()
        return Outcome(int(end.value.code or 0), captured.out, captured.err)

    yield run
    logging.captureWarnings(False)
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def loaded(mujaz: Mujaz, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Mujaz:
    """The same on a database that holds the shipped seeds."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    return mujaz
