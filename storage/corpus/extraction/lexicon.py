"""The words of events as data: `data/events.yaml`, read once and checked into a `Lexicon`.

Which words open which kind of event, how it holds, and what ties clauses together. What is done with them is
`hits`, `clauses`, `modality`, `places`, `forces` and `events`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from storage.corpus.extraction.inflection import Form, verb_forms
from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.problems import Problems
from storage.corpus.text import fold
from storage.corpus.words import key
from storage.corpus.yaml_reader import load
from storage.records import Extent, Kind

_FILE = Path(__file__).parent / "data" / "events.yaml"

Keys = tuple[str, ...]
T = TypeVar("T")


class Sense(StrEnum):
    """What a word does for an event: opens it, or says how it holds."""

    TRIGGER = "trigger"
    BEGIN = "begin"
    GO_ON = "go_on"
    COMPLETE = "complete"
    POSTPONE = "postpone"
    LIGHT = "light"
    PLAN = "plan"
    HOPE = "hope"
    DENY = "deny"
    ANNOUNCE = "announce"
    SAY = "say"
    AUXILIARY = "auxiliary"
    CONTINUING = "continuing"
    IGNORED = "ignored"
    OPAQUE = "opaque"


class Link(StrEnum):
    """How a clause hangs on the one before it."""

    MAIN = "main"
    AND = "and"
    CONTENT = "content"
    RELATIVE = "relative"
    BEFORE = "before"
    AFTER = "after"
    PROVIDED = "provided"
    IF = "if"
    UNTIL = "until"
    WITHOUT = "without"
    WHILE = "while"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of an event in one of its forms. `near`: classes one of which must stand near it; `never`: classes
    that must not stand after it; `held`: an event only where something says how it holds; `lasting`: what it says
    is to stay so."""

    sense: Sense
    form: Form
    name: str
    kind: Kind | None = None
    near: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    held: bool = False
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words` and `phrases` by their first key; `classes` word → the classes that it is in; extents and links as
    phrases by their first key."""

    words: Mapping[str, tuple[Entry, ...]]
    phrases: Mapping[str, tuple[tuple[Keys, Entry], ...]]
    classes: Mapping[str, frozenset[str]]
    extents: Mapping[str, tuple[tuple[Keys, Extent], ...]]
    anaphors: Mapping[str, str]
    nationalities: Mapping[str, str]
    links: Mapping[str, tuple[tuple[Keys, Link], ...]]
    landmarks: frozenset[str]
    toward: frozenset[str]
    negations: frozenset[str]
    topics: frozenset[str]
    particles: Mapping[str, frozenset[str]]
    experts: frozenset[str]
    guests: frozenset[str]
    elsewhere: frozenset[str]
    orders: frozenset[str]
    bases: frozenset[str]
    houses: Mapping[str, str]


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that comes with the code. `SeedError` names all that is wrong in its file."""
    problems = Problems(str(_FILE))
    text = read_text(_FILE, _FILE.parent, problems)
    top = Fields(load(text or "", problems), "", problems)
    lexicon = _lexicon(top)
    top.close()
    problems.settle()
    return lexicon


@cache
def particles(name: str) -> frozenset[str]:
    """The small words that do what `name` says, folded (`particles` in the file)."""
    return load_lexicon().particles[name]


@lru_cache(maxsize=1 << 13)
def keys(words: str) -> Keys:
    """Words as they are compared in a passage; asked of the same few, the names of the lexicon, again and again."""
    return tuple(key(word) for word in fold(words).split())


def _lexicon(top: Fields) -> Lexicon:
    words: dict[str, list[Entry]] = defaultdict(list)
    phrases: dict[str, list[tuple[Keys, Entry]]] = defaultdict(list)
    for form, entry in (*_triggers(top), *_governors(top), *_plain_verbs(top), *_ignored(top)):
        if len(form) == 1:
            words[form[0]].append(entry)
        else:
            phrases[form[0]].append((form, entry))
    return Lexicon(
        words={form: tuple(dict.fromkeys(entries)) for form, entries in words.items()},
        phrases={first: tuple(rows) for first, rows in phrases.items()},
        classes=_classes(top),
        extents=_by_first((words, Extent(name)) for name, words in _lists(top, "extents", Extent)),
        anaphors={"".join(words): name for name, words in _lists(top, "anaphors")},
        nationalities={key(fold(word)): name for word, name in top.pairs("nationalities").items()},
        links=_by_first((words, Link(name)) for name, words in _lists(top, "links", Link)),
        landmarks=_set(top, "landmarks"),
        toward=_set(top, "toward"),
        negations=_set(top, "negations"),
        topics=_set(top, "topics"),
        particles=_particles(top),
        experts=_set(top, "experts"),
        guests=_set(top, "guests"),
        elsewhere=_set(top, "elsewhere"),
        orders=_set(top, "orders"),
        bases=_set(top, "bases"),
        houses={" ".join(keys(words)): place for words, place in top.pairs("houses").items()},
    )


# ------------------------------------------------------------------ parts


def _triggers(top: Fields) -> Iterator[tuple[Keys, Entry]]:
    kinds = top.fields("triggers")
    for kind in Kind if kinds else ():
        for row in kinds.rows(kind.value) if kinds else ():
            near, never = frozenset(row.texts("with")), frozenset(row.texts("without"))
            held, lasting = row.flag("held"), row.flag("lasting")
            for form, how, name in _forms(row):
                yield form, Entry(Sense.TRIGGER, how, name, kind, near, never, held, lasting)
            row.close()
    if kinds:
        kinds.close()


def _governors(top: Fields) -> Iterator[tuple[Keys, Entry]]:
    senses = top.fields("governors")
    for sense in Sense if senses else ():
        if sense in (Sense.TRIGGER, Sense.IGNORED, *_VERBS) or not senses:
            continue
        if row := senses.fields(sense.value):
            yield from ((form, Entry(sense, how, name)) for form, how, name in _forms(row))
            row.close()
    if senses:
        senses.close()


def _ignored(top: Fields) -> Iterator[tuple[Keys, Entry]]:
    for words in top.texts("ignored"):
        yield keys(words), Entry(Sense.IGNORED, Form.NOUN, words)


_VERBS = {Sense.AUXILIARY: "auxiliaries", Sense.CONTINUING: "continuing", Sense.OPAQUE: "opaque"}


def _plain_verbs(top: Fields) -> Iterator[tuple[Keys, Entry]]:
    for sense, field in _VERBS.items():
        yield from ((form, Entry(sense, how, name)) for form, how, name in _verbs(top, field))


def _forms(row: Fields) -> Iterator[tuple[Keys, Form, str]]:
    yield from _verbs(row, "verbs")
    for field, how in _FIELDS.items():
        yield from ((keys(words), how, words) for words in row.texts(field))
    yield from ((keys(words + "ا"), Form.NOUN, words) for words in row.texts("nouns") if _takes_alif(words))


_FIELDS = {"nouns": Form.NOUN, "phrases": Form.NOUN, "predicates": Form.PRESENT, "pasts": Form.PAST}


def _takes_alif(noun: str) -> bool:
    """Whether an indefinite object of this noun is written with an alif: «انسحاب», «انسحاباً»."""
    return " " not in noun and len(noun) > 3 and not noun.endswith(("ة", "ه", "ات", "اء", "ا", "ين", "ون", "ان", "ى"))


def _verbs(row: Fields, field: str) -> Iterator[tuple[Keys, Form, str]]:
    for pair in row.texts(field):
        parts = keys(pair)
        if len(parts) != 2 or len(parts[1]) < 3:
            row.wrong(field, "not_past_and_present", pair)
            continue
        hamza = pair.split()[0][-1] in "أئء"  # «بدأ» keeps its last letter, «دعا» does not
        yield from (((form,), how, pair.split()[0]) for form, how in verb_forms(*parts, strong=hamza))


def _classes(top: Fields) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, words in _lists(top, "classes"):
        found[" ".join(words)].add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _lists(top: Fields, field: str, names: Iterable[str] | None = None) -> Iterator[tuple[str, Keys]]:
    """The (name, words) of a mapping of names to lists of words; a name outside `names` is a problem."""
    inner = top.fields(field)
    if inner is None:
        return
    known = set(names) if names else None
    for name in inner.table.values:
        if known is not None and name not in known:
            inner.wrong(name, "unknown_value", name)
            continue
        yield from ((name, keys(words)) for words in inner.texts(name))


def _by_first(entries: Iterable[tuple[Keys, T]]) -> Mapping[str, tuple[tuple[Keys, T], ...]]:
    found: dict[str, list[tuple[Keys, T]]] = defaultdict(list)
    for form, value in entries:
        found[form[0]].append((form, value))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


def _particles(top: Fields) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, words in _lists(top, "particles"):
        found[name].add(" ".join(words))
    return {name: frozenset(words) for name, words in found.items()}


def _set(top: Fields, field: str) -> frozenset[str]:
    return frozenset(key(fold(word)) for word in top.texts(field))
