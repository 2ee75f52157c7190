"""The gettext catalogues: every .po file of a language merged into one table and compiled in memory.

`text` and `plural` give the words of a message id with its placeholders filled. A missing id or a
missing value is a `KeyError`, so that no reader ever sees a raw id. Choosing what to say, and rich text,
are elsewhere (`handlers.i18n`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from handlers.numbers import Style, in_digits, number
from storage.chat import Language

LOCALES = Path(__file__).parent / "locales"
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# By hand: Babel's own rule for Arabic swaps the forms for 11-99 and for whole hundreds.
PLURAL_FORMS: Mapping[Language, str] = {
    Language.ARABIC: (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
    Language.ENGLISH: "nplurals=2; plural=(n != 1);",
}


def read_catalogue(path: Path, language: Language) -> Catalog:
    """One .po file as Babel reads it."""
    with path.open("rb") as file:
        return read_po(file, locale=language.value, abort_invalid=True)


@cache
def translations(language: Language) -> GNUTranslations:
    """All catalogues of `language` as one. `ValueError` where two files define one id."""
    merged = Catalog(locale=language.value, charset="utf-8", fuzzy=False)
    merged.mime_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Plural-Forms", PLURAL_FORMS[language]),
    ]
    for path in sorted((LOCALES / language.value).glob("*.po")):
        for message in read_catalogue(path, language):
            if not message.id:
                continue
            if message.id in merged:
                raise ValueError(f"{path}: {message.id} is defined twice")
            merged[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=8192)
def template(style: Style, msgid: str) -> str:
    """The words of `msgid` with their placeholders open, digits as the reader chose."""
    words = translations(style.language).gettext(msgid)
    # gettext answers with the id itself where it knows none; no translation of ours equals its id.
    if words == msgid:
        raise KeyError(msgid)
    return in_digits(style, words)


@lru_cache(maxsize=8192)
def plural_template(style: Style, msgid: str, count: int) -> str:
    """The form of `msgid` that `count` asks for, its placeholders open."""
    words = translations(style.language).ngettext(msgid, msgid, count)
    if words == msgid:
        raise KeyError(msgid)
    return in_digits(style, words)


def fill(words: str, values: Mapping[str, str]) -> str:
    """`words` with each ``{name}`` replaced. What is put in is never searched for placeholders again."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], words)


def text(style: Style, msgid: str, **values: str) -> str:
    return fill(template(style, msgid), values)


def plural(style: Style, msgid: str, count: int, **values: str) -> str:
    """`count` chooses the form and stands in ``{count}``, grouped, in the reader's digits."""
    return fill(plural_template(style, msgid, abs(count)), {"count": number(style, count), **values})
