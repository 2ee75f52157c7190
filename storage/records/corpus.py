"""Everything that one load puts into the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.records.articles import Article
from storage.records.facts import Event, Figure
from storage.records.merged import Disagreement, Milestone, PlaceStatus, Series
from storage.records.story import Story


@dataclass(frozen=True, slots=True)
class UnknownVerb:
    """A word near a place and a date that no rule of extraction knows: how often it stands, and where first, as
    the article and the start of the sentence in its text."""

    verb: str
    count: int
    article: str
    start: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything that one load puts into the database, read from files and merged.

    `aliases` maps the code of a milestone that was merged into another to that one's code. `unknown` are the verbs
    that the language data lacks, most frequent first; `rejected` so many extracted facts an editor took away."""

    story: Story
    articles: tuple[Article, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    milestones: tuple[Milestone, ...]
    places: tuple[PlaceStatus, ...]
    disagreements: tuple[Disagreement, ...]
    series: tuple[Series, ...]
    warnings: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[UnknownVerb, ...] = ()
    rejected: int = 0
