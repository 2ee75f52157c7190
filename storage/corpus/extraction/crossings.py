"""Crossings: whether those who cross a border leave or come, which only the land tells that they go to: «عبرت قافلة
الحدود إلى الكويت»."""

from __future__ import annotations

from dataclasses import replace

from storage.corpus.extraction.forces import is_foreign, state_of
from storage.corpus.extraction.lexicon import keys, particles
from storage.corpus.extraction.reading import Reading
from storage.corpus.extraction.slots import Slot
from storage.records import Kind, PlaceKind


def crossed(read: Reading, slot: Slot) -> Slot:
    """The slot, as a withdrawal where its forces cross into a land that the article is not about."""
    head, site, story = slot.zone.head, slot.place, read.context.story
    if head.entry.kind is Kind.REDEPLOYMENT and slot.to_place and site is None and _arrives(read, slot):
        came = replace(head, entry=replace(head.entry, kind=Kind.ENTRY))
        return replace(slot, zone=replace(slot.zone, head=came), place=slot.to_place, to_place=None)
    if head.entry.kind is not Kind.ENTRY or site is None or not site.toward:
        return slot
    name, root = " ".join(keys(head.entry.name)), story.root(site.id)
    home = name in particles("returning") and is_foreign(state_of(root, story), story)  # «عادوا إلى الولايات المتحدة»
    if not home and (name not in particles("crossing") or root == read.context.country):
        return slot
    left = replace(head, entry=replace(head.entry, kind=Kind.WITHDRAWAL))
    return replace(slot, zone=replace(slot.zone, head=left), place=None, to_place=site)


def _arrives(read: Reading, slot: Slot) -> bool:
    """«وصل 300 مستشار إلى العراق»: who comes to a land, from nowhere in it, enters it."""
    name, to = " ".join(keys(slot.zone.head.entry.name)), slot.to_place
    if (
        to is None
        or name not in particles("arriving")
        or read.context.story.places[to.id].kind is not PlaceKind.COUNTRY
    ):
        return False
    own = (read.marked.passage.keys[at] for at in slot.zone.tokens)
    return read.context.story.root(to.id) == read.context.country and not any(key in particles("coming") for key in own)
