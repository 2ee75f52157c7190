"""What a load changed, or would change: articles and facts added, changed, removed.

The differences are found in `storage.database.comparing`; how they are shown is `handlers.views.corpus`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from storage.records import Event, Figure

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ArticleChange:
    article: str
    title: str | None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact by its id. `before`/`after` are the fact itself, None where it was not / is no more."""

    id: str
    before: Event | Figure | None
    after: Event | Figure | None


@dataclass(frozen=True, slots=True)
class Changes(Generic[T]):
    added: tuple[T, ...] = ()
    changed: tuple[T, ...] = ()
    removed: tuple[T, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def counts(self) -> tuple[int, int, int]:
        return len(self.added), len(self.changed), len(self.removed)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, or would do. `revision` is the serving one afterwards; `fingerprint` names this
    exact set of files, so that a confirmation can be tied to what was shown."""

    revision: int
    fingerprint: str
    articles: Changes[ArticleChange]
    facts: Changes[FactChange]
    story_changed: bool
    warnings: tuple[str, ...] = ()

    @property
    def nothing_changed(self) -> bool:
        return not (self.articles or self.facts or self.story_changed)
