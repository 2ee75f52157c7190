"""Topics: whom a sentence is about, where a verb of saying in it names no speaker of its own, or where he stands first.

What begins at a token behind a verb is `speakers`; these look for him before it.
"""

from __future__ import annotations

from storage.corpus.extraction.lines import Line
from storage.corpus.extraction.naming import Speaker, speaker_of
from storage.corpus.extraction.speakers import speaker_after, speaker_before
from storage.corpus.extraction.speech_words import Verb
from storage.corpus.gazetteer import Noun

_REACH, _LONGEST = 14, 6
_LEADING = frozenset({"في", "من", "عن", "علي", "الي", "مع", "بين", "ضد", "لدي", "قرب", "بعد", "قبل", "منذ", "حتي"})
_SUBJECT_FOLLOWS = frozenset({"ان", "لكن", "اما", "وان", "بان", "كان", "كانت"})
_FRONTS = frozenset({"اما", "لكن"})
_PEOPLE = ("ين", "ون")


def topic_before(line: Line, at: int) -> Speaker | None:
    """Whom the clauses before token `at` have as their subject: the first named side that no preposition and no noun
    of action governs («وخالفته النائبة …، إذ ذكّرت بأن», «خرج أوباما ليعلن أن», «أما "الكتائب" فاستقبلت …، وتوعدت»)."""
    for first in range(1, min(at - 1, _REACH)):
        if _leads(line, first) and (speaker := speaker_after(line, first, opens=True)):
            return speaker if speaker.after < at else None
    return None


def _leads(line: Line, at: int) -> bool:
    """Whether a side stands at token `at` as a subject does."""
    words, before = line.words, line.keys[at - 1]
    name = line.name(at)
    if name is not None:
        if name.lead or name.noun is Noun.PLACE:
            return False
    elif not line.is_one(at, words.sides):
        return False
    if before in _LEADING or before.startswith(("ال", "لل", "بال")) or line.acts(at - 1) or line.parted(at):
        return False
    return not (line.dated(at - 1) or at - 1 in line.marked or line.any_of(at - 1, words.adding))


def subject_before(line: Line, at: int, verb: Verb) -> Speaker | None:
    """He who stands before a verb that cannot stand before him: one in the plural («لكن مصدرين أبلغا الوكالة أن»),
    or one whose subject «أن», «لكن» or «أما» has led to («إلا أن متحدثاً وصف التحرك بأنه …»)."""
    before = speaker_before(line, at)
    if before is not None and before.after >= at - 1:
        opened = line.any_of(before.first - 1, _SUBJECT_FOLLOWS) and not line.parted(before.first)
        if verb.many or (opened and before.after == at):
            return before
    return _many(line, at) if before is None and verb.many else None


def _many(line: Line, at: int) -> Speaker | None:
    """«لكن العارفين بخريطة الانتشار يجزمون»: people whom no word of the list names."""
    for first in range(at - 1, max(-1, at - _LONGEST), -1):
        if first == 0 or line.parted(first) or line.any_of(first - 1, _SUBJECT_FOLLOWS):
            return speaker_of(line, first, at) if _are_people(line, first) else None
    return None


def _are_people(line: Line, at: int) -> bool:
    word = line.keys[at]
    return word.startswith("ال") and word.endswith(_PEOPLE) and not line.dated(at)
