"""Unread: the verbs of a passage that no rule knows though a place and a date stand by them."""

from __future__ import annotations

from dataclasses import dataclass

from storage.corpus.extraction.reading import Reading


@dataclass(frozen=True, slots=True)
class Unread:
    """A verb near a place and a date that no rule knows; its sentence starts at `start` of the article's text."""

    verb: str
    start: int
    article: str


def unread(read: Reading) -> tuple[Unread, ...]:
    """The verbs of a passage that no rule knows, with a place and a date in their own clause."""
    passage, parts = read.marked.passage, read.structure
    placed = {parts.of[site.first] for site in read.sites}
    dated = {parts.of[mark.first] for mark in read.marked.dates}
    verbs = [at for at in sorted(parts.verbs) if parts.hit_at(at) is None and parts.of[at] in placed & dated]
    return tuple(Unread(passage.tokens[at].key, passage.start, passage.article.id) for at in verbs)
