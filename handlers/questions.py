"""A plain question → which command answers it, and with what words. Pure.

Question words are data (`data/questions.yaml`), names are the story's, dates are found as after a command
(`handlers.arguments`). What is no question of a known kind is looked for in the articles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from handlers import arguments
from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.gazetteer import Gazetteer, Mention, Noun
from storage.corpus.language import load_language
from storage.corpus.problems import Problems
from storage.corpus.text import fold
from storage.corpus.words import Word, bare, readings, words
from storage.corpus.yaml_reader import load
from storage.records import Story

SEARCH = "search"
LONGEST = 300
"""Characters of a question that are read; a longer one is searched for by its beginning."""
_GAP, _GAP_LENGTH = "...", 5
_FILE = Path(__file__).parent / "data" / "questions.yaml"


@dataclass(frozen=True, slots=True)
class Intent:
    """The command that answers and the words that follow it; `otherwise`, where those find nothing."""

    command: str
    query: str = ""
    otherwise: Intent | None = None


class Part(StrEnum):
    """What a question may name."""

    PLACE = "place"
    FORCE = "force"
    TIME = "time"
    NUMBER = "number"
    ANY = "any"


def understand(text: str, story: Story, gazetteer: Gazetteer) -> Intent:
    """What `text` asks for. Never fails: whatever else it is, it can be searched for."""
    question = _read(text[:LONGEST], story, gazetteer)
    for rule in phrasebook().rules:
        if rule.fits(question):
            return Intent(rule.answer, rule.words or question.query(rule.passes))
    named = _named(question)
    if named and not question.beside(phrasebook().small):
        return named
    return Intent(SEARCH, question.search_words(phrasebook().small), named)


def _named(question: Question) -> Intent | None:
    """The answer to a name or a date alone."""
    parts = question.parts
    if Part.TIME in parts:
        return Intent("timeline", question.query((Part.PLACE, Part.FORCE, Part.TIME)))
    if Part.PLACE in parts:
        return Intent("bases", question.query((Part.PLACE,)))
    return Intent("timeline", question.query((Part.FORCE,))) if Part.FORCE in parts else None


# ------------------------------------------------------------------ the question


@dataclass(frozen=True, slots=True)
class Question:
    """A text as far as it is understood: its words, and what it names, each as words for a command.

    `covered` are the spans of names and dates.
    """

    text: str
    words: tuple[Word, ...]
    parts: Mapping[Part, str]
    covered: tuple[tuple[int, int], ...]

    def query(self, passes: Sequence[Part]) -> str:
        """The named things that a command wants, as its words: «القوات الأميركية في سوريا 2025»."""
        given = {part: self.parts[part] for part in passes if part in self.parts}
        if Part.FORCE in given and Part.PLACE in given:
            # Behind the preposition a name that is also a government's can only be the place.
            given[Part.PLACE] = f"في {given[Part.PLACE]}"
        order = (Part.NUMBER, Part.TIME, Part.FORCE, Part.PLACE)
        return " ".join(given[part] for part in order if part in given)

    def beside(self, small: frozenset[str]) -> list[Word]:
        """The words that are neither part of a name or a date nor small."""
        return [word for word in self.words if not self._covers(word) and bare(word.key) not in small]

    def search_words(self, small: frozenset[str]) -> str:
        """The text without its small words; all of it where nothing else is left."""
        kept = [word for word in self.words if self._covers(word) or bare(word.key) not in small]
        return " ".join(self.text[word.start : word.end] for word in kept or self.words)

    def _covers(self, word: Word) -> bool:
        return any(start < word.end and word.start < end for start, end in self.covered)


def _read(text: str, story: Story, gazetteer: Gazetteer) -> Question:
    mentions = gazetteer.mentions(text)
    spoken = tuple(words(text))
    place, force = _place(text, mentions, story), _force(mentions, story)
    dates = arguments.dates(text)
    number = arguments.number(text, dates)
    parts = {
        Part.PLACE: story.places[place].name.ar if place else "",
        Part.FORCE: story.actors[force].name.ar if force else "",
        Part.TIME: " ".join(_dated(text, spoken, span) for span in dates),
        Part.NUMBER: "" if number is None else str(number),
    }
    covered = (*((m.start, m.end) for m in mentions), *dates)
    return Question(text, spoken, {part: said for part, said in parts.items() if said}, covered)


def _dated(text: str, spoken: Sequence[Word], span: tuple[int, int]) -> str:
    """The date as written, with the word before it that bounds it."""
    before = [word for word in spoken if word.end <= span[0]]
    bounded = bool(before) and before[-1].key in phrasebook().bounds
    return text[before[-1].start if bounded else span[0] : span[1]]


# ------------------------------------------------------------------ which place, which force


def _place(text: str, mentions: Sequence[Mention], story: Story) -> str | None:
    """The place that is asked about: the smallest that is named, rather one behind a preposition of place.

    The home of forces that are followed («أميركا») stands for them, not for a place they are in.
    """
    named = [m for m in mentions if m.noun is Noun.PLACE and m.id not in _homes(story)]
    ids = [m.id for m in named]
    smallest = [m for m in named if not any(o != m.id and story.within(o, m.id) for o in ids)]
    behind = [m for m in smallest if _behind_preposition(text, m)]
    return next((m.id for m in (*behind, *smallest)), None)


def _behind_preposition(text: str, mention: Mention) -> bool:
    before = list(words(text[: mention.start]))
    return bool(before) and before[-1].key in load_language().place_prepositions | _ENGLISH_PREPOSITIONS


_ENGLISH_PREPOSITIONS = frozenset(["in", "from", "at", "near", "to"])


def _force(mentions: Sequence[Mention], story: Story) -> str | None:
    homes = _homes(story)
    named = (m.id if m.noun is Noun.ACTOR else homes.get(m.id) for m in mentions if m.noun is not Noun.PERSON)
    return next((force for force in named if force), None)


def _homes(story: Story) -> Mapping[str, str]:
    """Places whose name means the forces that are followed: place id → actor id."""
    followed = {fold(name): id for name, id in story.metonyms.items() if story.actors[id].coalition_member}
    return {
        place.id: followed[name]
        for place in story.places.values()
        for name in map(fold, (place.name.ar, *place.aliases))
        if name in followed
    }


# ------------------------------------------------------------------ the phrasebook

Phrase = tuple[str, ...]
"""Words in a row: a bare key, one ending in ``*``, or ``...``."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the phrasebook; its fields are explained in the file."""

    answer: str
    phrases: tuple[Phrase, ...]
    needs: frozenset[Part] = frozenset()
    without: frozenset[Part] = frozenset()
    passes: tuple[Part, ...] = (Part.PLACE, Part.FORCE)
    words: str = ""
    alone: bool = False

    def fits(self, question: Question) -> bool:
        named = set(question.parts)
        if named & {Part.PLACE, Part.FORCE, Part.TIME}:
            named.add(Part.ANY)
        if not self.needs <= named or self.without & named:
            return False
        return any(self.stands(phrase, question.words) for phrase in self.phrases)

    def stands(self, phrase: Phrase, said: Sequence[Word]) -> bool:
        """Whether the phrase is in a text of these words."""
        if self.alone:
            return len(said) == len(phrase) and _follows(phrase, said)
        return any(_follows(phrase, said[start:]) for start in range(len(said)))


def _follows(phrase: Phrase, said: Sequence[Word]) -> bool:
    """Whether `said` begins with `phrase`."""
    for number, wanted in enumerate(phrase):
        if wanted == _GAP:
            rest = phrase[number + 1 :]
            return any(_follows(rest, said[number + skipped :]) for skipped in range(_GAP_LENGTH + 1))
        if number >= len(said) or not _is(said[number], wanted):
            return False
    return True


def _is(word: Word, wanted: str) -> bool:
    forms = [bare(reading.key) for reading in readings(word.key)]
    if wanted.endswith("*"):
        return any(form.startswith(wanted[:-1]) for form in forms)
    return wanted in forms


@dataclass(frozen=True, slots=True)
class Phrasebook:
    rules: tuple[Rule, ...]
    small: frozenset[str]
    bounds: frozenset[str]


@cache
def phrasebook(path: Path = _FILE) -> Phrasebook:
    """The question words, checked. `SeedError` names all that is wrong with the file."""
    problems = Problems(str(path))
    top = Fields(load(read_text(path, path.parent, problems) or "", problems), "", problems)
    rules = tuple(_rule(row) for row in top.rows("rules"))
    book = Phrasebook(rules, _keys(top, "small"), _keys(top, "bounds"))
    top.close()
    problems.settle()
    return book


def _rule(row: Fields) -> Rule:
    passes = tuple(_parts(row, "passes")) if row.has("passes") else (Part.PLACE, Part.FORCE)
    rule = Rule(
        answer=row.slug("answer"),
        phrases=tuple(map(_phrase, row.texts("phrases"))),
        needs=frozenset(_parts(row, "needs")),
        without=frozenset(_parts(row, "without")),
        passes=passes,
        words=row.text_or_none("words") or "",
        alone=row.flag("alone"),
    )
    if not rule.phrases:
        row.wrong("phrases", "missing")
    for phrase in {p for p in rule.phrases if rule.phrases.count(p) > 1}:
        row.wrong("phrases", "duplicate_cue", " ".join(phrase))
    row.close()
    return rule


def _parts(row: Fields, name: str) -> Iterator[Part]:
    known = {part.value: part for part in Part}
    for value in row.texts(name):
        if value in known:
            yield known[value]
        else:
            row.wrong(name, "unknown_value", value)


def _phrase(written: str) -> Phrase:
    return tuple(part for piece in written.split() for part in _pieces(piece))


def _pieces(piece: str) -> Iterator[str]:
    if piece == _GAP:
        yield piece
        return
    ending = "*" if piece.endswith("*") else ""
    keys = [bare(word.key) for word in words(piece)]
    yield from keys[:-1]
    yield from (last + ending for last in keys[-1:])


def _keys(top: Fields, name: str) -> frozenset[str]:
    return frozenset(bare(word.key) for text in top.texts(name) for word in words(text))
