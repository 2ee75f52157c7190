"""Elsewhere: places that stand by a head and are not where it is: a town whose fall is told, the end of a list."""

from __future__ import annotations

from storage.corpus.extraction.clauses import Structure
from storage.corpus.extraction.hits import Hit
from storage.corpus.extraction.lexicon import Sense, keys, load_lexicon, particles
from storage.corpus.extraction.places import Site
from storage.records import Kind


def is_fallen(structure: Structure, site: Site, head: Hit) -> bool:
    """«أعادت بعضهم إثر سقوط الموصل»: the town that fell is not where they came."""
    before = structure.passage.tokens[site.first - 1].keys if site.first else frozenset()
    return head.after < site.first and head.entry.kind in _COMING and not before.isdisjoint(particles("fallen"))


_COMING = frozenset({Kind.ENTRY, Kind.PRESENCE, Kind.WITHDRAWAL, Kind.REDEPLOYMENT})


def is_reached(structure: Structure, at: int) -> bool:
    """«…، وصولاً إلى …»: up to where a list goes, and nobody moves there."""
    near = (structure.hit_at(before) for before in range(max(0, at - 2), at))
    return any(hit is not None and hit.entry.sense is Sense.IGNORED and _reaches_to(hit) for hit in near)


def _reaches_to(hit: Hit) -> bool:
    return keys(hit.entry.name)[-1] in load_lexicon().toward
