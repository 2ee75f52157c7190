"""Names of a passage: its places, forces and people as marks, each with the preposition that leads to it.

Which words name what is `gazetteer`; who of the named does what is `events` and `figures`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from storage.corpus.extraction.marks import NameMark
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.tense import Tense, tense_at
from storage.corpus.gazetteer import Gazetteer, Mention, Noun
from storage.corpus.language import load_language

_end = attrgetter("end")


def mark_names(passage: Passage, gazetteer: Gazetteer) -> tuple[NameMark, ...]:
    """The names in `passage` in text order, none inside another."""
    mentions = gazetteer.mentions_among(passage.article.text, passage.tokens)
    if not mentions:
        return ()
    ends = list(map(_end, passage.tokens))
    marks = [_mark(passage, mention, ends) for mention in mentions]
    return tuple(_settled(passage, marks, number, gazetteer) for number in range(len(marks)))


def _settled(passage: Passage, marks: Sequence[NameMark], number: int, gazetteer: Gazetteer) -> NameMark:
    """The mark, as a government where a capital or a country acts: beside another government («بغداد وواشنطن»),
    before a verb, or as the one to whom something is promised («لبغداد»)."""
    mark = marks[number]
    state = gazetteer.government(passage.words(mark.first, mark.after)) if mark.noun is Noun.PLACE else None
    if state is not None and mark.lead == "من" and _is_asked(passage, mark):
        return replace(mark, noun=Noun.ACTOR, id=state)
    if state is None or mark.lead not in ("", "ل") or not _acts(passage, marks, number):
        return mark
    return replace(mark, noun=Noun.ACTOR, id=state)


def _is_asked(passage: Passage, mark: NameMark) -> bool:
    """«طلبت من واشنطن»."""
    before = passage.tokens[mark.first - 2].keys if mark.first > 1 else frozenset[str]()
    return not before.isdisjoint(load_language().acting_words)


def _acts(passage: Passage, marks: Sequence[NameMark], number: int) -> bool:
    mark = marks[number]
    if mark.lead == "ل":
        return True
    after = marks[number + 1] if number + 1 < len(marks) else None
    before = marks[number - 1] if number else None
    beside = (
        after is not None and after.first == mark.after and after.noun is Noun.ACTOR and _and(passage, after),
        before is not None and before.after == mark.first and before.noun is Noun.ACTOR and _and(passage, mark),
    )
    if beside[0] or beside[1]:
        return True
    free = mark.after < len(passage.tokens) and not passage.tokens[mark.after - 1].after.strip()
    starts = mark.first == 0 or bool(passage.tokens[mark.first - 1].after.strip())
    return free and starts and tense_at(passage, mark.after) is not Tense.NONE


def _and(passage: Passage, mark: NameMark) -> bool:
    return passage.tokens[mark.first].key.startswith("و")


def _mark(passage: Passage, mention: Mention, ends: Sequence[int]) -> NameMark:
    first = bisect_left(ends, mention.start + 1)
    after = bisect_left(ends, mention.end) + 1
    return NameMark(first, after, mention.noun, mention.id, _lead(passage, first, mention))


def _lead(passage: Passage, first: int, mention: Mention) -> str:
    """The preposition on the first word of the name, or the one before it."""
    token = passage.tokens[first]
    cut = mention.start - token.start
    if cut and (attached := [way.preposition for way in token.readings if way.cut == cut and way.preposition]):
        return attached[0]
    prepositions = load_language().place_prepositions
    if token.key in prepositions:  # the name's own, as in «في سورية»
        return token.key
    before = passage.tokens[first - 1].keys & prepositions if first else frozenset[str]()
    return min(before, default="")
