"""Unsaid: where a verb of saying tells of no speech: it is denied, only supposed, or nothing follows that is said.

Who says it and how much of the sentence is `introductions`.
"""

from __future__ import annotations

from storage.corpus.extraction.lines import Line
from storage.corpus.extraction.naming import Speaker
from storage.corpus.extraction.scopes import opens_speech, stands_alone
from storage.corpus.extraction.speakers import speaker_after
from storage.corpus.extraction.speech_words import Form, Verb, forms

_FAR, _HIDDEN = 20, 6
_LEADS = frozenset({"من", "في", "الي", "عن", "علي"})
_BEFORE = frozenset({"سبق"})
_NEGATIONS = frozenset({"لم", "لن", "لا"})
_HYPOTHETICAL = frozenset({"ان", "قد", "سوف", "بان", "الا", "كي", "لكي"})
_GIVEN = frozenset({"الي", "علي"})
_EARLIER = frozenset({"قبل", "بعد"})
_THE, _OF_TA = ("ال", "بال"), ("ه", "ته", "تها", "تهم")


def is_unsaid(line: Line, at: int, verb: Verb) -> bool:
    """Whether the verb is denied, only supposed, or no verb («لم يعلن», «قد يعلن», «أن يعلن», «عدم ذكر»)."""
    joined = at == 0 or line.parted(at) or line.keys[at] not in line.words.verbs
    if (verb.form is Form.DOING or verb.opening) and not joined:
        return True
    if line.any_of(at, line.words.asks) and any(line.is_one(n, line.words.hidden) for n in range(at, at + _HIDDEN)):
        return True
    if at == 0 or line.parted(at):
        return False
    before = line.keys[at - 1]
    if before == "ان" and (line.any_of(at - 2, _EARLIER) or already(line, at)):
        return False
    if verb.form is Form.PAST and before in _LEADS:  # «من كشف الاتفاق»
        return True
    if not _NEGATIONS.isdisjoint(forms(before)):
        return not verb.refuses
    if line.any_of(at - 1, line.words.not_verb):
        return True
    return verb.form is Form.PRESENT and not _HYPOTHETICAL.isdisjoint(forms(before))


def already(line: Line, at: int) -> Speaker | None:
    """«وسبق للوزير أن أعلن أن …»: the minister."""
    if at < 3 or line.keys[at - 1] != "ان":
        return None
    before = next((n for n in range(at - 2, max(-1, at - _FAR), -1) if line.any_of(n, _BEFORE)), None)
    if before is None or line.keys[before + 1][0] != "ل":
        return None
    return speaker_after(line, before + 1, cut=1)


def is_bare(line: Line, at: int, start: int) -> bool:
    """«لكن الكتلة ترفض، وفصائل أخرى …»: nothing follows the verb but another clause."""
    return start == at + 1 and line.parted(start) and ":" not in line.gap(start) and stands_alone(line, start)


def is_put_in(line: Line, at: int, speaker: Speaker | None) -> bool:
    """«وبذلك، تقول اللجنة، تكون …»: verb and speaker stand between two commas."""
    if speaker is None or speaker.first < at or not line.parted(at) or not line.parted(speaker.after):
        return False
    return ":" not in line.gap(speaker.after) and stands_alone(line, speaker.after)


def says_nothing(line: Line, at: int, verb: Verb, content: int) -> bool:
    if content >= len(line):
        return True
    needed = not verb.needs.isdisjoint(line.keys[at:])
    if _told_only(line, at, verb):
        return not _quoted(line, content)
    if verb.alone:
        return not (_quoted(line, content) or needed)
    return bool(verb.needs) and not needed


def _told_only(line: Line, at: int, verb: Verb) -> bool:
    """Whether a verb or noun says something only with «أن» behind it («عاد ليقول إن», «حرص على القول إن»)."""
    word = line.keys[at]
    if verb.form is Form.NOUN:  # «دفعه إلى الإعلان عن خفض»
        if at and line.keys[at - 1] in _GIVEN and line.keys[at + 1 : at + 2] and verb.leads:
            return False
        return word.startswith(_THE) and not word.endswith(_OF_TA)
    return word[0] == "ل" and word not in line.words.verbs


def _quoted(line: Line, content: int) -> bool:
    """Whether «أن», a colon or a quotation mark stands before what is said."""
    return line.keys[content - 1] in line.words.that or opens_speech(line, content)
