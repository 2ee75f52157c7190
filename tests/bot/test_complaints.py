"""What the operator reads: one line per thing that is wrong, never a traceback, never a secret."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.complaints import complaint
from bot.settings import BadSettings
from storage import errors
from storage.errors import (
    AlreadyApplied,
    CorpusChanged,
    FactError,
    NotAllowed,
    NotDecided,
    NotFound,
    NothingToUndo,
    SeedError,
    SeedProblem,
    StorageError,
    UnknownName,
    UnusableDatabase,
)

NOT_DECIDED = ("no_article", "text_changed", "stale", "draft", "complete", "decided", "by_hand", "not_writable")
EXAMPLES = (
    BadSettings(("LOG_LEVEL: expects INFO",)),
    SeedError((SeedProblem("a.txt", code="not_utf8"),)),
    UnusableDatabase("newer", "0042"),
    NothingToUndo(),
    AlreadyApplied(7),
    CorpusChanged(),
    AlreadyApplied(7),
    NotFound("milestone", "k3x"),
    NotAllowed("view", "abc", "owner"),
    *(NotDecided("a001", reason, "value") for reason in NOT_DECIDED),
    UnknownName("place", "باغداد", ("baghdad",)),
    FactError("date.edtf", "no_such_date", "2025-13"),
)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_every_error_on_purpose_has_its_line(error: Exception) -> None:
    lines = complaint(error)
    assert lines
    assert all(line.strip() and "\n" not in line for line in lines)


def test_every_storage_error_is_among_the_examples() -> None:
    known = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, StorageError)} - {
        StorageError
    }
    assert known == {type(error) for error in EXAMPLES if isinstance(error, StorageError)}


def test_a_bad_seed_names_file_line_field_value_and_what_was_meant() -> None:
    problem = SeedProblem("seeds/a.facts.yaml", 12, "claims.0.events.1.place", "unknown_place", "bagdad", "baghdad")
    (line,) = complaint(SeedError((problem,)))
    assert line == "seeds/a.facts.yaml:12: claims.0.events.1.place: unknown place: bagdad (nearest: baghdad)"


def test_every_problem_of_every_file_has_its_own_line() -> None:
    problems = tuple(SeedProblem(f"{number}.txt", number, code="empty") for number in range(1, 6))
    assert len(complaint(SeedError(problems))) == 5


@pytest.mark.parametrize("reason", ["url", "backend", "file", "pragma", "newer", "server", "version", "setting"])
def test_an_unusable_database_says_why(reason: str) -> None:
    (line,) = complaint(UnusableDatabase(reason, "value"))
    assert len(line) > 20


def test_what_nobody_expected_is_left_to_the_log() -> None:
    assert complaint(RuntimeError("boom")) == ()


def test_every_reason_not_to_use_a_database_has_its_line() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parents[2] / "storage").rglob("*.py"))
    reasons = set(re.findall(r'UnusableDatabase\("(\w+)"', source))
    assert {"url", "server", "newer"} <= reasons
    assert all("{" not in complaint(UnusableDatabase(reason, "x"))[0] for reason in reasons)
