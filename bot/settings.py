"""Settings: what the operator chose, read from the environment and `.env`, once, when asked for.

Every setting is documented in `.env.example`. Nothing is read at import. What a reader chooses in a chat
lives in the database, not here; the defaults of those choices do live here.
"""

from __future__ import annotations

import logging
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from storage.chat import ChatSettings, Digits, Language, Months

SHIPPED_SEEDS = Path(__file__).resolve().parent.parent / "seeds"
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


class Ambiguous(StrEnum):
    """What becomes of a message of which nobody knows whether it arrived."""

    RESEND = "resend"
    ASSUME_SENT = "assume_sent"


class BadSettings(Exception):
    """Settings that cannot be used; `lines` says what is wrong, one line a setting."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Settings(BaseSettings):
    """The settings, validated. Fields carry the names of their variables in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    # It may hold a password, and so stays out of every repr.
    database_url: str = Field(default="sqlite:///.mujaz/mujaz.db", repr=False)
    seeds_dir: Path = SHIPPED_SEEDS
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    default_language: Language = Language.ARABIC
    default_digits: Digits = Digits.LATIN
    default_months: Months = Months.LEVANTINE
    default_timezone: str = "Asia/Baghdad"
    ambiguous: Ambiguous = Ambiguous.RESEND
    log_level: str = "INFO"

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("expects a token as @BotFather gives it: digits, a colon, letters and digits")
        return value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        words = value.replace(",", " ").split()
        if not all(word.isascii() and word.isdigit() for word in words):
            raise ValueError("expects Telegram user ids (whole numbers) with commas between them")
        return frozenset(map(int, words))

    @field_validator("default_timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("expects an IANA time zone such as Asia/Baghdad") from error
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("expects an address that starts with http:// or https://")
        # PTB's own notation ends in /bot; both are understood.
        return value.rstrip("/").removesuffix("/bot")

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.partition("://")[1]:
            raise ValueError("expects an SQLAlchemy address such as sqlite:///.mujaz/mujaz.db")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        level = value.upper()
        if level not in logging.getLevelNamesMapping():
            raise ValueError("expects DEBUG, INFO, WARNING or ERROR")
        return level

    @property
    def token(self) -> str | None:
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else None

    def local(self, token: str) -> Settings:
        """The same for a bot of the local Bot API, which must not hold the real token."""
        return self.model_copy(update={"telegram_bot_token": SecretStr(token)})

    @property
    def story_path(self) -> Path:
        """The story that a folder without a `story.yaml` of its own is read with: that of `SEEDS_DIR`, or
        where it has none either, the one that ships."""
        own = self.seeds_dir / "story.yaml"
        return own if own.is_file() else SHIPPED_SEEDS / "story.yaml"

    def chat_defaults(self, chat: int) -> ChatSettings:
        """What a chat gets that has chosen nothing yet."""
        return ChatSettings(
            chat=chat,
            language=self.default_language,
            digits=self.default_digits,
            months=self.default_months,
            zone=self.default_timezone,
        )


def load_settings() -> Settings:
    """Read the environment and `.env`; `BadSettings` names every variable that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        raise BadSettings(tuple(_line(problem["loc"], problem["msg"]) for problem in error.errors())) from None
    except (SettingsError, UnicodeDecodeError) as error:
        raise BadSettings((str(error),)) from None


def _line(place: tuple[int | str, ...], message: str) -> str:
    # The value itself is left out: the setting that is wrong may be the token.
    name = str(place[0]).upper() if place else "settings"
    return f"{name}: {message.removeprefix('Value error, ').replace('Input should be', 'expects')}"
