"""The commands of the program, run as an operator runs them."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.cli import cli
from tests.bot.conftest import Mujaz
from tests.conftest import ADMIN, ROOT

COMMANDS = ("chat", "run", "ask", "load", "check", "export", "digest", "review", "draft")
NOW = ("--now", "2026-11-21")


@pytest.fixture
def seeds(fresh: Path) -> Path:
    """A copy of the seeds that a test may change."""
    return Path(shutil.copytree(ROOT / "seeds", fresh / "seeds"))


# ------------------------------------------------------------------ the program itself


def test_the_commands_are_those_of_the_design() -> None:
    assert tuple(command.callback.__name__ for command in cli.registered_commands if command.callback) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, mujaz: Mujaz) -> None:
    outcome = mujaz(command, "--help")
    assert outcome.status == 0
    assert "Usage" in outcome.out


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("ask",),
        ("ask", "  "),
        ("ask", "/help", "--now", "tomorrow"),
        ("ask", "/help", "--lang", "fr"),
        ("ask", "/help", "--as", "me"),
        ("export", "--format", "pdf"),
        ("digest", "--since", "yesterday"),
        ("load", "no/such/folder"),
        ("check", "README.md"),
        ("chat", "--port", "99999"),
    ],
)
def test_a_wrong_use_ends_with_2_and_says_so(words: tuple[str, ...], mujaz: Mujaz) -> None:
    outcome = mujaz(*words)
    assert outcome.status == 2
    assert outcome.err
    assert outcome.out == ""


def test_bad_settings_end_with_1_and_a_line_each(mujaz: Mujaz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("ADMIN_IDS", "x")
    outcome = mujaz("check")
    assert (outcome.status, outcome.out) == (1, "")
    assert len(outcome.err.splitlines()) == 2


def test_a_database_that_cannot_be_used_is_one_line(mujaz: Mujaz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://me:canary@127.0.0.1:1/mujaz")
    outcome = mujaz("load")
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
    assert "canary" not in outcome.err


def test_what_nobody_expected_is_logged_and_ends_with_1(mujaz: Mujaz, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("with 12345678:AAAAAAAAAABBBBBBBBBBCCCCCCCCCCDDDDD in it")

    monkeypatch.setattr("bot.seeding.Seeds.read", broken)
    outcome = mujaz("check")
    assert outcome.status == 1
    assert "RuntimeError" in outcome.err
    assert "CCCCCCCCCC" not in outcome.err


def test_run_without_a_token_says_where_to_get_one(mujaz: Mujaz) -> None:
    outcome = mujaz("run")
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
    assert "TELEGRAM_BOT_TOKEN" in outcome.err
    assert "@BotFather" in outcome.err


# ------------------------------------------------------------------ load, check


def test_load_tells_the_difference_and_then_that_there_is_none(mujaz: Mujaz, fresh: Path) -> None:
    first, second = mujaz("load"), mujaz("load")
    assert (first.status, second.status) == (0, 0)
    assert "articles: 5 added" in first.out
    assert "Nothing changed" in second.out
    assert (fresh / ".mujaz" / "mujaz.db").is_file()


def test_progress_goes_to_stderr(mujaz: Mujaz) -> None:
    outcome = mujaz("load", "--json")
    assert outcome.err
    assert json.loads(outcome.out)["revision"] == 1


def test_a_dry_run_loads_nothing(mujaz: Mujaz) -> None:
    assert "what loading would change" in mujaz("load", "--dry-run").out
    assert json.loads(mujaz("load", "--dry-run", "--json").out)["nothing_changed"] is False


def test_another_folder_is_loaded_with_the_configured_story(mujaz: Mujaz, seeds: Path) -> None:
    (seeds / "story.yaml").unlink()
    for article in sorted(seeds.glob("*.txt"))[1:]:
        article.unlink()
        article.with_suffix(".facts.yaml").unlink()
    outcome = mujaz("load", str(seeds), "--json")
    assert outcome.status == 0
    assert len(json.loads(outcome.out)["articles"]["added"]) == 1


def test_check_finds_nothing_wrong_with_what_ships_and_makes_no_database(mujaz: Mujaz, fresh: Path) -> None:
    outcome = mujaz("check")
    assert outcome.status == 0
    assert "5 articles" in outcome.out
    assert not (fresh / ".mujaz").exists()


def test_check_names_everything_that_is_wrong_at_once(mujaz: Mujaz, seeds: Path) -> None:
    (seeds / "000_6748234b1321dbc0.txt").write_bytes(b"\xff\xfe\x00")
    (seeds / "001_fc20ba294e71ff0b.txt").write_text("", encoding="utf-8")
    facts = seeds / "002_8fa2e5b605f9a74f.facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("place: iraq", "place: iraqq"), encoding="utf-8")
    outcome = mujaz("check", str(seeds))
    assert (outcome.status, outcome.out) == (1, "")
    for file in ("000_", "001_", "002_8fa2e5b605f9a74f.facts.yaml:"):
        assert file in outcome.err
    assert "(nearest: iraq)" in outcome.err


def test_a_bad_load_leaves_what_serves(loaded: Mujaz, seeds: Path) -> None:
    (seeds / "003_3273220290b56d40.txt").write_text("", encoding="utf-8")
    assert loaded("load", str(seeds)).status == 1
    assert "Nothing changed: revision 1" in loaded("load").out


# ------------------------------------------------------------------ ask


def test_ask_fills_an_empty_database_first(mujaz: Mujaz) -> None:
    outcome = mujaz("ask", "/sources")
    assert outcome.status == 0
    assert outcome.out.strip()


def test_ask_speaks_the_language_of_this_run_only(loaded: Mujaz) -> None:
    english = loaded("ask", "/help", "--lang", "en").out
    arabic = loaded("ask", "/help").out
    assert sum("ء" <= letter <= "ي" for letter in english) < len(english) / 10
    assert sum("ء" <= letter <= "ي" for letter in arabic) > len(arabic) / 3


def test_what_a_chat_chooses_stays_in_the_database(loaded: Mujaz) -> None:
    before = loaded("ask", "/help", "--as", "5")
    pressed = loaded("ask", "/language", "--press", "English", "--as", "5")
    after = loaded("ask", "/help", "--as", "5")
    assert pressed.status == 0
    assert after.out != before.out
    assert loaded("ask", "/help", "--as", "6").out == before.out


def test_now_is_the_day_on_which_it_answers(loaded: Mujaz) -> None:
    assert loaded("ask", "/next", "--now", "2025-01-01").out != loaded("ask", "/next", "--now", "2027-06-01").out


def test_ask_presses_the_buttons_in_turn(loaded: Mujaz) -> None:
    outcome = loaded("ask", "/timeline", "--press", "الأقدم", *NOW)
    assert outcome.status == 0
    assert "→ [الأقدم]" in outcome.out


def test_ask_says_which_buttons_there_are(loaded: Mujaz) -> None:
    outcome = loaded("ask", "/timeline", "--press", "لا يوجد")
    assert outcome.status == 1
    assert "there are: [" in outcome.err


def test_ask_prints_the_calls_as_json(loaded: Mujaz) -> None:
    calls = json.loads(loaded("ask", "/timeline", "--press", "الأقدم", "--json", *NOW).out)
    assert [set(call) for call in calls] == [{"method", "params"}] * len(calls)
    assert calls[0]["method"] == "sendMessage"
    assert calls[0]["params"]["chat_id"] == 1001
    assert {"editMessageText", "answerCallbackQuery"} <= {call["method"] for call in calls}


def test_in_a_group_it_answers_commands(loaded: Mujaz) -> None:
    calls = json.loads(loaded("ask", "/troops@MujazBot", "--chat", "-42", "--json").out)
    assert {call["params"]["chat_id"] for call in calls} == {-42}


def test_only_an_admin_may_reload(loaded: Mujaz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", str(ADMIN))
    stranger, admin = loaded("ask", "/reload"), loaded("ask", "/reload", "--as", str(ADMIN))
    assert (stranger.status, admin.status) == (0, 0)
    assert stranger.out != admin.out


# ------------------------------------------------------------------ export


def test_the_json_is_one_object_as_of_that_day(loaded: Mujaz) -> None:
    whole = json.loads(loaded("export", *NOW).out)
    assert whole["as_of"] == "2026-11-21"
    assert len(whole["articles"]) == 5
    assert whole["events"]
    assert whole["figures"]


def test_the_csv_has_a_row_for_every_fact(loaded: Mujaz) -> None:
    whole = json.loads(loaded("export").out)
    table = list(csv.reader(io.StringIO(loaded("export", "--format", "csv").out)))
    assert len(table) == 1 + len(whole["events"]) + len(whole["figures"])


def test_the_calendar_can_be_read(loaded: Mujaz) -> None:
    dated = [milestone for milestone in json.loads(loaded("export").out)["milestones"] if milestone["date"]]
    calendar = Calendar.from_ical(loaded("export", "--format", "ics").out)
    assert len(calendar.walk("VEVENT")) == len(dated)


def test_an_export_fills_an_empty_database_first(mujaz: Mujaz) -> None:
    assert json.loads(mujaz("export").out)["events"]
