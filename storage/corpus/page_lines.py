"""The lines of a crawled page, each with what it seems to be by itself: prose, furniture, or a short line.

Which lines of a page are the article is decided in `cleaning`, where their neighbours count too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from storage.corpus.pages import PageWords, load_pages
from storage.corpus.text import FILLER, normalise

NOTICE = 12
"""Words that a notice («جميع الحقوق محفوظة …») or a heading has at most."""
SENTENCE = 5
"""Words that a line with a full stop needs to be a paragraph."""
_PARAGRAPH = 25  # so many words are one without a full stop, too
_LONG = 400  # characters; such a line is looked at no further
_CLOSING = 16  # characters in which a line closes

_END = re.compile(r"(?<![.…])([.!?؟۔])[\"')\]\s]*(?:\s\.)?$")  # not an ellipsis
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"(?:https?://|www\.|@)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}(?:/\S*)?")
_CRUMB = re.compile(r"\s[>›»]\s")


class Role(Enum):
    PROSE = auto()
    SHORT = auto()
    BYLINE = auto()
    FURNITURE = auto()
    LINKS = auto()
    """Furniture that leads to other articles in the lines below it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. `block` counts the stretches between blank lines, `size` the words (25 stands
    for more, too); `ends` says whether it ends like a sentence."""

    text: str
    folded: str
    block: int
    size: int
    ends: bool
    role: Role


def page_lines(raw: str) -> Iterator[Line]:
    """The lines of a tidy page that are not blank."""
    words = load_pages()
    folded_lines = normalise(raw).replace(FILLER, "").casefold().split("\n")
    block = 0
    for text, spaced in zip(raw.split("\n"), folded_lines, strict=True):
        folded = " ".join(spaced.split())
        if not folded:
            block += 1
        elif len(folded) > _LONG:
            yield Line(text, folded, block, _PARAGRAPH, True, Role.PROSE)
        else:
            yield _line(text, folded, block, words)


def _line(text: str, folded: str, block: int, words: PageWords) -> Line:
    tokens = _WORD.findall(folded)
    end = _END.search(folded, max(0, len(folded) - _CLOSING))
    role = _furniture(text, folded, tokens, end is not None, words) or _article(folded, len(tokens), end, words)
    return Line(text, folded, block, min(len(tokens), _PARAGRAPH), end is not None, role)


def _article(folded: str, size: int, end: re.Match[str] | None, words: PageWords) -> Role:
    """Prose or a short line. A headline may ask or exclaim, so only a full stop makes prose of a short one, or a
    beginning like «وأضاف», for some portals write no full stops."""
    goes_on = folded[0] in "وف" and folded.startswith(words.speech, 1)
    paragraph = size >= SENTENCE and (goes_on or (end is not None and end[1] == "."))
    return Role.PROSE if paragraph or size >= _PARAGRAPH or (size >= NOTICE and ". " in folded) else Role.SHORT


def _furniture(text: str, folded: str, tokens: Sequence[str], ends: bool, words: PageWords) -> Role | None:
    """What kind of furniture a line is, None where it is none."""
    if len(tokens) > NOTICE:
        return None
    if not ends and folded.startswith(words.bylines):
        return Role.BYLINE
    named = [token for token in tokens if not token.isdecimal()]
    if tokens and not named and all(len(token) == 4 and int(token) in _YEARS for token in tokens):
        return None  # «2020» over the entries of a chronicle
    opening = _openings().match(folded)
    if (
        (opening and (not ends or _is_strong(opening)))
        or " ".join(named) in _cues()
        or _is_counter(tokens, named, words)
        or _is_menu(named, words)
        or (not ends and _is_row(text, folded))
    ):
        return Role.LINKS if folded.startswith(words.links) else Role.FURNITURE
    return None


def _is_strong(opening: re.Match[str]) -> bool:
    """Whether an opening cannot begin a sentence: several words, or a colon behind it."""
    return opening[0].count(" ") > 1 or opening[0].endswith(":") or opening.string.startswith(":", opening.end())


def _is_counter(tokens: Sequence[str], named: Sequence[str], words: PageWords) -> bool:
    return len(named) < len(tokens) < SENTENCE and words.counted.issuperset(named)


_YEARS = range(1990, 2041)


def _is_menu(named: Sequence[str], words: PageWords) -> bool:
    """A row of section names or of social networks; a section name alone may be a heading."""
    if len(named) < 2:
        return words.networks.issuperset(named)
    return (words.menu | words.networks).issuperset(named)


def _is_row(text: str, folded: str) -> bool:
    """A line of parts between bars, a trail of crumbs, a copyright, a bare link."""
    crumbs = "«" not in text and _CRUMB.search(text)
    return "|" in folded or "©" in folded or bool(crumbs) or bool(_LINK.fullmatch(folded))


@cache
def _openings() -> re.Pattern[str]:
    """What opens a line of furniture: a phrase, or one of the words that only do so with a colon behind them."""
    words = load_pages()
    alone = {cue for cue in words.cues if " " not in cue}
    phrases = {*words.openings, *words.links, *words.cues} - alone
    return re.compile(rf"(?:{_any(phrases)})(?!\w)|(?:{_any(alone)})\s?:")


@cache
def _cues() -> frozenset[str]:
    """The phrases that fill a line, without their numbers and signs."""
    return frozenset(
        " ".join(token for token in _WORD.findall(cue) if not token.isdecimal()) for cue in load_pages().cues
    )


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
