"""Introductions: the ways in which a sentence tells who says something: a verb of saying, «بحسب».

What is quoted from others and from documents is `relays`. Each function reads one way, at one token, and gives the
`Speech` or None. Whom a short name means, and who goes on speaking, is asked of the `Hearing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storage.corpus.extraction.hearing import Hearing
from storage.corpus.extraction.lines import Line
from storage.corpus.extraction.marks import Speech
from storage.corpus.extraction.naming import Speaker, agency_in
from storage.corpus.extraction.relays import (
    answer,
    bare_name,
    document_at,
    fronted,
    issued,
    label,
    relayed,
    source_of_news,
)
from storage.corpus.extraction.scopes import content_after, end_of, start_of
from storage.corpus.extraction.speakers import document_before, is_addressed, speaker_after, speaker_before
from storage.corpus.extraction.speech_words import Form, Verb, forms, opens
from storage.corpus.extraction.topics import subject_before
from storage.corpus.extraction.unsaid import already, is_bare, is_put_in, is_unsaid, says_nothing
from storage.corpus.words import bare
from storage.records import Attribution

_FAR, _RELAYED, _TOLD = 20, 10, 4
_FINITE = frozenset({Form.PAST, Form.PRESENT})
_THESE = frozenset({"هذا", "هذه", "هولاء", "تلك"})
_AS = frozenset({"كما", "ما", "لما", "حسبما", "مثلما"})
_TAKING_L = frozenset({"وفقا", "طبقا"})
_WITH_IT = frozenset({"به", "بها", "عنه", "عنها", "اليه", "اليها", "له", "لها"})
_OF_SOURCE = frozenset({"عن"})
_TRUTH = frozenset({"صحه", "وجود"})
_SOURCES = frozenset({("نقلا", "عن"), ("علي", "لسان")})


def speech_at(line: Line, at: int, hearing: Hearing) -> Speech | None:
    """The speech that token `at` introduces."""
    if at == 0 and (labelled := answer(line, hearing) or label(line, hearing)):
        return labelled
    opening = opens[line.keys[at]]
    if opening.document and (document := issued(line, at, hearing)):
        return document
    if opening.relay and (of_another := relayed(line, at, hearing)):
        return of_another
    if opening.according and (length := _phrase(line, at)):
        return _according(line, at, length, hearing)
    verb = line.verb(at)
    return _said(line, at, verb, hearing) if verb and at not in line.marked else None


# ------------------------------------------------------------------ verbs


def _said(line: Line, at: int, verb: Verb, hearing: Hearing) -> Speech | None:
    """«قال فلان إن …», «لكن فلاناً نفى …», «وأضاف أن …», «…، مؤكداً أن …», «…، قال فلان»."""
    if verb.objected or is_unsaid(line, at, verb) or (at > 1 and line.keys[at - 2] in _TRUTH):
        return None
    speaker = already(line, at) or subject_before(line, at, verb) or _subject(line, at, verb)
    start = speaker.after if speaker and speaker.first > at else at + 1
    content = None if is_bare(line, at, start) else content_after(line, start, verb)
    if content is None or is_put_in(line, at, speaker):
        return _postposed(line, at, verb, speaker, hearing)
    if says_nothing(line, at, verb, content):
        return None
    speaker = speaker or _late_subject(line, at, verb)
    if _is_reported(at, verb, hearing) or (not speaker and line.any_of(at, line.words.impersonal)):
        return None
    if verb.documents and (speaker is None or not line.is_one(speaker.first, line.words.documents)):
        return None
    by_person = speaker is not None and line.any_of(speaker.first, line.words.people)
    speaker = (None if by_person else _source_within(line, start, content)) or speaker
    speaker = speaker or _source_within(line, content, len(line))  # «تحدثت "…" عن خفض، نقلا عن مسؤولين»
    said = hearing.who(line, speaker) if speaker else hearing.still(line, at, verb)
    if said is None:
        return None
    first = min(at, speaker.first) if speaker else at
    said = _with_agency(line, said, first, content, speaker)
    return Speech(content, end_of(line, content), said, first, content, verb.lemma, ("speech.verb",))


def _subject(line: Line, at: int, verb: Verb) -> Speaker | None:
    """He who stands behind the verb; before it where what follows is not its subject («كان مصدر قد قال», «أما
    السوداني فقال»)."""
    if verb.form is Form.DOING:
        return None
    led = at > 0 and (line.keys[at - 1] == "قد" or (line.keys[at][0] == "ف" and not line.parted(at)))
    before = speaker_before(line, at) if led and verb.form in _FINITE else None
    follows = next((n for n in range(at + 1, len(line)) if not line.is_one(n, line.words.beside)), at + 1)
    behind = _behind_told(line, follows)
    return before or document_at(line, at + 1) or speaker_after(line, behind, verb.tells)


def _behind_told(line: Line, at: int) -> int:
    """«وقال لـ"الأفق" عضو اللجنة …»: the token behind the one who is told, where he stands first."""
    if at + 1 >= len(line) or (line.keys[at] != "ل" and not (line.keys[at][0] == "ل" and is_addressed(line, at, at))):
        return at
    last = at + 1 if line.keys[at] == "ل" else at
    start = last + (line.gap(last + 1).strip() == '"')  # «لوكالة "رويترز"»: behind the mark that opens the name
    if start == last and line.keys[at][1:] in line.words.media:
        return _behind_outlet(line, last + 1)
    closes = (
        n for n in range(start, min(len(line) - 1, start + _TOLD)) if '"' in line.gap(n + 1) or ")" in line.gap(n + 1)
    )
    return next(closes, last) + 1


def _behind_outlet(line: Line, at: int) -> int:
    """«لصحيفة الصباح مصدر أمني إن»: the token behind the name of an outlet, which begins with token `at`."""
    ends = (n for n in range(at, min(len(line), at + _TOLD)) if line.parted(n) or line.is_one(n, line.words.sides))
    follows = next((n for n in range(at, min(len(line), at + _TOLD)) if line.is_one(n, line.words.that)), at + _TOLD)
    return min(next(ends, follows), follows)


def _late_subject(line: Line, at: int, verb: Verb) -> Speaker | None:
    """He who stands before the verb, where nobody stands behind it."""
    if line.any_of(at, line.words.tells_of) and (document := document_before(line, at, _FAR)):
        return document
    if line.keys[at][0] in "وف" and line.keys[at] not in line.words.verbs:
        return fronted(line, at) if verb.form in _FINITE else None
    return speaker_before(line, at) if verb.form in _FINITE else None


def _is_reported(at: int, verb: Verb, hearing: Hearing) -> bool:
    """A wish or a position inside another's words is a part of them («قال إن الرئيس يأمل …»)."""
    return verb.wills and verb.form is not Form.DOING and _within(hearing.found, at)


def _within(found: Sequence[Speech], at: int) -> bool:
    return any(speech.first <= at < speech.after for speech in found)


def _source_within(line: Line, start: int, content: int) -> Speaker | None:
    """«نقلا عن ثلاثة مسؤولين», «على لسان قائدها» between the verb and what is said."""
    for at in range(start, content - 2):
        if line.keys[at : at + 2] in _SOURCES:
            return speaker_after(line, at + 2)
    return None


def _postposed(line: Line, at: int, verb: Verb, speaker: Speaker | None, hearing: Hearing) -> Speech | None:
    """«…، قال فلان.», «وبذلك، تقول اللجنة، …»: what is said stands around the verb."""
    if speaker is None or speaker.first < at or at == 0 or verb.alone or verb.wills or verb.form not in _FINITE:
        return None
    if not line.parted(at) and '"' not in line.gap(at):
        return None
    if speaker.after < len(line) and not line.parted(speaker.after) and not line.any_of(speaker.after, line.words.ends):
        return None
    return _around(line, at, speaker.after, hearing.who(line, speaker), verb.lemma)


def _around(line: Line, first: int, after: int, said: Attribution, verb: str = "") -> Speech:
    return Speech(start_of(line, first), end_of(line, after - 1), said, first, after, verb, ("speech.around",))


def _with_agency(line: Line, said: Attribution, first: int, after: int, speaker: Speaker | None) -> Attribution:
    """With the agency that the introduction names («قال مسؤول لرويترز إن»)."""
    if said.agency or (speaker and speaker.agency):
        return said
    agency = agency_in(line, first, after)
    return replace(said, agency=agency) if agency else said


# ------------------------------------------------------------------ «بحسب»


def _phrase(line: Line, at: int) -> int:
    """The number of words from token `at` on that mean "according to"; 0 where they do not."""
    for form in forms(line.keys[at]):
        for phrase in line.words.according.get(form, ()):
            if line.keys[at + 1 : at + len(phrase)] == phrase[1:] and not line.parted(at + 1):
                return len(phrase)
    return 0


def _according(line: Line, at: int, length: int, hearing: Hearing) -> Speech | None:
    start = at + length
    if start < len(line) and line.keys[start] in _THESE:
        start += 1
    if start >= len(line):
        return None
    if line.any_of(start, line.words.relays) and (source := _source_relayed(line, start)):
        return _put_in(line, at, source, hearing)
    if verb := line.verb(start):
        return _as_said(line, at, start, verb, hearing)
    if line.keys[start - 1] in _AS:
        return None
    cut = int(line.keys[start][0] == "ل" and not _TAKING_L.isdisjoint(forms(line.keys[at])))
    if line.keys[start][cut:] in line.words.himself:
        return _around(line, at, start + 1, hearing.last) if hearing.last and not hearing.found else None
    if _is_no_speaker(line, start, cut):
        return None
    speaker = source_of_news(line, start) or document_at(line, start) or speaker_after(line, start, cut=cut)
    return _put_in(line, at, speaker, hearing) if speaker else None


def _source_relayed(line: Line, at: int) -> Speaker | None:
    """«بحسب ما نقلته الوكالة عن ضابط»: the officer, with the agency."""
    of = next((n for n in range(at + 1, min(len(line), at + _RELAYED)) if line.keys[n] == "عن"), None)
    source = speaker_after(line, of + 1) if of else None
    outlet = (agency_in(line, at + 1, of) or bare_name(line, at + 1, of)) if of else None
    return replace(source, agency=outlet) if source else None


def _is_no_speaker(line: Line, at: int, cut: int) -> bool:
    """«وفق الخطة», «وفقاً للاتفاق»: nobody says it."""
    word = line.keys[at][cut:]
    plain = "ا" + word if cut and word.startswith("ل") else word
    return plain in line.words.nobody or bare(plain) in line.words.nobody


def _as_said(line: Line, at: int, start: int, verb: Verb, hearing: Hearing) -> Speech | None:
    """«كما قال فلان»، «وفق ما أعلنته برلين»; but «كما قال فلان إن …» is one more speech."""
    if not verb.objected and (more := _said(line, start, verb, hearing)) and more.reasons == ("speech.verb",):
        return more
    if verb.refuses:  # «وهو ما نفاه فلان»
        return None
    behind = start + 1 + line.is_one(start + 1, _WITH_IT)  # «وفق ما أفادت به هيئة الأركان»
    if verb.form is Form.PRESENT and (behind >= len(line) or line.parted(behind)):  # «…، كما يقول، …»
        return _around(line, at, behind, hearing.last) if hearing.last and not hearing.found else None
    speaker = speaker_after(line, behind)
    return _put_in(line, at, speaker, hearing) if speaker else None


def _put_in(line: Line, at: int, speaker: Speaker, hearing: Hearing) -> Speech | None:
    """A speech whose speaker is put into what he says; inside another's words he says nothing of his own."""
    if _within(hearing.found, at):
        return None
    source = _source_within(line, speaker.after, min(len(line), speaker.after + 5))
    said = hearing.who(line, source or speaker)
    relayed_by = not said.agency and line.any_of(speaker.first - 1, _OF_SOURCE)
    if speaker.agency and (source or relayed_by):
        said = replace(said, agency=speaker.agency)
    return _around(line, at, (source or speaker).after, said)
