"""Inflection: the written forms of an Arabic verb, from its past and its present, and words without what hangs on them.

Letters only, folded; vowels are not written, so a passive looks like its active. Which verbs matter is data
(`lexicon`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

_WEAK = "ايو"
_PERSONS = "يتن"
_PAST_ENDINGS = ("", "ت", "ا", "تا", "وا", "ن", "نا")
_PRESENT_ENDINGS = ("", "ان", "ا", "ون", "وا", "ن")
_PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "ه")
_ARTICLE = "ال"


class Form(StrEnum):
    """What form of a word it is."""

    PAST = "past"
    PRESENT = "present"
    JUSSIVE = "jussive"
    """A shortened present that stands after a negation only («لم يبق»)."""
    NOUN = "noun"


def verb_forms(past: str, present: str, strong: bool = False) -> Iterator[tuple[str, Form]]:
    """The forms of a verb, its past and present given in the third person masculine («انسحب ينسحب»); `strong` where
    a last letter that looks weak is a hamza («بدأ»)."""
    yield from ((form, Form.PAST) for form in _past(past, strong))
    stem = present[1:]
    for person in _PERSONS if len(stem) > 2 else _PERSONS[:2]:
        yield from ((person + form, Form.PRESENT) for form in _present(stem, strong))
        if short := "" if strong else _shortened(stem):
            yield person + short, Form.JUSSIVE


def _past(stem: str, strong: bool) -> Iterator[str]:
    if strong or stem[-1] not in _WEAK or len(stem) < 3:
        yield from (stem + ending for ending in _PAST_ENDINGS)
        return
    root = stem[:-1]
    yield from (stem, root + "ت", root + "تا", root + "وا", root + "يا", root + "ين", root + "ينا")
    if stem[-1] == "ي":  # «بقي» keeps its letter, «أخلى» changes it before a pronoun
        yield from (stem + "ت", stem + "تا", root + "ا")


def _present(stem: str, strong: bool) -> Iterator[str]:
    if strong or stem[-1] not in _WEAK:
        yield from (stem + ending for ending in _PRESENT_ENDINGS)
        return
    root = stem[:-1]
    yield from (stem, root + "ون", root + "وا", root + "يان", root + "ين")


def _shortened(stem: str) -> str:
    """The jussive where it loses a letter: «يبقى» → «بق», «يعود» → «عد»."""
    if stem[-1] in _WEAK:
        return stem[:-1]
    return stem[:-2] + stem[-1] if len(stem) > 2 and stem[-2] in _WEAK else ""


@dataclass(frozen=True, slots=True)
class Stripped:
    """A word without the particles and pronouns that may hang on it."""

    rest: str
    conjunction: bool = False
    prefix: str = ""
    """One of س ل ب ك, or ""."""
    definite: bool = False
    pronoun: str = ""


@lru_cache(maxsize=1 << 15)
def stripped(word: str) -> tuple[Stripped, ...]:
    """The ways to take a folded word apart, the whole word first, then the fewest letters taken off."""
    found = [Stripped(word)]
    for conjunction in (False, True) if len(word) > 2 and word[0] in "وف" else (False,):
        rest = word[conjunction:]
        if not rest:
            continue
        for prefix in ("", *(rest[0] if rest[0] in "سلبك" and len(rest) > 2 else "")):
            found += _suffixed(rest[len(prefix) :], conjunction, prefix)
    return tuple(dict.fromkeys(found))


def _suffixed(rest: str, conjunction: bool, prefix: str) -> Iterator[Stripped]:
    if prefix == "ل" and rest.startswith("ل") and len(rest) > 3:  # «للانسحاب»
        yield Stripped(rest[1:], conjunction, prefix, True)
    if rest.startswith(_ARTICLE) and len(rest) > 4:
        yield Stripped(rest[2:], conjunction, prefix, True)
    yield Stripped(rest, conjunction, prefix)
    for pronoun in _PRONOUNS:
        if rest.endswith(pronoun) and len(rest) - len(pronoun) > 1:
            yield from (Stripped(bare, conjunction, prefix, False, pronoun) for bare in _bare(rest, pronoun))


def _bare(word: str, pronoun: str) -> Iterator[str]:
    """A word without its pronoun, in the spelling that it has alone: «مغادرتها» → «مغادرة», «أخلاها» → «أخلى»."""
    bare = word[: -len(pronoun)]
    yield bare
    if bare.endswith("ت"):
        yield bare[:-1] + "ه"
    if bare.endswith("ا"):
        yield bare[:-1] + "ي"
    if bare.endswith(("اي", "او")):  # «بقائها»، «إخلاؤها»
        yield bare[:-1] + "ء"
    if bare.endswith("و"):
        yield bare + "ا"
