"""What README says exists, exists; and what exists is in README."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from typer.main import get_command

from bot.cli import cli
from bot.settings import Settings
from handlers.registry import COMMANDS
from storage.corpus.extraction.extractor import Extractor
from storage.corpus.reader import read_article
from storage.corpus.story import read_story
from storage.records import Attribution

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


def test_the_sentence_taken_apart_is_read_as_it_says() -> None:
    chapter = section("How an article is read")
    (sentence,) = re.findall(r"^> (.+)$", chapter, re.M)
    head = '---\npublished: "2025-03-10"\n---\n'
    with TemporaryDirectory() as folder:
        (file := Path(folder) / "one.txt").write_text(f"{head}{sentence}\n", "utf-8")
        story = read_story(ROOT / "seeds" / "story.yaml")
        found = Extractor(story).read(read_article(file, Path(folder), story))
    leave, stay = found.events
    (figure,) = found.figures
    said = Attribution("مسؤول أميركي كبير", "رويترز", anonymous=True)
    assert {fact.citation.sentence for fact in (leave, stay, figure)} == {sentence}
    assert {fact.attribution for fact in (leave, stay)} == {said}
    assert (leave.kind, leave.modality, leave.actor, leave.place) == ("withdrawal", "planned", "us", "ain_al_asad")
    assert leave.date
    assert (leave.date.edtf, leave.date.surface) == ("../2025-09", "بحلول سبتمبر/أيلول المقبل")
    assert (stay.kind, stay.modality, stay.place, stay.date) == ("presence", "ongoing", "erbil", None)
    assert (figure.qualifier, figure.value, figure.unit, figure.place) == ("about", 2000, "personnel", "erbil")
    for shown in (leave.date.edtf, *leave.reasons[:1], "date.beside", "modality.future", "ain_al_asad"):
        assert f"`{shown}`" in chapter
    assert {"date.beside", "modality.future"} <= {*leave.reasons}


def test_every_part_of_the_reading_is_there() -> None:
    extraction = ROOT / "storage" / "corpus" / "extraction"
    chapter = section("How an article is read")
    parts = {name for row in chapter.splitlines() for name in re.findall(r"`(\w+\.py)`", row)} - {"test_readme.py"}
    assert parts
    assert [name for name in parts if not (extraction / name).exists()] == []
    data = set(re.findall(r"`(\w+\.yaml)`", chapter))
    assert data
    assert [name for name in data if not (extraction / "data" / name).exists()] == []
