"""What was read from the seeds → the corpus that is loaded: claims merged, short codes given.

Pure: the codes that earlier loads gave are an argument. Reading files is `folder`, storing is `database`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from storage import codes
from storage.corpus.merging.claims import claims_of
from storage.corpus.merging.disagreements import disagreements
from storage.corpus.merging.figures import series
from storage.corpus.merging.milestones import milestones
from storage.corpus.merging.places import place_statuses
from storage.records import Corpus, UnknownVerb

if TYPE_CHECKING:  # whoever puts a corpus together has read it already; a bot that only answers never does
    from storage.corpus.extraction.unread import Unread
    from storage.corpus.folder import Reading

MOST = 200
"""Unknown verbs that are kept: nobody teaches the rest before these."""


def assemble(reading: Reading, known: Mapping[str, str]) -> Corpus:
    """The corpus of a reading; `known` is the permanent table key → code, empty for a first load."""
    claims = claims_of(reading.story, reading.articles, reading.events)
    disputes = disagreements(reading.story, claims, reading.figures, reading.articles)
    merged = milestones(claims, frozenset(c for d in disputes for c in d.claims), known)
    keys = [*(a.id for a in reading.articles), *(m.key for m in merged.milestones), *(d.id for d in disputes)]
    given = codes.assign(keys, known)
    return Corpus(
        story=reading.story,
        articles=tuple(replace(a, code=given[a.id]) for a in reading.articles),
        events=reading.events,
        figures=reading.figures,
        milestones=tuple(replace(m, code=given[m.key]) for m in merged.milestones),
        places=place_statuses(reading.story, claims, frozenset(d.place for d in disputes if d.place)),
        disagreements=tuple(replace(d, code=given[d.id]) for d in disputes),
        series=series(reading.figures, reading.articles),
        aliases={known[old]: given[key] for old, key in merged.aliases.items()},
        warnings=reading.warnings,
        unknown=unknown_verbs(reading.unread),
        rejected=reading.rejected,
    )


def unknown_verbs(unread: Iterable[Unread]) -> tuple[UnknownVerb, ...]:
    """Each verb once, the most frequent first, as many as are worth teaching; ties as they were met."""
    first: dict[str, Unread] = {}
    counts = Counter(first.setdefault(each.verb, each).verb for each in unread)
    return tuple(
        UnknownVerb(verb, count, first[verb].article, first[verb].start) for verb, count in counts.most_common(MOST)
    )
