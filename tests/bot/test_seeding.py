"""Seeds into the database: once, all or nothing, and only what was confirmed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.seeding import Seeds, is_empty
from storage.changes import LoadReport
from storage.database.queries import edition
from storage.database.session import Database
from storage.errors import CorpusChanged, SeedError
from tests.conftest import ROOT, TODAY

Load = Callable[..., LoadReport]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the seeds that a test may change."""
    return Path(shutil.copytree(ROOT / "seeds", tmp_path / "seeds"))


@pytest.fixture
def seeds(folder: Path) -> Seeds:
    return Seeds(folder, folder / "story.yaml")


def revision(database: Database) -> int:
    with database.reader() as conn:
        return edition.current(conn).revision


def test_a_database_is_empty_until_it_is_loaded(seeds: Seeds, empty_database: Database) -> None:
    assert is_empty(empty_database)
    seeds.load(empty_database, TODAY)
    assert not is_empty(empty_database)


def test_a_preview_writes_nothing(seeds: Seeds, empty_database: Database) -> None:
    report = seeds.preview(empty_database)
    assert len(report.articles.added) == 5
    assert is_empty(empty_database)


def test_loading_twice_changes_nothing(seeds: Seeds, empty_database: Database) -> None:
    first = seeds.load(empty_database, TODAY)
    second = seeds.load(empty_database, TODAY + timedelta(days=1))
    assert not first.nothing_changed
    assert second.nothing_changed
    assert first.revision == second.revision == revision(empty_database)


def test_a_bad_file_leaves_what_serves(seeds: Seeds, folder: Path, empty_database: Database) -> None:
    seeds.load(empty_database, TODAY)
    (folder / "000_6748234b1321dbc0.txt").write_bytes(b"\xff\xfe")
    (folder / "001_fc20ba294e71ff0b.txt").write_bytes(b"")
    with pytest.raises(SeedError) as error:
        seeds.load(empty_database, TODAY)
    assert {Path(problem.path).name[:3] for problem in error.value.problems} >= {"000", "001"}
    assert revision(empty_database) == 1


def test_only_the_files_that_were_confirmed_are_loaded(seeds: Seeds, folder: Path, empty_database: Database) -> None:
    shown = seeds.preview(empty_database).fingerprint
    article = next(folder.glob("004_*.txt"))
    article.write_text(article.read_text(encoding="utf-8") + "\nجملة جديدة.\n", encoding="utf-8")
    with pytest.raises(CorpusChanged):
        seeds.load(empty_database, TODAY, confirmed=shown)
    assert is_empty(empty_database)
    seeds.load(empty_database, TODAY, confirmed=seeds.preview(empty_database).fingerprint)
    assert revision(empty_database) == 1


def test_progress_counts_up_to_its_total(seeds: Seeds, empty_database: Database) -> None:
    seen: dict[str, list[tuple[int, int]]] = {}
    seeds.load(empty_database, TODAY, lambda done, total, what: seen.setdefault(what, []).append((done, total)))
    assert seen
    for steps in seen.values():
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert steps[-1][0] == steps[-1][1]


def test_a_folder_without_a_story_is_read_with_the_configured_one(folder: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    shutil.move(folder / "story.yaml", story)
    assert len(Seeds(folder, story).read({}).articles) == 5
