"""Crossings: whether those who cross a border leave or come, which only the land tells that they go to: «عبرت قافلة
الحدود إلى الكويت»."""

from __future__ import annotations

from dataclasses import replace

from storage.corpus.extraction.forces import is_foreign, state_of
from storage.corpus.extraction.lexicon import keys, particles
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.slots import Slot
from storage.records import Kind


def crossed(read: Reading, slot: Slot) -> Slot:
    """The slot, as a withdrawal where its forces cross into a land that the article is not about."""
    head, site, story = slot.zone.head, slot.place, read.context.story
    if head.entry.kind is not Kind.ENTRY or site is None or not site.toward:
        return slot
    name, root = " ".join(keys(head.entry.name)), story.root(site.id)
    home = name in particles("returning") and is_foreign(state_of(root, story), story)  # «عادوا إلى الولايات المتحدة»
    if not home and (name not in particles("crossing") or root == read.context.country):
        return slot
    left = replace(head, entry=replace(head.entry, kind=Kind.WITHDRAWAL))
    return replace(slot, zone=replace(slot.zone, head=left), place=None, to_place=site)
