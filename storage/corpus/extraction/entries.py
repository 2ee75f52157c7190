"""Entries: what the lexicon of events says of one word, whatever it stands by: its entries, the phrases that it
opens, its classes. Asked of every word of a text, so kept for each.

Which of them it is where it stands is `hits`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from storage.corpus.extraction.inflection import Form, Stripped, stripped
from storage.corpus.extraction.lexicon import Entry, Keys, load_lexicon
from storage.corpus.extraction.marks import Marked, NameMark
from storage.corpus.extraction.passages import Token
from storage.corpus.gazetteer import Noun
from storage.corpus.words import PerWord
from storage.records import PlaceKind, Story, Unit

_PREFIXES = ("", "ب", "ل", "ك")


class Known(NamedTuple):
    """What the lexicon knows of a word: alone, and as the first of phrases, whose other words stand beside it; these by
    the word that comes next, or by the letter that begins it."""

    entries: tuple[tuple[Stripped, Entry], ...]
    phrases: Mapping[str, tuple[tuple[Stripped, Keys, Entry], ...]]


def _read(key: str) -> Known | None:
    entries, phrases = _entries(key), tuple(_phrases(key))
    seconds = {rest[0] for _, rest, _ in phrases}
    alike = {second: tuple(row for row in phrases if second.startswith(row[1][0])) for second in seconds}
    return Known(entries, alike) if entries or phrases else None


known = PerWord(_read)
"""What the lexicon knows of a word; None of most."""


def _phrases(key: str) -> Iterator[tuple[Stripped, Keys, Entry]]:
    for word in stripped(key):
        if not word.pronoun and word.prefix in _PREFIXES:
            first = "ال" + word.rest if word.definite else word.rest
            yield from ((word, phrase[1:], entry) for phrase, entry in load_lexicon().phrases.get(first, ()))


def _entries(key: str) -> tuple[tuple[Stripped, Entry], ...]:
    """The ways in which a word may be one of the lexicon."""
    words = load_lexicon().words
    return tuple(
        (word, entry)
        for word in stripped(key)
        for entry in words.get(word.rest, ())
        if (
            word.prefix != "س" and not (word.definite and entry.form is not Form.NOUN)
            if entry.form is Form.NOUN
            else not word.definite
            and word.prefix
            in ("", "س" if entry.form is Form.PRESENT else "", "ل" if entry.form is Form.PRESENT else "")
        )
    )


def word_classes(token: Token) -> frozenset[str]:
    """The classes of words that a token is in by itself."""
    return classes[token.key]


def _classes(key: str) -> frozenset[str]:
    found = load_lexicon().classes
    return frozenset(name for word in stripped(key) if word.prefix != "س" for name in found.get(word.rest, ()))


classes = PerWord(_classes)


def classes_of(marked: Marked, story: Story) -> Mapping[str, Sequence[int]]:
    """The tokens of each class of words, each by itself or by the name or the count that it belongs to."""
    tokens, keys = defaultdict[str, list[int]](list), marked.passage.keys
    for at in classes.where(keys):
        for one in classes[keys[at]]:
            tokens[one].append(at)
    for name in marked.names:
        named, own = _named_classes(name, story), range(name.first, name.after)
        for one in named:
            tokens[one] += own
        for at in own:
            if keys[at].endswith(_PEOPLE) and ("force" in named or "force" in classes[keys[at]]):  # «الأميركيون»
                tokens["force"].append(at)
                tokens["force_near"].append(at)
    for number in marked.numbers:
        if number.unit in _COUNTED:
            for one in _COUNTED[number.unit]:
                tokens[one] += (number.first, number.first if number.head is None else number.head)
    return dict(tokens)


def is_done_again(entry: Entry, gap: int, key: str) -> bool:
    """«أعاد التحالف تموضع قواته»: whether the word `key`, `gap` words behind a verb of `entry`, is what that verb does
    again, and tells nothing of its own."""
    return gap < _OBJECT and entry.form is not Form.NOUN and _AGAIN in entry.near and _AGAIN in classes[key]


_AGAIN, _OBJECT = "deploying_near", 4
_PEOPLE = ("ون", "ين")
_COUNTED = {
    Unit.PERSONNEL: frozenset({"force", "force_near"}),
    Unit.CASUALTIES: frozenset({"casualties"}),
    Unit.DETAINEES: frozenset({"detainees"}),
}


def _named_classes(name: NameMark, story: Story) -> frozenset[str]:
    if name.noun is Noun.PLACE:
        base = story.places[name.id].kind in (PlaceKind.BASE, PlaceKind.CROSSING)
        return frozenset({"place", "place_near", *(("base",) if base else ())})
    if name.noun is Noun.ACTOR:
        government = story.actors[name.id].government is not None
        return frozenset({"force", name.id, *(("states",) if government else ())})
    return frozenset({"person", "person_near"})
