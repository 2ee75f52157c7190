"""Clauses: a passage cut where its verbs hang on one another, so that what stands by one verb is not given to another.

A clause opens at a link («أن»، «التي»، «قبل أن»، «فيما») or at a verb that follows another; a relative clause ends at
the comma or at the verb that its noun was waiting for. What the verbs mean is `hits` and `modality`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.corpus.extraction.hits import Hit, covered, find_hits, is_link
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Link, Sense, particles
from storage.corpus.extraction.links import ATTACHED, answers, link_at
from storage.corpus.extraction.marks import DateMark, Marked
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.tense import Tense, may_be_verb, tense_at
from storage.corpus.words import PerWord
from storage.records import Kind, Story

_STOPS = frozenset('،,;؛:.؟?!()"-–—…[]')
_SPEECH = frozenset({Sense.SAY, Sense.ANNOUNCE, Sense.DENY})


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: how it hangs on clause `parent` (itself for the first), and its first token. `governor` is the hit
    that it hangs on, by its place in the hits: the last one before it in its parent; None where there is none."""

    link: Link
    parent: int
    first: int
    governor: int | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """The clauses of a passage; `of[token]` is the clause of a token, `hits[n]` are those of clause n in order."""

    marked: Marked
    passage: Passage
    clauses: tuple[Clause, ...]
    of: tuple[int, ...]
    hits: tuple[Hit, ...]
    verbs: frozenset[int]
    """The tokens that are finite verbs, of the lexicon or others."""

    hits_of: tuple[tuple[Hit, ...], ...]
    tokens_of: tuple[tuple[int, ...], ...]
    covering: tuple[Hit | None, ...]

    def clause(self, token: int) -> Clause:
        """The clause that a token stands in."""
        return self.clauses[self.of[token]]

    def inside(self, number: int) -> tuple[Hit, ...]:
        """The hits of one clause, in text order."""
        return self.hits_of[number]

    def hit_at(self, token: int) -> Hit | None:
        """The hit that covers a token."""
        return self.covering[token]

    def start_of_turn(self, token: int) -> int:
        """The first token of the last clause up to `token` that turns to something else («لكن»، «فيما»)."""
        then, tokens = particles("then"), self.passage.tokens
        turns = [
            clause.first
            for clause in self.clauses
            if clause.link is Link.AGAINST and clause.first <= token and tokens[clause.first].key not in then
        ]
        return max(turns, default=0)

    def tokens(self, number: int) -> tuple[int, ...]:
        """The tokens of one clause, in text order."""
        return self.tokens_of[number]


def structure(marked: Marked, story: Story) -> Structure:
    """The clauses of a passage; linear in its length."""
    cutter = _Cutter(marked.passage, find_hits(marked, story), covered(marked), marked.dates)
    for at in range(len(marked.passage.tokens)):
        cutter.take(at)
    return _structure(marked, cutter)


def _structure(marked: Marked, cutter: _Cutter) -> Structure:
    """What a walk found, ordered by clause and by token."""
    hits: list[list[Hit]] = [[] for _ in cutter.clauses]
    tokens: list[list[int]] = [[] for _ in cutter.clauses]
    covering: list[Hit | None] = [None] * len(cutter.of)
    for at, number in enumerate(cutter.of):
        tokens[number].append(at)
    for hit in cutter.hits:
        hits[cutter.of[hit.first]].append(hit)
        covering[hit.first : hit.after] = [hit] * (hit.after - hit.first)
    return Structure(
        marked=marked,
        passage=marked.passage,
        clauses=tuple(cutter.clauses),
        of=tuple(cutter.of),
        hits=cutter.hits,
        verbs=frozenset(cutter.finite),
        hits_of=tuple(map(tuple, hits)),
        tokens_of=tuple(map(tuple, tokens)),
        covering=tuple(covering),
    )


_SEMICOLON = frozenset("؛;")
_COMMAS = frozenset("،,;؛:-–—")


def _comma(passage: Passage, at: int) -> bool:
    """Whether a mark that parts clauses stands before token `at`; brackets and quotes do not."""
    return at > 0 and _commas[passage.tokens[at - 1].after]


_commas = PerWord(lambda gap: not _COMMAS.isdisjoint(gap))


def broken(passage: Passage, at: int) -> bool:
    """Whether a comma or another mark stands before token `at`."""
    return at > 0 and _stops[passage.tokens[at - 1].after]


_stops = PerWord(lambda gap: not _STOPS.isdisjoint(gap))


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
    starting: dict[int, Hit] = field(default_factory=dict)
    inner: frozenset[int] = frozenset()
    """The tokens of nominal phrases after their first («من تبقى»): no verbs."""

    def __post_init__(self) -> None:
        self.starting = {hit.first: hit for hit in self.hits}
        self.inner = frozenset(at for hit in self.hits if not hit.verb for at in range(hit.first + 1, hit.after))

    def take(self, at: int) -> None:
        """One token further."""
        verb = at not in self.marks and at not in self.inner and _is_verb(self.passage, at, self.starting)
        if verb:
            self.finite.add(at)
        if at >= self.skip and at not in self.marks:
            self._cut(at, verb)
        if verb and at >= self.skip and not self._is(at, Sense.AUXILIARY):
            self.verbs.add(self.now)
        self.of.append(self.now)

    def _cut(self, at: int, verb: bool) -> None:
        link, length, conjunction = link_at(self.passage, at)
        if link:
            self._open(link, at, conjunction)
            self.skip = at + length
            return
        comma = _comma(self.passage, at)
        if self._is_aside() and (comma or (verb and self._resumes(at))):
            self.now = self.clauses[self.now].parent
        if at and _SEMICOLON & set(self.passage.tokens[at - 1].after) and self.now in self.verbs:
            self._beside(at)
            return
        if self.clauses[self.now].link is Link.IF and answers(self.passage.tokens[at].key):
            self.now = self.clauses[self.now].parent  # «إذا احتجنا … فقد نوقع …»
            return
        joined = comma and self.passage.tokens[at].key.startswith(ATTACHED)
        if (verb and at and (joined or self.now in self.verbs)) or (comma and self._speaks_on(at)):
            self._beside(at)

    def _is_aside(self) -> bool:
        """Whether the present clause breaks into another: a relative one, or «، وهي …،» without a verb."""
        link = self.clauses[self.now].link
        return link is Link.RELATIVE or (link is Link.WHILE and self.now not in self.verbs)

    def _resumes(self, at: int) -> bool:
        """Whether a second verb without «و» takes up the clause that the relative one broke into."""
        return self.now in self.verbs and not self.passage.tokens[at].key.startswith(ATTACHED)

    def _speaks_on(self, at: int) -> bool:
        """«، مؤكداً أن …»: a participle of speech opens what is said next."""
        hit = self.starting.get(at)
        noun = hit and hit.entry.sense in _SPEECH and hit.entry.form is Form.NOUN
        return bool(noun and hit and not hit.word.definite)

    def _open(self, link: Link, at: int, conjunction: bool) -> None:
        now = self.clauses[self.now]
        if link is Link.UNTIL and at and not self.passage.tokens[at - 1].keys.isdisjoint(particles("told")):
            link = Link.CONTENT  # «يشار إلى أن …»
        while link is not Link.RELATIVE and now.link is Link.RELATIVE:  # «الذي …، فيما …»
            self.now = now.parent
            now = self.clauses[self.now]
        if link is Link.CONTENT and conjunction and now.link is Link.CONTENT:  # «أن … وأن …»
            self._add(Clause(Link.CONTENT, now.parent, at, now.governor))
        elif link is Link.PROVIDED and self._is_said(at):
            self._add(Clause(Link.CONTENT, self.now, at, self._governor()))
        elif link is Link.AGAINST and at == 0:
            self.clauses[0] = Clause(link, 0, 0)
        elif link is Link.AGAINST:
            self._add(Clause(link, self.now, at))
        else:
            self._add(Clause(link, self.now, at, self._governor()))

    def _beside(self, at: int) -> None:
        """A clause beside the present one: under the same governor where the verb is of the same kind."""
        now = self.clauses[self.now]
        shares = now.link in (Link.CONTENT, Link.PROVIDED, Link.BEFORE, Link.AFTER) and self._alike(now, at)
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
        governor = self._governor()
        hit = None if governor is None or _comma(self.passage, at) else self.hits[governor]
        return hit is not None and (hit.entry.sense in _SPEECH or hit.entry.kind is Kind.AGREEMENT)

    def _governor(self) -> int | None:
        return next((n for n in range(len(self.hits) - 1, -1, -1) if self._governs(self.hits[n])), None)

    def _governs(self, hit: Hit) -> bool:
        return hit.first < len(self.of) and self.of[hit.first] == self.now

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
        start = next((d.first for d in self.dates if d.after == at), at)
        if _comma(self.passage, at) and not self.passage.tokens[at].key.startswith(ATTACHED) and self._is_within(start):
            return at  # «سقوط صواريخ على …، في الخامس منه، أصابت …»
        if at != len(self.of) or start == at or not (_comma(self.passage, start) or _comma(self.passage, start - 1)):
            return at
        self.of[start:at] = [self.now] * (at - start)
        return start

    def _is_within(self, date: int) -> bool:
        """Whether a date stands between commas within a clause, and opens none: «…، في الخامس منه، …»."""
        lead = date if _comma(self.passage, date) else date - 1
        opens = self.passage.tokens[max(lead, 0)].key.startswith("و")
        return (
            0 < lead < len(self.of)
            and lead > self.clauses[self.of[lead]].first
            and _comma(self.passage, lead)
            and not opens
        )

    def _is(self, at: int, sense: Sense) -> bool:
        hit = self.starting.get(at)
        return hit is not None and hit.entry.sense is sense


def _is_verb(passage: Passage, at: int, starting: dict[int, Hit]) -> bool:
    hit = starting.get(at)
    if hit:
        return hit.verb
    key, last = passage.tokens[at].key, passage.tokens[at - 1].key if at else ""
    known = may_be_verb[key]
    if not (known or last in particles("subjunctive")) or is_link(passage.tokens[at]):
        return False
    tense = tense_at(passage, at) if known else Tense.NONE
    if tense in (Tense.PRESENT, Tense.FUTURE):
        return True
    opens = not at or broken(passage, at) or last in particles("openers") or key.endswith(("ت", "وا"))
    if tense is Tense.PAST and opens and not key.startswith("وز"):
        return True
    return last in particles("subjunctive") and passage.tokens[at].key[:1] in ("ي", "ت", "ن")
