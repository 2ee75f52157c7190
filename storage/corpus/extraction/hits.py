"""Hits: the words of a passage that open an event or say how one holds, each in the form that its context gives it.

Which words these are is data (`lexicon`); how they hang together is `clauses`, what they claim is `events`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.corpus.extraction.entries import classes_of, known
from storage.corpus.extraction.inflection import Form, Stripped, stripped
from storage.corpus.extraction.lexicon import Entry, Keys, Sense, load_lexicon, particles
from storage.corpus.extraction.marks import DateMark, Marked, NameMark
from storage.corpus.extraction.passages import Passage, Token
from storage.corpus.extraction.tense import Tense, load_tenses, tense_at
from storage.corpus.language import load_language
from storage.corpus.words import PerWord
from storage.records import Story

_BEFORE, _AFTER = 6, 12
_FAR = 40
_FAR_AWAY = frozenset({"detainees"})
_HURT = frozenset({"casualties"})
_TIGHT_BEFORE, _TIGHT_AFTER = 6, 4
_TIGHT = "_near"
_WIDE = "_far"
_VERBS = frozenset({Form.PAST, Form.PRESENT, Form.JUSSIVE})
_BARE = Stripped("")


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens `first` up to `after` are `entry`; `word` is how the first of them was taken apart."""

    first: int
    after: int
    entry: Entry
    word: Stripped

    @property
    def verb(self) -> bool:
        """Whether it is a finite verb."""
        return self.entry.form in _VERBS

    @property
    def future(self) -> bool:
        """Whether it carries «سـ»."""
        return self.verb and self.word.prefix == "س"


def find_hits(marked: Marked, story: Story) -> tuple[Hit, ...]:
    """The hits of a passage in text order, none inside another; words of names and dates are none."""
    passage, near, marks = marked.passage, classes_of(marked, story), covered(marked)
    found, at = list[Hit](), 0
    while at < len(passage.tokens):
        key = passage.tokens[at].key
        opens = known[key].any and at not in marks and not _links[key]
        hit = _hit(passage, at, near, found, marks) if opens else None
        if hit:
            found.append(hit)
        at = hit.after if hit else at + 1
    return tuple(found)


def covered(marked: Marked) -> frozenset[int]:
    """The tokens of names and dates, which are no words of their own."""
    marks: tuple[NameMark | DateMark, ...] = (*marked.names, *marked.dates)
    return frozenset(at for mark in marks for at in range(mark.first, mark.after))


def is_link(token: Token) -> bool:
    """Whether it is «أن» with a pronoun («أنها» is no form of «أنهى»)."""
    return _links[token.key]


_links = PerWord(lambda key: any(word.pronoun and word.rest in particles("that") for word in stripped(key)))


# ------------------------------------------------------------------ one hit


def _hit(
    passage: Passage, at: int, near: Sequence[frozenset[str]], before: Sequence[Hit], marks: frozenset[int]
) -> Hit | None:
    """The best hit at a token: a longer phrase before a word, a trigger before what only says how it holds."""
    verb = _Here(passage, before, marks)
    fitting = [hit for hit in _candidates(passage, at) if _fits(hit, near) and not _is_no_verb(hit, verb)]
    return min(fitting, key=lambda hit: _rank(passage, hit, verb), default=None)


def _is_no_verb(hit: Hit, here: _Here) -> bool:
    """Whether a bare past that may be a noun («ذكر») stands where only a noun can."""
    if hit.entry.form is not Form.PAST or len(hit.word.rest) > 3 or here.is_verb(hit):
        return False
    nouns = load_lexicon().words.get(hit.word.rest, ())
    return hit.word.rest in load_tenses().also_nouns or any(entry.form is Form.NOUN for entry in nouns)


def _rank(passage: Passage, hit: Hit, here: _Here) -> tuple[int, ...]:
    wrong_form = hit.after == hit.first + 1 and here.is_verb(hit) != hit.verb
    past = _is_past_here(passage, hit) and not (hit.word.conjunction and here.present_before())
    wrong_tense = hit.verb and (hit.entry.form is Form.PAST) != past
    return (hit.first - hit.after, wrong_form, wrong_tense, _WEIGHT[hit.entry.sense], -len(hit.word.rest))


_WEIGHT = dict.fromkeys(Sense, 3) | {Sense.IGNORED: 0, Sense.TRIGGER: 1, Sense.OPAQUE: 2}


def _candidates(passage: Passage, at: int) -> Iterator[Hit]:
    words = known[passage.tokens[at].key]
    for word, entry in words.entries:
        if entry.form is not Form.JUSSIVE or _negated(passage, at):
            yield Hit(at, at + 1, entry, word)
    for word, phrase, entry in words.phrases:
        if stands(passage, at, phrase, phrase[0]):
            yield Hit(at, at + len(phrase) - (len(phrase[-1]) == 1), entry, word)


def stands(passage: Passage, at: int, phrase: Keys, first: str) -> bool:
    """Whether `phrase` stands at token `at`, whose first word reads `first`; a last ب or ل is the next word's."""
    if first != phrase[0]:
        return False
    rest = phrase[1:]
    tokens = passage.tokens[at + 1 : at + 1 + len(rest)] if rest else ()
    for token, word in zip(tokens, rest, strict=False):
        if token.key != word and not (len(word) == 1 and token.key[0] == word):
            return False
    return len(tokens) == len(rest)


def _negated(passage: Passage, at: int) -> bool:
    return at > 0 and passage.tokens[at - 1].key.removeprefix("و").removeprefix("ف") in particles("jussive")


# ------------------------------------------------------------------ verb or noun, past or present


@dataclass(frozen=True, slots=True)
class _Here:
    """What has been read of a passage before a word that may be a verb or a noun («سحب»)."""

    passage: Passage
    before: Sequence[Hit]
    marks: frozenset[int]

    def is_verb(self, hit: Hit) -> bool:
        """Whether it is a verb where it stands."""
        word = hit.word
        if word.prefix or word.definite:
            return word.prefix == "س" or (word.prefix == "ل" and hit.verb)
        last = self.passage.tokens[hit.first - 1] if hit.first else None
        if last is None or last.key in particles("verb_leads"):
            return last is None or not self._is_named(hit)
        if _leads_noun(last.key):
            return False
        if last.key in particles("of_them") and not last.after.strip():
            return not self._after_a_verb(hit.first)
        if self.before and self.before[-1].after == hit.first and not last.after.strip():
            return self.before[-1].entry.sense is Sense.AUXILIARY
        if word.conjunction and len(word.rest) == 3 and self.present_before():
            return False
        if not word.conjunction and (self._denied(word.rest) or (len(word.rest) == 3 and self._awaited())):
            return False
        if self._is_construct(hit, last) or self._is_object(hit, last):
            return False
        if len(word.rest) == 3 and self._after_topic(hit.first):
            return True
        if last.after.strip() or word.conjunction or len(word.rest) > 3 or hit.entry.form is Form.PRESENT:
            return True
        return hit.first - 1 in self.marks and not self._after_a_verb(hit.first)

    def _is_named(self, hit: Hit) -> bool:
        """Whether «أنّ» stands before a word that may be a noun: «أن نقل الجنود جارٍ»; but «بعد أن نقل»."""
        key = self.passage.tokens[hit.first - 1].key
        if key not in particles("that") or hit.entry.form is not Form.PAST:
            return False
        before = self.passage.tokens[hit.first - 2].key if hit.first > 1 else ""
        temporal = any(word.rest in particles("noun_leads") for word in stripped(before)[:2])
        return not temporal and any(e.form is Form.NOUN for e in load_lexicon().words.get(hit.word.rest, ()))

    def _is_construct(self, hit: Hit, last: Token) -> bool:
        """Whether a word that may be a noun stands right behind one without its article: «مراسم تسلم …»."""
        if hit.word.conjunction or last.after.strip() or hit.first - 1 in self.marks:
            return False
        nouns = load_lexicon().words.get(hit.word.rest, ())
        alone = not last.key.startswith(("ال", "وال")) and tense_at(self.passage, hit.first - 1) is Tense.NONE
        linking = last.key in load_lexicon().links or last.key.endswith(("ما", "ه", "ها", "هم", "ين", "ون", "ات"))
        return alone and not linking and any(entry.form is Form.NOUN for entry in nouns)

    def _after_topic(self, at: int) -> bool:
        """«أن مجلس النواب صوّت …»: a definite noun right behind «أن» waits for its verb."""
        tokens = self.passage.tokens
        if not tokens[at - 1].key.startswith("ال"):
            return False
        return any(tokens[n].key in particles("that") or is_link(tokens[n]) for n in range(max(0, at - 3), at - 1))

    def _is_object(self, hit: Hit, last: Token) -> bool:
        """Whether a word that may be a noun is what the last verb of its kind is done to: «أعادت القوات تموضعها»."""
        if not hit.word.pronoun or hit.word.conjunction or last.after.strip():
            return False
        nouns = load_lexicon().words.get(hit.word.rest, ())
        verbs = [before for before in self.before if before.verb]
        same = bool(verbs) and verbs[-1].entry.kind is hit.entry.kind
        return same and any(entry.form is Form.NOUN for entry in nouns)

    def _awaited(self) -> bool:
        """Whether the last verb still waits for what it is done with: «أكملت، في شباط، نقل …»."""
        last = self.before[-1] if self.before else None
        return last is not None and last.verb and last.entry.sense in _WAITING

    def _denied(self, word: str) -> bool:
        """Whether the last verb denies what may be a noun: «نفى الجيش تعرض القاعدة لهجوم»."""
        last = self.before[-1] if self.before else None
        nouns = any(entry.form is Form.NOUN for entry in load_lexicon().words.get(word, ()))
        return nouns and last is not None and last.verb and last.entry.sense is Sense.DENY

    def present_before(self) -> bool:
        """Whether the last verb is a present: a bare past does not go on from it, a noun does («… ونقل معظمهم»)."""
        verbs = [hit for hit in self.before if hit.verb]
        return bool(verbs) and verbs[-1].entry.form is Form.PRESENT

    def _after_a_verb(self, at: int) -> bool:
        """Whether a verb stands before with neither comma nor link between: then a bare word is its object."""
        for token in range(at - 1, max(-1, at - _REACH), -1):
            key = self.passage.tokens[token].key
            if self.passage.tokens[token].after.strip() or key in particles("verb_leads"):
                return False
            if any(hit.first == token and hit.verb for hit in self.before):
                return True
            if token not in self.marks and tense_at(self.passage, token) is not Tense.NONE:
                return True
        return False


_REACH = 10
_WAITING = frozenset({Sense.BEGIN, Sense.GO_ON, Sense.COMPLETE, Sense.POSTPONE, Sense.PLAN, Sense.ANNOUNCE})


def _leads_noun(key: str) -> bool:
    return key in load_language().place_prepositions or any(
        word.rest in particles("noun_leads") for word in stripped(key)[:3]
    )


def _is_past_here(passage: Passage, hit: Hit) -> bool:
    """Whether «تسلم» is past («الجيش تسلم») or present («المقرات تسلم»)."""
    if hit.word.prefix or hit.first == 0:
        return not hit.word.prefix
    last = passage.tokens[hit.first - 1].key
    bare = last.removeprefix("و").removeprefix("ف")
    return not (last.endswith(("ه", "ات")) or not {last, bare}.isdisjoint(particles("presents")))


# ------------------------------------------------------------------ what stands near


def _fits(hit: Hit, near: Sequence[frozenset[str]]) -> bool:
    """Whether what a trigger needs stands near it, and what it must not have does not follow."""
    entry = hit.entry
    if entry.sense is not Sense.TRIGGER:
        return True
    if entry.never and _is_ruled_out(hit, near):
        return False
    return not entry.near or any(wanted in _around(hit, near, wanted) for wanted in entry.near)


def _is_ruled_out(hit: Hit, near: Sequence[frozenset[str]]) -> bool:
    after = frozenset[str]().union(*near[hit.after : hit.after + 3])
    further = frozenset[str]().union(*near[hit.after : hit.after + _AFTER]) & _FAR_AWAY
    hurt = frozenset[str]().union(*near[max(0, hit.first - _BEFORE) : hit.first]) & _HURT
    return not hit.entry.never.isdisjoint(after | further | hurt)


def _around(hit: Hit, near: Sequence[frozenset[str]], wanted: str) -> frozenset[str]:
    tight = wanted.endswith(_TIGHT)
    before, after = (_TIGHT_BEFORE, _TIGHT_AFTER) if tight else (_BEFORE, _AFTER)
    unsaid = wanted in ("force", "headcount") and hit.verb  # a later verb often leaves it unsaid
    if hit.word.pronoun or wanted.endswith(_WIDE) or unsaid:
        before = _FAR
    return frozenset[str]().union(*near[max(0, hit.first - before) : hit.first], *near[hit.after : hit.after + after])
