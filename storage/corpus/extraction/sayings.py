"""Sayings: where the saying itself is an event, an announcement or a statement of a side on a day.

A side says something on a dated day, or announces a withdrawal; experts, newspapers and nameless sources make no
event by speaking. Who speaks in which words is `attribution`; what is said is `events`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storage.corpus.extraction.confidence import THRESHOLD, confidence
from storage.corpus.extraction.dated import announcement_date
from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.forces import adjectives, is_foreign, nationality, side, speaking_side, two_states
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.identity import fact_id
from storage.corpus.extraction.inflection import Form, stripped
from storage.corpus.extraction.lexicon import Sense, load_lexicon, particles
from storage.corpus.extraction.marks import Judged
from storage.corpus.extraction.modality import is_negated, judge
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.zones import Zone
from storage.corpus.gazetteer import Noun
from storage.corpus.language import load_language
from storage.corpus.words import PerWord
from storage.fuzzydate import FuzzyDate
from storage.records import Attribution, Event, Kind, Modality, Origin, Story, Unit

_WORTH = frozenset({Kind.WITHDRAWAL, Kind.REDUCTION, Kind.REDEPLOYMENT, Kind.HANDOVER, Kind.MISSION_END, Kind.PRESENCE})
_SPEAKER = 14


def sayings(read: Reading, said: Sequence[Event]) -> tuple[Event, ...]:
    """The announcements and statements of a passage; `said` are the events that it claims."""
    return (*_sayings(read, said), *_awaited(read))


def _sayings(read: Reading, said: Sequence[Event]) -> Iterator[Event]:
    for zone in read.zones:
        if zone.head.entry.sense is Sense.TRIGGER or is_negated(read.structure, zone.head.first):
            continue
        if zone.head.word.pronoun:  # «وفق ما أعلنته …»: a source
            continue
        if ahead := _to_come(read, zone, said):
            yield ahead
            continue
        who = _side(read, zone) if _matters(read, zone, said) else None
        if who and (event := _saying(read, zone, who, said)) and not _is_accord(event, said):
            yield event


def _is_accord(event: Event, said: Sequence[Event]) -> bool:
    """«أعلنت بغداد وواشنطن اتفاقاً»: what is announced that day is the agreement, told already."""
    if event.kind is not Kind.ANNOUNCEMENT or event.date is None:
        return False
    return any(e.kind is Kind.AGREEMENT and e.date and e.date.edtf == event.date.edtf for e in said)


_ANNOUNCED = "أعلن"


def _matters(read: Reading, zone: Zone, said: Sequence[Event]) -> bool:
    """Whether what is said is about forces: an event of theirs, a word of them, their number, or both sides."""
    if any(mark.unit is Unit.PERSONNEL for mark in read.marked.numbers) or any(e.kind in _ABOUT for e in said):
        return True
    if read.structure.kinds & _ABOUT and _names_guests(read):
        return True
    if zone.head.entry.sense is not Sense.ANNOUNCE:
        return False
    story = read.context.story
    actors = read.marked.actors
    speaker = min(actors, key=lambda n: abs(n.first - zone.head.first), default=None)
    others = (side(n.id, story) for n in actors if n is not speaker)
    return any(is_foreign(force, story) for force in others) or any(
        name in read.structure.classes for name in ("bilateral", "states")
    )


def _names_guests(read: Reading) -> bool:
    """Whether a guest force is named, by name or by adjective («الانسحاب الأميركي»)."""
    story = read.context.story
    named = any(n.noun is Noun.ACTOR and is_foreign(side(n.id, story), story) for n in read.marked.names)
    told = (nationality(read.structure, at, story) for at in adjectives(read.structure))
    return named or any(is_foreign(actor, story) for actor in told if actor)


_ABOUT = _WORTH | {Kind.AGREEMENT, Kind.TALKS}


def _to_come(read: Reading, zone: Zone, said: Sequence[Event]) -> Event | None:
    """An announcement that is still to be made («من المقرر أن تعلن …»)."""
    if zone.head.entry.sense is not Sense.ANNOUNCE or zone.head.entry.form is not Form.PRESENT:
        return None
    date = announcement_date(read, zone)
    judged = judge(read.structure, zone.head.first, date)
    states = two_states(read.structure, read.context.story)
    if judged.modality not in (Modality.PLANNED, Modality.CONDITIONAL) or not states or not said:
        return None
    return _announcement(read, zone.head.first, states[0], judged, date)


def _awaited(read: Reading) -> Iterator[Event]:
    """«وقد يصدر الإعلان هذا الشهر»: an announcement named as one to come, on a day that its clause gives."""
    parts = read.structure
    nouns = (h for h in parts.hits if h.entry.sense is Sense.ANNOUNCE and not h.verb)
    for hit in nouns:
        own = set(parts.tokens(parts.of[hit.first]))
        date = next((mark.date for mark in read.marked.dates if mark.first in own and mark.date), None)
        judged = judge(parts, hit.first, date)
        put_off = judged.modality is Modality.DENIED and judged.reasons[0].startswith("modality.postpone")
        if date and (
            (put_off and _is_the(read, hit))
            or (judged.modality in (Modality.PLANNED, Modality.CONDITIONAL) and hit.word.definite)
        ):
            who = next(iter(two_states(parts, read.context.story)), _first_guest(read.context.story))
            yield _announcement(read, hit.first, who, judged, date)


def _is_the(read: Reading, hit: Hit) -> bool:
    """«الإعلان»، «إعلان الموعد»، but «أصدرت إعلاناً»."""
    tokens = read.marked.passage.tokens
    bare = tokens[hit.first].key.endswith("ا") or hit.after >= len(tokens) or tokens[hit.after - 1].after.strip()
    return hit.word.definite or not (bare or tokens[hit.after].key in load_language().place_prepositions)


def _announcement(read: Reading, token: int, who: str | None, judged: Judged, date: FuzzyDate | None) -> Event:
    start, place = read.marked.passage.start, read.context.country
    reasons = ("trigger.announcement.to_come", "statement.dated" if date else "statement.undated", *judged.reasons)
    sure = confidence(reasons)
    return Event(
        id=fact_id(read.marked.passage.article.id, start, "to_come", place, who, date and date.edtf),
        kind=Kind.ANNOUNCEMENT,
        modality=judged.modality,
        citation=read.marked.passage.citation,
        actor=who,
        place=place,
        date=date,
        attribution=read.marked.attribution_at(token),
        origin=Origin.EXTRACTED,
        confidence=sure,
        published=sure >= THRESHOLD,
        reasons=reasons,
    )


def _saying(read: Reading, zone: Zone, who: str, said: Sequence[Event]) -> Event | None:
    date = announcement_date(read, zone)
    announces = zone.head.entry.sense is Sense.ANNOUNCE
    about = [event for event in said if event.kind in _WORTH]
    if zone.head.entry.form is not Form.PAST and date is None:
        return None
    if date is None and not (announces and about and _opens(read, zone) and zone.head.entry.name == _ANNOUNCED):
        return None
    if not announces and _is_nameless(read, zone):
        return None
    kind = Kind.ANNOUNCEMENT if announces else Kind.STATEMENT
    place = _place(read, about)
    reasons = (f"trigger.{kind}.{zone.head.entry.name}", "statement.dated" if date else "statement.undated")
    sure = confidence(reasons)
    attribution = Attribution() if announces else read.marked.attribution_at(_content(read, zone))
    return Event(
        id=fact_id(read.marked.passage.article.id, read.marked.passage.start, kind, place, who, date and date.edtf),
        kind=kind,
        modality=Modality.HAPPENED,
        citation=read.marked.passage.citation,
        actor=who,
        place=place,
        date=date,
        attribution=attribution,
        origin=Origin.EXTRACTED,
        confidence=sure,
        published=sure >= THRESHOLD,
        reasons=reasons,
    )


def _place(read: Reading, about: Sequence[Event]) -> str | None:
    """Where what is announced is: the country of the place that the sentence names, else that of the article."""
    named = next((event.place for event in about if "place.named" in event.reasons), None)
    return read.context.story.root(named or next((e.place for e in about if e.place), None)) or read.context.country


def _is_nameless(read: Reading, zone: Zone) -> bool:
    return read.marked.attribution_at(_content(read, zone)).anonymous


def _opens(read: Reading, zone: Zone) -> bool:
    """Whether the verb stands in a clause of its own, not within what another says."""
    return read.structure.of[zone.head.first] == 0


def _content(read: Reading, zone: Zone) -> int:
    """The first token of what is said."""
    speech = next((s for s in read.marked.speeches if s.intro_first <= zone.head.first < s.intro_after), None)
    return speech.first if speech else zone.head.first


# ------------------------------------------------------------------ who


def _side(read: Reading, zone: Zone) -> str | None:
    """The side that speaks; None for experts, newspapers and sources without a name."""
    story = read.context.story
    tokens = _introduction(read, zone)
    if any(_is_bystander(read, at) for at in tokens):
        return None
    own = set(tokens)
    named = [name for name in read.marked.names if name.first in own and not _is_about(read, name.first)]
    if found := speaking_side(named, read.context.gazetteer, story):
        return found
    if any("bilateral" in word_classes(read.marked.passage.tokens[at]) for at in tokens):
        return _first_guest(story)
    return next((side(a, story) for at in tokens if (a := nationality(read.structure, at, story))), None)


def _first_guest(story: Story) -> str | None:
    return next((id for id, actor in story.actors.items() if actor.coalition_member), None)


def _introduction(read: Reading, zone: Zone) -> tuple[int, ...]:
    """The words in which the speaker is named: around the verb, up to what is said."""
    speech = next((s for s in read.marked.speeches if s.intro_first <= zone.head.first < s.intro_after), None)
    if speech:
        return tuple(range(speech.intro_first, speech.intro_after))
    tokens = (*zone.fronted, *zone.tokens)
    if zone.head.word.prefix == "ل" and zone.head.verb:  # «خرج أوباما ليعلن …»
        tokens = (*read.structure.tokens(read.structure.clause(zone.head.first).parent), *tokens)
    return tuple(at for at in tokens if abs(at - zone.head.first) < _SPEAKER)


def _is_bystander(read: Reading, at: int) -> bool:
    return _experts[read.marked.passage.keys[at]]


_experts = PerWord(lambda key: any(word.rest in load_lexicon().experts for word in stripped(key)[:3]))


def _is_about(read: Reading, at: int) -> bool:
    """Whether a name stands in what the words are about («عن خفض القوات في العراق»)."""
    return at > 0 and read.marked.passage.tokens[at - 1].key in particles("about")
