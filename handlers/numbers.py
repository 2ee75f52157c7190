"""Numbers as a reader wants to see them: digits, grouping, percent; and `Style`, the choices they rest on.

Grouping and its signs come from CLDR through Babel, which leaves the digits as 0-9: turning them into
٠-٩ is done here. Nouns that are counted are in `handlers.counts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from babel.numbers import format_decimal

from storage.chat import ChatSettings, Digits, Language, Months


@dataclass(frozen=True, slots=True)
class Style:
    """How a reader wants words, digits and months. The last two concern Arabic only: in English digits
    are always 0-9, since ٠-٩ would turn ranges and dates around inside a left-to-right line."""

    language: Language = Language.ARABIC
    digits: Digits = Digits.LATIN
    months: Months = Months.LEVANTINE

    @classmethod
    def of(cls, settings: ChatSettings) -> Style:
        return cls(settings.language, settings.digits, settings.months)

    @property
    def arabic_digits(self) -> bool:
        return self.language is Language.ARABIC and self.digits is Digits.ARABIC


_TO_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# Digits that belong to a Latin name, a command or an address (F-16, /m_k3x, v2) stay as they are.
_FREE_DIGITS = re.compile(r"(?<![A-Za-z0-9_/])(?<![A-Za-z]-)[0-9]+(?![A-Za-z0-9_])")


def in_digits(style: Style, text: str) -> str:
    """Our own `text` with its digits as the reader chose. Never for quoted words, which stay exact."""
    if not style.arabic_digits:
        return text
    return _FREE_DIGITS.sub(lambda run: run[0].translate(_TO_ARABIC), text)


@lru_cache(maxsize=4096)
def number(style: Style, value: int) -> str:
    """A whole number, grouped: 2,500 or ٢٬٥٠٠."""
    system = "arab" if style.arabic_digits else "latn"
    text: str = format_decimal(value, locale=style.language.value, numbering_system=system)
    return text.translate(_TO_ARABIC) if style.arabic_digits else text


def percent(style: Style, value: int) -> str:
    """A percentage given in hundredths: 20 → 20% or ٢٠٪."""
    return number(style, value) + ("٪" if style.arabic_digits else "%")


def bare(style: Style, value: int, width: int = 1) -> str:
    """A number that is a name (a year, a day, a minute): no grouping, zeros before it up to `width`."""
    text = f"{value:0{width}d}"
    return text.translate(_TO_ARABIC) if style.arabic_digits else text
