"""Identity: the id of an extracted fact, the same whenever the same text is read again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from storage.records import Event, Figure

Fact = TypeVar("Fact", Event, Figure)


def fact_id(article: str, start: int, *parts: object) -> str:
    """``<article>#x<8 hex>``: a hash of where the citation starts and of what makes the fact this one."""
    told = "|".join("" if part is None else str(part) for part in (start, *parts))
    return f"{article}#x{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts with ids of their own: a second one of the same id is counted up."""
    seen, found = Counter[str](), list[Fact]()
    for fact in facts:
        seen[fact.id] += 1
        again = seen[fact.id]
        found.append(fact if again == 1 else replace(fact, id=f"{fact.id}-{again}"))
    return tuple(found)
