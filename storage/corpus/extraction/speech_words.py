"""The words of saying, as `data/speech.yaml` gives them: verbs in all their persons, and words around a speaker.

Only the words: where a speaker's name ends is `speakers`, what is said by whom is `attribution`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.problems import Problems
from storage.corpus.text import fold
from storage.corpus.words import PerWord, key
from storage.corpus.yaml_reader import load

_DATA = Path(__file__).with_name("data") / "speech.yaml"
_THING, _ACTION = "thing", "action"
_ONE = 2  # of the persons of a verb, the first two are of one


class Form(StrEnum):
    PAST = "past"
    PRESENT = "present"
    DOING = "doing"
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb of saying, its flags as the file explains them; `leads` are the prepositions that lead to
    what is said, `needs` the words that must follow; `objected`: a pronoun for what is said hangs on it («ما
    أعلنته»); `many`: it is in the plural, which a verb before its subject is not;
    `documents`: only a document says it."""

    lemma: str
    form: Form
    leads: frozenset[str]
    thing: bool
    alone: bool
    refuses: bool
    tells: bool
    wills: bool
    opening: bool
    action: bool
    needs: frozenset[str]
    documents: bool = False
    objected: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """Folded words, each list as the file explains it; phrases are tuples of words."""

    verbs: Mapping[str, Verb]
    that: frozenset[str]
    not_that: frozenset[str]
    sayings: frozenset[str]
    nobody: frozenset[str]
    himself: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    chairs: frozenset[str]
    documents: frozenset[str]
    media: frozenset[str]
    agencies: frozenset[str]
    journalists: frozenset[str]
    unnamed: frozenset[str]
    asks: frozenset[str]
    hidden: frozenset[str]
    count: frozenset[str]
    ends: frozenset[str]
    venues: frozenset[str]
    qualities: frozenset[str]
    titles: frozenset[str]
    offices: frozenset[str]
    with_b: frozenset[str]
    with_from: frozenset[str]
    actions: frozenset[str]
    relays: frozenset[str]
    opens: frozenset[str]
    impersonal: frozenset[str]
    about: frozenset[str]
    tells_of: frozenset[str]
    stands: frozenset[str]
    issued: frozenset[str]
    own: frozenset[str]
    with_about: frozenset[str]
    not_verb: frozenset[str]
    whole: frozenset[str]
    nameds: frozenset[str]
    same: frozenset[str]
    standing: frozenset[str]
    beside: frozenset[str]
    selfsame: frozenset[str]
    named_media: frozenset[str]
    relatives: frozenset[str]
    answers: frozenset[str]
    questions: frozenset[str]
    interviews: frozenset[str]
    guests: frozenset[str]
    meets: frozenset[str]
    asked: frozenset[str]
    according: Mapping[str, tuple[tuple[str, ...], ...]]
    closes: Mapping[str, tuple[tuple[str, ...], ...]]
    meanwhile: Mapping[str, tuple[tuple[str, ...], ...]]
    # lists that are asked together
    stops: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    sides: frozenset[str] = frozenset()
    titled: frozenset[str] = frozenset()
    chaired: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    adding: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    going: frozenset[str] = frozenset()


_PHRASES = ("according", "closes", "meanwhile")
_TOGETHER = {
    "stops": ("that", "ends", "sayings", "same"),
    "told": ("media", "agencies", "journalists"),
    "sides": ("people", "bodies"),
    "titled": ("people", "titles"),
    "chaired": ("bodies", "chairs"),
    "heads": ("people", "bodies", "media", "documents"),
    "adding": ("asks", "relays", "titles", "relatives"),
    "common": ("qualities", "titles", "people", "bodies", "with_b", "offices", "count"),
    "going": ("ends", "that", "titles", "venues", "relatives"),
}


@cache
def speech_words() -> SpeechWords:
    """The words of the file that ships with the code. `SeedError` where it is bad."""
    problems = Problems(str(_DATA))
    text = read_text(_DATA, _DATA.parent, problems)
    problems.settle()
    top = Fields(load(text or "", problems), "", problems)
    verbs = {form: verb for row in top.rows("verbs") for form, verb in _verb(row)}
    plain = {f.name: top.texts(f.name) for f in fields(SpeechWords) if f.name not in ("verbs", *_TOGETHER)}
    top.close()
    problems.settle()
    sets = {name: frozenset(key(fold(word)) for word in words) for name, words in plain.items() if name not in _PHRASES}
    phrases = {name: _by_first(plain[name]) for name in _PHRASES}
    together = {name: frozenset[str]().union(*(sets[part] for part in parts)) for name, parts in _TOGETHER.items()}
    return SpeechWords(verbs=verbs, **sets, **together, **phrases)  # type: ignore[arg-type]


def _by_first(phrases: Iterable[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Phrases by their first word, the longest first; a «ل» at the end hangs on what follows."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        keys = tuple(key(fold(word)) for word in phrase.removesuffix(" ل").split())
        index.setdefault(keys[0], []).append(keys)
    return {first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in index.items()}


@lru_cache(maxsize=1 << 16)
def forms(word: str) -> tuple[str, ...]:
    """A folded word as it is, and without و or ف before it."""
    return (word, word[1:]) if len(word) > 2 and word[0] in "وف" else (word,)


class Opens(NamedTuple):
    """In which ways a word may introduce a speech."""

    document: bool
    relay: bool
    according: bool
    verb: bool


def _opening(word: str) -> Opens:
    words, ways = speech_words(), forms(word)
    groups = (words.stands | words.documents, words.relays, words.according, words.verbs)
    found = [any(form in group for form in ways) for group in groups]
    found[-1] = found[-1] or (word[:1] == "ل" and word[1:] in words.verbs)  # «عاد ليقول إن»
    return Opens(*found)


opens = PerWord(_opening)
introduces = PerWord(lambda word: any(opens[word]))
"""Whether a word that does not open its sentence may introduce a speech."""


# ------------------------------------------------------------------ verbs in their persons


def _verb(row: Fields) -> Iterator[tuple[str, Verb]]:
    content = row.texts("content")
    past, present, doing = row.text("past"), row.text("present"), row.text_or_none("doing")
    nouns = row.texts("nouns")
    alone, refuses = row.flag("alone"), row.flag("refuses")
    tells, wills, opening = row.flag("tells"), row.flag("wills"), row.flag("opening")
    documents = row.flag("documents")
    needs = frozenset(key(fold(word)) for word in row.texts("with"))
    row.close()
    leads = frozenset(key(fold(word)) for word in content if word not in (_THING, _ACTION))

    def verb(form: Form, objected: bool = False, many: bool = False) -> Verb:
        return Verb(
            lemma=past,
            form=form,
            leads=leads,
            thing=_THING in content,
            action=_ACTION in content,
            alone=alone,
            opening=opening,
            refuses=refuses,
            tells=tells,
            wills=wills,
            needs=needs,
            documents=documents,
            objected=objected,
            many=many,
        )

    yield from ((_folded(word), verb(Form.PAST, many=n >= _ONE)) for n, word in enumerate(_past(past)))
    yield from ((_folded(word), verb(Form.PRESENT, many=n >= _ONE)) for n, word in enumerate(_present(present)))
    yield from ((_folded(word), verb(Form.DOING)) for word in _doing(doing))
    yield from ((_folded(word), verb(Form.NOUN)) for noun in nouns for word in _noun(noun))
    yield from ((_folded(word), verb(Form.PAST, objected=True)) for word in _objected(past))


def _folded(word: str) -> str:
    return key(fold(word))


def _past(word: str) -> Iterator[str]:
    """قال → قالت قالوا قالا قالتا; of «نفى» the last letter falls before ت and وا."""
    weak = word[-1] in "اى"
    stem = word[:-1] if weak else word
    yield from (word, stem + "ت", stem + "وا", stem + "تا", stem + ("يا" if weak else "ا"))


def _present(word: str) -> Iterator[str]:
    """يقول → تقول يقولون تقولان يقولان."""
    rest = word[1:]
    many = rest[:-1] if rest[-1] in "يوى" else rest
    yield from (word, "ت" + rest, "ي" + many + "ون", "ي" + rest + "ان", "ت" + rest + "ان")


def _doing(word: str | None) -> Iterator[str]:
    """مؤكدا → مؤكدة مؤكدين."""
    if word:
        stem = word[:-1]
        yield from (word, stem + "ة", stem + "ين", stem.removesuffix("ي") + "ين")


def _noun(word: str) -> Iterator[str]:
    """مطالبة → المطالبة مطالبته مطالبتها; إعلان → إعلانه إعلانها."""
    if not word.endswith("ة"):
        yield from (word, word + "ه", word + "ها", word + "هم")
        return
    yield from (word, "ال" + word, word[:-1] + "ته", word[:-1] + "تها", word[:-1] + "تهم")


def _objected(word: str) -> Iterator[str]:
    """أعلن → أعلنه أعلنها أعلنته أعلنتها أعلنوه."""
    stem = word[:-1] if word[-1] in "اى" else word
    bare = stem + "ا" if stem != word else word
    yield from (bare + "ه", bare + "ها", stem + "ته", stem + "تها", stem + "وه", stem + "وها")
