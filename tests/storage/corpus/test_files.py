"""Bytes of seed files: what is hostile or broken is refused with its reason, the rest is read as text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storage.corpus.files import LIMIT, read_text
from storage.corpus.problems import Problems
from tests.storage.corpus.seed_files import write


def refused(path: Path, root: Path | None = None) -> tuple[int, str]:
    """Line and code of the one reason why `path` is refused."""
    problems = Problems(str(path))
    assert read_text(path, root or path.parent, problems) is None
    (problem,) = problems.found
    return problem.line, problem.code


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (b"", 0, "empty"),
        ("\ufeff \n\u200f\n".encode(), 0, "empty"),
        ("سطر\n".encode() + b"\xff\xfe x", 2, "not_utf8"),
        ("سطر\nنص".encode("cp1256"), 1, "not_utf8"),
        ("نص".encode("utf-16"), 0, "not_utf8"),
        (b"\xfe\xff" + "نص".encode("utf-16-be"), 0, "not_utf8"),
        ("a b".encode("utf-16-le"), 1, "nul_byte"),
        ("سطر\nسطر\0".encode(), 2, "nul_byte"),
        ("سطر\n\n\x1b[31m".encode(), 3, "control_character"),
        (b"\xed\xa0\x80", 1, "not_utf8"),
    ],
)
def test_bytes_that_are_no_plain_text_are_refused(tmp_path: Path, data: bytes, line: int, code: str) -> None:
    assert refused(write(tmp_path, "x.txt", data)) == (line, code)


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert refused(path) == (0, "too_large")


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", b"a" * LIMIT)
    assert len(read_text(path, tmp_path, Problems("")) or "") == LIMIT
    assert refused(write(tmp_path, "y.txt", b"a" * (LIMIT + 1))) == (0, "too_large")


def test_a_folder_named_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    assert refused(tmp_path / "x.txt") == (0, "not_a_file")


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.txt")
    assert refused(tmp_path / "x.txt") == (0, "not_a_file")


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = write(tmp_path, "secret", "سر")
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "x.txt").symlink_to(outside)
    assert refused(folder / "x.txt") == (0, "outside_folder")


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "نص")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert read_text(tmp_path / "b.txt", tmp_path, Problems("")) == "نص"


def test_a_folder_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    write(tmp_path / "real", "a.txt", "نص")
    (tmp_path / "seeds").symlink_to("real")
    assert read_text(tmp_path / "seeds" / "a.txt", tmp_path / "seeds", Problems("")) == "نص"


@pytest.mark.parametrize("target", ["gone.txt", "x.txt"])
def test_links_that_lead_nowhere_are_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "x.txt").symlink_to(target)
    assert refused(tmp_path / "x.txt") == (0, "unreadable")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", "نص")
    path.chmod(0)
    assert refused(path) == (0, "unreadable")


def test_bidi_controls_and_the_byte_order_mark_are_taken_out(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", "\ufeffنص \u202eمقلوب\u202c\r\nسطر")
    assert read_text(path, tmp_path, Problems("")) == "نص مقلوب\nسطر"
