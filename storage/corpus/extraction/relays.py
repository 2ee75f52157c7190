"""Relays: what is said by somebody whom an outlet quotes, by a document, by a name before a colon.

Each function reads one way, at one token, and gives the `Speech` or None; `introductions` asks them in turn.
"""

from __future__ import annotations

from dataclasses import replace

from storage.corpus.extraction.hearing import Hearing
from storage.corpus.extraction.lines import Line
from storage.corpus.extraction.marks import Speech
from storage.corpus.extraction.naming import Speaker, agency_in, is_named, speaker_of
from storage.corpus.extraction.scopes import end_of, opens_speech
from storage.corpus.extraction.speakers import document_before, is_addressed, speaker_after
from storage.corpus.extraction.speech_words import forms
from storage.corpus.gazetteer import Noun
from storage.records import Attribution

_WINDOW, _FAR = 9, 20
_STAMP, _TOLD = 3, 8
_FROM, _OF, _IN = "من", "عن", "في"
_LEARN, _NEWS = "علم", "الانباء"
_THEREIN = frozenset({"فيه", "فيها"})


def relayed(line: Line, at: int, hearing: Hearing) -> Speech | None:
    """«نقلت رويترز عن مسؤولين قولهم إن …», «علمت الصحيفة من مصادر أن …»."""
    if not line.any_of(at, line.words.relays):
        return None
    preposition = _FROM if any(form.startswith(_LEARN) for form in forms(line.keys[at])) else _OF
    to = next((n for n in range(at + 1, min(len(line), at + _WINDOW)) if line.keys[n] == preposition), None)
    source = speaker_after(line, to + 1) if to else None
    content = _sayings(line, source.after) if source else None
    if to is None or source is None or content is None or content >= len(line):
        return None
    agency = agency_in(line, at + 1, to) or bare_name(line, at + 1, to)
    said = replace(hearing.who(line, source), agency=agency)
    return Speech(content, end_of(line, content), said, at, content, line.keys[at], ("speech.relay",))


def _sayings(line: Line, at: int) -> int | None:
    """Where begins what is said behind «قولهم إن»."""
    for n in range(at, min(len(line), at + _WINDOW)):
        if line.keys[n] in line.words.that:
            return n + 1
        if opens_speech(line, n):
            return n
    said = next((n for n in range(at, min(len(line), at + 3)) if line.any_of(n, line.words.sayings)), None)
    return None if said is None else said + 1


def bare_name(line: Line, first: int, after: int) -> str | None:
    """The outlet's own name without «وكالة», «صحيفة» and what follows it."""
    while first < after and line.is_one(first, line.words.named_media) and line.keys[first + 1 : first + 2] != (_NEWS,):
        first += 1
    ends = (n for n in range(first + 1, after) if line.gap(n).startswith('"') or line.any_of(n, line.words.ends))
    after = next(ends, after)
    return line.passage.words(first, after) if first < after <= first + 4 else None


def issued(line: Line, at: int, hearing: Hearing) -> Speech | None:
    """«جاء في بيان أصدره البنتاغون أن …», «تقرير لصحيفة … عن …»: who issued the document says it."""
    stands = line.any_of(at, line.words.stands)
    if not stands and not line.any_of(at, line.words.documents):
        return None
    if stands and line.keys[at + 1 : at + 2] and line.keys[at + 1] in _THEREIN:
        document = document_before(line, at, _FAR)
        return _speech(line, at, _sayings(line, at + 2), hearing.who(line, document)) if document else None
    first = at + 2 if stands else at
    if (stands and line.keys[at + 1 : at + 2] != (_IN,)) or not line.any_of(first, line.words.documents):
        return None
    if stands and line.any_of(first, line.words.own):
        content = _sayings(line, first + 1)
        return _speech(line, at, content, hearing.last) if hearing.last else None
    issuer = document_at(line, first) or (speaker_after(line, first) if stands else None)
    content = _sayings(line, issuer.after) if issuer and stands else None
    if issuer and content is None and line.is_one(issuer.after, line.words.about):
        content = issuer.after + 1
    return _speech(line, at, content, hearing.who(line, issuer)) if issuer else None


def _speech(line: Line, at: int, content: int | None, said: Attribution) -> Speech | None:
    if content is None or content >= len(line):
        return None
    return Speech(content, end_of(line, content), said, at, content, "", ("speech.document",))


def document_at(line: Line, at: int) -> Speaker | None:
    """A document with who issued it: «بيان أصدره البنتاغون», «تقرير لصحيفة نيويورك تايمز», «بيان صادر عن الوزارة»;
    None where nobody is named."""
    if not line.is_one(at, line.words.documents):
        return None
    for n in range(at + 1, min(len(line), at + 5)):
        if line.parted(n):
            return None
        issuer = None
        if line.is_one(n, line.words.issued):
            led = line.keys[n + 1 : n + 2] in ((_OF,), ("بها",), ("به",))
            issuer = speaker_after(line, n + 2 if led else n + 1)
        elif n == at + 1 and _led_by_l(line, n):
            issuer = speaker_after(line, n, cut=1)
        if issuer:
            return speaker_of(line, at, issuer.after)
    return None


def _led_by_l(line: Line, at: int) -> bool:
    """Whether a «ل» hangs on token `at`, and is no letter of the word."""
    word, words = line.keys[at], line.words
    if word[0] != "ل" or word in words.heads:
        return False
    name = line.marked.get(at)
    known = word[1:] in words.heads or word[1:] in words.agencies
    return known or word.startswith("لل") or (name is not None and name.lead == "ل")


def label(line: Line, hearing: Hearing) -> Speech | None:
    """«المتحدث العسكري: …»: a name of a speaker, and a colon, open the line."""
    first = _behind_clock(line)
    name = line.name(first) if first else None  # on a live page a bare name speaks, too
    named = name is not None and name.noun is not Noun.PLACE
    speaker = speaker_after(line, first, opens=True) if named or line.any_of(first, line.words.sides) else None
    colon = _colon(line, speaker) if speaker else None
    if speaker is None or colon is None:
        return None
    said = hearing.who(line, speaker)
    return Speech(colon, len(line), said, first, colon, "", ("speech.label",))


def _behind_clock(line: Line) -> int:
    """The first token behind the time of a live page («18:05 – …»)."""
    at = 0
    while at < _STAMP and at + 1 < len(line) and line.keys[at].isdecimal():
        at += 1
    return at if at and line.gap(at).strip() else 0


def _colon(line: Line, speaker: Speaker) -> int | None:
    """The token behind the colon that follows a speaker, over the one spoken to and the day («للصحفيين أمس:»)."""
    told = False
    for at in range(speaker.after, min(len(line), speaker.after + _TOLD)):
        if ":" in line.gap(at):
            return at
        told = told or is_addressed(line, speaker.first, at)
        if line.parted(at) or not (told or line.dated(at) or line.any_of(at, line.words.ends)):
            return None
    return None


def answer(line: Line, hearing: Hearing) -> Speech | None:
    """«ج: …»: he who was asked."""
    if len(line) > 1 and ":" in line.gap(1) and line.is_one(0, line.words.answers) and hearing.last:
        return Speech(1, len(line), hearing.last, 0, 1, "", ("speech.answer",))
    return None


def fronted(line: Line, at: int) -> Speaker | None:
    """«إلا أن فلاناً، الخبير …، قلل من …، وقال إن»: he whom the sentence names first."""
    lead = 1 if line.keys[:2] in _YET else 0 if line.keys[0] in _BUT else None
    if lead is None or lead + 1 >= at:
        return None
    speaker = speaker_after(line, lead + 1)
    named = speaker and speaker.after < at and (is_named(line, speaker.first, speaker.after) or lead + 1 in line.marked)
    return speaker if named else None


_YET, _BUT = frozenset({("الا", "ان"), ("غير", "ان"), ("بيد", "ان")}), frozenset({"لكن", "ولكن"})


def source_of_news(line: Line, at: int) -> Speaker | None:
    """«بحسب معلومات حصلت عليها الوكالة من مصدرين»: they of whom it was learnt."""
    if line.keys[at] not in _LEARNT:
        return None
    of = next((n for n in range(at + 1, min(len(line), at + _WINDOW)) if line.keys[n] == _FROM), None)
    return speaker_after(line, of + 1) if of else None


_LEARNT = frozenset({"معلومات", "المعلومات", "معطيات", "افادات", "شهادات"})
