"""Forces: whose presence an event changes, who speaks.

Which words name whom is `names`; nationality adjectives are data (`lexicon`); which event it is, is `events`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.context import Context
from storage.corpus.extraction.entries import classes
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import stripped
from storage.corpus.extraction.lexicon import keys, load_lexicon
from storage.corpus.extraction.marks import NameMark
from storage.corpus.gazetteer import Gazetteer, Noun
from storage.corpus.words import PerWord
from storage.records import Story, Unit

_BESIDE = 2


def side(actor: str | None, story: Story) -> str | None:
    """The state or alliance that an actor belongs to: a ministry is its country."""
    while actor is not None and (parent := story.actors[actor].parent) is not None:
        actor = parent
    return actor


def moving_force(structure: Structure, tokens: Sequence[int], context: Context) -> tuple[str | None, bool]:
    """The foreign force named among `tokens`, else before them, else before the passage; and whether it is named
    there. Forces of the land itself do not move into or out of it."""
    story = context.story
    own = list(_foreign(structure, tokens, story))
    if own:
        return _together(own), True
    start = min(tokens, default=0)
    earlier = list(_foreign(structure, range(start), story))
    if earlier:
        return earlier[-1], False
    before = next((side(id, story) for id in reversed(context.forces) if is_foreign(side(id, story), story)), None)
    own_line = side(context.force, story)
    before = before or (own_line if is_foreign(own_line, story) else None)
    return before or "us" if "us" in story.actors else before, False


def side_behind(structure: Structure, head: Hit, story: Story) -> str | None:
    """The first side named behind a head: «هدنة أعلنتها فصائل …»."""
    named = (n for n in structure.marked.actors if n.first >= head.after)
    return next((side(n.id, story) for n in named), None)


def _together(found: Sequence[str]) -> str:
    """«القوات الأميركية وقوات التحالف» are the coalition; else the first named."""
    return "coalition" if "coalition" in found else found[0]


def _foreign(structure: Structure, tokens: Sequence[int] | range, story: Story) -> Iterator[str]:
    by_token = {name.first: name for name in structure.marked.actors}
    told = set(by_token).union(_nations.where(structure.passage.keys))
    for at in sorted(told.intersection(tokens)):
        name = by_token.get(at)
        actor = side(name.id, story) if name else nationality(structure, at, story)
        if actor and is_foreign(actor, story):
            yield actor


def is_foreign(actor: str | None, story: Story) -> bool:
    """Whether an actor's forces are guests: the coalition, its members, and other states with forces abroad."""
    if actor is None:
        return False
    entry = story.actors[actor]
    return (
        _is_alliance(entry.name.ar)
        or entry.coalition_member
        or actor == story.line("us")
        or (entry.forces is None and entry.government is not None)
    )


@cache
def _is_alliance(name: str) -> bool:
    """«حلف شمال الأطلسي»: its forces are guests wherever they are."""
    return any("alliance_near" in classes[word] for word in keys(name))


def nationality(structure: Structure, at: int, story: Story) -> str | None:
    """The actor that an adjective of a state names («أميركية»، «الألمان»), None for any other word."""
    return nation_of(structure.passage.tokens[at].key, story)


def adjectives(structure: Structure) -> Iterator[int]:
    """The words that are an adjective of some state."""
    return _nations.where(structure.passage.keys)


def nation_of(key: str, story: Story) -> str | None:
    """The actor that a word names as an adjective of its state."""
    name = _nations[key]
    return story.metonyms.get(name) if name else None


def _nation(key: str) -> str:
    names = load_lexicon().nationalities
    forms = (form for word in stripped(key) for form in (word.rest, *_masculine(word.rest)))
    return next((names[form] for form in forms if form in names), "")


_nations = PerWord(_nation)


def _masculine(word: str) -> Iterator[str]:
    for ending in ("ه", "ين", "ون", "ان", "تين", "ا"):
        if word.endswith(ending):
            yield word[: -len(ending)]


def is_civil(structure: Structure, head: Hit) -> bool:
    """Whether the one who leaves, stays or comes is named right beside the head and is no force: «غادر الوزير»،
    «انسحاب المرشح»."""
    at = head.after
    if head.entry.held or head.word.pronoun or (head.word.definite and not head.verb) or at >= len(structure.of):
        return False
    if any(n.unit is Unit.PERSONNEL and at < n.first <= at + _BESIDE for n in structure.marked.numbers):
        return False
    civil = [
        t for t in range(at, min(at + _BESIDE, len(structure.of))) if "civil" in classes[structure.passage.keys[t]]
    ]
    if any(not _is_in_name(structure, t) for t in civil):  # but «كتائب حزب الله»
        return True
    name = next((n for n in structure.marked.names if n.first == at), None)
    if name is not None:
        return name.noun is Noun.PERSON
    if not _may_be_civil[structure.passage.keys[at]] or structure.passage.tokens[head.after - 1].after.strip():
        return False
    hit = structure.hit_at(at)
    covered = any(mark.first <= at < mark.after for mark in structure.marked.dates)
    return not covered and (hit is None or hit.first != at)


def _is_plain(key: str) -> bool:
    """Whether a word is a noun with its article of which nothing is known."""
    words = stripped(key)
    lexicon, forms = load_lexicon(), {form for word in words for form in (word.rest, "ال" + word.rest)}
    counted = not forms.isdisjoint(lexicon.extents) or not forms.isdisjoint(lexicon.anaphors)
    return any(word.definite and not word.prefix for word in words) and not classes[key] and not counted


_may_be_civil = PerWord(_is_plain)


def _is_in_name(structure: Structure, at: int) -> bool:
    return any(n.noun is Noun.ACTOR and n.first < at < n.after for n in structure.marked.names)


# ------------------------------------------------------------------ who speaks


def speaking_side(names: Sequence[NameMark], gazetteer: Gazetteer, story: Story) -> str | None:
    """The side that the speakers among `names` speak for: an actor, or a person by the office that he holds."""
    for name in names:
        if name.noun is Noun.ACTOR:
            return side(name.id, story)
        if name.noun is Noun.PERSON and (found := _of_person(name.id, gazetteer, story)):
            return found
    return None


def _of_person(person: str, gazetteer: Gazetteer, story: Story) -> str | None:
    role = story.people[person].role.ar
    for mention in gazetteer.mentions(role):
        if mention.noun is Noun.ACTOR:
            return side(mention.id, story)
    lexicon = load_lexicon().nationalities
    words = [w for word in keys(role) for w in stripped(word)]
    state = next((lexicon[f] for w in words for f in (w.rest, *_masculine(w.rest)) if f in lexicon), None)
    if state:
        return story.metonyms.get(state)
    named = (story.places[m.id].name.ar for m in gazetteer.mentions(role) if m.noun is Noun.PLACE)
    return next((story.metonyms[name] for name in named if name in story.metonyms), None)


def state_of(place: str | None, story: Story) -> str | None:
    """The actor that is the state of a place."""
    root = story.root(place)
    return None if root is None else story.metonyms.get(story.places[root].name.ar)


def country_of(actor: str | None, story: Story) -> str | None:
    """The country whose state an actor is."""
    countries = (place for place in story.places if story.root(place) == place)
    return next((place for place in countries if actor and state_of(place, story) == actor), None)


def two_states(structure: Structure, story: Story) -> tuple[str, ...]:
    """The governments that a passage names, in text order, each once."""
    named = (side(n.id, story) for n in structure.marked.actors)
    return tuple(dict.fromkeys(id for id in named if id and story.actors[id].government is not None))


def sides(structure: Structure, context: Context) -> frozenset[str]:
    """The sides that a passage names, persons by their office among them, and both where it says «الجانبان»."""
    story, found = context.story, set(two_states(structure, context.story))
    for name in structure.marked.names:
        if name.noun is Noun.PERSON and (of := _of_person(name.id, context.gazetteer, story)):
            found.add(of)
        elif name.noun is Noun.ACTOR and (line := side(name.id, story)):
            found.add(line)
    spoken = (nationality(structure, at, story) for at in adjectives(structure))
    return frozenset(found | {actor for actor in spoken if actor})
