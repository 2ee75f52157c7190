"""The tense of a word, from its form and the particles before it: past, present, future, or none for what is no verb.

Forms and particles are `data/tense.yaml`. Whether a fact holds is not judged here (`modality`), only when it is told.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from pathlib import Path

from storage.corpus.extraction.passages import Passage
from storage.corpus.fields import Fields
from storage.corpus.files import read_text
from storage.corpus.language import load_language
from storage.corpus.problems import Problems
from storage.corpus.text import normalise
from storage.corpus.words import PerWord, key
from storage.corpus.yaml_reader import load

_DATA = Path(__file__).parent / "data" / "tense.yaml"
_PRONOUNS = ("هما", "هم", "ها", "ه")
_PAST_ENDINGS = ("", "ت", "ا", "تا", "وا", "ن", "نا")
_IMPERFECT_ENDINGS = ("", "ون", "وا", "ان", "ا", "ن", "ين")
_PERSONS = "يتنا"
_WEAK = "يوا"
_MAY = "قد"
_SUBJECT = 8
"""Words of a subject between «يكون» and «قد»."""
_BEFORE = 3
"""Words that may stand between «كان» and its verb."""
_REACH = 30
"""Words within which a verb governs a time expression."""
_AHEAD = 12


class Tense(StrEnum):
    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TenseWords:
    """Folded words, each as its entry in the file explains it; `verbs` are "past imperfect" pairs."""

    verbs: frozenset[str]
    imperfects: frozenset[str]
    pasts: frozenset[str]
    also_nouns: frozenset[str]
    verb_leads: frozenset[str]
    not_future: frozenset[str]
    not_imperfect: frozenset[str]
    future: frozenset[str]
    past: frozenset[str]
    was: frozenset[str]
    being: frozenset[str]
    subjunctive: frozenset[str]
    no_time: frozenset[str]
    future_words: frozenset[str]
    past_words: frozenset[str]


class _Form(StrEnum):
    PAST = "past"
    IMPERFECT = "imperfect"
    FUTURE = "future"


_NONE, _PAST, _FUTURE = Tense.NONE, _Form.PAST, _Form.FUTURE  # asked of every word: found once


def tense_at(passage: Passage, token: int) -> Tense:
    """The tense of the verb at `token`; NONE where no verb stands there, or one without a time («قبل أن»)."""
    form = _form[passage.keys[token]]
    if form is None or (form is _PAST and not _is_verb(passage, token)):
        return _NONE
    before = passage.keys[token - 1] if token else ""
    if form is _FUTURE:
        return Tense.FUTURE
    if form is _PAST:
        return Tense.FUTURE if before == _MAY and _will_have(passage, token) else Tense.PAST
    return _of_imperfect(passage, token, _plain(before))


def tense_near(passage: Passage, first: int) -> Tense:
    """The tense of what a time expression at `first` dates: of the nearest verb or word of time before it, else
    after it; NONE where neither is near."""
    return governor(passage, first)[1]


def governor(passage: Passage, first: int) -> tuple[int | None, Tense]:
    """The verb or word of time that gives a time expression at `first` its tense; (None, NONE) where none is near."""
    words = load_tenses()
    for token in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if _plain(passage.tokens[token].key) in words.future_words:
            return token, Tense.FUTURE
        if (tense := tense_at(passage, token)) is not _NONE and not _is_remaining(passage, token):
            return token, tense
    for token in range(first, min(len(passage.tokens), first + _AHEAD)):
        if (tense := tense_at(passage, token)) is not _NONE:
            return token, tense
    return None, _NONE


def _is_remaining(passage: Passage, token: int) -> bool:
    """«ما تبقى من القوات»: names the rest, and gives nothing its time."""
    return passage.tokens[token].key in ("تبقي", "بقي") and token > 0 and passage.tokens[token - 1].key in ("ما", "من")


def is_past(word: str) -> bool:
    """Whether a folded word may be a verb in the past."""
    return _form[word] is _Form.PAST


def is_form_of(word: str, verbs: frozenset[str]) -> bool:
    """Whether a folded word is a form of one of `verbs`, each named by its past."""
    bare = (word, word[1:]) if word[:1] in ("و", "ف") else (word,)
    return any(form in _families(verbs) for form in bare)


@cache
def _families(verbs: frozenset[str]) -> frozenset[str]:
    pairs = [pair.split() for pair in load_tenses().verbs]
    made = ((*_past_forms(past), *_imperfect_forms(imperfect)) for past, imperfect in pairs if past in verbs)
    return frozenset(form for forms in made for form in forms) | verbs


# ------------------------------------------------------------------ one word


def _form_of(word: str) -> _Form | None:
    """What form of a verb a folded word is, with or without و ف before it."""
    conjoined = word[:1] in ("و", "ف") and word not in load_tenses().not_imperfect
    for start in (word, word[1:]) if conjoined else (word,):
        if form := _bare_form(start):
            return form
    return None


_form = PerWord(_form_of)
may_be_verb = PerWord(lambda word: _form[word] is not None)
"""Whether a folded word has a form of a verb at all."""


def _bare_form(word: str) -> _Form | None:
    words, forms = load_tenses(), _forms()
    if forms.get(word) is _Form.IMPERFECT and word in words.not_imperfect:  # «نصف»
        return None
    if (known := forms.get(word)) or (known := _without_pronoun(word)):
        return known
    if word[:1] == "س" and len(word) > 3 and word[1] in _PERSONS and word not in words.not_future:
        rest = forms.get(word[1:]) or _without_pronoun(word[1:])
        return _Form.FUTURE if rest is _Form.IMPERFECT or word[1] == "ي" else None
    if word[:1] == "ي" and len(word) > 3 and word not in words.not_imperfect:
        return _Form.IMPERFECT
    return None


def _without_pronoun(word: str) -> _Form | None:
    for pronoun in _PRONOUNS:
        if word.endswith(pronoun) and len(word) > len(pronoun) + 2:
            return _forms().get(word.removesuffix(pronoun))
    return None


def _plain(word: str) -> str:
    """A folded word without a conjunction, where it is then a word of tense."""
    return _plains[word]


def _plain_of(word: str) -> str:
    cut = word[1:] if word[:1] in ("و", "ف") else word
    return cut if cut in _particles() else word


_plains = PerWord(_plain_of)


def _is_verb(passage: Passage, token: int) -> bool:
    """Whether a past that may be a noun stands where a verb does: at the opening, or behind what asks for one."""
    words, word = load_tenses(), passage.tokens[token].key
    bare = word[1:] if word[:1] in ("و", "ف") and word not in words.also_nouns else word
    if bare not in words.also_nouns:
        return True
    if token == 0 or bare != word:
        return True
    before = passage.tokens[token - 1].key
    return _plain(before) in words.verb_leads or before in _time_names() or before.isdecimal()


def _will_have(passage: Passage, token: int) -> bool:
    """«أن يكون الجنود قد عادوا»، «ستكون القوات قد انسحبت»: told as to be over by then."""
    back = range(token - 2, max(-1, token - 2 - _SUBJECT), -1)
    return any(_form_of_being(passage.tokens[at].key) and tense_at(passage, at) is Tense.FUTURE for at in back)


def _form_of_being(word: str) -> bool:
    return _form[word] in (_Form.IMPERFECT, _Form.FUTURE) and word.removeprefix("س") in load_tenses().being


def _of_imperfect(passage: Passage, token: int, before: str) -> Tense:
    words = load_tenses()
    if before in words.past:
        return Tense.PAST
    if before in words.future or before == _MAY:
        return Tense.FUTURE
    if before in words.subjunctive:
        lead = passage.tokens[token - 2].key if token > 1 else ""
        return Tense.NONE if lead in words.no_time else Tense.FUTURE
    back = (_plain(passage.tokens[i].key) for i in range(token - 1, max(-1, token - 1 - _BEFORE), -1))
    return Tense.PAST if any(word in words.was for word in back) else Tense.PRESENT


# ------------------------------------------------------------------ data


@cache
def load_tenses() -> TenseWords:
    """The words of the file that ships with the code. `SeedError` where it is bad."""
    problems = Problems(str(_DATA))
    text = read_text(_DATA, _DATA.parent, problems)
    problems.settle()
    top = Fields(load(text or "", problems), "", problems)
    words = {field.name: frozenset(map(_folded, top.texts(field.name))) for field in fields(TenseWords)}
    for pair in words["verbs"]:
        if len(pair.split()) != 2:
            top.wrong("verbs", "not_a_pair", pair)
    for name, found in words.items():
        if not found:
            top.wrong(name, "missing")
    top.close()
    problems.settle()
    return TenseWords(**words)


def _folded(text: str) -> str:
    return " ".join(key(normalise(word)) for word in text.split())


@cache
def _time_names() -> frozenset[str]:
    """Last words of dates: behind a date that opens the sentence stands its verb."""
    language = load_language()
    names = (name.split()[-1] for name in (*language.months, *language.weekdays))
    return load_tenses().past_words.union(map(_folded, names))


@cache
def _particles() -> frozenset[str]:
    words = load_tenses()
    groups = (words.future, words.past, words.was, words.subjunctive, words.verb_leads, words.future_words)
    return frozenset({_MAY}).union(*groups)


@cache
def _forms() -> dict[str, _Form]:
    """Every form that the verbs of the data make."""
    words = load_tenses()
    pairs = [pair.split() for pair in words.verbs]
    imperfects = (form for _, imperfect in pairs for form in _imperfect_forms(imperfect))
    pasts = (form for past, _ in pairs for form in _past_forms(past))
    return {
        **dict.fromkeys(imperfects, _Form.IMPERFECT),
        **dict.fromkeys(pasts, _Form.PAST),
        **dict.fromkeys(words.imperfects, _Form.IMPERFECT),
        **dict.fromkeys(words.pasts, _Form.PAST),
    }


def _past_forms(past: str) -> list[str]:
    stem = past[:-1] if past[-1] in _WEAK else past
    return [
        past,
        *(stem + ending for ending in _PAST_ENDINGS[1:] if len(stem) > 1),
        *([past + "ا"] if stem != past else []),
    ]


def _imperfect_forms(imperfect: str) -> list[str]:
    """The persons, «ل» of purpose, and the shortened forms of a weak verb."""
    body = imperfect[1:]
    stem = body[:-1] if body[-1] in _WEAK else body
    bodies = {body + ending for ending in _IMPERFECT_ENDINGS} | {stem + ending for ending in _IMPERFECT_ENDINGS}
    return [person + made for person in _PERSONS for made in bodies if len(made) > 1]
