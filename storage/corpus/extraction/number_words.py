"""The words of Arabic numbers as records: numerals, hedges and counted nouns, folded for comparing.

Only the words and what each is; they are read from their file by `number_file`, how they make a number is `numerals`,
what is counted is `counted`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from storage.corpus.extraction.inflection import stripped
from storage.corpus.extraction.passages import Token
from storage.corpus.extraction.phrases import Phrases
from storage.corpus.words import PerWord, bare
from storage.records import Casualty, Qualifier, Unit

_SUFFIXES = ("هما", "ها", "هم", "هن", "نا", "ه")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a noun counts. `casualty` is set for the dead and the wounded, `site` for bases and the like; a
    `person` is counted only where people are hit."""

    unit: Unit
    casualty: Casualty | None = None
    site: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class Numerals:
    """Folded numerals → their values. `many` are the scales that follow a number («آلاف»)."""

    cardinals: Mapping[str, int]
    teen_units: Mapping[str, int]
    tenths: frozenset[str]
    hundreds: frozenset[str]
    ones: Mapping[str, int]
    twos: Mapping[str, int]
    many: Mapping[str, int]
    halves: frozenset[str]
    quarters: frozenset[str]
    vague: Mapping[str, Qualifier]
    vague_before: frozenset[str]
    ordinals: frozenset[str]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """`data/numbers.yaml`, validated; each part as its entry in the file explains it."""

    # the number and its hedge
    numerals: Numerals
    before: Phrases[Qualifier]
    after: Phrases[Qualifier]
    not_hedges: Phrases[bool]
    between: Phrases[bool]
    percent: Phrases[bool]
    estimates: frozenset[str]
    to: frozenset[str]
    source: frozenset[str]
    changes: frozenset[str]
    numbered: frozenset[str]
    years: frozenset[str]
    dated_by: frozenset[str]
    each: frozenset[str]
    # what is counted
    nouns: Mapping[str, Counted]
    duals: Mapping[str, Counted]
    governing: Mapping[str, Counted]
    held: Phrases[bool]
    counting: frozenset[str]
    to_be: frozenset[str]
    leads: frozenset[str]
    were: frozenset[str]
    now: frozenset[str]
    either: frozenset[str]
    measures: frozenset[str]
    how_many: frozenset[str]
    instead: frozenset[str]
    bare_before: frozenset[str]
    no_particle: frozenset[str]
    nationals: frozenset[str]
    of_them: frozenset[str]
    of_all: frozenset[str]
    others: frozenset[str]
    uncounted: frozenset[str]
    holding: frozenset[str]
    # killed and wounded
    struck: Mapping[str, Casualty]
    single: frozenset[str]
    met: frozenset[str]
    tolls: frozenset[str]
    fell: frozenset[str]
    claims: frozenset[str]
    unharmed: frozenset[str]
    lost: frozenset[str]
    perished: frozenset[str]
    chained: frozenset[str]
    strikes: frozenset[str]
    targets: frozenset[str]
    requests: frozenset[str]
    between_kinds: frozenset[str]
    perished_in: frozenset[str]
    # whose
    partners: frozenset[str]
    hands: frozenset[str]
    ranks: frozenset[str]
    captives: frozenset[str]
    excepted: frozenset[str]
    their_land: frozenset[str]
    examples: frozenset[str]
    allies: frozenset[str]
    allied_states: Phrases[bool]
    allied: frozenset[str]
    outsiders: frozenset[str]
    home_units: frozenset[str]
    # where
    within: frozenset[str]
    spread: frozenset[str]
    landmarks: frozenset[str]
    coming: frozenset[str]
    that_is: frozenset[str]
    listing: frozenset[str]
    same_place: frozenset[str]
    own_land: frozenset[str]
    there: frozenset[str]
    in_it: frozenset[str]
    where: frozenset[str]
    elsewhere: frozenset[str]
    # which way, and whether it is told
    leaving: frozenset[str]
    arriving: frozenset[str]
    keeping: frozenset[str]
    saving: frozenset[str]
    attending: frozenset[str]
    weapons: frozenset[str]
    accidents: frozenset[str]
    orders: frozenset[str]

    counted: PerWord[Counted | None] = field(init=False, repr=False, compare=False)
    """What each word counts, once it was asked."""

    def __post_init__(self) -> None:
        forms, nouns = _forms, self.nouns
        object.__setattr__(
            self, "counted", PerWord(lambda key: next((nouns[form] for form in forms(key) if form in nouns), None))
        )

    def noun(self, key: str) -> Counted | None:
        """What a folded word counts, with its article or a possessive suffix or without."""
        return self.counted[key]

    def counts(self, key: str) -> bool:
        """Whether a folded word is one for people, one of them or two («متعاقد», «جنديان»)."""
        noun = self.noun(key) or self.duals.get(key)
        return noun is not None and (noun.person or noun.unit is Unit.PERSONNEL)

    def is_possessed(self, key: str) -> bool:
        """Whether a pronoun hangs on a noun («جنودها»)."""
        return self.noun(key) is not None and key not in self.nouns and bare(key) not in self.nouns


def reads(token: Token) -> frozenset[str]:
    """The words that a token may be, without what hangs on it before and behind."""
    return reads_of[token.key]


def _reads(key: str) -> frozenset[str]:
    return frozenset(
        form for way in stripped(key) for form in (way.rest, "ال" + way.rest if way.definite else way.rest)
    )


reads_of = PerWord(_reads)


@lru_cache(maxsize=1 << 15)
def _forms(key: str) -> tuple[str, ...]:
    """A word and what is left of it without its article or without a possessive suffix."""
    cut = [key.removesuffix(suffix) for suffix in _SUFFIXES if key.endswith(suffix) and len(key) > len(suffix) + 2]
    built = (one + "ن" for one in cut if one.endswith(("ي", "و")))  # «عسكرييها»
    return (key, bare(key), *cut, *built, *(one.removesuffix("ت") + "ه" for one in cut if one.endswith("ت")))
