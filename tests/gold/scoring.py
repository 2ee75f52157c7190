"""Scoring: what was found in an article against its gold, one to one, and the rates that sums of it give.

An event is right on level 1 where its sentence, its family of kinds and its date are; on level 2 its very kind,
its place and its modality too; on level 3 its actor. A figure is right on level 1 where its sentence, its number
and its unit are; on level 2 its force, place and hedge too. What is only optional counts for neither side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import TypeVar

from storage.records import DRAWDOWN, Article, Citation, Event, Figure, Kind, Publication
from tests.gold.labels import Bounds, Labelled, Trap, Wanted, WantedEvent, WantedFigure, plain, unit_class, whose
from tests.gold.windows import same_date

Pair = tuple[int, int, int]
"""Positions of a fact and of the gold that it matches, and the level that it is right on."""
F = TypeVar("F", Event, Figure)
W = TypeVar("W", bound=Wanted)
_WORDS = frozenset({Kind.AGREEMENT, Kind.ANNOUNCEMENT, Kind.TALKS, Kind.STATEMENT})
_VAGUE = frozenset({"hundreds", "dozens", "thousands"})


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one article, or of several added up. `event_hits` and `figure_hits` are by level."""

    events_wanted: int = 0
    events_found: int = 0
    events_1: int = 0
    events_2: int = 0
    events_3: int = 0
    figures_wanted: int = 0
    figures_found: int = 0
    figures_1: int = 0
    figures_2: int = 0
    traps: int = 0
    uncited: int = 0
    speakers: int = 0
    speakers_right: int = 0
    dated: int = 0
    dated_right: int = 0


def total(tallies: Iterable[Tally]) -> Tally:
    return Tally(*map(sum, zip(*map(astuple, (Tally(), *tallies)), strict=True)))


def rates(tally: Tally) -> Mapping[str, float]:
    """Precision, recall and F1 by level, shares, and counts of what must not be; by name."""
    found: dict[str, float] = {}
    for level, hits in enumerate((tally.events_1, tally.events_2, tally.events_3), 1):
        found |= _precision_recall(f"events.L{level}", hits, tally.events_found, tally.events_wanted)
    for level, hits in enumerate((tally.figures_1, tally.figures_2), 1):
        found |= _precision_recall(f"figures.L{level}", hits, tally.figures_found, tally.figures_wanted)
    found["speaker"] = _share(tally.speakers_right, tally.speakers)
    found["published"] = _share(tally.dated_right, tally.dated)
    return found | {"traps": tally.traps, "uncited": tally.uncited}


def _precision_recall(name: str, hits: int, found: int, wanted: int) -> dict[str, float]:
    """Nothing wanted and nothing found is all right."""
    if not found and not wanted:
        return {f"{name}.p": 1.0, f"{name}.r": 1.0, f"{name}.f1": 1.0}
    p, r = _share(hits, found), _share(hits, wanted)
    return {f"{name}.p": p, f"{name}.r": r, f"{name}.f1": 2 * p * r / (p + r) if p + r else 0.0}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


# ------------------------------------------------------------------ one article


@dataclass(frozen=True, slots=True)
class Scored:
    """The tally of one article, and what it is made of, for whoever mends the rules."""

    tally: Tally
    events: tuple[Pair, ...]
    figures: tuple[Pair, ...]


def score(article: Article, events: Sequence[Event], figures: Sequence[Figure], gold: Labelled) -> Scored:
    """`events` and `figures` are the published ones of `article`."""
    of_events = _matches(events, gold.events, event_level)
    of_figures = _matches(figures, gold.figures, figure_level)
    spoken = [ok for i, j, _ in of_events if (ok := same_speaker(events[i], gold.events[j])) is not None]
    dated = holds(article.published, gold)
    tally = Tally(
        **_counted("events", of_events, events, gold.events, 3),
        **_counted("figures", of_figures, figures, gold.figures, 2),
        traps=sum(_sprung(trap, _strays(events, of_events), _strays(figures, of_figures)) for trap in gold.traps),
        uncited=sum(not _cited(fact.citation, article) for fact in [*events, *figures]),
        speakers=len(spoken),
        speakers_right=sum(spoken),
        dated=int(dated is not None),
        dated_right=int(bool(dated)),
    )
    return Scored(tally, of_events, of_figures)


def _counted(noun: str, pairs: Sequence[Pair], found: Sequence[F], gold: Sequence[Wanted], top: int) -> dict[str, int]:
    required = [pair for pair in pairs if gold[pair[1]].required]
    counts = {f"{noun}_{level}": sum(reached >= level for _, _, reached in required) for level in range(1, top + 1)}
    spare = len(pairs) - len(required)
    return counts | {f"{noun}_wanted": sum(one.required for one in gold), f"{noun}_found": len(found) - spare}


def _matches(found: Sequence[F], gold: Sequence[W], level: Callable[[F, W], int]) -> tuple[Pair, ...]:
    """One to one: the best level first, what is required before what is optional, then in order."""
    cells = [(level(one, other), i, j) for i, one in enumerate(found) for j, other in enumerate(gold)]
    pairs: list[Pair] = []
    for reached, i, j in sorted(cells, key=lambda cell: (-cell[0], not gold[cell[2]].required, cell[1], cell[2])):
        if reached and all(i != a and j != b for a, b, _ in pairs):
            pairs.append((i, j, reached))
    return tuple(pairs)


def _strays(found: Sequence[F], pairs: Sequence[Pair]) -> list[F]:
    matched = {i for i, _, _ in pairs}
    return [one for i, one in enumerate(found) if i not in matched]


def _sprung(trap: Trap, events: Sequence[Event], figures: Sequence[Figure]) -> bool:
    if (trap.any_event and events) or (trap.any_figure and figures):
        return True
    if trap.value is not None and any(trap.value in _bounds(figure) for figure in figures):
        return True
    return trap.place is not None and any(trap.place in (event.place, event.to_place) for event in events)


def _cited(at: Citation, article: Article) -> bool:
    return at.article == article.id and article.text[at.start : at.end] == at.sentence


# ------------------------------------------------------------------ one fact


def event_level(event: Event, gold: WantedEvent) -> int:
    """0 where they do not match."""
    when = event.date.edtf if event.date else None
    if not gold.stands_in(plain(event.citation.sentence)) or not any(same_date(when, date) for date in gold.dates):
        return 0
    if _family(event.kind) not in {_family(kind) for kind in gold.kinds}:
        return 0
    if event.kind not in gold.kinds or event.place not in gold.places or event.modality not in gold.modalities:
        return 1
    return 3 if event.actor in gold.actors else 2


def _family(kind: str) -> str:
    return "drawdown" if kind in DRAWDOWN else "word" if kind in _WORDS else str(kind)


def figure_level(figure: Figure, gold: WantedFigure) -> int:
    """0 where they do not match."""
    right = unit_class(figure.unit) in gold.units and _same_number(figure, gold)
    if not right or not gold.stands_in(plain(figure.citation.sentence)):
        return 0
    placed = whose(figure.force) in gold.forces and figure.place in gold.places
    return 2 if placed and figure.qualifier in gold.qualifiers else 1


def _same_number(figure: Figure, gold: WantedFigure) -> bool:
    if gold.qualifier in _VAGUE:
        return figure.qualifier == gold.qualifier
    value, low, high = _bounds(figure)
    own, least, most = gold.bounds
    if gold.qualifier == "between" or (own is None and (least is not None or most is not None)):
        return (low, high) == (least, most) or (value is not None and value in (least, most) and None in (least, most))
    return any(number is not None and number in (value, low, high) for number in gold.values)


def _bounds(figure: Figure) -> Bounds:
    return figure.value, figure.low, figure.high


def same_speaker(event: Event, gold: WantedEvent) -> bool | None:
    """Whether the right speaker is named, by half of the words; None where the gold names none."""
    if not gold.speakers:
        return None
    said = plain(event.attribution.speaker)
    return bool(said) and any(_same_name(said, name) for name in gold.speakers)


def _same_name(said: str, name: str) -> bool:
    theirs = set(name.split())
    return said in name or name in said or 2 * len(theirs & set(said.split())) >= len(theirs)


def holds(published: Publication, gold: Labelled) -> bool | None:
    """Whether the interval holds the true day; None where that is not known."""
    if gold.published is None:
        return None
    first, last = gold.published
    early, late = published.earliest, published.latest
    if early is None and late is None:
        return False
    return (early is None or early <= last) and (late is None or late >= first)
