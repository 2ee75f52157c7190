"""Redaction: the bot's token taken out of any text that is written anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable

HIDDEN = "[token]"
# A token that is not ours (a second bot's in an error text) is recognised by its shape.
_SHAPE = re.compile(r"(?<![0-9A-Za-z])[0-9]{6,12}(?::|%3[Aa])[A-Za-z0-9_-]{30,64}")


def redactor(token: str | None) -> Callable[[str], str]:
    """A function that takes the token out of a text: whole, percent-encoded, or only its secret half."""
    if not token:
        return lambda text: _SHAPE.sub(HIDDEN, text)
    secret = token.partition(":")[2] or token
    spellings = (token, token.replace(":", "%3A"), token.replace(":", "%3a"), secret)

    def redact(text: str) -> str:
        for spelling in spellings:
            text = text.replace(spelling, HIDDEN)
        return _SHAPE.sub(HIDDEN, text)

    return redact
