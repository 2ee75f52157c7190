"""Direction of text: which way a run reads, what is stripped from it, isolates and marks.

Direction is carried by isolates (U+2068 … U+2069) alone, since Telegram drops U+2028 to U+202E and all but
the last of a run of LRM and RLM. See Unicode Standard Annex 9, rules P2, P3 and X5c to X6a.
"""

from __future__ import annotations

import re
from unicodedata import bidirectional

FSI, PDI, LRM, RLM = "\u2068", "\u2069", "\u200e", "\u200f"
MAX_DEPTH = 4
"""Isolates nested deeper than this are hostile, not text."""

_RTL = r"(?!\d)[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RTL_LETTER = re.compile(rf"{_RTL}(?<=\w)")
_LTR_LETTER = re.compile(rf"(?!{_RTL})[^\W\d_]")
_ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
# Overrides and embeddings, Unicode's line separators, control characters, lone surrogates.
_UNWANTED = re.compile("[\u202a-\u202e\u2028\u2029\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_STRUCTURE = re.compile("[\u2066-\u2069\n]")


def clean(text: str, depth: int = 0) -> str:
    """`text` as it may stand in a message: nothing that overrides direction, isolates balanced.

    An isolate ends with its line, as the algorithm wants it, and is opened again on the next; `depth` is
    how many isolates already stand open around the text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNWANTED.sub("", text.replace("\u2028", "\n").replace("\u2029", "\n"))
    if not _STRUCTURE.search(text):
        return text
    return _balanced(text, depth)


def _balanced(text: str, depth: int) -> str:
    opened: list[str] = []
    skipped = 0

    def mend(found: re.Match[str]) -> str:
        nonlocal skipped
        sign = found[0]
        if sign == "\n":
            return PDI * (depth + len(opened)) + "\n" + FSI * depth + "".join(opened)
        if sign != PDI:
            if len(opened) >= MAX_DEPTH:
                skipped += 1
                return ""
            opened.append(sign)
            return sign
        if skipped:
            skipped -= 1
            return ""
        if not opened:
            return ""
        opened.pop()
        return sign

    mended = _STRUCTURE.sub(mend, text)
    return mended + PDI * len(opened)


def isolated(text: str) -> str:
    """`text` between U+2068 and U+2069."""
    return f"{FSI}{text}{PDI}"


def foreign(text: str, rtl: bool) -> bool:
    """Whether `text` holds a letter against the direction of its paragraph, outside isolates of its own."""
    against = _LTR_LETTER if rtl else _RTL_LETTER
    if not against.search(text):
        return False
    return against.search(without_isolated(text)) is not None


def without_isolated(text: str) -> str:
    """`text` without what stands in isolates."""
    if PDI not in text:
        return text
    for _ in range(MAX_DEPTH * 2):
        text, found = _ISOLATED.subn("", text)
        if not found:
            break
    return text


def first_is_rtl(text: str) -> bool | None:
    """Which way the first strong character of `text` reads (a flag is one, from left to right); None
    where there is none."""
    for character in text:
        strong = bidirectional(character)
        if strong in ("R", "AL"):
            return True
        if strong == "L":
            return False
    return None


def mostly_rtl(text: str) -> bool | None:
    """Which way most letters outside isolates read; None where there are none."""
    text = without_isolated(text)
    right, left = len(_RTL_LETTER.findall(text)), len(_LTR_LETTER.findall(text))
    return None if right == left == 0 else right >= left


def mark(line: str, rtl: bool) -> str:
    """The mark that `line` must start with to read in its paragraph's direction, or "".

    Clients take a line's direction from its first strong character; some look into isolates, some past
    them. So a right-to-left line gets an RLM, the one mark that Telegram keeps, unless both ways find
    Arabic first: a line that starts with digits, signs or emoji and goes on in Arabic needs none. A
    left-to-right line gets an LRM only where it starts with an isolated right-to-left name: a line that is
    Arabic itself stays so.
    """
    first, outside = first_is_rtl(line), first_is_rtl(without_isolated(line))
    if rtl:
        return "" if (first and outside) or not line.strip() else RLM
    return LRM if first and outside is False else ""
