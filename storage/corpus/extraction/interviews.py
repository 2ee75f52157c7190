"""Interviews: who is asked, and which sentences are questions, so that the answers are his.

An interview names its guest once («حوار مع …»), then asks; what follows a question and names no other speaker is said
by him. What a sentence says of its own speakers is `introductions`.
"""

from __future__ import annotations

from storage.corpus.extraction.lines import Line
from storage.corpus.extraction.naming import Speaker, is_named
from storage.corpus.extraction.speakers import speaker_after
from storage.corpus.extraction.speech_words import forms, speech_words
from storage.corpus.gazetteer import Noun
from storage.corpus.words import PerWord

_WITH, _REACH = "مع", 9
_OPENING = 4
_HELD = frozenset({"شغل", "شغلت", "تولي", "تولت", "امضي", "امضت", "خدم", "خدمت"})
"""«شغل اللواء … مواقع عدة»: so the life of a guest is told before he is asked."""


def guest_of(line: Line) -> Speaker | None:
    """The guest whom a sentence introduces («في حوار مع اللواء …»، «ضيفنا الخبير …»); None where it does not."""
    if line.passage.paragraph < _OPENING and line.keys[0] in _HELD and (held := _person(line, 1)):
        return held
    for at in _tells.where(line.keys):
        if line.any_of(at, line.words.guests) and (guest := _person(line, at + 1)):
            return guest
        if line.any_of(at, line.words.meets) and (guest := _met(line, at + 1)):
            return guest
        if line.any_of(at, line.words.interviews):
            after = range(at + 1, min(len(line), at + _REACH))
            led = next((n for n in after if line.keys[n] == _WITH), None)
            return _person(line, led + 1) if led else None
    return None


def _met(line: Line, at: int) -> Speaker | None:
    """«التقت "الأفق" اللواء … وسألته عن»: he who was met, over the outlet's name."""
    if not any(line.any_of(n, line.words.asked) for n in range(at, len(line))):
        return None
    people = (n for n in range(at, min(len(line), at + _REACH)) if line.is_one(n, line.words.titled))
    first = next(people, None)
    return _person(line, first) if first is not None else None


def is_interview(line: Line) -> bool:
    """Whether a sentence tells of an interview («قال … في مقابلة مع صحيفة …»)."""
    return any(line.any_of(at, line.words.interviews) for at in _tells.where(line.keys))


def announces_interview(line: Line) -> bool:
    """Whether a heading or a byline tells that somebody is interviewed («حوار: …», «حاورته فلانة»)."""
    words = line.words
    told = any(line.any_of(at, words.guests) for at in range(len(line)))
    return told or any(line.any_of(at, words.interviews) and word not in _VAGUE for at, word in enumerate(line.keys))


def introduced(line: Line) -> Speaker | None:
    """The first person whom a sentence names with his title."""
    people = (_person(line, at) for at in range(len(line)) if line.is_one(at, line.words.titled))
    return next((who for who in people if who and is_named(line, who.first, who.after)), None)


_VAGUE = frozenset({"حديث", "اسيله"})


def _may_tell(word: str) -> bool:
    words = speech_words()
    return any(form in group for form in forms(word) for group in (words.guests, words.interviews, words.meets))


_tells = PerWord(_may_tell)


def _person(line: Line, at: int) -> Speaker | None:
    speaker = speaker_after(line, at)
    if speaker is None or speaker.anonymous:
        return None
    name = line.name(speaker.first)
    known = (name is not None and name.noun is Noun.PERSON) or line.is_one(speaker.first, line.words.people)
    return speaker if known or is_named(line, speaker.first, speaker.after) else None


def is_question(line: Line) -> bool:
    """Whether a sentence asks: it ends with «؟», or opens with «س:»."""
    labelled = line.is_one(0, line.words.questions) and ":" in line.gap(1)
    return labelled or "؟" in line.passage.tokens[-1].after
