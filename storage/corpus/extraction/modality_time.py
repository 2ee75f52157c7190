"""Modality by time: how a word holds where no other word says it, by its tense and its date.

What other words say of it is `modality`.
"""

from __future__ import annotations

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.entries import word_classes
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.inflection import Form
from storage.corpus.extraction.lexicon import Link
from storage.corpus.extraction.marks import Judged
from storage.corpus.extraction.particles import is_future
from storage.corpus.extraction.pastness import is_ahead, is_chronicle, is_long_past, is_over
from storage.corpus.extraction.tense import Tense, load_tenses, tense_at
from storage.fuzzydate import FuzzyDate
from storage.records import Kind, Modality


def judged_by_time(structure: Structure, token: int, date: FuzzyDate | None) -> Judged:
    """How what happens on a day of its own, whatever is said around it, holds: by its date alone."""
    hit = structure.hit_at(token)
    ahead = is_ahead(structure, date)
    if date and not ahead and is_chronicle(structure):
        return Judged(Modality.HAPPENED, ("modality.chronicle",))
    if hit and hit.verb and hit.entry.form is Form.PAST and tense_at(structure.passage, token) is Tense.FUTURE:
        return Judged(Modality.PLANNED, ("modality.future",))  # «ستكون القوات قد أخلت …»
    if hit and hit.verb and hit.entry.form is Form.PAST:
        return Judged(Modality.HAPPENED, ("modality.past",))
    if ahead or (date is None and hit and hit.verb and _goes_on_from_plan(structure, token)):
        return Judged(Modality.PLANNED, ("modality.date_ahead" if ahead else "modality.goes_on",))
    if hit and hit.entry.kind is Kind.PRESENCE and _was(structure, token):
        return Judged(Modality.HAPPENED, ("modality.past",))
    if hit and hit.verb and not _is_told(structure, hit, date):
        return Judged(Modality.ONGOING, ("modality.present",))
    return Judged(Modality.HAPPENED, ("modality.date_past" if date else "modality.named",))


def _was(structure: Structure, token: int) -> bool:
    """«كانت القوات تنتشر في …», «كان الجنود موجودين في …»: a stay that is over."""
    own = structure.tokens(structure.of[token])
    return any(structure.passage.keys[at].lstrip("وف") in load_tenses().was for at in own if token - _WAS <= at < token)


_WAS = 6


def _is_told(structure: Structure, hit: Hit, date: FuzzyDate | None) -> bool:
    """Whether a present tells of what is over: «9 كانون الأول 2017: بغداد تعلن …»، «أمس … تغادر»."""
    return is_long_past(structure, date) or (hit.entry.kind is not Kind.PRESENCE and is_over(structure, date))


_PHASE = 3


def _goes_on_from_plan(structure: Structure, token: int) -> bool:
    """«ستغادر … وتقلص …»: a present beside a future."""
    clause, tokens = structure.clause(token), structure.passage.tokens
    if any("phase_near" in word_classes(one) for one in tokens[:_PHASE]) and tokens[0].key.endswith("في"):
        return True  # «ففي المرحلة الأولى تُخلى …»
    if token + 1 < len(tokens) and "others_near" in word_classes(tokens[token + 1]) and structure.of[token]:
        before = set(structure.tokens(structure.of[token] - 1))  # «سيهبط عددهم …، يقيم معظمهم …»
        return any(is_future(structure, at, structure.hit_at(at)) for at in before & structure.verbs)
    if clause.link is not Link.AND or not structure.passage.tokens[token].key.startswith("و"):
        return False
    before = set(structure.tokens(clause.parent))
    if any(is_ahead(structure, mark.date) for mark in structure.marked.dates if mark.first in before):
        return True
    return any(is_future(structure, at, structure.hit_at(at)) for at in before & structure.verbs)
