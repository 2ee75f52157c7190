"""Hits: the words of a passage that open an event or say how one holds, each in the form that its context gives it.

Which words these are is data (`lexicon`); how they hang together is `clauses`, what they claim is `events`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from storage.corpus.extraction.entries import classes_of, is_done_again, known
from storage.corpus.extraction.inflection import Form, Stripped, stripped
from storage.corpus.extraction.lexicon import Entry, Keys, Sense, load_lexicon, particles
from storage.corpus.extraction.marks import Marked
from storage.corpus.extraction.passages import Passage, Token
from storage.corpus.extraction.tense import Tense, load_tenses, tense_at
from storage.corpus.language import load_language
from storage.corpus.words import PerWord
from storage.records import Story

_BEFORE, _AFTER = 6, 12
_FAR, _FAR_AFTER = 40, 20
_FAR_AWAY, _HURT = frozenset({"detainees"}), frozenset({"casualties"})
_TIGHT_BEFORE, _TIGHT_AFTER = 6, 4
_TIGHT, _WIDE, _TOPIC = "_near", "_far", "_topic"
_TOPIC_BEFORE = 12
"""Words before a verb in which its subject may stand («المهام القتالية لقوات التحالف … انتهت»)."""
_VERBS = frozenset({Form.PAST, Form.PRESENT, Form.JUSSIVE})
Near = Mapping[str, Sequence[int]]
"""Where in a passage words of each class stand."""

_TRIGGER, _JUSSIVE, _PAST = Sense.TRIGGER, Form.JUSSIVE, Form.PAST  # asked of every hit: found once


@dataclass(slots=True)
class Hit:
    """Tokens `first` up to `after` are `entry`; `word` is how the first of them was taken apart."""

    first: int
    after: int
    entry: Entry
    word: Stripped
    verb: bool = field(init=False)
    """Whether it is a finite verb."""

    def __post_init__(self) -> None:
        self.verb = self.entry.form in _VERBS

    @property
    def future(self) -> bool:
        """Whether it carries «سـ»."""
        return self.verb and self.word.prefix == "س"


def find_hits(marked: Marked, story: Story) -> tuple[tuple[Hit, ...], frozenset[int]]:
    """The hits of a passage in text order, none inside another; and the words of names and dates, which are none."""
    found, after, marks = list[Hit](), 0, _covered(marked)
    here, near = _Here(marked.passage, found, marks), classes_of(marked, story)
    for at in _opening.where(marked.passage.keys):
        if at < after or at in marks or (found and is_done_again(found[-1].entry, at - after, marked.passage.keys[at])):
            continue
        if hit := _hit(here, at, near):
            found.append(hit)
            after = hit.after
    return tuple(found), marks


def _covered(marked: Marked) -> frozenset[int]:
    """The tokens of names and dates, which are no words of their own."""
    found = set[int]()
    for name in marked.names:
        found.update(range(name.first, name.after))
    for date in marked.dates:
        found.update(range(date.first, date.after))
    return frozenset(found)


is_link = PerWord(lambda key: any(word.pronoun and word.rest in particles("that") for word in stripped(key)))
"""Whether a word is «أن» with a pronoun («أنها» is no form of «أنهى»)."""
_opening = PerWord(lambda key: known[key] is not None and not is_link[key])


# ------------------------------------------------------------------ one hit


def _hit(here: _Here, at: int, near: Near) -> Hit | None:
    """The best hit at a token: a longer phrase before a word, a trigger before what only says how it holds."""
    fitting = [hit for hit in _candidates(here.passage, at) if _fits(hit, near) and not _is_no_verb(hit, here)]
    if len(fitting) > 1:
        return min(fitting, key=lambda hit: _rank(hit, here))
    return fitting[0] if fitting else None


def _is_no_verb(hit: Hit, here: _Here) -> bool:
    """Whether a bare past that may be a noun («ذكر») stands where only a noun can."""
    rest = hit.word.rest
    if hit.entry.form is not _PAST or len(rest) > 3:
        return False
    return (_nouns[rest] or rest in load_tenses().also_nouns) and not here.is_verb(hit)


_only_nouns = PerWord(lambda rest: all(entry.form is Form.NOUN for entry in load_lexicon().words.get(rest, ())))
_nouns = PerWord(lambda rest: any(entry.form is Form.NOUN for entry in load_lexicon().words.get(rest, ())))
"""Whether a word may be a noun of the lexicon."""


def _rank(hit: Hit, here: _Here) -> tuple[int, ...]:
    wrong_form = hit.after == hit.first + 1 and here.is_verb(hit) != hit.verb
    past = _is_past_here(here.passage, hit) and not (hit.word.conjunction and here.present_before())
    wrong_tense = hit.verb and (hit.entry.form is Form.PAST) != past
    return (hit.first - hit.after, wrong_form, wrong_tense, _WEIGHT[hit.entry.sense], -len(hit.word.rest))


_WEIGHT = dict.fromkeys(Sense, 3) | {Sense.IGNORED: 0, Sense.TRIGGER: 1, Sense.OPAQUE: 2}


def _candidates(passage: Passage, at: int) -> Iterator[Hit]:
    words = known[passage.keys[at]]
    if words is None:
        return
    for word, entry in words.entries:
        if entry.form is not _JUSSIVE or _negated(passage, at):
            yield Hit(at, at + 1, entry, word)
    second = passage.keys[at + 1] if words.phrases and at + 1 < len(passage.keys) else ""
    for word, rest, entry in words.phrases.get(second) or words.phrases.get(second[:1], ()):
        if follows(passage.keys, at, rest):
            yield Hit(at, at + 1 + len(rest) - (len(rest[-1]) == 1), entry, word)


def follows(words: Keys, at: int, rest: Keys) -> bool:
    """Whether `rest` stands behind word `at`; a last ب or ل is the next word's."""
    for word in rest:
        at += 1
        if at == len(words) or (words[at] != word and not (len(word) == 1 and words[at][0] == word)):
            return False
    return True


def _negated(passage: Passage, at: int) -> bool:
    return at > 0 and passage.keys[at - 1].removeprefix("و").removeprefix("ف") in particles("jussive")


# ------------------------------------------------------------------ verb or noun, past or present


@dataclass(slots=True)
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
        if _leads_noun[last.key]:
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
        return not temporal and _nouns[hit.word.rest]

    def _is_construct(self, hit: Hit, last: Token) -> bool:
        """Whether a word that may be a noun stands right behind one without its article: «مراسم تسلم …»."""
        if not _nouns[hit.word.rest] or hit.word.conjunction or last.after.strip() or hit.first - 1 in self.marks:
            return False
        alone = not last.key.startswith(("ال", "وال")) and tense_at(self.passage, hit.first - 1) is Tense.NONE
        linking = last.key in load_lexicon().links or last.key.endswith(("ما", "ه", "ها", "هم", "ين", "ون", "ات"))
        return alone and not linking

    def _after_topic(self, at: int) -> bool:
        """«أن مجلس النواب صوّت …»: a definite noun right behind «أن» waits for its verb."""
        tokens = self.passage.tokens
        if not tokens[at - 1].key.startswith("ال"):
            return False
        return any(token.key in particles("that") or is_link[token.key] for token in tokens[max(0, at - 3) : at - 1])

    def _is_object(self, hit: Hit, last: Token) -> bool:
        """Whether a word that may be a noun is what the last verb of its kind is done to: «أعادت القوات تموضعها»."""
        if not hit.word.pronoun or hit.word.conjunction or last.after.strip() or not _nouns[hit.word.rest]:
            return False
        if _only_nouns[hit.word.rest]:
            return True  # «أعلن أوباما انتهاءها»
        verb = self._last_verb()
        return verb is not None and verb.entry.kind is hit.entry.kind

    def _awaited(self) -> bool:
        """Whether the last verb still waits for what it is done with: «أكملت، في شباط، نقل …»."""
        last = self.before[-1] if self.before else None
        return last is not None and last.verb and last.entry.sense in _WAITING

    def _denied(self, word: str) -> bool:
        """Whether the last verb denies what may be a noun: «نفى الجيش تعرض القاعدة لهجوم»."""
        last = self.before[-1] if self.before else None
        return last is not None and last.verb and last.entry.sense is Sense.DENY and _nouns[word]

    def present_before(self) -> bool:
        """Whether the last verb is a present: a bare past does not go on from it, a noun does («… ونقل معظمهم»)."""
        verb = self._last_verb()
        return verb is not None and verb.entry.form is Form.PRESENT

    def _last_verb(self) -> Hit | None:
        return next((hit for hit in reversed(self.before) if hit.verb), None)

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


def _may_lead_noun(key: str) -> bool:
    return key in load_language().place_prepositions or any(
        word.rest in particles("noun_leads") for word in stripped(key)[:3]
    )


_leads_noun = PerWord(_may_lead_noun)


def _is_past_here(passage: Passage, hit: Hit) -> bool:
    """Whether «تسلم» is past («الجيش تسلم») or present («المقرات تسلم»)."""
    if hit.word.prefix or hit.first == 0:
        return not hit.word.prefix
    last = passage.tokens[hit.first - 1].key
    bare = last.removeprefix("و").removeprefix("ف")
    return not (last.endswith(("ه", "ات")) or not {last, bare}.isdisjoint(particles("presents")))


# ------------------------------------------------------------------ what stands near


def _fits(hit: Hit, near: Near) -> bool:
    """Whether what a trigger needs stands near it, and what it must not have does not follow."""
    entry = hit.entry
    if entry.sense is not _TRIGGER:
        return True
    if entry.never and not entry.never.isdisjoint(near) and _is_ruled_out(hit, near):
        return False
    return not entry.near or any(_is_near(hit, near, wanted) for wanted in entry.near if wanted in near)


def _is_ruled_out(hit: Hit, near: Near) -> bool:
    first, after = hit.first, hit.after
    for name in hit.entry.never.intersection(near):
        reach = _AFTER if name in _FAR_AWAY else 3
        before = _BEFORE if name in _HURT else 0
        if any(after <= at < after + reach or first - before <= at < first for at in near[name]):
            return True
    return False


def _is_near(hit: Hit, near: Near, wanted: str) -> bool:
    if wanted.endswith(_TOPIC):
        back = _TOPIC_BEFORE if hit.verb or hit.word.pronoun else 0
        return any(hit.first - back <= at < hit.first for at in near[wanted])
    tight = wanted.endswith(_TIGHT)
    before, after = (_TIGHT_BEFORE, _TIGHT_AFTER) if tight else (_BEFORE, _AFTER)
    after = _FAR_AFTER if wanted.endswith(_WIDE) else after
    unsaid = wanted in ("force", "headcount") and hit.verb  # a later verb often leaves it unsaid
    if hit.word.pronoun or wanted.endswith(_WIDE) or unsaid:
        before = _FAR
    return any(hit.first - before <= at < hit.first or hit.after <= at < hit.after + after for at in near[wanted])
