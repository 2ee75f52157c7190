"""Correcting a proposed fact: which values an editor is offered for a part of it, and how typed words are read. Pure.

What a correction does to the fact is `storage.corpus.correcting`; how it is shown is `handlers.views.review`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from storage.corpus.correcting import ACTORS, NEEDED, PLACES, VOCABULARY, YES, Part, date_text, dated
from storage.corpus.gazetteer import Gazetteer, Noun
from storage.corpus.text import FILLER, collapse, normalise
from storage.errors import FactError
from storage.records import Qualifier, Sentence, Story
from storage.review import Proposal

OFFERED = 8
"""Places or sides that stand on buttons; any other is typed."""
LONGEST = 200
"""Characters that are read; what an editor types for one part is shorter."""
TYPED = PLACES | ACTORS | {Part.DATE, Part.NUMBER, Part.SPEAKER}
"""Parts that may be typed."""
NOTHING = "-"
"""The token of a part that is taken away."""

_BETWEEN = re.compile(r"(\d+)\s*(?:-|–|الي|و|to|and)\s*(\d+)", re.ASCII)
_THOUSANDS = re.compile(r"(?<=\d)[,.\s](?=\d{3}(?!\d))")


# ------------------------------------------------------------------ what is offered


def offered(part: Part, proposal: Proposal) -> tuple[str | None, ...]:
    """The values of a part that stand on buttons, the likeliest first; None takes the part away."""
    values: list[str | None] = list(dict.fromkeys(_values(part, proposal)))
    return tuple(values if part in NEEDED else [*values, None])


def token(value: str | None) -> str:
    """A value as a button carries it."""
    return NOTHING if value is None else hashlib.sha256(value.encode()).hexdigest()[:8]


def named(part: Part, token_: str, proposal: Proposal) -> str | None:
    """The offered value that a button carries. `FactError` for one that is not offered."""
    for value in offered(part, proposal):
        if token(value) == token_:
            return value
    raise FactError(part, "unknown_value", token_)


def _values(part: Part, proposal: Proposal) -> Iterator[str]:
    if part in VOCABULARY:
        # "between" needs two numbers, and is typed as they are.
        yield from (value.value for value in VOCABULARY[part] if value is not Qualifier.BETWEEN)
    elif part in PLACES or part in ACTORS:
        noun = Noun.PLACE if part in PLACES else Noun.ACTOR
        yield from list(_mentioned(noun, proposal))[:OFFERED]
    elif part is Part.ANONYMOUS:
        yield YES


def _mentioned(noun: Noun, proposal: Proposal) -> Iterator[str]:
    """Ids of that noun in the sentence, the one before it and the title, then the widest of the story."""
    story, gazetteer = proposal.edition.story, Gazetteer(proposal.edition.story)
    texts = (proposal.fact.citation.sentence, proposal.before, proposal.article.title or "")
    found = dict.fromkeys(m.id for text in texts for m in gazetteer.mentions(text) if m.noun is noun)
    yield from found
    entries: Mapping[str, object] = story.places if noun is Noun.PLACE else story.actors
    yield from (id_ for id_ in entries if id_ not in found and _stands_alone(id_, noun, story))


def _stands_alone(id_: str, noun: Noun, story: Story) -> bool:
    return (story.places[id_].parent if noun is Noun.PLACE else story.actors[id_].parent) is None


# ------------------------------------------------------------------ what is typed


def read(part: Part, words: str, proposal: Proposal) -> str:
    """The value that typed words give to a part. `FactError` where they give none."""
    said = collapse(words)
    if not said or len(said) > LONGEST or part not in TYPED:
        raise FactError(part, "unknown_value", said[:LONGEST])
    match part:
        case Part.SPEAKER:
            return said
        case Part.NUMBER:
            return _number(said)
        case Part.DATE:
            return _date(said, proposal)
        case _:
            return _name(part, said, proposal.edition.story)


def _name(part: Part, said: str, story: Story) -> str:
    gazetteer = Gazetteer(story)
    ids: Mapping[str, object] = story.places if part in PLACES else story.actors
    found = said if said in ids else gazetteer.place(said) if part in PLACES else gazetteer.force(said)
    if found is None:
        raise FactError(part, "unknown_place" if part in PLACES else "unknown_force", said)
    return found


def _number(said: str) -> str:
    plain = _THOUSANDS.sub("", normalise(said).replace(FILLER, ""))
    between = _BETWEEN.search(plain)
    return f"{between[1]}-{between[2]}" if between else plain


def _date(said: str, proposal: Proposal) -> str:
    """``../2026 end`` as it is; other words as extraction reads them."""
    plain = normalise(said).replace(FILLER, "")
    try:
        return date_text(dated(plain))
    except FactError:
        when = next(iter(_read_dates(said, proposal)), None)
        if when is None:
            raise
        return when


def _read_dates(said: str, proposal: Proposal) -> Iterable[str]:
    """The dates that the rules of extraction read in these words, for an article of that day."""
    # Only typed words need the rules of extraction, and their data takes a while to read.
    from storage.corpus.extraction.dates import Clock, mark_dates
    from storage.corpus.extraction.passages import passages

    article = replace(proposal.article, text=said, sentences=(Sentence(0, len(said), 0),))
    clock = Clock(article.published.earliest, article.published.latest)
    marks = (mark for passage in passages(article) for mark in mark_dates(passage, clock, ()))
    return [date_text(mark.date) for mark in marks if mark.date]
