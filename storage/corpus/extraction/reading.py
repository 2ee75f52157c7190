"""Reading: one passage taken apart for its events: clauses, places and zones, with what stood before it."""

from __future__ import annotations

from dataclasses import dataclass

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.context import Context
from storage.corpus.extraction.marks import Marked
from storage.corpus.extraction.places import Site, sites
from storage.corpus.extraction.zones import Zone, zones


@dataclass(slots=True)
class Reading:
    """A passage taken apart."""

    structure: Structure
    context: Context
    sites: tuple[Site, ...]
    zones: tuple[Zone, ...]
    marked: Marked
    """The passage with its marks."""


def reading(parts: Structure, context: Context) -> Reading:
    """A passage taken apart; linear in its length."""
    return Reading(parts, context, sites(parts, context), zones(parts), parts.marked)
