"""When an article without a date was published: an interval, with its reasons.

`published(article, others, own)` is for the folder: `others` are events of dated articles, once these have been read,
`own` those of the article itself; an article that says its date keeps it. Each piece of evidence allows stretches of
days; the interval is what all allow:

- a date told in the past lies before the publication (``past:2024-12``), one told as to come after it (``future:…``);
- «اليوم السبت 27 كانون الثاني» is the day itself (``today:…``), «العام المقبل (2025)» names its year (``year:2024``);
- «اليوم الأربعاء» of a page that tells when it was last changed is the last such day up to then;
- a day and a month without a year lie within nine months, with their weekday within six, for one would name the year
  otherwise; the weekday picks the years (``bare_day:02-11``, ``weekday:02-23:1``);
- «بعد عشر سنوات من تأسيس…» counts from a founding that dated articles date (``founding:2014+10``);
- an agreement that it reports, with a deadline that dated articles tell, too, was news then (``shared:2024-09``).

Days without a year and shared agreements are custom, not certainty: where they contradict the others, they are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from storage.corpus.extraction.dates import beginnings
from storage.corpus.extraction.datewords import Step, Unit, load_date_words
from storage.corpus.extraction.dating import Clock, Days, Setting, Turn, months_on
from storage.corpus.extraction.distances import Distance
from storage.corpus.extraction.expression import Expression
from storage.corpus.extraction.expressions import read_expressions
from storage.corpus.extraction.named import Calendar
from storage.corpus.extraction.passages import Passage, passages
from storage.corpus.extraction.shared import agreed
from storage.corpus.extraction.tense import Tense, governor, is_form_of
from storage.fuzzydate import Bound, FuzzyDate
from storage.records import Article, Event, Kind, Publication, PublishedBasis

Stretch = tuple[date, date]
_FIRST, _LAST = date(1990, 1, 1), date(2099, 12, 31)
_BARE, _WITH_WEEKDAY = timedelta(days=270), timedelta(days=183)
_YEARS_ON = timedelta(days=730)
"""Where days of several years fit, those are meant that follow the last known past within two years."""
_REACH = 6  # words between «سنوات من» and what was founded
_NOWHERE = Clock(None, None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The stretches of days that one expression allows, in order; `custom` where a writer may do otherwise."""

    allowed: tuple[Stretch, ...]
    reason: str
    custom: bool = False


def published(article: Article, others: Sequence[Event] = (), own: Sequence[Event] = ()) -> Publication:
    """When `article` was published: as it says, else what its text allows; `others` are the events that dated
    articles share (`shared.worth_sharing`), `own` its own as far as they are read without a date."""
    known = article.published
    if known.earliest or (known.latest and known.basis is PublishedBasis.STATED):
        return known
    every = (one for passage in passages(article) for one in _evidence(passage, others))
    found = list({one.reason: one for one in every}.values())
    if known.latest:
        found.append(Evidence(((_FIRST, known.latest),), f"updated:{known.latest}"))
        found += _days_said(article, known.latest)
    if window := agreed(own, others):
        found.append(Evidence((window,), f"shared:{months_on(window[0], 1):%Y-%m}", custom=True))
    days, reasons = _agreed(found)
    earliest = days[0] if days[0] > _FIRST else None
    latest = days[1] if days[1] < _LAST else None
    if earliest is None and latest is None:
        return article.published
    return Publication(_edtf(earliest, latest), PublishedBasis.INFERRED, earliest, latest, reasons)


def _days_said(article: Article, updated: date) -> Iterator[Evidence]:
    """«اليوم الأربعاء», of a page that tells when it was last changed: the last such day up to then."""
    for passage in passages(article):
        for at in beginnings(passage):
            for one in read_expressions(passage.tokens, at):
                if isinstance(one.meaning, Days) and one.meaning.weekday and not one.explained:
                    said = (one.meaning.weekday - one.meaning.offset - 1) % 7 + 1
                    day = updated - timedelta(days=(updated.isoweekday() - said) % 7)
                    yield Evidence(((day, day),), f"today:{day}", custom=True)
                    return


def _edtf(earliest: date | None, latest: date | None) -> str:
    if earliest == latest and earliest:
        return earliest.isoformat()
    if earliest is None or latest is None:
        return f"{earliest}/.." if earliest else f"../{latest}"
    return f"{earliest}/{latest}"


# ------------------------------------------------------------------ weighing


def _agreed(found: Sequence[Evidence]) -> tuple[Stretch, tuple[str, ...]]:
    """The days from the first to the last that all evidence allows; custom yields to what is certain, and what
    contradicts the past is an old plan."""
    days: list[Stretch] = [(_FIRST, _LAST)]
    reasons = list[str]()
    for one in sorted(found, key=_rank):
        if (narrower := _both(days, one.allowed)) and narrower != days:
            days = narrower
            reasons.append(one.reason)
    if len(days) == 1:
        return days[0], tuple(reasons)
    if not any(one.custom for one in found):
        return (days[0][0], days[-1][1]), tuple(reasons)
    nearest = _nearest(days, found) if any(reason.startswith("weekday:") for reason in reasons) else None
    return (nearest, (*reasons, "nearest")) if nearest else _agreed([one for one in found if not one.custom])


def _nearest(days: Sequence[Stretch], found: Sequence[Evidence]) -> Stretch | None:
    """Of the stretches that a weekday allows, the one that follows the last known past within two years, or that
    comes as near before what is known to come."""
    past = max((one.allowed[0][0] for one in found if one.reason.startswith("past:")), default=_FIRST)
    coming = min((one.allowed[0][1] for one in found if one.reason.startswith("future:")), default=_LAST)
    if days[0][0] - past < _YEARS_ON and past > _FIRST:
        return days[0]
    return days[-1] if coming - days[-1][1] < _YEARS_ON and coming < _LAST else None


_RANKS = ("updated", "today", "past", "year", "founding", "weekday", "future", "shared", "bare_day")


def _rank(one: Evidence) -> tuple[int, date]:
    """The order of weighing; among the past, the latest date first, for it says it all."""
    kind = one.reason.partition(":")[0]
    sign = one.allowed[0][0]
    return _RANKS.index(kind), _LAST - (sign - _FIRST) if kind == "past" else sign


def _both(days: Sequence[Stretch], allowed: Sequence[Stretch]) -> list[Stretch]:
    met = ((max(a[0], b[0]), min(a[1], b[1])) for a in days for b in allowed)
    return sorted(stretch for stretch in met if stretch[0] <= stretch[1])


# ------------------------------------------------------------------ finding


def _evidence(passage: Passage, others: Sequence[Event]) -> Iterator[Evidence]:
    after, old = 0, False
    for at in beginnings(passage):
        for one in read_expressions(passage.tokens, at) if at >= after else ():
            yield from (say for say in _of(passage, one, others) if not (old and say.reason.startswith("future:")))
            old, after = old or _is_old(passage, one), one.after


def _is_old(passage: Passage, one: Expression) -> bool:
    """Whether a date of the past with its year stands here: a plan told behind it may be as old."""
    named = isinstance(one.meaning, Calendar) and one.meaning.year is not None and one.bound is Bound.IN
    return named and governor(passage, one.first)[1] is Tense.PAST


def _of(passage: Passage, one: Expression, others: Sequence[Event]) -> Iterator[Evidence]:
    meaning = one.meaning
    if isinstance(meaning, Calendar) and meaning.year and one.explained:
        yield from _explained(one)
    if isinstance(meaning, Distance) and meaning.of_what_follows:
        yield from _founded(passage, one, meaning, others)
    if not isinstance(meaning, Calendar) or passage.heading:
        return
    date_, _ = one.resolve(Setting(_NOWHERE), passage)
    if meaning.year and date_:
        yield from _told(passage, one, date_)
    elif meaning.month and meaning.day and not meaning.step and not meaning.year_step and not meaning.last_day:
        yield from _bare(passage, one, meaning)


def _told(passage: Passage, one: Expression, named: FuzzyDate) -> Iterator[Evidence]:
    """What a date with its year says by the tense that it is told in."""
    verb, tense = governor(passage, one.first)
    if tense is Tense.FUTURE and verb is not None and not _was(passage, verb) and one.bound in (Bound.IN, Bound.BY):
        yield Evidence(((_FIRST, _within(named.window[1])),), f"future:{named.core}")
    past = tense is Tense.PAST and one.bound in (Bound.IN, Bound.FROM)
    if past and verb is not None and (verb > one.first or not _is_telling(passage, verb)):
        yield Evidence(((_within(named.window[0]), _LAST),), f"past:{named.core}")


def _is_telling(passage: Passage, verb: int) -> bool:
    return is_form_of(passage.tokens[verb].key, load_date_words().telling)


def _was(passage: Passage, verb: int) -> bool:
    """Whether «كان» stands before: what was to come may have passed."""
    before = passage.tokens[max(0, verb - _REACH) : verb + 1]
    return any(token.keys & _WAS for token in before)


_WAS = frozenset({"كان", "كانت", "كانوا"})


def _bare(passage: Passage, one: Expression, meaning: Calendar) -> Iterator[Evidence]:
    """What a day and a month without a year say, told in the past."""
    if governor(passage, one.first)[1] is not Tense.PAST or one.bound is not Bound.IN:
        return
    reach = _WITH_WEEKDAY if meaning.weekday else _BARE
    days = [_FIRST.replace(year=year) for year in range(_FIRST.year, _LAST.year)]
    named = [day for year in days if (day := _on(year.year, meaning))]
    allowed = tuple((day, day + reach) for day in named)
    if allowed:
        text = f"{meaning.month:02}-{meaning.day:02}"
        reason = f"weekday:{text}:{meaning.weekday}" if meaning.weekday else f"bare_day:{text}"
        yield Evidence(allowed, reason, custom=True)


def _on(year: int, meaning: Calendar) -> date | None:
    """The day of a year, None where it falls on another weekday than the one named."""
    try:
        day = date(year, meaning.month or 0, meaning.day or 0)
    except ValueError:
        return None
    return day if meaning.weekday in (None, day.isoweekday()) else None


def _explained(one: Expression) -> Iterator[Evidence]:
    """«أمس (3 أيلول 2025)» gives the day, «العام المقبل (2026)» the year."""
    said, named = one.explained, one.meaning
    if not isinstance(named, Calendar) or named.year is None:
        return
    if isinstance(said, Days) and named.month and named.day and (day := _on(named.year, named)):
        today = day - timedelta(days=said.offset)
        yield Evidence(((today, today),), f"today:{today}")
    offset = {Step.LAST: -1, Step.THIS: 0, Step.NEXT: 1}.get(said.step) if isinstance(said, Turn) else None
    if offset is not None and isinstance(said, Turn) and said.unit is Unit.YEAR:
        year = named.year - offset
        yield Evidence(((date(year, 1, 1), date(year, 12, 31)),), f"year:{year}")
    if offset == 0 and isinstance(said, Turn) and said.unit is Unit.MONTH and named.month:
        window = FuzzyDate(f"{named.year}-{named.month:02}").window
        yield Evidence((window,), f"year:{window[0]:%Y-%m}")


def _founded(passage: Passage, one: Expression, said: Distance, others: Sequence[Event]) -> Iterator[Evidence]:
    """So many years after a founding: its year is what dated articles agree on."""
    near = passage.tokens[one.after : one.after + _REACH]
    if said.count is None or said.unit not in (Unit.YEAR, Unit.DECADE):
        return
    if not any(token.keys & load_date_words().foundings for token in near):
        return
    years = {event.date.window[0].year for event in others if event.kind is Kind.FORMATION and event.date}
    if len(years) == 1:
        (year,) = years
        then = year + said.count * (10 if said.unit is Unit.DECADE else 1)
        yield Evidence(((date(then, 1, 1), date(then, 12, 31)),), f"founding:{year}+{then - year}")


def _within(day: date) -> date:
    return min(max(day, _FIRST), _LAST)
