"""What waits for an editor, and how the reading of the articles stands: what the queries of reviews answer with.

Deciding is `storage.corpus.deciding`; nothing here reads the database or files.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from storage.answers import Edition, Source
from storage.records import Article, Event, Figure, UnknownVerb


@dataclass(frozen=True, slots=True)
class Waiting:
    """The facts of one article that wait for an editor, by their ids, in the order of its text."""

    article: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """All facts that wait, newest article first."""

    edition: Edition
    waiting: tuple[Waiting, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(fact for each in self.waiting for fact in each.facts)

    def of(self, article: str) -> Queue:
        """What waits of one article; of all for ""."""
        return Queue(self.edition, tuple(each for each in self.waiting if article in ("", each.article)))

    def after(self, fact: str, left: Sequence[str]) -> str:
        """The first of `left` (facts of this queue, one at least) that comes after `fact`, around the end to the
        beginning."""
        facts = self.facts
        at = facts.index(fact) + 1 if fact in facts else 0
        still = frozenset(left)
        return next(each for each in (*facts[at:], *facts[:at]) if each in still)


def left(queue: Queue, decided: Set[str]) -> tuple[str, ...]:
    """The facts of the queue that nobody has decided of."""
    return tuple(fact for fact in queue.facts if fact not in decided)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An extracted fact with the article that it was read in; `before` is the sentence in front of its own, ""
    where there is none."""

    edition: Edition
    fact: Event | Figure
    source: Source
    article: Article
    before: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How the reading of the articles stands: facts published (reviewed and extracted told apart), waiting (in so
    many articles), rejected; the unknown verbs, most frequent first, each with the code of the article where it
    stands first."""

    edition: Edition
    reviewed: int
    extracted: int
    waiting: int
    waiting_in: int
    rejected: int
    unknown: tuple[tuple[UnknownVerb, str], ...]
