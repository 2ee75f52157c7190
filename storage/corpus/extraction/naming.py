"""Naming: what the words of a speaker are as the text writes them, and whether they name anybody.

Where those words begin and end is `speakers`.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.corpus.extraction.lines import Line
from storage.corpus.extraction.speech_words import forms, speech_words
from storage.corpus.gazetteer import Noun
from storage.corpus.text import skip
from storage.corpus.words import PerWord, bare

_CLOSERS = {")": "(", "»": "«", "”": "“", '"': '"'}
_FROM, _ABOUT = "من", frozenset({"في", "من", "عن", "علي", "ب"})
_ASKED, _DEPUTY = 14, "نايب"
_DESCRIBING = ("ي", "يه", "ين", "ون", "يا", "ات", "ان")


@dataclass(slots=True)
class Speaker:
    """Tokens `first` up to `after` name who speaks; `words` are his own in the text, `agency` the bare name of the
    agency among them."""

    first: int
    after: int
    words: str
    anonymous: bool = False
    agency: str | None = None


def speaker_of(line: Line, first: int, after: int, cut: int = 0) -> Speaker:
    """The speaker that tokens `first` up to `after` name; `cut` letters of the first are a particle."""
    return Speaker(
        first, after, _written(line, first, after, cut), is_anonymous(line, first, after), agency_in(line, first, after)
    )


def _written(line: Line, first: int, after: int, cut: int) -> str:
    """The words as the text has them, «لل» made «ال» again, brackets and quotation marks closed."""
    text = line.passage.article.text
    start, end = line.passage.tokens[first].start, line.passage.tokens[after - 1].end
    while (opener := _CLOSERS.get(text[end : end + 1])) and _is_open(text[start:end], opener, text[end]):
        end += 1
    article = _article(line, first) if cut else ""
    return article + text[skip(text, start, cut) : end]


def _article(line: Line, first: int) -> str:
    """What «لل» has swallowed: «للجيش» is «الجيش», «للجنة» is «اللجنة»."""
    word, words = line.keys[first], line.words
    if not word.startswith("لل"):
        return ""
    return "ال" if word[1:] in words.heads else "ا"


def _is_open(text: str, opener: str, closer: str) -> bool:
    if opener == closer:
        return text.count(opener) % 2 == 1
    return text.count(opener) > text.count(closer)


# ------------------------------------------------------------------ named or not


def head_of(line: Line, first: int) -> int:
    """The first word of a name that counts nobody («ثلاثة مسؤولين»: the officials)."""
    at = first
    counts = line.words.count
    while at + 1 < len(line) and (line.any_of(at, counts) or line.keys[at] == _FROM or line.keys[at].isdigit()):
        at += 1
    return at


def is_anonymous(line: Line, first: int, after: int) -> bool:
    """Whether the name is none: «مسؤول أميركي كبير», or somebody who asked not to be named."""
    head, words = head_of(line, first), line.words
    if not (line.any_of(head, words.people) or line.any_of(head, words.unnamed)) or is_named(line, first, after):
        return False
    if any(line.is_one(at, words.hidden) for at in range(after, min(len(line), after + _ASKED))):
        return True
    definite = any(form.startswith("ال") for form in forms(line.keys[head]))
    return line.any_of(head, words.unnamed) if definite else not _is_office(line, head, after)


def _is_office(line: Line, head: int, after: int) -> bool:
    """«نائب وزير الدفاع»: one man has it, named or not."""
    at, words = head + 1, line.words
    if at >= after or line.is_one(at, words.qualities) or line.keys[head].endswith("ي"):
        return False
    if line.is_one(head, words.unnamed) and not line.keys[head].startswith(_DEPUTY):
        return False
    return (
        line.keys[at].startswith("ال")
        or at in line.marked
        or line.is_one(at, words.titles)
        or line.is_one(at, words.bodies)
    )


def is_named(line: Line, first: int, after: int) -> bool:
    """Whether a name of a person stands among the words."""
    return any(_is_name(line, at) for at in range(head_of(line, first) + 1, after))


def _is_name(line: Line, at: int) -> bool:
    name = line.marked.get(at)
    if name is not None:
        return name.noun is Noun.PERSON
    words, word = line.words, line.keys[at]
    if word.startswith("ال") or word in _ABOUT or line.keys[at - 1] in _ABOUT:
        return False
    # An adjective has the article where its noun has it: «المصدر الأمني», but «الضابط رامي».
    if word.endswith(_DESCRIBING) and not line.keys[at - 1].startswith("ال"):
        return False
    return word not in words.common and bare(word) not in words.common and word[0] not in "وب"


def _opens_agency(word: str) -> bool:
    return any(name.startswith((word, word.removeprefix("ل"))) for name in speech_words().agencies)


_may_be_agency = PerWord(_opens_agency)


def agency_in(line: Line, first: int, after: int) -> str | None:
    """The bare name of the agency among the words: «رويترز» of «وكالة "رويترز"», «لرويترز»."""
    for at in range(first, after):
        if not _may_be_agency[line.keys[at]]:
            continue
        for wide in (3, 2, 1):
            words = " ".join(line.keys[at : at + wide])
            cut = 1 if words[0] == "ل" and words[1:] in line.words.agencies else 0
            if at + wide <= after and words[cut:] in line.words.agencies:
                return _written(line, at, at + wide, cut)
    return None
