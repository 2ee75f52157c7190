"""Context: what the earlier passages of an article have established for the next one, and what its heading names.

Passages are read in order, so a context is a fold over them. What is claimed from it is decided by the rooms that
read it (`events`, `figures`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.corpus.extraction.marks import DateMark, NameMark
from storage.corpus.extraction.passages import Passage
from storage.corpus.gazetteer import Gazetteer, Noun
from storage.fuzzydate import FuzzyDate
from storage.records import Article, PlaceKind, Story


@dataclass(slots=True)
class Context:
    """What stands before a passage.

    `country` and `force` are the article's own (most named; ties to the first); `heading` holds the names of the
    last heading; `places` and `forces` are the ids named before, the latest last; `dates` those resolved before,
    the latest last; `paragraph` is the one that the passage before it stands in.
    """

    story: Story
    article: Article
    gazetteer: Gazetteer
    country: str | None = None
    force: str | None = None
    heading: tuple[NameMark, ...] = ()
    places: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    dates: tuple[FuzzyDate, ...] = ()
    paragraph: int = -1
    reached: frozenset[str] = frozenset()
    """Places that something was last said to go to: it is not there that it was."""

    states: tuple[str, ...] = ()
    """The states whose adjectives the article uses, the most used first."""

    @property
    def last_place(self) -> str | None:
        """The place named last; the article's own country where none was named."""
        return self.places[-1] if self.places else self.country

    @property
    def last_force(self) -> str | None:
        """The force named last; the article's own where none was named."""
        return self.forces[-1] if self.forces else self.force

    @property
    def heading_place(self) -> str | None:
        """The one place that the last heading names; None where it names none or several."""
        named = {name.id for name in self.heading if name.noun is Noun.PLACE}
        return next(iter(named)) if len(named) == 1 else None

    @property
    def last_country(self) -> str | None:
        """The country of the place named last."""
        return self.story.root(self.last_place)

    @property
    def only_base(self) -> str | None:
        """The base among the places named last; None where none is, or several are."""
        near = (place for place in self.places[-_LAST:] if place not in self.reached)
        bases = {place for place in near if self.story.places[place].kind is PlaceKind.BASE}
        return next(iter(bases)) if len(bases) == 1 else None

    @property
    def last_base(self) -> str | None:
        """The base named last, None where none was named."""
        bases = (place for place in reversed(self.places) if self.story.places[place].kind is PlaceKind.BASE)
        return next(bases, None)

    def then(self, passage: Passage, names: Iterable[NameMark], dates: Iterable[DateMark]) -> Context:
        """The context after `passage`, whose marks these are."""
        names = tuple(names)
        place, actor = Noun.PLACE, Noun.ACTOR
        places = [name for name in names if name.noun is place]
        reached = {name.id for name in places if name.lead in TOWARD}
        stood = {name.id for name in places} - reached
        return Context(
            story=self.story,
            article=self.article,
            gazetteer=self.gazetteer,
            country=self.country,
            force=self.force,
            heading=names if passage.heading else self.heading,
            places=(*self.places, *[name.id for name in places])[-_KEPT:],
            forces=(*self.forces, *[name.id for name in names if name.noun is actor])[-_KEPT:],
            dates=(*self.dates, *[mark.date for mark in dates if mark.date])[-_KEPT:],
            paragraph=passage.paragraph,
            reached=(self.reached | reached) - stood,
            states=self.states,
        )


_KEPT = 12
TOWARD = frozenset({"الي", "نحو"})
"""The leads of a place that something goes to, folded."""
_LAST = 4


def opening(
    article: Article, story: Story, gazetteer: Gazetteer, names: Sequence[Sequence[NameMark]], states: tuple[str, ...]
) -> Context:
    """The context before the first passage; `names` are the names of all passages, `states` those of its adjectives."""
    found, place, actor = [name for marks in names for name in marks], Noun.PLACE, Noun.ACTOR
    countries = Counter([story.root(name.id) for name in found if name.noun is place])
    forces = Counter([story.line(name.id) for name in found if name.noun is actor])
    country = _most(countries) or _home(story)
    return Context(story, article, gazetteer, country=country, force=_most(forces), states=states)


def _home(story: Story) -> str | None:
    """The country in which most places of the story lie."""
    return _most(Counter(story.root(place) for place in story.places))


def _most(counts: Counter[str | None]) -> str | None:
    return next((id for id, _ in counts.most_common() if id), None)
