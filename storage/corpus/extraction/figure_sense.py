"""Which way a number goes, how it holds and when: strength, leaving, arriving or target; its modality and its date.

Read from the words before it in its clause. Whose and where are `figure_force` and `figure_place`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.lexicon import Sense as Says
from storage.corpus.extraction.marks import DateMark, Marked, NumberMark
from storage.corpus.extraction.modality import judge
from storage.corpus.extraction.number_file import load_number_words
from storage.corpus.extraction.number_words import reads
from storage.corpus.extraction.passages import Token
from storage.corpus.extraction.quantities import FROM, INSTEAD, TO
from storage.corpus.extraction.tense import Tense, tense_at
from storage.fuzzydate import FuzzyDate
from storage.records import Modality, Qualifier, Sense, Unit

_BACK = 12
_STOPS = frozenset(".؛;!؟")
_COMMA = frozenset("،,()؛;:")
_SAYING = frozenset({Says.SAY, Says.ANNOUNCE, Says.DENY})
_BOUNDS = frozenset({Qualifier.AT_MOST, Qualifier.AT_LEAST, Qualifier.LESS_THAN, Qualifier.MORE_THAN})
_DONE = frozenset({Modality.HAPPENED, Modality.ONGOING})


def sense_of(structure: Structure, marked: Marked, mark: NumberMark) -> tuple[Sense, int]:
    """Which way the number goes, and the token of the word that tells it (else of the number). A number that something
    has fallen to is a strength, one that it shall fall to a target."""
    words = load_number_words()
    if {FROM, INSTEAD} & {*mark.reasons}:
        return Sense.STRENGTH, mark.first
    tokens = marked.passage.tokens
    led = TO in mark.reasons or any(
        tokens[at].key in words.to for at in (mark.first - 1, mark.first) if 0 <= at < len(tokens)
    )
    led = led or tokens[max(mark.first - 2, 0)].key == "الي"  # «إلى ربما أقل من ألف»
    for at in _near(marked, mark):
        found = reads(tokens[at])
        if led and found & words.changes:
            done = tense_at(marked.passage, at) is Tense.PAST and judge(structure, at).modality in _DONE
            return Sense.STRENGTH if done else Sense.TARGET, at
        if not led and found & words.leaving:
            return Sense.LEAVING, at
        if not led and found & words.arriving:
            return Sense.ARRIVING, at
        if found & words.keeping:
            kept = judge(structure, at).modality in _DONE
            return Sense.STRENGTH if kept else Sense.TARGET, at
    return Sense.TARGET if TO in mark.reasons else Sense.STRENGTH, mark.first


def modality_of(structure: Structure, mark: NumberMark, sense: Sense, at: int) -> Modality:
    """How the number holds, as the word at token `at` does. The first side of a change is there already, a target
    is not."""
    if {FROM, INSTEAD} & {*mark.reasons}:
        return Modality.HAPPENED
    judged = judge(structure, at).modality
    saved = any(token.key in load_number_words().saving for token in _lead(structure, mark))
    if judged is Modality.DENIED and (saved or mark.qualifier in _BOUNDS):
        judged = Modality.HAPPENED  # «لا يتجاوز 350»: the negation is the bound's
    if judged in _DONE:
        aimed_at = sense is Sense.TARGET and mark.unit is not Unit.CASUALTIES
        return Modality.PLANNED if aimed_at else Modality.HAPPENED
    return judged


def _lead(structure: Structure, mark: NumberMark) -> Sequence[Token]:
    """The two words before a number («إلا قرابة 200»)."""
    return structure.passage.tokens[max(mark.first - 2, 0) : mark.first]


def date_of(structure: Structure, marked: Marked, mark: NumberMark, first: int, after: int) -> FuzzyDate | None:
    """The date of the number among the tokens `first` up to `after`: in its own clause, and none of saying it."""
    if FROM in mark.reasons:
        return None
    fitting = [date for date in marked.dates if first <= date.first and date.after <= after]
    behind = [d for d in fitting if d.first >= mark.after and not _parted(marked, mark.after, d.first)]
    before = [d for d in fitting if d.after <= mark.first and _is_of(structure, marked, mark, d)]
    return next((date.date for date in (*behind, *reversed(before))), None)


def _is_of(structure: Structure, marked: Marked, mark: NumberMark, date: DateMark) -> bool:
    """Whether a date before a number is of it: no comma between (but for what was suffered), and no verb of saying."""
    hits = structure.hits
    between = hits[_from(hits, date.after) : _from(hits, mark.first)]
    if any(hit.entry.sense in _SAYING for hit in between):
        return False
    suffered = mark.unit in (Unit.CASUALTIES, Unit.ATTACKS)
    return suffered or not _parted(marked, date.after, mark.first)


def _from(hits: Sequence[Hit], token: int) -> int:
    return bisect_left(hits, token, key=lambda hit: hit.first)


def _parted(marked: Marked, first: int, after: int) -> bool:
    return any(not _COMMA.isdisjoint(token.after) for token in marked.passage.tokens[first - 1 : after - 1])


def _near(marked: Marked, mark: NumberMark) -> Iterator[int]:
    """The tokens before a number in its clause, the nearest first."""
    tokens = marked.passage.tokens
    for at in range(mark.first - 1, max(mark.first - 1 - _BACK, -1), -1):
        if not _STOPS.isdisjoint(tokens[at].after):
            return
        yield at
