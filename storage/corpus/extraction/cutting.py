"""Cutting: one walk over a passage that finds where its clauses begin.

A clause opens at a link («أن»، «التي»، «قبل أن»، «فيما») or at a verb that follows another; a relative clause ends at
the comma or at the verb that its noun was waiting for. What is found is a `Structure` of `clauses`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from storage.corpus.extraction.clauses import Clause, Structure, broken, parts
from storage.corpus.extraction.finite import is_verb
from storage.corpus.extraction.hits import Hit, find_hits
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Link, Sense, keys, particles
from storage.corpus.extraction.links import ATTACHED, answers, link_at, may_link
from storage.corpus.extraction.marks import DateMark, Marked
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.tense import Tense, may_be_verb, tense_at
from storage.corpus.words import PerWord
from storage.records import Kind, Story

_SPEECH = frozenset({Sense.SAY, Sense.ANNOUNCE, Sense.DENY})
_SHARING = frozenset({Link.CONTENT, Link.PROVIDED, Link.BEFORE, Link.AFTER})
# Asked of every word, and a member of an enum is found by its name each time.
_RELATIVE, _WHILE, _IF, _CONTENT, _AUXILIARY = Link.RELATIVE, Link.WHILE, Link.IF, Link.CONTENT, Sense.AUXILIARY
_SEMICOLON = frozenset("؛;")
_first = attrgetter("first")
_ASKING = frozenset({Sense.PLAN, Sense.HOPE})
_BACK = 3
"""Clauses back in which the verb of what stands with «ب» is sought."""
_BEGUN = 7
"""Words between a verb of beginning and what is begun."""


def structure(marked: Marked, story: Story) -> Structure:
    """The clauses of a passage; linear in its length."""
    cutter = _Cutter(marked.passage, *find_hits(marked, story), marked.dates)
    cutter.walk()
    return _structure(marked, cutter)


def _structure(marked: Marked, cutter: _Cutter) -> Structure:
    """What a walk found, ordered by clause and by token."""
    hits: list[list[Hit]] = [[] for _ in cutter.clauses]
    tokens: list[list[int]] = [[] for _ in cutter.clauses]
    covering: list[Hit | None] = [None] * len(cutter.of)
    at = 0
    for number, same in groupby(cutter.of):
        after = at + len(list(same))
        tokens[number] += range(at, after)
        at = after
    for hit in cutter.hits:
        hits[cutter.of[hit.first]].append(hit)
        covering[hit.first : hit.after] = [hit] * (hit.after - hit.first)
    verbs: list[list[int]] = [[] for _ in cutter.clauses]
    for at in sorted(cutter.finite):
        verbs[cutter.of[at]].append(at)
    return Structure(
        marked=marked,
        passage=marked.passage,
        clauses=tuple(cutter.clauses),
        of=tuple(cutter.of),
        hits=cutter.hits,
        verbs=frozenset(cutter.finite),
        hits_of=tuple(map(tuple, hits)),
        tokens_of=tuple(map(tuple, tokens)),
        verbs_of=tuple(map(tuple, verbs)),
        conditional=frozenset([clause.parent for clause in cutter.clauses if clause.link is _IF]),
        covering=tuple(covering),
        covered=cutter.marks,
    )


def _comma(passage: Passage, at: int) -> bool:
    """Whether a mark that parts clauses stands before token `at`."""
    return at > 0 and parts[passage.tokens[at - 1].after]


@dataclass(slots=True)
class _Cutter:
    """The state of one walk over a passage."""

    passage: Passage
    hits: tuple[Hit, ...]
    marks: frozenset[int]
    dates: tuple[DateMark, ...] = ()
    clauses: list[Clause] = field(default_factory=lambda: [Clause(Link.MAIN, 0, 0)])
    of: list[int] = field(default_factory=list)
    now: int = 0
    verbs: set[int] = field(default_factory=set)
    finite: set[int] = field(default_factory=set)
    skip: int = 0
    last: int = -1
    """The last finite verb."""

    starting: dict[int, Hit] = field(default_factory=dict)
    inner: frozenset[int] = frozenset()
    """The tokens of nominal phrases after their first («من تبقى»): no verbs."""

    def __post_init__(self) -> None:
        self.starting = {hit.first: hit for hit in self.hits}
        self.inner = frozenset(at for hit in self.hits if not hit.verb for at in range(hit.first + 1, hit.after))

    def walk(self) -> None:
        """Over all tokens; most of them open no clause, and are no verb."""
        size, gaps, of = len(self.passage.tokens), self.passage.gaps, self.of
        commas = {at + 1 for at in parts.where(gaps)}
        asked = {at + 1 for at in _asks_for_verb.where(self.passage.keys)}
        looked = commas.union(asked, self.starting, _may_cut.where(self.passage.keys)).difference(self.marks, (size,))
        for at in sorted(looked):
            of += [self.now] * (at - len(of))
            self._take(at, at in commas)
            of.append(self.now)
        of += [self.now] * (size - len(of))

    def _take(self, at: int, comma: bool) -> None:
        """A token that is a verb, or may open a clause."""
        verb = at not in self.inner and is_verb(self.passage, at, self.starting)
        if verb:
            self.finite.add(at)
        if at >= self.skip:
            self._cut(at, verb, comma)
        if verb and at >= self.skip and not self._is(at, _AUXILIARY):
            self.verbs.add(self.now)
        self.last = at if verb else self.last

    def _cut(self, at: int, verb: bool, comma: bool) -> None:
        if may_link[self.passage.keys[at]]:
            link, length, conjunction = link_at(self.passage, at)
            if link:
                self._open(link, at, conjunction)
                self.skip = at + length
                return
        if self._is_aside() and (comma or (verb and self._resumes(at))):
            self.now = self.clauses[self.now].parent
        if comma and self.now in self.verbs and not _SEMICOLON.isdisjoint(self.passage.tokens[at - 1].after):
            self._beside(at)
            return
        if self.clauses[self.now].link is _IF and answers[self.passage.keys[at]]:
            self.now = self.clauses[self.now].parent  # «إذا احتجنا … فقد نوقع …»
            return
        joined = comma and self.passage.tokens[at].key.startswith(ATTACHED)
        if verb and not joined and self._is_begun(at):
            return
        if comma and not verb and (back := self._taken_up(at)) is not None:
            self.now = back
            return
        if (verb and at and (joined or self.now in self.verbs)) or (comma and (self._speaks_on(at) or self._lasts(at))):
            self._beside(at)

    def _is_begun(self, at: int) -> bool:
        """«شرعت أرتالها تغادر …»: a present right behind a verb of beginning and its subject says what begins."""
        if self.passage.keys[at].startswith(ATTACHED) or not self._is(self.last, Sense.BEGIN):
            return False
        hit, near = self.starting.get(at), range(self.last, at)
        present = hit.entry.form is Form.PRESENT if hit else tense_at(self.passage, at) is Tense.PRESENT
        own = at - self.last <= _BEGUN and self.of[self.last] == self.now
        return (
            present
            and own
            and self.passage.keys[at - 1] not in particles("with_verbs")
            and not any(broken(self.passage, token + 1) for token in near)
        )

    def _is_aside(self) -> bool:
        """Whether the present clause breaks into another: a relative one, or «، وهي …،» without a verb."""
        link = self.clauses[self.now].link
        return link is _RELATIVE or (link is _WHILE and self.now not in self.verbs)

    def _resumes(self, at: int) -> bool:
        """Whether a second verb without «و» takes up the clause that the relative one broke into."""
        return self.now in self.verbs and not self.passage.tokens[at].key.startswith(ATTACHED)

    def _speaks_on(self, at: int) -> bool:
        """«، مؤكداً أن …»: a participle of speech opens what is said next."""
        hit = self.starting.get(at)
        noun = hit and hit.entry.sense in _SPEECH and hit.entry.form is Form.NOUN
        return bool(noun and hit and not hit.word.definite)

    def _taken_up(self, at: int) -> int | None:
        """«طالبت الحركة، في بيان صدر أمس، بإخراج …»: the clause whose verb still waits for what stands with «ب»."""
        hit, number = self.starting.get(at), self.now
        if hit is None or hit.entry.sense is not Sense.TRIGGER or hit.word.prefix != "ب" or hit.word.conjunction:
            return None
        for _ in range(_BACK):
            own = [one for one in self.hits if one.first < at and self.of[one.first] == number]
            if any(one.entry.sense in _ASKING and (one.verb or one.entry.sense is Sense.PLAN) for one in own):
                return number if number != self.now else None
            number = self.clauses[number].parent
        return None

    def _lasts(self, at: int) -> bool:
        """«على الرغم من …، ما زالت القوات …»: the clause that waited for what it stands before."""
        hit = self.starting.get(at)
        return hit is not None and hit.entry.sense is Sense.GO_ON and hit.after - hit.first > 1

    def _open(self, link: Link, at: int, conjunction: bool) -> None:
        now = self.clauses[self.now]
        if link is Link.UNTIL and at and not self.passage.tokens[at - 1].keys.isdisjoint(particles("told")):
            link = Link.CONTENT  # «يشار إلى أن …»
        while link is not _RELATIVE and now.link is _RELATIVE:  # «الذي …، فيما …»
            self.now = now.parent
            now = self.clauses[self.now]
        if link is _CONTENT and conjunction and now.link is _CONTENT:  # «أن … وأن …»
            self._add(Clause(Link.CONTENT, now.parent, at, now.governor))
        elif link is Link.PROVIDED and self._is_said(at):
            self._add(Clause(Link.CONTENT, self.now, at, self._governor(_comma(self.passage, at))))
        elif link is Link.AGAINST and at == 0:
            self.clauses[0] = Clause(link, 0, 0)
        elif link is Link.AGAINST:
            self._add(Clause(link, self.now, at))
        else:
            aside = link is Link.CONTENT and _comma(self.passage, at)
            self._add(Clause(link, self.now, at, self._governor(aside)))

    def _beside(self, at: int) -> None:
        """A clause beside the present one: under the same governor where the verb is of the same kind."""
        now = self.clauses[self.now]
        shares = now.link in _SHARING and self._alike(now, at)
        link = now.link if shares else Link.AND
        clause = Clause(link, now.parent if shares else self.now, at, now.governor if shares else None)
        self._add(clause, linked=False)

    def _alike(self, now: Clause, at: int) -> bool:
        """Whether the verb at `at` may stand under the «أن» of the present clause: a present, or a past after one."""
        verbs = [i for i in sorted(self.finite) if i < len(self.of) and self.of[i] == self.now]
        hit = self.starting.get(at)
        if hit and hit.entry.sense in _SPEECH:
            return False
        past = tense_at(self.passage, at) is Tense.PAST
        return not past or bool(verbs and tense_at(self.passage, verbs[-1]) is Tense.PAST)

    def _is_said(self, at: int) -> bool:
        """«شدد على أن …»، «اتفقا على أن …»: what is said or agreed, no condition."""
        comma = _comma(self.passage, at)
        governor = self._governor(comma)
        hit = None if governor is None else self.hits[governor]
        if hit is None or (comma and " ".join(keys(hit.entry.name)) not in particles("insisting")):
            return False  # «شدد، في إيجاز، على أن …»
        return hit.entry.sense in _SPEECH or hit.entry.kind is Kind.AGREEMENT

    def _governor(self, aside: bool = False) -> int | None:
        """The last hit of the present clause; behind words between commas the verb of saying before them."""
        before = range(bisect_left(self.hits, len(self.of), key=_first) - 1, -1, -1)
        if aside:
            said = (n for n in before if self.hits[n].verb and self.hits[n].entry.sense in _SPEECH)
            if (spoken := next((n for n in said if self.of[self.hits[n].first] == self.now), None)) is not None:
                return spoken
        return next((n for n in before if self.of[self.hits[n].first] == self.now), None)

    def _add(self, clause: Clause, linked: bool = True) -> None:
        self.clauses.append(clause)
        self.now = len(self.clauses) - 1
        at = (clause.first if linked else self._before_date(clause.first)) - 1
        while at >= 0 and self.passage.tokens[at].key in particles("with_verbs") and clause.first == len(self.of):
            self.of[at] = self.now  # «لم» and «قد» belong to their verb
            at -= 1
            if at >= 0 and self.of[at] != self.of[at + 1]:
                break

    def _before_date(self, at: int) -> int:
        """Where a date begins that stands before the verb at `at` and after a mark: «…: فمساء الجمعة قصفت»; it goes
        with the verb."""
        start = next((d.first for d in self.dates if d.after == at or self._adds(d.after, at)), at)
        if _comma(self.passage, at) and not self.passage.keys[at].startswith(ATTACHED) and self._is_within(start):
            return at  # «سقوط صواريخ على …، في الخامس منه، أصابت …»
        if at != len(self.of) or start == at or not (_comma(self.passage, start) or _comma(self.passage, start - 1)):
            return at
        self.of[start:at] = [self.now] * (at - start)
        return start

    def _is_within(self, date: int) -> bool:
        """Whether a date stands between commas within a clause, and opens none: «…، في الخامس منه، …»."""
        lead = date if _comma(self.passage, date) else date - 1
        opens = self.passage.keys[max(lead, 0)].startswith("و")
        return (
            0 < lead < len(self.of)
            and lead > self.clauses[self.of[lead]].first
            and _comma(self.passage, lead)
            and not opens
        )

    def _adds(self, after: int, at: int) -> bool:
        """«وبعدها بعام وشهرين أُعلن …»."""
        return after == at - 1 and self.passage.keys[after].startswith("و")

    def _is(self, at: int, sense: Sense) -> bool:
        hit = self.starting.get(at)
        return hit is not None and hit.entry.sense is sense


_asks_for_verb = PerWord(lambda key: key in particles("subjunctive"))
_may_cut = PerWord(lambda key: may_link[key] or may_be_verb[key] or answers[key])
