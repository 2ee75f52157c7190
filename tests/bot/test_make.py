"""`make` and `.ci/run`: the targets are there and do what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.mutants import score

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    # Not the jobserver of the `make test` that may be running this.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"
    }
    command = ["make", "--no-print-directory", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What `make` looks at, in a folder without an environment."""
    for name in ("Makefile", "pyproject.toml", "requirements.lock", ".ci/requirements-dev.lock"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, target)
    return tmp_path


@pytest.mark.parametrize(
    "target",
    ["chat", "run", "test", "lint", "bench", "evaluate", "soak", "mutate", "install", "clean", "lock"],
)
def test_every_target_is_there_and_listed(target: str) -> None:
    assert make("--dry-run", target).returncode == 0
    assert re.search(rf"^  make {target} ", make().stdout, re.MULTILINE)


def test_chat_needs_no_more_than_the_runtime_lock(clone: Path) -> None:
    steps = make("--dry-run", "chat", folder=clone).stdout
    assert "--require-hashes --requirement requirements.lock" in steps
    assert "requirements-dev.lock" not in steps
    assert steps.rstrip().endswith("mujaz chat")


def test_test_installs_both_locks_and_runs_everything(clone: Path) -> None:
    steps = make("--dry-run", "test", folder=clone).stdout
    assert steps.index("requirements.lock") < steps.index("--editable .") < steps.index("requirements-dev.lock")
    assert "pytest -n auto" in steps.splitlines()[-1]


def test_a_second_time_installs_nothing(clone: Path) -> None:
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    for file in (python, clone / ".venv" / ".runtime", clone / ".venv" / ".dev"):
        file.touch()
    assert make("--dry-run", "test", folder=clone).stdout.split()[0].endswith("pytest")


def test_an_old_python_is_refused_in_one_sentence(clone: Path) -> None:
    outcome = make("install", "PYTHON=false", folder=clone)
    assert outcome.returncode != 0
    assert "Mujaz needs Python 3.11 or newer" in outcome.stderr
    assert not (clone / ".venv").exists()


def test_clean_leaves_the_database(clone: Path) -> None:
    kept, gone = clone / ".mujaz" / "mujaz.db", clone / ".venv" / "bin" / "python"
    for folder in ("bot", "handlers", "storage", "tests", "benchmarks"):
        (clone / folder).mkdir()
    for file in (kept, gone):
        file.parent.mkdir(parents=True)
        file.touch()
    assert make("clean", folder=clone).returncode == 0
    assert kept.exists()
    assert not gone.exists()


def test_the_checks_run_the_suite_and_nothing_else() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert script.rstrip().endswith("exec make test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0


def test_the_score_of_mutate_counts_what_was_noticed() -> None:
    assert score({"killed": 80, "timeout": 6, "survived": 10, "no_tests": 4, "total": 100}) == 0.86
