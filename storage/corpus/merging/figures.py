"""Figures → series: one force, place, unit and sense, oldest first. Nothing is averaged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from storage.corpus.merging.claims import printed
from storage.records import Article, Figure, Series


def series(figures: Iterable[Figure], articles: Iterable[Article]) -> tuple[Series, ...]:
    """The published figures in series; a figure stands at its as-of date, else at its article's."""
    days = {article.id: printed(article.published) for article in articles}
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.published:
            groups[series_id(figure)].append(figure)
    return tuple(_series(key, sorted(group, key=lambda f: (_day(f, days), f.id))) for key, group in groups.items())


def series_id(figure: Figure) -> str:
    parts = (figure.force, figure.place, figure.unit, figure.sense, figure.casualty)
    return ".".join(part or "-" for part in parts)


def _day(figure: Figure, days: dict[str, date]) -> date:
    return figure.as_of.window[1] if figure.as_of else days[figure.citation.article]


def _series(key: str, group: list[Figure]) -> Series:
    first = group[0]
    ids = tuple(f.id for f in group)
    return Series(key, first.force, first.place, first.unit, first.sense, first.casualty, ids)
