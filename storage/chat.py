"""What a chat has chosen: language, digits, month names, time zone. Plain records, no database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    ARABIC = "ar"
    ENGLISH = "en"


class Digits(StrEnum):
    LATIN = "latin"
    ARABIC = "arabic"


class Months(StrEnum):
    LEVANTINE = "levantine"
    WESTERN = "western"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """A chat's choices; `zone` is an IANA name."""

    chat: int
    language: Language = Language.ARABIC
    digits: Digits = Digits.LATIN
    months: Months = Months.LEVANTINE
    zone: str = "Asia/Baghdad"
