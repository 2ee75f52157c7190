"""Scopes of speech: where in a passage begins and ends what somebody says.

Who says it is `speakers`; how both are joined is `introductions`, and what goes on into the next sentence is
`attribution`.
"""

from __future__ import annotations

from storage.corpus.extraction.lines import Line
from storage.corpus.extraction.speakers import is_addressed
from storage.corpus.extraction.speech_words import Form, Verb, forms
from storage.corpus.extraction.tense import Tense, tense_at

_REACH, _NEAR_COLON, _LONG_QUOTE, _LONGEST = 40, 12, 4, 200
_BREAKS = frozenset({"ما", "مما"})
_TONGUE = "لسان"  # «على لسان فلان»
_WHATEVER = frozenset({"ما", "اي", "كل", "هذا", "هذه"})
_LEADING = frozenset({"علي", "الي", "من", "عن", "في"})


def content_after(line: Line, start: int, verb: Verb) -> int | None:
    """The token where begins what is said, looked for from token `start`, behind the verb and its subject; None
    where nothing is said there. «أن», a colon, a quotation, the preposition of the verb, or a noun of action."""
    for at in range(start, min(len(line), start + _REACH)):
        if at - start <= _NEAR_COLON and opens_speech(line, at) and ('"' in line.gap(at) or not verb.opening):
            return at
        if at > start and line.parted(at) and (closes(line, at) or _goes_on(line, at)):
            return None
        if _is_that(line, at, verb):
            return at + 1
        if line.keys[at] in verb.needs:
            return at
        if verb.alone and not verb.leads:
            continue
        if (found := _led(line, at, verb)) is not None:
            return found
        if _is_thing(line, start, at, verb):
            return at
    return None


def opens_speech(line: Line, at: int) -> bool:
    """Whether a colon, or the mark that opens a quotation of a sentence, stands before token `at`."""
    gap = line.gap(at)
    if ":" in gap:
        return True
    if not gap.endswith('"') or line.any_of(at - 1, line.words.nameds):
        return False
    tokens = line.passage.tokens
    return not any('"' in token.after for token in tokens[at : at + _LONG_QUOTE])


def _is_that(line: Line, at: int, verb: Verb) -> bool:
    if line.keys[at] not in line.words.that or line.any_of(at - 1, line.words.not_that):
        return False
    before = line.keys[at - 1]
    return before not in _LEADING or before in verb.leads


def _goes_on(line: Line, at: int) -> bool:
    """Whether another verb of saying begins a clause with token `at`."""
    verb = line.verb(at)
    if verb is None or verb.form is Form.NOUN or line.any_of(at, line.words.asks):
        return False
    return line.keys[at] not in line.words.people


def _led(line: Line, at: int, verb: Verb) -> int | None:
    word = line.keys[at]
    if word in verb.leads and line.keys[at + 1 : at + 2] != (_TONGUE,):
        follows = at + 1 < len(line) and line.keys[at + 1] in line.words.that
        return at + 2 if follows else min(at + 1, len(line) - 1)
    if "ب" in verb.leads and word[0] == "ب" and word not in line.words.with_b and len(word) > 3:
        rest = word[1:]
        if (
            line.acts(at, 1)
            or line.dated(at)
            or (verb.wills and line.dated(at - 1))
            or (rest.startswith("ال") and at not in line.marked)
        ):
            return at
    return None


def _is_thing(line: Line, start: int, at: int, verb: Verb) -> bool:
    """A noun that says at once what is announced or denied."""
    if (verb.thing or verb.action) and line.acts(at) and not line.is_one(at - 1, _LEADING):
        return True
    if verb.thing and at == start and line.is_one(at, _WHATEVER):
        return True
    if not verb.thing or at > start or line.parted(at) or is_addressed(line, at, at):
        return False
    if line.any_of(at, line.words.ends) or line.any_of(at, _LEADING):
        return False
    return line.keys[at].isdigit() or not line.dated(at)


def stands_alone(line: Line, at: int) -> bool:
    """Whether the clause that a comma opens at token `at` is none of the speech's introduction («…، تقول اللجنة،
    تكون …»), which goes on with words of time, of place, or with «أن»."""
    if at >= len(line):
        return True
    if line.keys[at].startswith("ال") or line.dated(at) or opens_speech(line, at):
        return False
    return not (line.any_of(at, line.words.going) or line.any_of(at, _LEADING) or _according_follows(line, at))


def _according_follows(line: Line, at: int) -> bool:
    return any(form in line.words.according for form in forms(line.keys[at]))


# ------------------------------------------------------------------ where it ends


def end_of(line: Line, first: int) -> int:
    """The token behind the last that belongs to what is said from token `first` on."""
    last = min(len(line), first + _LONGEST)
    return next(
        (at for at in line.breaks if first < at < last and closes(line, at) and not _still_said(line, at)), last
    )


def _still_said(line: Line, at: int) -> bool:
    """«…، فيما ستبقى قوات في أربيل»: what is to come, behind «فيما», is still told by him who told the rest."""
    phrases = (phrase for form in forms(line.keys[at]) for phrase in line.words.meanwhile.get(form, ()))
    after = next((at + len(p) for p in phrases if line.keys[at + 1 : at + len(p)] == p[1:]), None)
    if after is None or after >= len(line) or line.keys[after] in line.words.standing:
        return False
    return tense_at(line.passage, after) in (Tense.FUTURE, Tense.PRESENT) and line.verb(after) is None


def closes(line: Line, at: int) -> bool:
    """Whether after a comma the outlet, or somebody else, goes on with token `at`."""
    if not line.parted(at):
        return False
    for form in forms(line.keys[at]):
        for phrase in line.words.closes.get(form, ()):
            if line.keys[at + 1 : at + len(phrase)] == phrase[1:]:
                return True
    return False


def start_of(line: Line, at: int) -> int:
    """The first token of the clause that somebody's name at token `at` is put into («…، بحسب البنتاغون»)."""
    for n in reversed(line.breaks):
        if max(0, at - _LONGEST) < n < at and (closes(line, n) or line.keys[n] in _BREAKS):
            return n
    return max(0, at - _LONGEST)
