"""Gazetteer: the story's places, actors and people found by name, in texts and in what readers type.

Arabic and English names alike. A name in a text may carry particles («ببغداد»، «وللتحالف»); the longest name
wins; a phrase of `not_when` rules its own entry out where it stands. What is claimed of what was found is read
elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter

from rapidfuzz import fuzz, process

from storage.corpus.language import load_language
from storage.corpus.spots import Index, Keys, Spot
from storage.corpus.text import skip
from storage.corpus.words import PerWord, Reading, bare, readings, words
from storage.records import Actor, Person, Place, Story

_ARTICLES = frozenset({"al", "el", "the"})
# What may stand around a name that somebody types («قاعدة عين الأسد الجوية»), article off.
_AROUND_PLACES = frozenset(
    {"قاعده", "معسكر", "مدينه", "محافظه", "اقليم", "جويه", "base", "air", "airbase", "camp", "city", "province"}
)
_AROUND_FORCES = frozenset({"قوات", "جنود", "forces", "troops", "soldiers"})
# Words that lead to a government; what stands before them may well be a place («تغادر بغداد مع نهاية الشهر»).
_BESIDE = frozenset({"مع", "بين", "with", "between"})
_NEAR = 60
_LONGEST_NAME = 100


class Noun(StrEnum):
    PLACE = "place"
    ACTOR = "actor"
    PERSON = "person"


_NOUNS = tuple(Noun)
_PLACE, _ACTOR = Noun.PLACE, Noun.ACTOR
_key = attrgetter("key")


@dataclass(slots=True)
class Mention:
    """`text[start:end]` names the entry `id` of the story; particles that hang on the name are left out."""

    start: int
    end: int
    noun: Noun
    id: str


@dataclass(slots=True)
class _Name:
    """One written name and all that it may mean. The first `lead` words of it are a preposition that it needs;
    `government` is the actor that a place of this name may stand for."""

    keys: Keys
    capitals: bool
    lead: int
    meanings: dict[Noun, str] = field(default_factory=dict)
    government: str | None = None


@dataclass(slots=True)
class _Match:
    """A name that begins with word `at` of a text, with the meanings that `not_when` leaves."""

    at: int
    name: _Name
    reading: Reading
    meanings: Mapping[Noun, str]

    @property
    def after(self) -> int:
        return self.at + len(self.name.keys)


class Gazetteer:
    """All names of one story, indexed once; each method is linear in what it is given."""

    def __init__(self, story: Story) -> None:
        language = load_language()
        self._place_cues = language.place_prepositions | language.place_words
        self._acting_cues = language.acting_words
        self._names = Index((name.keys, name) for name in _names(story, language.place_prepositions))
        self._rulings = Index(_rulings(story))
        self._governments = PerWord(self._government)
        self._places = _Typed(story.places.values(), _AROUND_PLACES | language.place_prepositions)
        self._forces = _Typed(story.actors.values(), _AROUND_FORCES)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The names in `text` in order, none inside another.

        A word that is both a place and a government («بغداد») is the place after a word of place, the government
        beside a word of speech or action; else the actor if the story has the word among that actor's own
        names, and the place if not.
        """
        return self.mentions_among(text, tuple(words(text)))

    def mentions_among(self, text: str, spots: Sequence[Spot]) -> tuple[Mention, ...]:
        """The same, where the words of `text`, or of a part of it, are known: `spots`."""
        tokens, keys, found = spots, list(map(_key, spots)), list[Mention]()
        if not _ARTICLES.isdisjoint(keys):
            tokens = _without_articles(spots)
            keys = list(map(_key, tokens))
        ruled, after = self._ruled_out(tokens, keys), 0
        for at in self._names.of.where(keys):
            if at >= after and (match := self._longest(text, tokens, at, ruled)):
                found.append(self._mention(text, tokens, match))
                after = match.after
        return tuple(found)

    def place(self, name: str) -> str | None:
        """The place that `name` names, alone and in full: by any of its names, with or without articles,
        particles and words like «قاعدة». None where nothing is named, or several places."""
        return self._places.find(name)

    def force(self, name: str) -> str | None:
        """The actor that `name` names, as `place` does."""
        return self._forces.find(name)

    def government(self, name: str) -> str | None:
        """The actor that a written name of a place may stand for («بغداد»، «لبغداد»), None where it may not."""
        return self._governments[name]

    def _government(self, name: str) -> str | None:
        found = _tokens(name)
        matches = self._names.beginning(found, 0) if found else ()
        return next((n.government for keys, n, _ in matches if len(keys) == len(found) and n.government), None)

    def nearest_places(self, name: str, n: int = 3) -> tuple[str, ...]:
        """Ids of at most `n` places whose names are spelled most like `name`, the likest first."""
        return self._places.nearest(name, n)

    # ---------------------------------------------------------------- one name in a text

    def _ruled_out(self, tokens: Sequence[Spot], words: Sequence[str]) -> Mapping[tuple[Noun, str], set[int]]:
        """For each entry the words, by number, that cannot name it."""
        ruled: dict[tuple[Noun, str], set[int]] = defaultdict(set)
        for at in self._rulings.of.where(words):
            for keys, entry, _ in self._rulings.beginning(tokens, at):
                ruled[entry].update(range(at, at + len(keys)))
        return ruled

    def _longest(
        self, text: str, tokens: Sequence[Spot], at: int, ruled: Mapping[tuple[Noun, str], set[int]]
    ) -> _Match | None:
        best: _Match | None = None
        for keys, name, reading in self._names.beginning(tokens, at):
            if best and len(keys) <= len(best.name.keys):
                continue
            if name.capitals and not text[tokens[at].start : tokens[at + len(keys) - 1].end].isupper():
                continue
            left = _left(name.meanings, ruled, range(at, at + len(keys))) if ruled else name.meanings
            if left:
                best = _Match(at, name, reading, left)
        return best

    def _mention(self, text: str, tokens: Sequence[Spot], match: _Match) -> Mention:
        first = tokens[match.at + match.name.lead].start
        start = first if match.name.lead else skip(text, first, match.reading.cut)
        noun, id = self._meaning(tokens, match)
        return Mention(start, tokens[match.after - 1].end, noun, id)

    def _meaning(self, tokens: Sequence[Spot], match: _Match) -> tuple[Noun, str]:
        place = match.meanings.get(_PLACE)
        government = match.meanings.get(_ACTOR, match.name.government)
        if place is None or government is None:
            noun = min(match.meanings, key=_NOUNS.index)
            return noun, match.meanings[noun]
        before = _all_readings(tokens[match.at - 1 : match.at])
        if match.name.lead or match.reading.preposition == "ب" or before & self._place_cues:
            return Noun.PLACE, place
        after = _all_readings(tokens[match.after : match.after + 1]) - _BESIDE
        acting = (before | after) & self._acting_cues
        return (Noun.ACTOR, government) if acting or Noun.ACTOR in match.meanings else (Noun.PLACE, place)


# ------------------------------------------------------------------ words of names


def _tokens(text: str) -> list[Spot]:
    return _without_articles(tuple(words(text)))


def _without_articles(spots: Sequence[Spot]) -> list[Spot]:
    """The words of a text without Latin articles."""
    return [spot for spot in spots if spot.key not in _ARTICLES]


def _keys(name: str) -> Keys:
    return tuple(word.key for word in _tokens(name))


def _left(
    meanings: Mapping[Noun, str], ruled: Mapping[tuple[Noun, str], set[int]], numbers: range
) -> Mapping[Noun, str]:
    """The meanings that the words of these numbers may have."""
    return {noun: id for noun, id in meanings.items() if not ruled.get((noun, id), set()).issuperset(numbers)}


def _all_readings(tokens: Sequence[Spot]) -> frozenset[str]:
    return frozenset(reading.key for token in tokens for reading in readings(token.key))


# ------------------------------------------------------------------ entries


def _entries(story: Story) -> Iterator[tuple[Noun, Place | Actor | Person]]:
    for place in story.places.values():
        yield Noun.PLACE, place
    for actor in story.actors.values():
        yield Noun.ACTOR, actor
    for person in story.people.values():
        yield Noun.PERSON, person


def _names(story: Story, prepositions: frozenset[str]) -> Iterable[_Name]:
    names: dict[Keys, _Name] = {}

    def name(written: str) -> _Name:
        keys = _keys(written)
        letters = "".join(keys)
        # "US" is a country, "us" is not.
        capitals = len(letters) <= 2 and letters.isascii() and letters.isalpha()
        lead = int(len(keys) > 1 and keys[0] in prepositions)
        return names.setdefault(keys, _Name(keys, capitals, lead))

    for noun, entry in _entries(story):
        for written in (entry.name.ar, entry.name.en, *entry.aliases):
            name(written).meanings.setdefault(noun, entry.id)
    for written, actor in story.metonyms.items():
        metonym = name(written)
        if Noun.PLACE in metonym.meanings:
            metonym.government = actor
        else:
            metonym.meanings.setdefault(Noun.ACTOR, actor)
    return [name for keys, name in names.items() if keys]


def _rulings(story: Story) -> Iterator[tuple[Keys, tuple[Noun, str]]]:
    for noun, entry in _entries(story):
        for phrase in entry.not_when:
            if keys := _keys(phrase):
                yield keys, (noun, entry.id)


# ------------------------------------------------------------------ names that are typed


class _Typed:
    """Names of one kind of entry as people type them, alone; `around` are words that add nothing to a name."""

    def __init__(self, entries: Iterable[Place | Actor], around: frozenset[str]) -> None:
        self._around = around
        self._exact: dict[Keys, str] = {}
        loose: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            for name in (entry.name.ar, entry.name.en, *entry.aliases):
                self._exact.setdefault(_keys(name), entry.id)
                loose[self._loose(_keys(name))].add(entry.id)
        self._spelled = {name: sorted(ids) for name, ids in loose.items()}

    def find(self, name: str) -> str | None:
        keys = _keys(name[:_LONGEST_NAME])
        if not keys:
            return None
        rest = keys[1:]
        typed = [(reading.key, *rest) for reading in readings(keys[0])]
        exact = (self._exact.get(keys) for keys in typed)
        loose = (ids[0] for keys in typed if len(ids := self._spelled.get(self._loose(keys), [])) == 1)
        return next((id for id in (*exact, *loose) if id), None)

    def nearest(self, name: str, n: int) -> tuple[str, ...]:
        sought = self._loose(_keys(name[:_LONGEST_NAME]))
        alike = process.extract(sought, self._spelled.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
        return tuple(dict.fromkeys(id for spelled, _, _ in alike for id in self._spelled[spelled]))[:n]

    def _loose(self, keys: Keys) -> str:
        plain = [bare(key) for key in keys]
        return " ".join([key for key in plain if key not in self._around] or plain)
