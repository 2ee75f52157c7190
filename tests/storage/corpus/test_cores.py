"""Many articles are read on all cores, and nobody can tell from what comes out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from storage.corpus import cores
from storage.corpus.folder import read_folder
from storage.corpus.reading import ArticleReader, Files, Told
from storage.corpus.story import read_story
from tests.storage.corpus.seed_files import SHIPPED_STORY, problems_of, write

ROOT = Path(__file__).resolve().parents[3]
MANY = 40
TEXT = "انسحبت القوات الأميركية من قاعدة عين الأسد في {day} يناير 2026، وقال مسؤول إن نحو {day}00 جندي باقون في أربيل."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of many articles, each with another day and another number."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for number in range(MANY):
        day = number % 28 + 1
        write(seeds, f"{number:04}.txt", f" date 2026-02-{day:02} {TEXT.format(day=day)}")
    return seeds


@pytest.fixture
def shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many articles are many."""
    monkeypatch.setattr(cores, "MANY", MANY)


@pytest.mark.usefixtures("shared_out")
def test_two_processes_read_what_one_reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    shared = read_folder(folder, SHIPPED_STORY, lambda done, total, name: seen.append(done))
    monkeypatch.setattr(cores, "MANY", MANY + 1)
    assert shared == read_folder(folder, SHIPPED_STORY)
    assert [article.id for article in shared.articles] == [f"{number:04}" for number in range(MANY)]
    assert seen == list(range(MANY + 2))


@pytest.mark.usefixtures("shared_out")
def test_the_problems_of_every_process_are_named(folder: Path) -> None:
    for number in (3, 19, 38):
        write(folder, f"{number:04}.txt", b"\xff")
    problems = problems_of(lambda: read_folder(folder, SHIPPED_STORY))
    assert [(Path(problem.path).name, problem.code) for problem in problems] == [
        ("0003.txt", "not_utf8"),
        ("0019.txt", "not_utf8"),
        ("0038.txt", "not_utf8"),
    ]


def test_a_small_folder_needs_no_second_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "ProcessPoolExecutor", _no_pool)
    assert len(read_folder(folder, SHIPPED_STORY).articles) == MANY


def _no_pool(*_: object, **__: object) -> None:
    raise AssertionError("a pool was made")


@pytest.mark.parametrize("read", [0, 7, MANY])
@pytest.mark.parametrize("failure", [BrokenProcessPool, OSError, NotImplementedError])
def test_where_a_process_dies_the_rest_is_read_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch, read: int, failure: type[Exception]
) -> None:
    files = [Files(path) for path in sorted(folder.iterdir())]
    reader = ArticleReader(folder, read_story(SHIPPED_STORY))

    def dying(_: object, files: Sequence[Files]) -> Iterator[Told]:
        yield from cores.read_here(reader, files[:read])
        raise failure

    monkeypatch.setattr(cores, "_shared_out", dying)
    told = cores.read_everywhere(folder, SHIPPED_STORY, reader, files)
    assert list(told) == list(cores.read_here(reader, files))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at /proc")
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_the_other_processes_end_with_the_first(folder: Path, tmp_path: Path, blow: signal.Signals) -> None:
    for number in range(MANY, 1_500):
        write(folder, f"{number:04}.txt", f" date 2026-02-01 {TEXT.format(day=1)}" * 5)
    command = [sys.executable, "-m", "bot", "load", str(folder)]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/mujaz.db"}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_hear_ctrl_c,
    ) as running:
        # Killed while they are being born, Python's own beginning complains: it cannot be read on from the first.
        born = _runs if blow is signal.SIGINT else _watches
        children = _awaited(lambda: _children(running.pid), lambda found: len(found) > 2 and sum(map(born, found)) > 1)
        # Ctrl-C goes to all processes of the terminal at once.
        (os.killpg if blow is signal.SIGINT else os.kill)(running.pid, blow)
        try:
            said = running.communicate(timeout=60)[1].decode()
        finally:
            running.kill()
    assert running.returncode != 0
    assert "Traceback" not in said
    assert _awaited(lambda: [pid for pid in children if _runs(pid)], lambda left: not left) == []


def _hear_ctrl_c() -> None:
    """A suite that a shell runs in the background is deaf to it, and so is all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _awaited(look: Callable[[], list[int]], enough: Callable[[list[int]], bool]) -> list[int]:
    """What `look` sees as soon as it is `enough`, or after half a minute."""
    until = time.monotonic() + 30
    while not enough(seen := look()) and time.monotonic() < until:
        time.sleep(0.05)
    return seen


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _watches(pid: int) -> bool:
    """Whether it has begun: it watches over the first on a thread of its own."""
    try:
        return len(list(Path(f"/proc/{pid}/task").iterdir())) > 1
    except OSError:
        return False


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
