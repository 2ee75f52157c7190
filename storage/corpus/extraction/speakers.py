"""Speakers: where in a passage the words begin and end that tell who says something.

What he says is `scopes`, whether the words name him is `naming`; the words that tell it are data (`speech_words`).
"""

from __future__ import annotations

from functools import cache

from storage.corpus.extraction.lines import Line
from storage.corpus.extraction.naming import Speaker, head_of, is_named, speaker_of
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.gazetteer import Noun

_LONGEST, _FAR = 16, 32
_QUOTED = 6
_IN, _FROM, _OF, _ALREADY = "في", "من", "عن", "قد"
_ABOUT = frozenset({"في", "من", "عن", "علي", "الي", "ب", "لدي", "قرب", "داخل", "خارج"})
_OF_THINGS = ("ات", "ه")
_PLURALS = frozenset({"المصادر", "الاوساط", "الدواير", "الجهات", "الاطراف"})
_NO_NAME = frozenset({"ب", "عدد", "اعداد", "عديد", "قوام", "حجم"})
_PERIODS = frozenset({"العام", "الشهر", "عام", "شهر", "الاسبوع", "السنه", "هذا", "هذه", "القرن", "الصيف", "الخريف"})


# ------------------------------------------------------------------ behind a verb or a preposition


def speaker_after(line: Line, at: int, tells: bool = False, cut: int = 0, opens: bool = False) -> Speaker | None:
    """The speaker whose name begins with token `at`, `cut` letters of which are a particle; None where nobody is.
    `tells`: behind him may stand the one he tells it to; `opens`: he opens the sentence."""
    if line.is_one(at, line.words.selfsame):
        at += 1
    if at >= len(line) or (line.parted(at) and not opens):
        return None
    if _is_nobody(line, at, cut) or _is_told(line, at, tells, cut):
        return None
    return speaker_of(line, at, _grown(line, at, tells), cut)


def _is_nobody(line: Line, at: int, cut: int) -> bool:
    words, word = line.words, line.keys[at][cut:]
    if word in words.that or word in words.ends or (line.dated(at) and not _counts(line, at)):
        return True
    if cut or at in line.marked or word in words.heads:
        return False
    if word.startswith("ال") and word.endswith(_OF_THINGS):
        return True
    return line.acts(at) or line.verb(at) is not None


def _is_told(line: Line, at: int, tells: bool, cut: int) -> bool:
    """Whether token `at` begins with a preposition, or names the one spoken to."""
    words, word = line.words, line.keys[at]
    if word in _ABOUT or (tells and word in words.told):
        return True
    if word[0] == "ب" and (line.acts(at, 1) or line.dated(at)):
        return True
    return not cut and word[0] == "ل" and is_addressed(line, at, at)


def _counts(line: Line, at: int) -> bool:
    """A number of people («3 مسؤولين»)."""
    follows = line.is_one(at + 1, line.words.people) or line.keys[at + 1 : at + 2] == (_FROM,)
    return line.keys[at].isdigit() and follows


def _grown(line: Line, first: int, tells: bool = False) -> int:
    """The token behind the last of a name that begins with token `first`."""
    at = first + 1
    if name := line.name(first):
        at = name.after
    while at < min(len(line), first + _LONGEST):
        step = _piece(line, first, at, tells)
        if step == at:
            break
        at = step
    return at


def _piece(line: Line, first: int, at: int, tells: bool) -> int:
    """Where the piece of the name ends that begins with token `at`; `at` itself where the name has ended."""
    gap = line.gap(at)
    if line.parted(at):
        return _apposition(line, first, at) if "،" in gap or "," in gap else at
    if '"' in gap and line.gap(first).endswith('"'):  # the name is all that the marks enclose
        return at
    if "(" in gap or gap.endswith('"'):
        return _enclosed(line, at, "(" in gap)
    if line.keys[at] == _OF and line.any_of(at - 1, line.words.with_about) and at + 1 < len(line):
        name = line.name(at + 1)
        return name.after if name else at + 2
    if ")" in gap or _ends(line, first, at, tells):
        return at
    word = line.keys[at]
    if word == _IN:
        return _with_in(line, first, at)
    if word == _FROM:
        return at + 2 if line.any_of(at - 1, line.words.with_from) and at + 1 < len(line) else at
    if word[0] == "ل" and is_addressed(line, first, at):
        return at
    name = line.name(at)
    return name.after if name else at + 1


def _ends(line: Line, first: int, at: int, tells: bool) -> bool:
    """Whether token `at` is no part of a name that began with token `first`."""
    words, word = line.words, line.keys[at]
    if line.dated(at) or word in _numerals() or word in _NO_NAME:
        return True
    if word in words.stops and not (word in words.qualities and not _opens_time(line, at + 1)):
        return True
    if word in words.titles and line.keys[at - 1] not in words.titles and is_named(line, first, at):
        return True
    if word in words.bodies and word.startswith("ال") and line.keys[at - 1].startswith("ال"):
        return True
    if at == first + 1 and _disagrees(line, first, at):
        return True
    if line.acts(at) and not (word in words.documents and line.any_of(at - 1, words.bodies)):
        return True
    if tells and (word in words.media or (word in words.journalists and not line.is_one(at - 1, words.chaired))):
        return True
    if line.verb(at) and at not in line.marked and word not in words.people and word not in words.qualities:
        return True
    if word[0] == "و" and _joins(line, at):
        return not _parallel(line, at)
    if word[0] == "ب" and word not in words.with_b and not line.names_place(at):
        return word.startswith("بال") or line.acts(at, 1) or word[1:] in words.that
    return _is_whole(line, first, at) and not _describes(word)


@cache
def _numerals() -> frozenset[str]:
    numerals = load_number_words().numerals
    return frozenset((*numerals.cardinals, *numerals.many, *numerals.vague))


def _opens_time(line: Line, at: int) -> bool:
    """Whether «مطلع» before it is the beginning of a time, and no informed source."""
    return line.dated(at) if at < len(line) and line.keys[at] not in _PERIODS else at < len(line)


def _disagrees(line: Line, first: int, at: int) -> bool:
    """«وصف السفير الخطوة»: a feminine with the article behind a man's title is another noun."""
    head, word = line.keys[first], line.keys[at]
    if not (head.startswith("ال") and word.startswith("ال") and word.endswith("ه")):
        return False
    return head in line.words.people and not head.endswith(_OF_THINGS) and head not in _PLURALS


def _joins(line: Line, at: int) -> bool:
    """Whether the و of token `at` is "and"."""
    words, word = line.words, line.keys[at]
    if word in words.heads or word in words.titles:
        return False
    if word in words.whole:
        return False
    titled = line.is_one(at - 1, words.titled) and not word.startswith("وال")
    return not titled or word[1:] in words.titled or word[1:] in words.bodies


def _parallel(line: Line, at: int) -> bool:
    """Whether what «و» adds to a name is of the same make: both with the article, or both without."""
    words, rest = line.words, line.keys[at][1:]
    if rest in words.that or rest in words.ends or rest in words.actions or rest in words.verbs:
        return False
    return at in line.marked or rest.startswith("ال") == line.keys[at - 1].startswith("ال")


def _is_whole(line: Line, first: int, at: int) -> bool:
    """Whether the name so far needs no more words: one name of the story, or a title and a person's name."""
    name = line.name(first)
    if name and name.after <= at and name.noun is not Noun.PERSON:
        return True
    last = line.marked.get(at - 1)
    return last is not None and last.noun is Noun.PERSON and not _is_possessor(line, last.first)


def _is_possessor(line: Line, at: int) -> bool:
    """«مستشار السوداني حسين علاوي»: the name at token `at` says only whose adviser he is."""
    words = line.words
    owned = any(line.is_one(at - 1, group) for group in (words.titles, words.offices, words.bodies))
    return owned and not line.keys[at - 1].startswith("ال")


def _describes(word: str) -> bool:
    """An adjective of origin with its article («الأميركية»)."""
    return word.startswith("ال") and word.endswith(("ي", "يه", "يون", "يين", "يان"))


def _apposition(line: Line, first: int, at: int) -> int:
    """«…، قائد القيادة المركزية،»: up to the next comma, or where it ends like a name."""
    ranked = line.is_one(at, line.words.people) and line.keys[at].startswith("ال")  # «الناطق …، العقيد فلان،»
    if not line.is_one(at, line.words.titles) and not (ranked and not is_named(line, first, at)):
        return at
    after = at + 1
    while after < min(len(line), at + _LONGEST) and not line.parted(after):
        if line.keys[after] in line.words.that or (line.verb(after) and line.keys[after] not in line.words.people):
            break
        after += 1
    return after


def _enclosed(line: Line, at: int, bracket: bool) -> int:
    """«وكالة "رويترز"», «وزارة الدفاع (البنتاغون)»: up to the closing mark."""
    if not bracket and not (line.is_one(at - 1, line.words.media) or line.is_one(at - 1, line.words.nameds)):
        return at
    close = ")" if bracket else '"'
    tokens = line.passage.tokens
    ends = (after for after in range(at + 1, min(len(line) + 1, at + _QUOTED)) if close in tokens[after - 1].after)
    return next(ends, at)


def _with_in(line: Line, first: int, at: int) -> int:
    """«مسؤول كبير في الإدارة»: where he serves; «في بيان», «في أيلول» are no part of the name."""
    if at + 1 >= len(line) or line.dated(at + 1) or line.parted(at + 1) or line.any_of(at + 1, line.words.venues):
        return at
    if is_named(line, first, at) or not line.any_of(head_of(line, first), line.words.sides):
        return at
    name = line.name(at + 1)
    return name.after if name else at + 2


def is_addressed(line: Line, first: int, at: int) -> bool:
    """Whether «ل» leads to the one spoken to («لوكالة رويترز»), and is not part of an office («للأمم المتحدة»)."""
    words, word = line.words, line.keys[at]
    agency = " ".join((word[1:], *line.keys[at + 1 : at + 2])) in words.agencies
    if word == "ل" or agency or word[1:] in words.told or "ا" + word[1:] in words.told:
        return True
    if not (word.startswith("لل") or line.acts(at, 1) or (at in line.marked and line.marked[at].lead == "ل")):
        return False
    return not any(line.is_one(n, words.offices) for n in range(first, at))


# ------------------------------------------------------------------ before a verb


def speaker_before(line: Line, at: int) -> Speaker | None:
    """The speaker whose name stands before the verb at token `at` («لكن مسؤولين أميركيين قالوا»)."""
    if at > 0 and line.keys[at - 1] == _ALREADY:
        at -= 1
    start, end = _segment(line, at)
    if start == end:
        start, end = _behind_insertion(line, at)
    for first in range(start, end):
        if _is_head(line, first):
            after = _grown(line, first)
            if after >= end or _may_follow(line, after):
                return speaker_of(line, first, min(after, at), _joined(line, first))
    return None


def document_before(line: Line, at: int, reach: int) -> Speaker | None:
    """«رسالة تحمل اسم العميد …، تتحدث عن …»: the nearest document, its name up to the first comma."""
    for first in range(at - 1, max(-1, at - reach), -1):
        if line.is_one(first, line.words.documents):
            after = next((n for n in range(first + 1, at) if line.parted(n)), at)
            return speaker_of(line, first, after)
    return None


def _segment(line: Line, at: int) -> tuple[int, int]:
    start, far = at, max(0, at - _FAR)
    while start > far and not line.parted(start) and not line.any_of(start - 1, line.words.opens):
        start -= 1
    return start, at


def _behind_insertion(line: Line, at: int) -> tuple[int, int]:
    """The piece between commas before token `at`; where it only adds to a name, the piece before that."""
    start, far = at, max(0, at - _FAR)
    while start > far:
        before = start - 1
        while before > far and not line.parted(before):
            before -= 1
        if before == far or not line.any_of(before, line.words.adding):
            return _segment(line, start - 1)[0], start
        start = before
    return at, at


def _is_head(line: Line, at: int) -> bool:
    words = line.words
    if name := line.name(at):
        return not name.lead and not (at > 0 and line.keys[at - 1] in _ABOUT)
    known = line.any_of(at, words.heads) or line.any_of(at, words.count) or line.any_of(at, words.agencies)
    return known and not (at > 0 and line.keys[at - 1] in _ABOUT)


def _may_follow(line: Line, after: int) -> bool:
    """Whether between the name and its verb stands nothing that could be another subject."""
    return line.any_of(after, line.words.ends) or line.dated(after) or line.keys[after] == _IN


def _joined(line: Line, first: int) -> int:
    """The letters of «و» or «ف» that hang on the first word of a name."""
    words, word = line.words, line.keys[first]
    if first in line.marked:
        return int(word[0] == "و" and word not in words.whole)
    known = word in words.heads or word in words.count
    return int(word[0] in "وف" and not known and (word[1:] in words.heads or word[1:] in words.count))
