"""A time expression: what words name, with its bound, its edge and where it ends; resolved in a setting to a FuzzyDate.

How expressions are read from words is in `expressions`; what their parts come to is in `named`, `dating`, `distances`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from storage.corpus.extraction.datewords import load_date_words
from storage.corpus.extraction.dating import Days, Fixed, Period, Setting, Turn, Unclear, span_of
from storage.corpus.extraction.distances import AtHand, Distance, Origin
from storage.corpus.extraction.named import Calendar
from storage.corpus.extraction.passages import Passage
from storage.corpus.extraction.tense import Tense, tense_at
from storage.corpus.extraction.years import Meaning
from storage.errors import FactError
from storage.fuzzydate import Bound, Edge, FuzzyDate

Reasons = tuple[str, ...]
_LEFT = frozenset({Bound.BY, Bound.UNTIL, Bound.BEFORE})
_NEGATION_REACH = 10


@dataclass(slots=True)
class Expression:
    """A time expression of the tokens `first` up to `after`. `last` is where a range ends."""

    first: int
    after: int
    meaning: Meaning
    bound: Bound = Bound.IN
    edge: Edge | None = None
    about: bool = False
    last: Meaning | None = None
    explained: Meaning | None = None
    """What the words say before the date in brackets that explains them."""

    @property
    def leans_ahead(self) -> bool:
        """Whether it is counted from a date that comes later in the sentence."""
        return isinstance(self.meaning, AtHand | Distance) and self.meaning.origin is Origin.AHEAD

    @property
    def leans_on_tense(self) -> bool:
        """Whether it may be counted from the tense that it is told in."""
        if self.last is None and isinstance(self.meaning, Calendar):
            return self.meaning.year is None
        return self.last is not None or not isinstance(self.meaning, AtHand | Days | Fixed | Turn | Unclear)

    def resolve(self, setting: Setting, passage: Passage) -> tuple[FuzzyDate | None, Reasons]:
        """The date that it comes to in `setting`, None where it comes to none, and why."""
        period = self._period(setting)
        if period is None:
            return None, (getattr(self.meaning, "reason", "date.unresolved"),)
        bound = self._bound(period, setting, passage)
        try:
            date = FuzzyDate(
                _bounded(period.edtf + ("~" if self.about or period.about else ""), bound),
                self.edge,
                bound,
                passage.words(self.first, self.after),
                period.basis,
            )
        except FactError:
            return None, ("date.impossible",)
        return date, (period.reason, *((f"date.{bound}",) if bound is not Bound.IN else ()))

    def _period(self, setting: Setting) -> Period | None:
        if self.last is None:
            return self.meaning.period(setting)
        end = self.last.period(setting)
        start = self._start(end, setting) if end else None
        if start is None or end is None:
            return None
        joined = f"{start.edtf.split('/')[0]}/{end.edtf.split('/')[-1]}"
        return Period(joined, start.basis, "date.range") if span_of(joined) else None

    def _start(self, end: Period, setting: Setting) -> Period | None:
        """Where a range starts; its year is that of its end where it has none, or the one before."""
        meaning, closes = self.meaning, span_of(end.edtf)
        if not isinstance(meaning, Calendar) or not meaning.lacks_year or not closes:
            return meaning.period(setting)
        for year in (closes[1].year, closes[1].year - 1):
            edtf = meaning.in_year(year)
            if edtf and (opens := span_of(edtf)) and opens[0] <= closes[1]:
                return replace(end, edtf=edtf)
        return None

    def _bound(self, period: Period, setting: Setting, passage: Passage) -> Bound:
        if self.bound is Bound.BEFORE and _is_negated(passage, self.first):
            return Bound.FROM
        if self.bound is not Bound.IN:
            return self.bound
        if period.bound is Bound.FROM and isinstance(self.meaning, Distance) and setting.tense is Tense.PAST:
            return Bound.IN
        return period.bound or Bound.IN


def _bounded(edtf: str, bound: Bound) -> str:
    if bound is Bound.IN:
        return edtf
    return f"../{edtf}" if bound in _LEFT else f"{edtf}/.."


def _is_negated(passage: Passage, first: int) -> bool:
    """Whether the nearest verb before is negated: «لن يكتمل قبل أيلول» is from September on."""
    negations = load_date_words().negations
    for token in range(first - 1, max(0, first - _NEGATION_REACH), -1):
        if tense_at(passage, token) is not Tense.NONE:
            return not negations.isdisjoint(passage.tokens[token - 1].keys)
    return False
