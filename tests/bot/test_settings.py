"""Settings: read once, refused in one clear line each, all of them documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import SHIPPED_SEEDS, BadSettings, Settings, load_settings
from storage.chat import ChatSettings, Digits, Language, Months

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without an .env, to run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems(monkeypatch: pytest.MonkeyPatch, **values: str) -> tuple[str, ...]:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as error:
        load_settings()
    return error.value.lines


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings.token is None
    assert settings.database_url == "sqlite:///.mujaz/mujaz.db"
    assert settings.seeds_dir == SHIPPED_SEEDS
    assert settings.admin_ids == frozenset()
    assert settings.chat_defaults(5) == ChatSettings(5)


def test_the_environment_wins_over_the_file(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (elsewhere / ".env").write_text("DEFAULT_LANGUAGE=en\nDEFAULT_DIGITS=arabic\n", encoding="utf-8")
    monkeypatch.setenv("DEFAULT_DIGITS", "latin")
    settings = load_settings()
    assert (settings.default_language, settings.default_digits) == (Language.ENGLISH, Digits.LATIN)


@pytest.mark.parametrize("written", ["7,8", "7, 8", "7 8", " 7 ,8,"])
def test_admins_are_ids_with_commas_between_them(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", written)
    assert load_settings().admin_ids == {7, 8}


@pytest.mark.parametrize(
    ("name", "value", "names"),
    [
        ("ADMIN_IDS", "7;8", "commas"),
        ("ADMIN_IDS", "٧", "ids"),
        ("DEFAULT_LANGUAGE", "fr", "'ar' or 'en'"),
        ("DEFAULT_DIGITS", "roman", "'latin' or 'arabic'"),
        ("DEFAULT_MONTHS", "x", "'levantine'"),
        ("DEFAULT_TIMEZONE", "Mars/Olympus", "Asia/Baghdad"),
        ("DEFAULT_TIMEZONE", "../../etc/passwd", "Asia/Baghdad"),
        ("LOG_LEVEL", "loud", "DEBUG"),
        ("TELEGRAM_API_URL", "localhost:8081", "http://"),
        ("TELEGRAM_BOT_TOKEN", "not a token", "@BotFather"),
        ("DATABASE_URL", "mujaz.db", "sqlite:///"),
    ],
)
def test_a_bad_value_is_one_line_that_names_its_setting(
    name: str, value: str, names: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = problems(monkeypatch, **{name: value})
    assert line.startswith(f"{name}: ")
    assert names in line
    assert "\n" not in line


def test_every_bad_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = problems(monkeypatch, LOG_LEVEL="loud", ADMIN_IDS="x", DEFAULT_LANGUAGE="fr")
    assert {line.partition(":")[0] for line in lines} == {"LOG_LEVEL", "ADMIN_IDS", "DEFAULT_LANGUAGE"}


def test_a_complaint_about_the_token_does_not_repeat_it(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = problems(monkeypatch, TELEGRAM_BOT_TOKEN="123456:canary/secret")
    assert "canary" not in line


def test_secrets_are_in_no_repr() -> None:
    settings = Settings(
        _env_file=None, telegram_bot_token="123:canary", database_url="postgresql://me:canary@host/mujaz"
    )
    assert "canary" not in repr(settings) + str(settings)


@pytest.mark.parametrize("written", ["http://h:1", "http://h:1/", "http://h:1/bot", "http://h:1/bot/"])
def test_the_api_url_is_understood_with_and_without_its_end(written: str) -> None:
    assert Settings(_env_file=None, telegram_api_url=written).telegram_api_url.removesuffix("/bot") == "http://h:1"


def test_a_local_bot_never_holds_the_real_token() -> None:
    settings = Settings(_env_file=None, telegram_bot_token="123:real", default_months=Months.BOTH)
    local = settings.local("1:made-up")
    assert (local.token, local.default_months) == ("1:made-up", Months.BOTH)


def documented() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^(?:# )?([A-Z_]+)=(.*)$", lines, re.MULTILINE))


def test_the_example_documents_every_setting_and_no_other() -> None:
    assert set(documented()) == {name.upper() for name in Settings.model_fields}


def test_the_example_shows_the_defaults() -> None:
    defaults = Settings(_env_file=None)
    for name in documented().keys() - {"ADMIN_IDS", "TELEGRAM_BOT_TOKEN", "SEEDS_DIR"}:
        assert documented()[name] == str(getattr(defaults, name.lower()))


def test_the_example_can_be_used_as_it_is(elsewhere: Path) -> None:
    (elsewhere / ".env").write_bytes((ROOT / ".env.example").read_bytes())
    assert load_settings() == Settings(_env_file=None)


def test_the_example_can_be_used_with_everything_switched_on(elsewhere: Path) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    (elsewhere / ".env").write_text(re.sub(r"^# ([A-Z_]+=)", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    assert load_settings().admin_ids == {123456789, 987654321}


def test_an_env_file_that_is_no_text_is_one_line(elsewhere: Path) -> None:
    (elsewhere / ".env").write_bytes(b"LOG_LEVEL=\xff\xfe\n")
    with pytest.raises(BadSettings) as error:
        load_settings()
    assert len(error.value.lines) == 1


def test_the_story_is_that_of_the_seeds_or_the_one_that_ships(elsewhere: Path) -> None:
    settings = Settings(_env_file=None, seeds_dir=elsewhere)
    assert settings.story_path == SHIPPED_SEEDS / "story.yaml"
    (elsewhere / "story.yaml").touch()
    assert settings.story_path == elsewhere / "story.yaml"
