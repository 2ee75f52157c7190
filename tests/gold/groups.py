"""The groups of articles that are measured, and reading one: texts without their facts files, as a load would.

`practice`, `other_styles` and `later` were read by those who wrote the rules; `held_out` and `unseen` only after they
had been measured (README); `sealed` by nobody. The texts of `abstracts` are the seeds that ship.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.corpus.folder import Reading, read_folder
from storage.records import Article, Event, Figure
from tests.gold.labels import Labelled, read_gold
from tests.gold.scoring import Scored, score

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
STORY = SEEDS / "story.yaml"


@dataclass(frozen=True, slots=True)
class Group:
    """`sealed`: nobody who writes rules looks at its articles or at what was missed in them."""

    name: str
    texts: Path
    sealed: bool

    @property
    def gold(self) -> tuple[Labelled, ...]:
        return tuple(read_gold(file) for file in sorted((HERE / self.name).glob("*.json")))


GROUPS = tuple(
    group
    for group in (
        Group("practice", HERE / "practice", sealed=False),
        Group("abstracts", SEEDS, sealed=False),
        Group("other_styles", HERE / "other_styles", sealed=False),
        Group("held_out", HERE / "held_out", sealed=False),
        Group("unseen", HERE / "unseen", sealed=False),
        Group("later", HERE / "later", sealed=False),
        Group("sealed", HERE / "sealed", sealed=True),
    )
    if (HERE / group.name).is_dir()
)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read in one article; only published facts."""

    article: Article
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]


def read_group(group: Group) -> Mapping[str, Found]:
    """What the articles of the group are read to say, by id."""
    with tempfile.TemporaryDirectory(prefix="mujaz-gold-") as folder:
        for gold in group.gold:
            shutil.copy(group.texts / f"{gold.id}.txt", folder)
        return dict(_found(read_folder(Path(folder), STORY)))


def _found(reading: Reading) -> Iterator[tuple[str, Found]]:
    for article in reading.articles:
        events = tuple(e for e in reading.events if e.published and e.citation.article == article.id)
        figures = tuple(f for f in reading.figures if f.published and f.citation.article == article.id)
        yield article.id, Found(article, events, figures)


def scores(golds: Sequence[Labelled], found: Mapping[str, Found]) -> tuple[Scored, ...]:
    """The score of each article of the gold, in order."""
    return tuple(score(one.article, one.events, one.figures, gold) for gold in golds if (one := found[gold.id]))
