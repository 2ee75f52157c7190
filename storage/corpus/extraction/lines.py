"""A passage as the rules of speech look at it: its words, its names, its punctuation, its verbs of saying.

What follows from them is `speakers`, `scopes` and `introductions`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from storage.corpus.extraction.marks import NameMark
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.speech_words import Form, SpeechWords, Verb, forms, speech_words
from storage.corpus.gazetteer import Noun
from storage.corpus.language import load_language
from storage.corpus.text import normalise
from storage.corpus.words import PerWord, key

_TOLD_APART = {"علي": "علي*", "ألا": "الا*", "ألّا": "الا*"}
"""Words as written that folding would make another: the name for «على», «ألا» for «إلا»."""
_ALIKE = frozenset(key(normalise(word)) for word in _TOLD_APART)
_PRONOUNS = ("ها", "هم", "هما", "ه")
_STOPS = frozenset("،,;؛:!؟?.…-–—")


@dataclass(slots=True)
class Line:
    """A passage whose words are looked at; `marked` gives the name that covers a token."""

    passage: Passage
    names: Sequence[NameMark]
    words: SpeechWords
    keys: tuple[str, ...]
    breaks: tuple[int, ...]
    """The tokens that a mark of punctuation parts from the word before (quotes and brackets do not)."""

    marked: Mapping[int, NameMark] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    def gap(self, at: int) -> str:
        """What stands before token `at`, behind the word before it."""
        return self.passage.gaps[at - 1] if 0 < at <= len(self.keys) else ""

    def parted(self, at: int) -> bool:
        """Whether a mark of punctuation parts token `at` from the word before it (quotes and brackets do not)."""
        return at in self.breaks

    def any_of(self, at: int, words: frozenset[str]) -> bool:
        """Whether token `at` is one of `words`, with و or ف before it or without."""
        return 0 <= at < len(self.keys) and not words.isdisjoint(forms(self.keys[at]))

    def is_one(self, at: int, words: frozenset[str]) -> bool:
        return 0 <= at < len(self.keys) and self.keys[at] in words

    def verb(self, at: int) -> Verb | None:
        """The verb of saying that token `at` is."""
        return _verbs[self.keys[at]]

    def dated(self, at: int) -> bool:
        """Whether token `at` begins with a digit, or names a month or a day of the week, «ب» before it or none."""
        return _dated[self.keys[at]]

    def acts(self, at: int, cut: int = 0) -> bool:
        """Whether token `at`, `cut` letters off, is a noun of action, with a pronoun upon it or without."""
        return _acts[self.keys[at][cut:]]

    def name(self, at: int) -> NameMark | None:
        """The name that begins with token `at`."""
        name = self.marked.get(at)
        return name if name and name.first == at else None

    def names_place(self, at: int) -> bool:
        name = self.name(at)
        return name is not None and name.noun is not Noun.PERSON


def line_of(passage: Passage, names: Sequence[NameMark]) -> Line:
    marked = {at: name for name in names for at in range(name.first, name.after)}
    text, keys = passage.article.text, passage.keys
    if not _ALIKE.isdisjoint(keys):
        written = [text[token.start : token.end] for token in passage.tokens]
        keys = tuple(map(_TOLD_APART.get, written, keys))
    breaks = tuple([at + 1 for at in _stops.where(passage.gaps)])
    return Line(passage, names, speech_words(), keys, breaks, marked)


_stops = PerWord(lambda gap: not _STOPS.isdisjoint(gap))


def _verb(word: str) -> Verb | None:
    verbs = speech_words().verbs
    found = next((verb for form in forms(word) if (verb := verbs.get(form))), None)
    if found is None and word[0] == "ل":  # «عاد ليقول إن»
        found = verbs.get(word[1:])
        return found if found and found.form is Form.PRESENT and not found.wills else None
    return found


_verbs = PerWord(_verb)


def _unpronouned(word: str) -> tuple[str, ...]:
    """«تأجيلها» → تأجيل; «مغادرتهم» → مغادرة."""
    found = [word.removesuffix(end) for end in _PRONOUNS if word.endswith(end) and len(word) > len(end) + 3]
    return tuple(found + [stem[:-1] + "ه" for stem in found if stem.endswith("ت")])


@cache
def _times() -> frozenset[str]:
    language = load_language()
    return frozenset(map(key, (*language.months, *language.weekdays)))


_acts = PerWord(lambda word: any(form in speech_words().actions for form in (word, *_unpronouned(word))))
_dated = PerWord(lambda word: word[:1].isdigit() or word in _times() or (word[0] == "ب" and word[1:] in _times()))
