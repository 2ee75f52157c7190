"""Targets: where an attack, talks or an election are that name no place («أمطرها»، «في البيت الأبيض»)."""

from __future__ import annotations

from collections.abc import Sequence

from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.forces import (
    country_of,
    is_foreign,
    moving_force,
    nationality,
    speaking_side,
    two_states,
)
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import stripped
from storage.corpus.extraction.lexicon import Link, keys, load_lexicon, particles
from storage.corpus.extraction.places import Site
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.zones import Zone
from storage.corpus.gazetteer import Noun
from storage.corpus.words import PerWord
from storage.records import PlaceKind

_ONE = frozenset({"ها", "ه"})
_DEEPEST = 3


def struck_base(read: Reading, zone: Zone) -> str | None:
    """«أمطرها الحرس الثوري بصواريخ»، «طالتها هجمات تبنتها …»: the base named last before the verb."""
    verb = next((hit for hit in _around(read, zone) if _strikes(hit)), None)
    if verb is None:
        return None
    story = read.context.story
    bases = [s.id for s in read.sites if s.first < verb.first and story.places[s.id].kind is PlaceKind.BASE]
    if bases:
        return bases[-1]
    named = [id for id in read.context.places if story.places[id].kind is PlaceKind.BASE]
    return max(reversed(named), key=named.count, default=None)


def _around(read: Reading, zone: Zone) -> list[Hit]:
    """The hits of the clause of a head, and of those that it goes on from."""
    found, number = list[Hit](), read.structure.of[zone.head.first]
    for _ in range(_DEEPEST):
        found += read.structure.inside(number)
        clause = read.structure.clauses[number]
        if clause.link is not Link.AND or number == clause.parent:
            break
        number = clause.parent
    return found


def _strikes(hit: Hit) -> bool:
    return hit.verb and hit.word.pronoun in _ONE and " ".join(keys(hit.entry.name)) in particles("striking")


def home_side(read: Reading) -> str | None:
    """The country of the land's own government where it talks or agrees with another's («اتفاق بغداد وواشنطن»)."""
    story, states = read.context.story, two_states(read.structure, read.context.story)
    own = [country_of(state, story) for state in states if not is_foreign(state, story)] if len(states) > 1 else ()
    if len(own) != 1:
        return None
    hosts = {story.root(id) for id, place in story.places.items() if place.kind is PlaceKind.BASE}
    return own[0] if own[0] in hosts else None


def foreign_house(read: Reading, zone: Zone) -> str | None:
    """The guest whose own parliament votes («البوندستاغ»)."""
    own = read.structure.tokens(read.structure.of[zone.head.first])
    if not any("foreign_house" in word_classes(read.marked.passage.tokens[at]) for at in own):
        return None
    actor, named = moving_force(read.structure, own, read.context)
    return actor if named else None


def house(read: Reading, zone: Zone) -> str | None:
    """The city of the house in which sides meet («في البيت الأبيض»)."""
    parts, words = read.structure, read.marked.passage
    own = {*parts.tokens(parts.of[zone.head.first]), *parts.tokens(parts.clause(zone.head.first).parent)}
    named = (n for n in read.marked.actors if n.lead == "في" and n.first in own)
    cities = (load_lexicon().houses.get(" ".join(t.key for t in words.tokens[n.first : n.after])) for n in named)
    return next((city for city in cities if city in read.context.story.places), None)


def struck_house(read: Reading, zone: Zone) -> str | None:
    """Where the house of a government stands that is struck («استهداف السفارة الأميركية»)."""
    own, story = {*zone.tokens, *zone.fronted}, read.context.story
    named = (story.actors[n.id].name.ar for n in read.marked.names if n.noun is Noun.ACTOR and n.first in own)
    places = (load_lexicon().houses.get(" ".join(keys(name))) for name in named)
    return next((place for place in places if place in story.places), None)


_HOSTED, _VISITED = 2, 6


def host_of(read: Reading, zone: Zone) -> str | None:
    """The city that hosts talks («شهدت واشنطن حواراً») or is visited for them («زار السوداني واشنطن وبحث …»)."""
    keys_, first = read.marked.passage.keys[: zone.head.first], zone.head.first
    told = [*((at, _HOSTED) for at in _hosting.where(keys_)), *((at, _VISITED) for at in _visiting.where(keys_))]
    for at, reach in told:
        near = (n for n in read.marked.names if at < n.first <= min(at + reach, first))
        cities = (_city(read, read.marked.passage.keys[n.first : n.after]) for n in near)
        if city := next((id for id in cities if id), None):
            return city
    return None


def _is(particle: str) -> PerWord[bool]:
    return PerWord(lambda key: any(word.rest in particles(particle) for word in stripped(key)))


_hosting, _visiting = _is("hosting"), _is("visiting")


def _city(read: Reading, words: Sequence[str]) -> str | None:
    """The city that a government is called by («واشنطن»)."""
    places, name = read.context.story.places, " ".join(words)
    named = (
        id for id, place in places.items() if place.kind is PlaceKind.CITY and " ".join(keys(place.name.ar)) == name
    )
    return next(named, None)


_HELD, _ELECTED = 4, 6


def is_held_in(read: Reading, zone: Zone, place: Site) -> bool:
    """Whether a place that stands by an election says where it is held: right after it («انتخابات كردستان»)."""
    base = read.context.story.places[place.id].kind is PlaceKind.BASE
    return 0 <= place.first - zone.head.after <= _HELD and not base


def state_named(read: Reading, zone: Zone) -> str | None:
    """The country whose adjective stands by an election («الانتخابات الأميركية»، «يتوجه العراقيون إلى …»), no force's;
    else that of the government or the president named in its clause, or last before it («وعد ترامب بإنهاء ما يسميه
    … قبل الاقتراع»)."""
    story, own = read.context.story, read.structure.tokens(read.structure.of[zone.head.first])
    near = [at for at in own if -_ELECTED <= at - zone.head.first <= _HELD and not _is_force_word(read, at - 1)]
    if adjective := next((a for at in near if (a := nationality(read.structure, at, story))), None):
        return country_of(adjective, story)
    named = [n for n in read.marked.names if not _is_force_word(read, n.first)]
    beside = [n for n in named if n.first in set(own)] or [n for n in named if n.first < zone.head.first][-1:]
    return country_of(speaking_side(beside, read.context.gazetteer, story), story)


def _is_force_word(read: Reading, at: int) -> bool:
    return at >= 0 and "force" in word_classes(read.marked.passage.tokens[at])
