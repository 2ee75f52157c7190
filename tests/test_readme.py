"""What README says exists, exists; and what exists is in README."""

from __future__ import annotations

import re
from pathlib import Path

from typer.main import get_command

from bot.cli import cli
from bot.settings import Settings
from handlers.registry import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_every_command_of_the_bot_is_in_the_table_and_no_other() -> None:
    rows = [line.split("|")[1] for line in section("What a reader can ask").splitlines() if line.startswith("| `/")]
    named = {name for row in rows for name in re.findall(r"/([a-z]+)", row)}
    assert named == {command.name for command in COMMANDS}


def test_every_command_of_the_program_is_in_the_table_and_no_other() -> None:
    named = set(re.findall(r"^\| `mujaz (\w+)", section("Commands of the program"), re.M))
    assert named == set(get_command(cli).commands)


def test_every_setting_is_in_the_table_and_no_other() -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)`", section("Settings"), re.M))
    assert named == {name.upper() for name in Settings.model_fields}


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"`?make ([a-z]+)", README)) <= targets


def test_every_file_named_exists() -> None:
    files = set(re.findall(r"`((?:handlers|storage|bot|tests|seeds)/[\w./]+\.(?:py|md|yaml))`", README))
    assert files
    assert [name for name in files if not (ROOT / name).exists()] == []
